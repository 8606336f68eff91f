import assert from 'node:assert/strict';
import { share } from '../unit/testRuns.ts';
import { frameLimit, longestFrame, shortest, watchFrames } from './frames.ts';
import { IssuePage } from './issuePage.ts';
import { longState } from './richIssue.ts';

const elements = [
  ...['a', 'abbr', 'b', 'bdo', 'blockquote', 'caption', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'details'],
  ...['dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'h1', 'h6', 'hr', 'i', 'ins', 'kbd', 'li', 'mark', 'ol'],
  ...['p', 'pre', 'q', 'rp', 'rt', 'ruby', 's', 'samp', 'section', 'small', 'span', 'strike', 'strong', 'sub', 'sup'],
  ...['summary', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr'],
];
const markdown = [
  ...[
    '# a\n',
    'a\n=\n',
    '> ',
    '> a\n\n',
    '- ',
    '- a\n',
    '1. a\n',
    '- [ ] a\n',
    '- - a\n\n',
    '    a\n',
    '```\na\n```\n',
  ],
  ...[
    '```js\na\n',
    '~~~\n',
    '|a|\n|-|\n|b|\n\n',
    '|a',
    '---\n',
    'a  \n',
    '\\\n',
    '**a** ',
    '**a',
    '*a_',
    '~~a~~ ',
    '`a`',
  ],
  ...['`', '[a](b) ', '[a](', '[', '![a](b) ', '![', '[a]: b\n', '[a][', '<http://a.b> ', 'http://a.b ', 'www.a.b '],
  ...['a@b.c ', '&amp;', '#1 ', '@a ', '~a ', '%a ', '!1 ', 'a/b#1 ', '[issue:1] ', ':tada: ', '[^1]', '[^1]: a\n\n'],
  ...[
    '$a$ ',
    '$`a`$ ',
    '$$\na\n$$\n',
    '{+ a +} ',
    '{- a',
    '>>>\n',
    '> [!note]\n',
    '[[_TOC_]]\n\n',
    'a\n: b\n\n',
    '---\na: b\n',
  ],
];

/** Repetitions and nestings of every element and construct, and of pairs of them. */
const texts = [
  ...elements.flatMap((name, at) => {
    const inner = elements[(at * 7 + 3) % elements.length] ?? name;
    return [`<${name}>a`, `<${name}>a</${name}>`, `<${name}><${inner}>`, `<${name} dir=rtl a="'>">\n\n`];
  }),
  ...markdown,
  ...markdown.map((unit, at) => unit + (markdown[(at * 7 + 3) % markdown.length] ?? '')),
].map((unit) => unit.repeat(12_000 / unit.length));
const perPage = 20;

/** Elements in 80 others, or in 8 tables, blocks of code, details, and annotations. A browser lays them out too often. */
const tooDeep = `.md-text${' > *'.repeat(80)}, ${':is(table, pre, details, ruby) '.repeat(9).trim()}`;

describe('Generated texts', function () {
  this.timeout(600_000);

  it('S1: never block the page for half a second or nest too deep, in 20 comments', async () => {
    const opened = await IssuePage.open(longState(1));
    await opened.page.evaluate(watchFrames);
    const selected = share(texts, 60);
    const wrong: string[] = [];
    for (let at = 0; at < selected.length; at += perPage) {
      const some = selected.slice(at, at + perPage);
      const { discussions = [], ...state } = longState(some.length);
      const hostile = discussions.map((each, index) => ({
        ...each,
        notes: [{ ...each.notes[0]!, id: 5000 + at + index, body: some[index] ?? '' }],
      }));
      const frame = await shortest(frameLimit, () => longestFrame(opened, { ...state, discussions: hostile }));
      const deep = await opened.page.evaluate((selectors) => document.querySelectorAll(selectors).length, tooDeep);
      if (frame >= frameLimit || deep > 0)
        wrong.push(`${frame} ms, ${deep} too deep: ${some.map((text) => text.slice(0, 20)).join(' | ')}`);
    }
    const failures = opened.count('partFailed');
    await opened.close();
    assert.deepEqual([wrong, failures], [[], 0]);
  });
});
