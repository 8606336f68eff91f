import assert from 'node:assert/strict';
import { assertFastWhileTyping, watchFrames } from './frames.ts';
import { IssuePage } from './issuePage.ts';
import { richState } from './richIssue.ts';

interface LongText {
  readonly source: string;
  /** The number of elements that the whole text has, by selector. */
  readonly has: Readonly<Record<string, number>>;
}

const task = '- [ ] Check the thing and close #12\n';
const logLine = '2026-11-29T05:40:14Z INFO worker[12]: <job> finished in 12.3 ms\n';
const foreignLogLine = '2026-11-29 ОШИБКА работник[12]: задание 任务失败 завершено за 12,3 мс\n';
const row = (cells: number): string => `${'| some cell '.repeat(cells)}|\n`;
const table = (rows: number, cells: number): string =>
  `${row(cells)}${'|---'.repeat(cells)}|\n${row(cells).repeat(rows)}`;
const paragraph = 'Some words with **bold** text and `code`, see #12 and [the link](https://example.com/x).\n\n';

/** Long texts that people write. */
const texts: Readonly<Record<string, LongText>> = {
  'a task list of 50 kB': {
    source: task.repeat(50_000 / task.length),
    has: { 'li > input:enabled': Math.floor(50_000 / task.length) },
  },
  'a log of 57 kB in a code block': {
    source: `Before\n\n\`\`\`\n${logLine.repeat(57_000 / logLine.length)}\`\`\`\n\nAfter`,
    has: { pre: 1, p: 2 },
  },
  'five logs of 200 kB in code blocks': {
    source: `Before\n\n\`\`\`\n${logLine.repeat(200_000 / logLine.length)}\`\`\`\n\nAfter\n\n`.repeat(5),
    has: { pre: 5, p: 10 },
  },
  'a log of 200 kB in another script': {
    source: `Before\n\n\`\`\`\n${foreignLogLine.repeat(200_000 / foreignLogLine.length)}\`\`\`\n\nAfter`,
    has: { pre: 1, p: 2 },
  },
  'a table of 40 kB': { source: table(40_000 / row(4).length, 4), has: { tr: Math.floor(40_000 / row(4).length) + 1 } },
  'a table of 430 x 6 cells': { source: table(430, 6), has: { td: 430 * 6 } },
  '1,500 list items with links': {
    source: '- [a link](https://example.com)\n'.repeat(1_500),
    has: { 'li > a': 1_500 },
  },
  'a list of 55 kB with emoji': {
    source: `- ${'🚀 deployed ✅ ok '.repeat(7)}\n`.repeat(450),
    has: { li: 450 },
  },
  'a list of 60 kB in a list': {
    source: `- Tasks\n${`  ${task}`.repeat(1_600)}`,
    has: { 'li li > input:enabled': 1_600 },
  },
  'a table of 60 kB in an element that can be expanded': {
    source: `<details>\n<summary>Results</summary>\n\n${table(1_150, 4)}\n\n</details>`,
    has: { 'details tr': 1_151 },
  },
  'a quote of 1,600 tasks': {
    source: `> ${task}`.repeat(1_600),
    has: { 'blockquote > ul > li': 1_600 },
  },
  'code after an element that a browser does not show': {
    source: `<title> and <style>\n\n${'`code` '.repeat(65)}`,
    has: {},
  },
  'paragraphs of 200 kB': {
    source: paragraph.repeat(200_000 / paragraph.length),
    has: { strong: Math.floor(200_000 / paragraph.length) },
  },
};

describe('A long text that people write', function () {
  this.timeout(60_000);
  let opened: IssuePage;
  before(async () => {
    opened = await IssuePage.open(richState);
    await opened.page.evaluate(watchFrames);
  });
  after(async () => {
    await opened.close();
    assert.deepEqual(opened.errors, []);
  });

  for (const [name, { source, has }] of Object.entries(texts)) {
    it(`S1: ${name}: is formatted, and lets the user type meanwhile`, async () => {
      await assertFastWhileTyping(opened, { ...richState, description: source });
      const text = opened.page.locator('.gl-description .gl-markdown');
      for (const [selector, count] of Object.entries(has))
        assert.equal(await text.locator(selector).count(), count, selector);
      assert.equal(await text.locator('.md-plain-notice').count(), 0);
    });
  }
});
