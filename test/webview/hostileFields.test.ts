import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { runs } from '../unit/testRuns.ts';
import { IssuePage } from './issuePage.ts';
import { payloads } from './payloads.ts';
import { richState } from './richIssue.ts';

const evil = 'http://evil.example';
/** Fields that are one of a few words, so GitLab's responses are rejected if they contain something else. */
const words = new Set(['state', 'type', 'kind', 'instance']);

/** Returns the state with another text in every field that can contain text from GitLab. */
function withTexts(value: unknown, next: () => string, key = ''): unknown {
  if (typeof value === 'string') return words.has(key) ? value : next();
  if (Array.isArray(value)) return value.map((each) => withTexts(each, next, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTexts(inner, next, name)]));
}

describe('Hostile text in every field of the issue page', function () {
  this.timeout(600_000);
  let opened: IssuePage;
  afterEach(() => opened.close());

  it('B02: runs nothing, requests nothing, and links only to the web', async () => {
    opened = await IssuePage.open(richState);
    const { page } = opened;
    const own = new URL(page.url()).origin;
    const requests: string[] = [];
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${own}/`) && !url.startsWith('data:')) requests.push(url);
    });
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const all = payloads(evil);
    let fields = 0;
    withTexts(richState, () => String((fields += 1)));
    // Each text is in one field, and in every field in a nightly run.
    for (let start = 0; start < all.length; start += runs(fields, 1)) {
      let at = start;
      const state = withTexts(richState, () => all[at++ % all.length] ?? '') as PageState;
      await opened.tell({ type: 'show', state });
      await opened.tell({ type: 'respond', ticket: start });
      await opened.next('drawn');
      const found = await page.evaluate(() => {
        const elements = [...document.querySelectorAll('body *')];
        const handlers = elements.flatMap(({ attributes }) => [...attributes].filter(({ name }) => /^on/i.test(name)));
        const links = [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).protocol);
        const own = location.protocol;
        return {
          ran: '__pwned' in window,
          handlers: handlers.map(({ name }) => name),
          elements: elements.filter((each) => each.matches('iframe, object, embed, base, meta, form[action]')).length,
          links: links.filter((protocol) => !['https:', 'mailto:', own].includes(protocol)),
        };
      });
      assert.deepEqual(found, { ran: false, handlers: [], elements: 0, links: [] }, `from text ${start}`);
    }
    assert.deepEqual([requests, dialogs], [[], []]);
    // Chromium reports what the policy blocks also in a document that is only parsed.
    const errors = opened.errors.filter((error) => !error.includes('Content Security Policy directive'));
    assert.deepEqual(errors, []);
  });
});
