import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { axeFindings } from './axeFindings.ts';
import { IssuePage } from './issuePage.ts';
import { longState, richState } from './richIssue.ts';
import { themes } from './themes.ts';

/** A wide page, a narrow one, and the narrowest possible one. */
const sizes = [
  [1100, 'wide'],
  [380, 'medium'],
  [260, 'narrow'],
] as const;

describe('The layout of the issue page', () => {
  let opened: IssuePage;

  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('fits every width in each theme, and axe finds nothing', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    await page.getByRole('button', { name: /^Resolved by/ }).click();
    for (const [width, what] of sizes) {
      await page.setViewportSize({ width, height: 900 });
      if (what === 'medium') await page.locator('.gl-side-fold > summary').click();
      for (const theme of themes.toReversed()) {
        await opened.changeTheme(theme);
        const findings = await axeFindings(page, theme === themes[0] ? undefined : 'colors');
        assert.deepEqual(findings, [], `${theme}, ${what}`);
        await opened.picture(`${theme}-${what}`);
      }
    }
  });

  it('shows that there are more people than were read', async () => {
    const people = Array.from({ length: 100 }, (_, at) => ({ id: at + 1, username: `u${at}`, name: `Person ${at}` }));
    const withPeople = (participants: typeof people) => ({
      ...richState,
      details: { ...richState.details!, participants },
    });
    opened = await IssuePage.open(withPeople(people.slice(1)));
    const count = opened.page.locator('.gl-field', { hasText: 'Participants' }).locator('h3');
    assert.match(await count.innerText(), /^Participants 99$/i);
    await opened.tell({ type: 'show', state: withPeople(people) });
    assert.match(await count.innerText(), /^Participants 100\+$/i);
  });

  it('shows errors where they occurred, and nothing overlaps', async () => {
    const title = `${'A very long title that says everything twice. '.repeat(5)}${'Unbreakable'.repeat(10)}`;
    const state = { ...richState, issue: { ...richState.issue, title: title.slice(0, 255) } };
    opened = await IssuePage.open(state, { theme: 'light', width: 900 });
    const { page } = opened;
    const box = page.locator('.gl-comment-box textarea');
    await box.fill('A comment that GitLab does not take');
    await box.press('ControlOrMeta+Enter');
    await opened.answer({ how: 'failed', message: 'gitlab.example.com has a problem (502): try again in a moment.' });
    await page.getByRole('button', { name: 'Edit Description' }).click();
    await page.locator('.gl-description textarea').fill('mine');
    await page.locator('.gl-description').getByRole('button', { name: 'Save' }).click();
    await opened.answer({ how: 'conflict', theirs: 'theirs\nin two lines', merged: 'both' });
    await page.getByRole('button', { name: 'Actions for Comment by Omar El-Sayed' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await opened.tell({
      type: 'failed',
      message: 'The label was not changed: your role in the project does not allow it.',
    });
    const problem = "Couldn't connect to gitlab.example.com. Check your network connection.";
    await opened.tell({ type: 'show', state: { ...state, problem, age: '2 hours ago' } });
    assert.deepEqual(await axeFindings(page), []);
    await opened.picture('problems');
    await page.setViewportSize({ width: 300, height: 900 });
    const widths = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    assert.equal(widths[0], widths[1]);
    await opened.picture('problems-narrow');
    const { why, ...rights } = {
      ...richState.rights,
      comment: false,
      edit: false,
      triage: false,
      delete: false,
      why: "This project is archived. Its issues can't be changed.",
    };
    const { details, ...bare } = richState;
    await opened.tell({
      type: 'show',
      state: {
        ...bare,
        rights: { ...rights, why },
        details: { isLocked: details!.isLocked },
        discussions: [],
        description: '',
      },
    });
    await page.setViewportSize({ width: 900, height: 700 });
    await opened.picture('empty-read-only');
  });

  for (const [what, options] of [
    ['300 px', { width: 300, height: 700 }],
    ['200 % zoom in a window of 900 px', { width: 900, height: 800, zoom: 2 }],
  ] as const) {
    it(`scrolls only vertically at ${what}, whatever is open`, async () => {
      opened = await IssuePage.open(richState, options);
      const { page } = opened;
      const fold = page.locator('.gl-side-fold > summary');
      assert.match(
        await fold.innerText(),
        /Mira Lindqvist, Jonas Weber · bug, .* · 2026\.4 – Winter sale · Nov 12, 2026/,
      );
      await fold.click();
      await page.getByRole('button', { name: 'Edit Labels' }).waitFor();
      await page.getByRole('button', { name: 'Edit Title' }).click();
      await page.getByRole('button', { name: 'Edit Description' }).click();
      await page.getByRole('button', { name: 'Reply…' }).first().click();
      for (const name of ['More Actions', 'Add Reaction', 'Actions for Comment by Omar El-Sayed']) {
        await page.getByRole('button', { name }).first().click();
        const widths = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { scrollWidth, clientWidth };
        });
        assert.equal(widths.scrollWidth, widths.clientWidth, `with "${name}" open`);
        const left = await page.locator('.gl-popup').evaluate((popup) => popup.getBoundingClientRect().left);
        assert.ok(left >= 0, `"${name}" begins at ${left}`);
      }
    });
  }

  it('has the title, the description, and everything else from its HTML, before the first message from the extension', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    assert.equal(await page.locator('h1').count(), 1);
    assert.match(await page.locator('h1').innerText(), /^Wrong total .* #128$/);
    assert.match(await page.locator('.gl-description').innerText(), /Reported by two customers/);
    assert.equal(await page.getByRole('article').count(), 6);
  });

  it('has a script of less than 400 kB, and loads the highlighter with the first code', async () => {
    const quiet = longState(1);
    opened = await IssuePage.open({ ...quiet, description: 'Text and `code`' });
    const { page } = opened;
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
    });
    await opened.reload();
    const script = await stat(join(repositoryRoot, 'dist/webview/page.js'));
    assert.ok(script.size < 400_000, `${script.size} bytes`);
    await page.locator('.gl-description code').waitFor();
    assert.deepEqual(scripts, ['/page.js']);
    await opened.tell({ type: 'show', state: { ...quiet, description: '```js\nlet a\n```' } });
    await page.locator('.gl-description .hljs-keyword').waitFor();
    assert.deepEqual(scripts, ['/page.js', '/highlight.js']);
  });

  it('requests all references of its texts at once, and shows what each resolves to', async () => {
    const { discussions = [], ...state } = longState(40);
    const [first] = discussions;
    const notes = [{ ...first!.notes[0]!, isSystem: true, body: 'added ~4242 label and changed the milestone to %7' }];
    const known = [{ ...first!, notes }, ...discussions.slice(1)];
    opened = await IssuePage.open({ ...state, discussions: known, description: '@nobody, @alice, !3, #2 and #3' });
    const { page } = opened;
    const { references, ticket } = await opened.next('resolve');
    assert.deepEqual(references.slice(0, 5), ['@nobody', '@alice', '!3', '#2', '#3']);
    assert.ok(references.includes('#40') && references.includes('~4242') && references.includes('%7'));
    assert.equal(opened.count('resolve'), 0);
    const webUrl = 'https://gitlab.example.com/x';
    await opened.tell({
      type: 'resolved',
      ticket,
      references: {
        '@nobody': null,
        '@alice': { title: 'Alice Able', webUrl },
        '!3': { title: 'Merge it', state: 'merged', webUrl },
        '#2': { title: 'Two', state: 'closed', webUrl },
        '~4242': { title: 'Bugs', name: 'kind::bug', color: '#d9534f', webUrl },
        '%7': { title: 'v1.0 (Dec 24, 2026)', name: 'v1.0', webUrl },
      },
    });
    const text = page.locator('.gl-description .md-text');
    assert.equal(await text.innerText(), '@nobody, @alice, !3 (merged), #2 (closed) and #3');
    assert.deepEqual(
      await text.locator('a[href]').evaluateAll((links) => links.map((link) => (link as HTMLElement).title)),
      [...['Alice Able', 'Merge it', 'Two'], 'https://gitlab.example.com/shop/web/-/issues/3'],
    );
    const change = page.locator('.gl-change').first();
    assert.match(await change.innerText(), /added\s+kind\s*bug\s+label and changed the milestone to %v1\.0/);
    assert.equal(await change.locator('.md-label').count(), 1);
  });

  it('shows where an issue was moved to', async () => {
    const at = { reference: 'shop/api#9', webUrl: 'https://gitlab.example.com/shop/api/-/issues/9' };
    const details = { ...richState.details!, movedTo: at, duplicateOf: {} };
    opened = await IssuePage.open({ ...richState, details });
    const banners = opened.page.locator('.gl-banners');
    assert.match(await banners.innerText(), /This issue was moved to shop\/api#9/);
    assert.match(await banners.innerText(), /This issue was closed as a duplicate of another issue\./);
    await banners.getByRole('link', { name: 'shop/api#9' }).click();
    assert.equal((await opened.next('open')).url, at.webUrl);
  });

  it('renders 500 comments, and then only what changed', async () => {
    const state = longState(500);
    opened = await IssuePage.open(state);
    const { page } = opened;
    await page.waitForFunction(() => document.querySelectorAll('.md-text').length === 501);
    await page.evaluate(() => {
      const changed = new Set<Element>();
      (globalThis as unknown as { changedInTest: Set<Element> }).changedInTest = changed;
      const note = (node: Node | null) => {
        const text = (node instanceof Element ? node : node?.parentElement)?.closest('.md-text');
        if (text) changed.add(text);
      };
      const observer = new MutationObserver((records) => {
        for (const { target, addedNodes } of records) [target, ...addedNodes].forEach(note);
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    const at = 250;
    const before = state.discussions?.[at];
    const edited = { ...before!, notes: [{ ...before!.notes[0]!, body: 'Edited' }] };
    await opened.tell({ type: 'show', state: { ...state, discussions: state.discussions!.with(at, edited) } });
    await page.getByText('Edited', { exact: true }).waitFor();
    const count = () =>
      page.evaluate(() => (globalThis as unknown as { changedInTest: Set<Element> }).changedInTest.size);
    assert.equal(await count(), 1);
  });
});
