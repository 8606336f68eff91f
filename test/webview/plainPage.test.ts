import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

const hostile = `${'<table><tr><td>'.repeat(3000)}<script>alert(1)</script>${'[a](command:b) '.repeat(50)}`;

describe('A plain issue page', () => {
  let opened: IssuePage;
  afterEach(async () => {
    assert.deepEqual(opened.errors, []);
    await opened.close();
  });

  it('S1: shows a text that would end the page, and offers the page and GitLab', async () => {
    const state = { ...richState, description: hostile, drafts: { comment: { text: 'Half a comment' } } };
    opened = await IssuePage.open(state, { plain: 'blocked' });
    const { page } = opened;
    assert.deepEqual(await page.locator('pre').allTextContents(), [hostile, 'Half a comment']);
    assert.equal(await page.locator('table, a, script:not([nonce]):not(#given)').count(), 0);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
    await page.getByRole('button', { name: 'Try Again' }).click();
    await opened.next('reload');
    await page.getByRole('button', { name: 'Open in GitLab' }).click();
    assert.equal((await opened.next('run')).command, 'openInBrowser');
    await opened.picture('plain');
  });

  it('S1: opens with a text that a browser lays out slowly, as the issue page does', async () => {
    const state = { ...richState, description: 'a\u05d0'.repeat(500_000) };
    await (await IssuePage.open(state)).close();
    opened = await IssuePage.open(state, { plain: 'blocked' });
    assert.equal((await opened.page.locator('pre').textContent())?.length, 1_000_000);
  });

  it('S1: saves which issue it is, so that VS Code can restore it, and keeps what the user typed', async () => {
    opened = await IssuePage.open(richState, { plain: 'unresponsive' });
    const { page } = opened;
    const saved = () => page.evaluate(() => JSON.parse(sessionStorage.getItem('vsCodeState') ?? '{}') as object);
    assert.deepEqual(await saved(), { account: 'account', project: 7, iid: 128 });
    const withText = { boxes: { comment: { text: 'Half' } }, account: 'account', project: 7, iid: 128 };
    const reloadWith = async (state: object) => {
      await page.evaluate((text) => {
        sessionStorage.setItem('vsCodeState', text);
      }, JSON.stringify(state));
      await page.reload();
    };
    await reloadWith(withText);
    assert.deepEqual(await saved(), withText);
    await reloadWith({ ...withText, iid: 1 });
    assert.deepEqual(await saved(), { account: 'account', project: 7, iid: 128 });
  });
});

describe('The issue page', () => {
  let opened: IssuePage;
  beforeEach(async () => {
    opened = await IssuePage.open(richState);
  });
  afterEach(async () => {
    await opened.close();
    // Mermaid sets styles that the content security policy blocks.
    const errors = opened.errors.filter((error) => !error.startsWith('Applying inline style violates'));
    assert.deepEqual(errors, []);
  });

  /** Shows a state, and asks the page to respond. */
  const ask = (state: PageState) =>
    opened.page.evaluate((shown) => {
      window.postMessage({ type: 'show', state: shown }, '*');
      window.postMessage({ type: 'respond', ticket: 12 }, '*');
    }, state);

  it('S1: responds at once, and again when it has drawn all texts', async () => {
    const discussions = richState.discussions!.map((discussion) => ({
      ...discussion,
      notes: discussion.notes.map((note) => ({ ...note, body: '**bold** `code`\n\n'.repeat(300) })),
    }));
    await ask({ ...richState, discussions });
    await opened.next('responding');
    assert.ok(!opened.said.some(({ type }) => type === 'drawn'));
    assert.equal((await opened.next('drawn')).ticket, 12);
    const texts = opened.page.locator('.gl-note-body .gl-markdown');
    assert.equal(await texts.count(), await texts.filter({ has: opened.page.locator('strong') }).count());
  });

  it('S1: has drawn its diagrams, formulas, and code when it responds that it has drawn all texts', async () => {
    const parts = ['```mermaid\ngraph TD; A-->B\n```', '$`a^2`$', '```js\nconst a = 1;\n```'];
    await ask({ ...richState, discussions: [], description: parts.join('\n\n') });
    await opened.next('drawn');
    const description = opened.page.locator('.gl-description');
    const drawn = ['.md-diagram-picture', '.md-formula-drawn', '.hljs-keyword'];
    const counts = await description.evaluate(
      (element, selectors) => selectors.map((selector) => element.querySelectorAll(selector).length),
      drawn,
    );
    assert.deepEqual(counts, [1, 1, 1]);
  });
});
