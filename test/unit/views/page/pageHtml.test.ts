import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wholeActivity } from '../../../../src/model/page/pageActivity.ts';
import type { PageState } from '../../../../src/model/page/pageState.ts';
import { loadEmoji } from '../../../../src/model/text/shownTitle.ts';
import { contentSecurityPolicy, newNonce, pageHtml } from '../../../../src/views/page/pageHtml.ts';
import { richState } from '../../../webview/richIssue.ts';
import { issue } from '../../sync/issues.ts';

const state: PageState = {
  issue: issue(12, { title: 'A title' }),
  description: 'A description',
  project: {
    path: 'group/app',
    webUrl: 'https://gitlab.example.com/group/app',
    instance: 'https://gitlab.example.com',
  },
  rights: richState.rights,
  labelColors: {},
  hasMoreDiscussions: false,
  activity: wholeActivity,
  today: '2026-11-20',
  isLoading: false,
  isGone: false,
  writer: 1,
  drafts: {},
};

function html(shown: PageState | undefined, nonce = newNonce()): string {
  const files = { script: 'https://file/page.js', style: 'https://file/page.css', icons: 'https://file/codicon.css' };
  return pageHtml({ cspSource: 'https://*.vscode-cdn.net', nonce, ...files, texts: {}, language: 'en' }, shown, {
    account: 'account',
    project: 7,
    iid: 12,
  });
}

describe('The HTML of the issue page', () => {
  it('B01: has exactly the policy of the contract', () => {
    const found = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html(state, 'NONCE'))?.[1];
    assert.equal(found?.replaceAll('&#39;', "'"), contentSecurityPolicy('https://*.vscode-cdn.net', 'NONCE'));
    assert.equal(
      contentSecurityPolicy('SOURCE', 'NONCE'),
      `default-src 'none'; script-src 'nonce-NONCE'; style-src SOURCE 'nonce-NONCE'; img-src SOURCE data:; font-src SOURCE; ` +
        `base-uri 'none'; form-action 'none'; connect-src 'none'; frame-src 'none'`,
    );
  });

  it('C5: shows emoji in the title, and gives the script the title itself', async () => {
    await loadEmoji();
    const page = html({ ...state, issue: { ...state.issue, title: ':rocket: Launch' } });
    assert.match(page, /<title>#12 🚀 Launch<\/title>/);
    assert.match(page, /<h1 dir="auto">#12 🚀 Launch<\/h1>/);
    assert.match(page, /"title":":rocket: Launch"/);
  });

  it('C11: isolates the title from the number before it', () => {
    const page = html({ ...state, issue: { ...state.issue, title: '\u202eשלום' } });
    assert.match(page, /<h1 dir="auto">#12 \u2068שלום\u2069<\/h1>/);
  });

  it('B01: has a new nonce of at least 128 bits each time', () => {
    const nonces = Array.from({ length: 1000 }, newNonce);
    assert.equal(new Set(nonces).size, 1000);
    for (const nonce of nonces) assert.ok(Buffer.from(nonce, 'base64').length * 8 >= 128);
  });

  it('B01: has no event handler, style, or script except the one with the nonce, whatever the title of an issue is', () => {
    fc.assert(
      fc.property(hostile(), hostile(), (title, description) => {
        const page = html({ ...state, issue: { ...state.issue, title }, description }, 'NONCE');
        const tags = [...page.matchAll(/<(?![/!])[^>]*>/g)].map(([tag]) => tag);
        assert.deepEqual(
          tags.map((tag) => /^<([a-z0-9]+)/.exec(tag)?.[1]),
          [
            'html',
            'head',
            'meta',
            'meta',
            'meta',
            'title',
            'link',
            'link',
            'body',
            'div',
            'main',
            'h1',
            'pre',
            'script',
            'script',
          ],
        );
        for (const tag of tags) assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), /\s(?:on\w+|style|srcdoc)=/i);
      }),
    );
  });

  it('passes the whole state to the script, whatever it contains', () => {
    fc.assert(
      fc.property(hostile(), (description) => {
        const shown = { ...state, description };
        const json = /<script type="application\/json" id="given">(.*?)<\/script>/s.exec(html(shown))?.[1];
        assert.deepEqual((JSON.parse(json!) as { state: unknown }).state, shown);
      }),
    );
  });

  it('has the title and the description as text before any script runs', () => {
    const page = html({ ...state, description: '<b>& "more"' });
    assert.match(page, /<h1 dir="auto">#12 A title<\/h1>/);
    assert.match(page, /<pre class="source" dir="auto">&lt;b&gt;&amp; &quot;more&quot;<\/pre>/);
  });
});

/** Generates text that tries to close the surrounding element or attribute. */
function hostile(): fc.Arbitrary<string> {
  const parts = [
    '</script>',
    '<!--',
    '-->',
    '<script>',
    '</pre>',
    '</title>',
    '"',
    "'",
    '>',
    '<img src=x onerror=y>',
    '\u2028',
    '&lt;',
    ']]>',
  ];
  return fc
    .array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 6 })
    .map((some) => some.join(''));
}
