import assert from 'node:assert/strict';
import type { PageState } from '../../src/model/page/pageState.ts';
import { share } from '../unit/testRuns.ts';
import { IssuePage } from './issuePage.ts';
import { payloads } from './payloads.ts';
import { richState } from './richIssue.ts';

const evil = 'http://evil.example';
/** Fields that are one of a few words, so GitLab's responses are rejected if they contain something else. */
const words = new Set(['state', 'type', 'kind', 'instance']);

/** Returns the state with the text in every field that can contain text from GitLab. */
function withText(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') return words.has(key) ? value : text;
  if (Array.isArray(value)) return value.map((each) => withText(each, text, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withText(inner, text, name)]));
}

describe('Hostile text in every field of the issue page', () => {
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
    for (const text of share(payloads(evil), 8)) {
      const state = withText(richState, text) as PageState;
      await opened.tell({ type: 'show', state });
      const found = await page.evaluate(() => {
        const all = [...document.querySelectorAll('main *, body > *')];
        const handlers = all.flatMap(({ attributes }) => [...attributes].filter(({ name }) => /^on/i.test(name)));
        const links = [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).protocol);
        const own = location.protocol;
        return {
          ran: '__pwned' in window,
          handlers: handlers.map(({ name }) => name),
          elements: all.filter((each) => each.matches('iframe, object, embed, base, meta, form[action]')).length,
          links: links.filter((protocol) => !['https:', 'mailto:', own].includes(protocol)),
        };
      });
      assert.deepEqual(found, { ran: false, handlers: [], elements: 0, links: [] }, text);
    }
    assert.deepEqual([requests, dialogs], [[], []]);
    // Chromium reports what the policy blocks also in a document that is only parsed.
    const errors = opened.errors.filter((error) => !error.includes('Content Security Policy directive'));
    assert.deepEqual(errors, []);
  });
});
