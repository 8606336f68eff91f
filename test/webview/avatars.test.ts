import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { avatarPicture } from '../gitlab/seed/pictures.ts';
import { IssuePage } from './issuePage.ts';
import { me, richState } from './richIssue.ts';
import { type Theme, themes } from './themes.ts';

const image = (name: string) => `data:image/png;base64,${avatarPicture(name).toString('base64')}`;
const at = (id: number) => `https://gitlab.example.com/uploads/-/system/user/avatar/${id}/avatar.png`;
/** Omar (4) has none. */
const state = { ...richState, avatars: { 1: at(1), 2: at(2), 3: at(3) } };

describe('Avatars on the issue page', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  const answer = async (data: (user: number) => string | undefined) => {
    const { ticket, user } = await opened.next('avatar');
    const found = data(user);
    await opened.tell({
      type: 'picture',
      ticket,
      ...(found === undefined ? { problem: 'notFound' } : { data: found }),
    });
    return user;
  };
  const field = (name: string): Locator => opened.page.locator('.gl-field', { hasText: name });

  it('replace initials in each theme, and nothing moves', async () => {
    opened = await IssuePage.open(state, { height: 3000 });
    const { page } = opened;
    const boxes = () =>
      page
        .locator('main *, aside *, header *')
        .evaluateAll((all) =>
          all
            .filter((one) => !one.closest('.gl-avatar *'))
            .map((one) => JSON.stringify([one.tagName, one.getBoundingClientRect()])),
        );
    await page.waitForFunction(() => document.querySelectorAll('.md-text').length > 5);
    const before = new Map<Theme, readonly string[]>();
    for (const theme of themes) {
      await opened.changeTheme(theme);
      before.set(theme, await boxes());
    }
    const asked = [];
    for (let count = 0; count < 3; count += 1) asked.push(await answer((user) => image(String(user))));
    assert.deepEqual(asked.sort(), [1, 2, 3]);
    await page.locator('.gl-avatar img').nth(8).waitFor();
    for (const theme of themes) {
      await opened.changeTheme(theme);
      assert.deepEqual(await boxes(), before.get(theme), theme);
      const sizes = await page
        .locator('.gl-avatar')
        .evaluateAll((all) => [...new Set(all.map((one) => `${one.clientWidth + 2}x${one.clientHeight + 2}`))]);
      assert.deepEqual(sizes, ['20x20'], theme);
      assert.equal(await field('Participants').locator('.gl-avatar').last().innerText(), 'OE', theme);
      await opened.picture(`avatars-${theme}`);
    }
    await page.setViewportSize({ width: 260, height: 900 });
    await page.getByText('Details', { exact: true }).first().click();
    for (const theme of themes) {
      await opened.changeTheme(theme);
      await opened.picture(`avatars-${theme}-narrow`);
      const [scroll, client] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      assert.equal(scroll, client, theme);
    }
    assert.equal(opened.count('avatar'), 0);
  });

  it('are decoration, because the name stands beside each', async () => {
    opened = await IssuePage.open(state);
    await answer((user) => image(String(user)));
    const { page } = opened;
    await page.locator('.gl-avatar img').first().waitFor();
    for (const avatar of await page.locator('.gl-avatar').all())
      assert.equal(await avatar.getAttribute('aria-hidden'), 'true');
    for (const img of await page.locator('.gl-avatar img').all()) assert.equal(await img.getAttribute('alt'), '');
    assert.equal(await page.getByRole('img', { name: /Jonas|Mira|avatar/i }).count(), 0);
  });

  it('are requested only for people on the screen', async () => {
    const note = { ...richState.discussions![0]!.notes[0]!, author: me, isSystem: false, body: 'Text\n\n'.repeat(100) };
    const notes = [1, 2, 3].map((id) => ({ ...note, id: 900 + id, author: { ...me, id } }));
    const discussions = notes.map((one) => ({ id: `a${one.id}`, isThread: false, notes: [one] }));
    const issue = { ...state.issue, author: { ...me, id: 1 }, assignees: [] };
    const details = { ...state.details!, participants: [] };
    opened = await IssuePage.open({ ...state, issue, details, description: 'Text', discussions }, { height: 600 });
    assert.equal(await answer((user) => image(String(user))), 1);
    await opened.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    assert.equal(opened.count('avatar'), 0);
    await opened.page.locator('#note_903 .gl-avatar').scrollIntoViewIfNeeded();
    assert.equal(await answer((user) => image(String(user))), 3);
  });

  it('stay initials if there is no image, if it is broken, or if the page may not load it', async () => {
    opened = await IssuePage.open({ ...state, avatars: { 1: at(1), 2: at(2) } }, { height: 3000 });
    const { page } = opened;
    for (let count = 0; count < 2; count += 1)
      await answer((user) => (user === 1 ? undefined : 'data:image/png;base64,iVBORw0KGgo='));
    const people = field('Assignees').locator('.gl-avatar');
    await page.waitForFunction(() => document.querySelectorAll('.gl-avatar img').length === 0);
    assert.deepEqual(await people.allInnerTexts(), ['ML', 'JW']);
    assert.equal(opened.count('avatar'), 0);
  });

  it('are requested when the page learns their URLs, and disappear when it may no longer load them', async () => {
    const { avatars, ...without } = state;
    opened = await IssuePage.open(without, { height: 3000 });
    const people = field('Assignees').locator('.gl-avatar');
    assert.deepEqual(await people.allInnerTexts(), ['ML', 'JW']);
    assert.equal(opened.count('avatar'), 0);
    await opened.tell({ type: 'show', state: { ...without, avatars: { 1: avatars[1] } } });
    assert.equal(await answer((user) => image(String(user))), 1);
    await people.locator('img').waitFor();
    assert.deepEqual(await people.allInnerTexts(), ['', 'JW']);
    await opened.tell({ type: 'show', state: without });
    assert.deepEqual(await people.allInnerTexts(), ['ML', 'JW']);
    await opened.tell({ type: 'show', state: { ...without, avatars: { 1: avatars[1] } } });
    await people.locator('img').waitFor();
    assert.equal(opened.count('avatar'), 0);
  });
});
