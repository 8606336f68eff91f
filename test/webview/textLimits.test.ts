import assert from 'node:assert/strict';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

type TextOf = (count: number) => string;

const repeated =
  (unit: string, before = '', after = ''): TextOf =>
  (count) =>
    before + unit.repeat(count) + after;
const inTable = (cell: string): TextOf => repeated(cell, '<table><tr>', '</table>');

/** Texts, with a size that is formatted, and a size that would make the page too slow. */
const texts: Readonly<Record<string, readonly [textOf: TextOf, formatted: number, plain: number]>> = {
  'S1: nested tables': [repeated('<table><tr><td>'), 8, 9],
  'S1: tables in paragraphs': [repeated('<p><table><td>'), 8, 9],
  'S1: nested code': [repeated('<pre>a'), 8, 9],
  'S1: nested details': [repeated('<details><summary>'), 8, 9],
  'S1: nested annotations': [repeated('<ruby><rt>'), 8, 9],
  'S1: nested elements': [repeated('<b>'), 60, 65],
  'S1: nested quotes': [repeated('> '), 60, 65],
  'S1: cells that cover others': [inTable('<td colspan=1000>'), 7, 8],
  'S1: cells that cover all others': [inTable('<td colspan=1000 rowspan=65534>'), 0, 1],
  'S1: columns': [repeated('<col span=1000>', '<table>', '</table>'), 7, 9],
  'S1: elements': [repeated('<b>a</b>', '<div>'), 7_900, 8_100],
  'S1: words in two directions': [repeated('a\u05d0'), 2_400, 2_600],
  'S5: emoji between letters': [repeated('a🎉'), 370, 380],
  'S5: emoji between letters in code': [repeated('a🎉', '```\n', '\n```'), 370, 380],
  'S5: words in two scripts': [repeated('a漢'), 1_450, 1_550],
  'S5: Japanese sentences': [repeated('これは日本語のテキストです。GitLab のイシューを表示します。\n'), 140, 400],
  'S5: nested formulas': [repeated('<math><mi>'), 30, 33],
  'S5: short lines': [repeated('a\n'), 4_900, 5_100],
  'S5: short list items': [repeated('- a\n'), 3_900, 4_100],
  'S5: long list items': [repeated(`- ${'a'.repeat(97)}\n`), 650, 660],
  'S5: lines': [repeated('***\n'), 2_000, 26_000],
};

describe('The limits of a text', () => {
  let rendering: RenderingPage;
  before(async () => {
    rendering = await openRenderingPage();
  });
  after(() => rendering.close());

  for (const [name, [textOf, formatted, plain]] of Object.entries(texts)) {
    it(`${name} are formatted up to a limit`, async () => {
      const errors = await rendering.frame.evaluate(
        ([sources, where]) =>
          sources.map((source) => {
            try {
              window.harness.renderMarkdown(source, where);
              return '';
            } catch (error) {
              return error instanceof Error ? error.name : 'none';
            }
          }),
        [[textOf(formatted), textOf(plain)], context] as const,
      );
      assert.deepEqual(errors, ['', 'Error']);
    });
  }

  /** Renders and draws a text, and returns how many elements match each selector. */
  const drawn = (source: string, selectors: readonly string[]): Promise<readonly number[]> =>
    rendering.frame.evaluate(
      async ([text, all, where]) => {
        const element = window.harness.renderMarkdown(text, where);
        document.getElementById('page')?.replaceChildren(element);
        await window.harness.drawLater(element);
        return all.map((selector) => element.querySelectorAll(selector).length);
      },
      [source, selectors, context] as const,
    );

  it('S5: formulas are drawn up to a limit', async () => {
    assert.deepEqual(await drawn('$`a`$ '.repeat(60), ['.md-formula-drawn', '.md-formula']), [50, 10]);
    const formulas = [1_000, 1_001].map((length) => `$\`${'a'.repeat(length)}\`$`);
    assert.deepEqual(await drawn(formulas.join('\n\n'), ['.md-formula-drawn', '.md-formula']), [1, 1]);
  });

  it('S5: diagrams are drawn without a click up to a limit', async () => {
    const diagrams = [
      `graph TD\n%%${'a'.repeat(1_988)}`,
      `graph TD\n%%${'a'.repeat(1_989)}`,
      `graph TD\n${'A & B & C & D\n'.repeat(10)}`,
      `graph TD\n${'A & B & C & D & E\n'.repeat(8)}`,
    ].map((source) => `\`\`\`mermaid\n${source}\n\`\`\``);
    assert.deepEqual(await drawn(diagrams.join('\n\n'), ['.md-diagram', '.md-diagram-load']), [4, 2]);
  });

  it('S5: code is highlighted up to a limit, and divided above it', async () => {
    const codes = [
      'if (a) b();\n'.repeat(800),
      'if (a) b();\n'.repeat(900),
      `if (a) b(${'c'.repeat(980)});\n`,
      `if (a) b(${'c'.repeat(1_000)});\n`,
    ].map((code) => `\`\`\`js\n${code}\`\`\``);
    const counts = await drawn(codes.join('\n\n'), ['pre', 'pre:has(.hljs-keyword)', 'pre:has(.md-code-part)']);
    assert.deepEqual(counts, [4, 2, 1]);
    const parts = rendering.frame.locator('.md-code-part');
    const lengths = (await parts.allTextContents()).map(({ length }) => length);
    assert.ok(Math.max(...lengths) <= 2_048, `A part of the code has ${Math.max(...lengths)} characters.`);
    const visibility = await parts.evaluateAll((all) => all.map((part) => getComputedStyle(part).contentVisibility));
    assert.deepEqual([...new Set(visibility)], ['auto']);
  });

  it('S1: headings are listed up to a limit, in three tables of contents', async () => {
    const counts = await drawn('[TOC]\n\n'.repeat(5) + '# a\n'.repeat(1_100), ['.md-contents', '.md-contents a', 'h1']);
    assert.deepEqual(counts, [3, 3_000, 1_100]);
  });
});
