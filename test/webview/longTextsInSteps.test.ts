import assert from 'node:assert/strict';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

const numbered = (count: number, line: (number: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at + 1)).join('\n');
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
