import assert from 'node:assert/strict';
import type { PageFilter } from '../../src/model/page/pageFilter.ts';
import type { PageState } from '../../src/model/page/pageState.ts';
import { IssuePage, type IssuePageOptions } from './issuePage.ts';
import { discussions, longState, now, richState } from './richIssue.ts';

const hour = 3_600_000;

describe('Navigation on the issue page', () => {
  let opened: IssuePage;
  const open = async (state: PageState = richState, options: IssuePageOptions = {}) => {
    opened = await IssuePage.open(state, options);
    return opened.page;
  };
  const focusedId = () => opened.page.evaluate(() => document.activeElement?.id);

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('leads from labels, the milestone, and people to the view that is filtered by them', async () => {
    const page = await open();
    const filters: readonly (readonly [string, PageFilter])[] = [
      ['Show issues with the label bug', { key: 'label', title: 'bug' }],
      ['Show issues with the label workflow::in review', { key: 'label', title: 'workflow::in review' }],
      ['Show issues in the milestone 2026.4 – Winter sale', { key: 'milestone', title: '2026.4 – Winter sale' }],
      ['Show issues assigned to Mira Lindqvist', { key: 'assignee', username: 'mira' }],
      ['Show issues created by Jonas Weber', { key: 'author', username: 'jonas' }],
    ];
    for (const [tooltip, filter] of filters) {
      await page.getByTitle(tooltip, { exact: true }).first().click();
      assert.deepEqual(await opened.next('filter'), { type: 'filter', filter });
    }
    await page.getByTitle('Show issues with the label priority::high').focus();
    await page.keyboard.press('Enter');
    assert.deepEqual((await opened.next('filter')).filter, { key: 'label', title: 'priority::high' });
  });

  for (const width of [1100, 380, 260]) {
    it(`keeps the title in sight at ${width} px, and covers nothing that has the focus`, async () => {
      const page = await open(richState, { width, height: 700 });
      const bar = page.locator('.gl-bar');
      assert.equal(await bar.count(), 0);
      await page.evaluate(() => {
        window.scrollTo(0, document.documentElement.scrollHeight);
      });
      await bar.waitFor();
      assert.match(await bar.innerText(), /Wrong total in the basket[^]*#128/);
      const { height = 0 } = (await bar.boundingBox()) ?? {};
      assert.ok(height < 40, `${height}`);
      const number = await bar.locator('.gl-iid').boundingBox();
      assert.ok((number?.height ?? 0) < 24, 'on one line');
      await opened.picture(`bar-${width}`);
      const sizes = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      assert.equal(sizes[0], sizes[1]);
      await page.locator('.gl-comment-box textarea').focus();
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press('Shift+Tab');
        const covered = await page.evaluate(() => {
          const { activeElement: focused } = document;
          const end = document.querySelector('.gl-bar')?.getBoundingClientRect().bottom ?? 0;
          if (!focused || focused === document.body || focused.closest('.gl-bar, .gl-side')) return undefined;
          return focused.getBoundingClientRect().top < end - 1 ? focused.outerHTML.slice(0, 120) : undefined;
        });
        assert.equal(covered, undefined);
      }
      await page.evaluate(() => {
        window.scrollTo(0, 0);
      });
      await bar.waitFor({ state: 'detached' });
    });
  }

  it('goes to the next and the previous comment, by buttons and by the keys of VS Code', async () => {
    const page = await open();
    const next = () => opened.tell({ type: 'key', key: 'nextComment' });
    await next();
    assert.equal(await focusedId(), 'note_201');
    await next();
    await next();
    assert.equal(await focusedId(), 'note_203');
    await opened.tell({ type: 'key', key: 'previousComment' });
    assert.equal(await focusedId(), 'note_202');
    for (let step = 0; step < 6; step += 1) await next();
    assert.equal(await focusedId(), 'note_208');
    await page.getByRole('status').getByText('This is the last comment.').waitFor({ state: 'attached' });
    const previous = page.getByRole('button', { name: 'Previous Comment' });
    await previous.click();
    assert.match((await page.evaluate(() => document.activeElement?.textContent)) ?? '', /^Resolved by Jonas Weber/);
    await previous.click();
    assert.equal(await focusedId(), 'note_205');
    await page.getByRole('button', { name: 'Next Comment' }).click();
    assert.match((await page.evaluate(() => document.activeElement?.textContent)) ?? '', /^Resolved by Jonas Weber/);
  });

  it('continues from what is visible if the user has scrolled', async () => {
    const page = await open(longState(60));
    await page.waitForFunction(() => document.querySelectorAll('.md-text').length === 61);
    await page.locator('#note_1030').evaluate((note) => {
      note.scrollIntoView();
    });
    await opened.tell({ type: 'key', key: 'nextComment' });
    assert.equal(await focusedId(), 'note_1031');
    // The page can also scroll because something was drawn.
    await page.locator('#note_1010').evaluate((note) => {
      note.scrollIntoView();
    });
    await opened.tell({ type: 'key', key: 'nextComment' });
    assert.equal(await focusedId(), 'note_1032');
    const turned = page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const done = () => {
            resolve();
          };
          window.addEventListener('wheel', done, { once: true });
        }),
    );
    await page.mouse.wheel(0, -10);
    await turned;
    await page.locator('#note_1010').evaluate((note) => {
      note.scrollIntoView();
    });
    await opened.tell({ type: 'key', key: 'previousComment' });
    assert.equal(await focusedId(), 'note_1009');
  });

  it('links to each comment', async () => {
    const page = await open();
    const note = page.locator('#note_205');
    const url = `${richState.issue.webUrl}#note_205`;
    assert.equal(await note.locator('.gl-note-head a').getAttribute('href'), url);
    await note.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Copy Link to Comment' }).click();
    await page.getByRole('status').getByText('Link copied').waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), url);
  });

  it('copies code with a button that the keyboard reaches', async () => {
    const page = await open();
    const block = page.locator('.gl-description .md-code-block');
    const copy = block.getByRole('button', { name: 'Copy Code' });
    assert.equal(await copy.evaluate((button) => getComputedStyle(button).opacity), '0');
    await copy.focus();
    assert.equal(await copy.evaluate((button) => getComputedStyle(button).opacity), '1');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^const total = [^]*return applyVoucher\(applyVoucher\(total\)\);$/);
    await block.locator('.codicon-check').waitFor();
    await opened.picture('copy-code');
  });

  it('shows what is new since the user last looked, and nothing of the user’s own', async () => {
    const [first] = discussions;
    const mine = { ...first!.notes[0]!, id: 300, isSystem: false, body: 'Mine', createdAt: now - 3 * hour };
    const state = {
      ...richState,
      newSince: now - 4 * hour,
      discussions: [
        ...discussions.slice(0, -1),
        { id: 'e'.repeat(40), isThread: false, notes: [{ ...mine, author: richState.me! }] },
        ...discussions.slice(-1),
      ],
    };
    const page = await open(state);
    const marker = page.getByText('New since you last looked');
    const after = await marker.evaluate((item) => item.nextElementSibling?.querySelector('article')?.id);
    assert.equal(after, 'note_208');
    assert.deepEqual(await page.locator('.gl-note:has(.gl-badge-new)').evaluateAll((all) => all.map(({ id }) => id)), [
      'note_208',
    ]);
    await opened.picture('new');
    await opened.tell({ type: 'show', state: richState });
    assert.equal(await marker.count(), 0);
  });

  it('remembers how high the user made a text box', async () => {
    const page = await open();
    const box = page.locator('.gl-comment-box textarea');
    await box.scrollIntoViewIfNeeded();
    const { x = 0, y = 0, width = 0, height = 0 } = (await box.boundingBox()) ?? {};
    await page.mouse.move(x + width - 4, y + height - 4);
    await page.mouse.down();
    await page.mouse.move(x + width - 4, y + height + 96, { steps: 4 });
    await page.mouse.up();
    const resized = await opened.next('resized');
    assert.equal(resized.box, 'comment');
    assert.ok(Math.abs(resized.height - height - 100) < 10, `${height} ${resized.height}`);
    await opened.reload();
    assert.equal((await box.boundingBox())?.height, resized.height);
    await opened.close();
    await open({ ...richState, boxHeights: { reply: 300 } });
    await opened.page.getByRole('button', { name: 'Reply…' }).first().click();
    const reply = opened.page.locator('.gl-thread-open textarea');
    assert.equal((await reply.boundingBox())?.height, 300);
    await reply.fill('a\n'.repeat(10));
    assert.equal((await reply.boundingBox())?.height, 300);
  });

  it('answers the keys of VS Code for the title and the comment box', async () => {
    const page = await open();
    await page.locator('.gl-comment-box').getByRole('tab', { name: 'Preview' }).click();
    await opened.tell({ type: 'key', key: 'comment' });
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-box')), 'comment');
    await opened.tell({ type: 'key', key: 'editTitle' });
    const title = page.getByLabel('Title', { exact: true });
    await title.waitFor();
    assert.equal(await title.evaluate((field) => field === document.activeElement), true);
    await opened.tell({ type: 'show', state: { ...richState, rights: { ...richState.rights, edit: false } } });
    await title.press('Escape');
    await opened.tell({ type: 'key', key: 'editTitle' });
    assert.equal(await title.count(), 0);
  });

  it('keeps the first key of chords in text fields, and passes it on elsewhere', async () => {
    const page = await open();
    await page.evaluate(() => {
      addEventListener('keydown', ({ key }) => (document.title += key));
    });
    await opened.tell({ type: 'key', key: 'editTitle' });
    for (const field of [page.getByLabel('Title', { exact: true }), page.locator('.gl-comment-box textarea')])
      await field.press('Control+i');
    await page.getByRole('button', { name: 'Add Reaction' }).first().click();
    await page.keyboard.press('Control+i');
    assert.doesNotMatch(await page.title(), /i$/);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Edit Labels' }).press('Control+i');
    assert.match(await page.title(), /i$/);
  });
});
