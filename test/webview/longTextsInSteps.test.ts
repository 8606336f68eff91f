import assert from 'node:assert/strict';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

const numbered = (count: number, line: (number: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at + 1)).join('\n');
const jsonTable = (rows: number): string =>
  `\`\`\`json:table\n${JSON.stringify({ items: Array.from({ length: rows }, (_, at) => ({ a: at })) })}\n\`\`\`\n`;
const texts = {
  list: numbered(1_500, (number) => `${number + 4}. [ ] task ${number} of #12`),
  inList: `- Tasks\n${numbered(1_500, (number) => `  - [ ] task ${number} of #12`)}`,
  table: `| a | b |\n|---|--:|\n${numbered(1_500, (number) => `| ${number} | **b** |`)}`,
  alert: `> [!note]\n${numbered(1_500, (number) => `> - [ ] task ${number}`)}`,
  footnotes: `${numbered(250, (number) => `- [ ] a[^${number}]`)}\n\n${numbered(250, (number) => `[^${number}]: b`)}`,
  emoji: numbered(600, () => '- :tada:'),
};

describe('A long text that is rendered in steps', () => {
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage();
  });
  after(() => rendering.close());

  it('S1: renders a long list, table, or quote as one element', async () => {
    const outlines = await rendering.frame.evaluate(
      ([all, where]) =>
        Object.values(all).map((source) => {
          const text = window.harness.renderMarkdown(source, where);
          const tasks = [...text.querySelectorAll('input')].map((box) => window.harness.taskOf(box));
          return {
            top: [...text.children].map((child) => child.localName + (child.getAttribute('start') ?? '')).join(' '),
            counts: ['ul', 'li', 'tr', 'th', 'sup'].map((name) => text.querySelectorAll(name).length).join(' '),
            emoji: text.querySelectorAll('[title=":tada:"]').length,
            tasks: tasks.filter((task) => task && source.split('\n')[task.line] === task.source).length,
            lines: new Set(tasks.map((task) => task?.line)).size,
          };
        }),
      [texts, context] as const,
    );
    assert.deepEqual(outlines, [
      { top: 'ol5', counts: '0 1500 0 0 0', emoji: 0, tasks: 1_500, lines: 1_500 },
      { top: 'ul', counts: '2 1501 0 0 0', emoji: 0, tasks: 1_500, lines: 1_500 },
      { top: 'div', counts: '0 0 1501 2 0', emoji: 0, tasks: 0, lines: 0 },
      { top: 'div', counts: '1 1500 0 0 0', emoji: 0, tasks: 1_500, lines: 1_500 },
      { top: 'ul section', counts: '1 500 0 0 250', emoji: 0, tasks: 250, lines: 250 },
      { top: 'ul', counts: '1 600 0 0 0', emoji: 500, tasks: 0, lines: 0 },
    ]);
  });

  it('S1: renders a long list, table, or quote in short steps', async () => {
    for (const source of [texts.list, texts.inList, texts.table, texts.alert]) {
      // The steps are the same each time, but other processes can interrupt them. The shortest time is the step's own.
      const times = await rendering.frame.evaluate(
        ([text, where]) => {
          const all = [1, 2, 3, 4].map(() => window.harness.stepTimes(text, where));
          return (all[0] ?? []).map((_, step) => Math.min(...all.map((each) => each[step] ?? 0)));
        },
        [source, context] as const,
      );
      const share = Math.max(...times) / times.reduce((sum, time) => sum + time, 0);
      assert.ok(share < 1 / 3, `A step of ${source.slice(0, 20)} takes ${Math.round(100 * share)}% of the time.`);
    }
  });

  for (const [name, source, part, least] of [
    ['the contents of blocks', '- a\n'.repeat(1_500), 'prepare', 150],
    ['images', '- ![a](/uploads/0123456789abcdef0123456789abcdef/a.png)\n'.repeat(300), 'prepare', 330],
    ['links', '- [a](/b)\n'.repeat(200), 'prepare', 220],
    ['headings', '- # a\n'.repeat(200), 'prepare', 220],
    ['cells of a table', `|a|b|\n|-|-|\n${'|a|b|\n'.repeat(1_500)}`, 'prepare', 240],
    ['footnotes', numbered(60, (number) => `a[^${number}]\n\n[^${number}]: b\n`), 'prepare', 10],
    ['rows of a table in JSON', jsonTable(300), 'prepare', 300],
    ['elements to clean', '- a\n'.repeat(3_000), 'render', 30],
    ['marked elements', '- [ ] a\n'.repeat(1_000), 'render', 1_000],
    ['blocks of code', '```\na\n```\n'.repeat(300), 'render', 600],
    ['nodes to compare', '- a\n'.repeat(3_000), 'record', 9_000],
  ] as const)
    it(`S1, S5: does the work for ${name} in steps`, async () => {
      const steps = await rendering.frame.evaluate(([text, where]) => window.harness.stepCounts(text, where), [
        source,
        context,
      ] as const);
      assert.ok(steps[part] >= least, JSON.stringify(steps));
    });

  const items = (count: number, word: string) => numbered(count, (number) => `- ${word} ${number}`);
  const emoji = (count: number) => `- ${'🚀 deployed ✅ ok '.repeat(7)}\n`.repeat(count);
  for (const [name, before, now, isKept, most] of [
    ['of a new text', '', items(1_000, 'Item'), false, 25],
    ['of a new text with long blocks', '', `- ${'a'.repeat(150)}\n`.repeat(100), false, 2],
    [
      'of a text that replaces another one',
      items(1_000, 'Old item'.repeat(3)),
      items(1_000, 'Item'.repeat(6)),
      false,
      8,
    ],
    ['of a text with many new emoji', '- a', emoji(450), false, 2],
    ['of a text that repeats an emoji', emoji(1), emoji(450), false, 2],
  ] as const)
    it(`S1, S5: lays out a few blocks ${name} in a step`, async () => {
      const change = await rendering.frame.evaluate(
        ([one, other, where]) => window.harness.changeInSteps(one, other, where),
        [before, now, context] as const,
      );
      assert.deepEqual(change, { isKept, most });
    });

  it('S1: keeps the elements of a long text that changes in a few places', async () => {
    for (const [before, now] of [
      [items(1_500, 'Item'), `${items(750, 'Item')}\n- Another one\n${items(1_500, 'Item')}`],
      [emoji(450), `${emoji(225)}- 🎉\n${emoji(200)}`],
      ['- a', items(20, 'Item')],
    ] as const) {
      const { isKept } = await rendering.frame.evaluate(
        ([one, other, where]) => window.harness.changeInSteps(one, other, where),
        [before, now, context] as const,
      );
      assert.ok(isKept, now.slice(0, 40));
    }
  });

  it('S5: shows long code in any script, and the user can scroll and copy it', async () => {
    const code = `${'Строка '.repeat(100)}\n${'任务 failed\n\n'.repeat(20_000)}`;
    const source = `\`\`\`\n${code}\`\`\`\n\nAfter`;
    await rendering.frame.evaluate(
      ([text, where]) => {
        document.getElementById('page')?.replaceChildren(window.harness.renderMarkdown(text, where));
      },
      [source, context] as const,
    );
    const shown = await rendering.frame.locator('pre').evaluate((element) => {
      getSelection()?.selectAllChildren(element);
      const lineHeight = parseFloat(getComputedStyle(element).lineHeight);
      return {
        text: element.textContent,
        copied: getSelection()?.toString(),
        isWide: element.scrollWidth > element.clientWidth,
        lines: Math.round((element.scrollHeight - 20) / lineHeight),
      };
    });
    assert.equal(shown.text, code);
    assert.equal(shown.copied?.trimEnd(), code.trimEnd());
    assert.ok(shown.isWide);
    // The browser rounds the height of each line.
    assert.equal(Math.round(shown.lines / 100), Math.round(code.split('\n').length / 100));
  });
});
