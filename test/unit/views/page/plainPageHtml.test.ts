import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PageState } from '../../../../src/model/page/pageState.ts';
import { plainPageHtml } from '../../../../src/views/page/plainPageHtml.ts';
import { richState } from '../../../webview/richIssue.ts';

const resources = {
  cspSource: 'https://*.vscode-cdn.net',
  script: 'https://file/plain.js',
  style: 'https://file/page.css',
  icons: 'https://file/codicon.css',
  nonce: 'NONCE',
  texts: {},
  language: 'en',
};
const html = (state: PageState | undefined, why: 'unresponsive' | 'blocked' = 'unresponsive') =>
  plainPageHtml(resources, state, { account: 'account', project: 7, iid: 128 }, why);
const tagsOf = (text: string) => text.match(/<\/?[a-z!][^>]*>/gi) ?? [];

describe('The HTML of a plain issue page', () => {
  it('S1: has the issue as text, and the drafts that were not sent', () => {
    const drafts = {
      comment: { text: 'Half a comment' },
      title: { text: 'Unchanged', base: 'Unchanged' },
      'note:201': { text: '', typedAt: 1 },
      description: { text: '', base: 'Emptied' },
    };
    const page = html({ ...richState, drafts });
    for (const text of [
      '<h1 dir="auto">#128 Wrong total in the basket when a voucher is used twice</h1>',
      'Open · Mira Lindqvist · Jonas Weber · bug · checkout · priority::high · workflow::in review',
      'Reported by **two customers** this week',
      '<h2>Unsent drafts</h2>',
      '<pre class="source" dir="auto">Half a comment</pre>',
    ]) {
      assert.ok(page.includes(text), text);
    }
    assert.equal(page.match(/<pre/g)?.length, 3);
    assert.ok(!html(richState).includes('Unsent drafts'));
    assert.match(html({ ...richState, issue: { ...richState.issue, state: 'closed' } }), />Closed · /);
  });

  it('S1: escapes every text', () => {
    const before = tagsOf(html({ ...richState, description: 'x', drafts: { comment: { text: 'x' } } }));
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('<img src=x>', '</pre><b>', '"><script>', "'><a href=x>"),
        (one, two) => {
          const evil = `${one}${two}`;
          const { issue } = richState;
          const state = {
            ...richState,
            issue: { ...issue, title: evil, labels: [evil], assignees: [{ ...issue.assignees[0]!, name: evil }] },
            description: evil,
            drafts: { comment: { text: evil } },
          };
          assert.deepEqual(tagsOf(html(state)), before);
        },
      ),
    );
  });

  it('S1: divides a long text, so that a browser lays out only the visible parts, and shows 200 labels', () => {
    const { issue } = richState;
    const labels = Array.from({ length: 20_000 }, (_, at) => `label ${at}`);
    const [long, line] = ['a\u05d0😀'.repeat(100_000), `${'words '.repeat(100)}\n`.repeat(100)];
    const page = html({
      ...richState,
      issue: { ...issue, labels },
      description: long,
      drafts: { comment: { text: line } },
    });
    const parts = [...page.matchAll(/<div class="md-plain">([^<]*)<\/div>/g)].map(([, text = '']) => text);
    assert.ok(Math.max(...parts.map(({ length }) => length)) <= 2_048);
    assert.ok(parts.every((part) => part.isWellFormed()));
    assert.equal(parts.filter((part) => part.includes('a')).join(''), long);
    assert.equal(parts.filter((part) => part.includes('words')).join('\n'), line);
    assert.equal(page.match(/label \d/g)?.length, 200);
  });

  it('S7: isolates names and labels from each other', () => {
    const { issue } = richState;
    const [person] = issue.assignees;
    assert.ok(person);
    const assignees = [
      { ...person, name: '\u202eJonas\u2067' },
      { ...person, name: 'Mira' },
    ];
    const page = html({ ...richState, issue: { ...issue, assignees, labels: ['עברית', 'bug'] } });
    assert.ok(page.includes('Open · Jonas\u2067\u2069 · Mira · \u2068עברית\u2069 · bug<'));
  });

  it('S1: offers to try again, or to show the issue at all, and does without the issue', () => {
    assert.match(html(richState), />Try Again<[^]*>Open in GitLab</);
    assert.match(html(richState, 'blocked'), />Try Again<[^]*>Open in GitLab</);
    const empty = html(undefined, 'blocked');
    assert.match(empty, />Try Again</);
    assert.ok(!empty.includes('Open in GitLab'));
  });
});
