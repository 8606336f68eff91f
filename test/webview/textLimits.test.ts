import assert from 'node:assert/strict';
import { context, openRenderingPage, type RenderingPage } from './renderingPage.ts';

type TextOf = (count: number) => string;

const repeated =
  (unit: string, before = '', after = ''): TextOf =>
  (count) =>
    before + unit.repeat(count) + after;
const numbered =
  (part: (number: number) => string): TextOf =>
  (count) =>
    Array.from({ length: count }, (_, at) => part(at + 1)).join('');
/** A browser closes these elements with a paragraph, and opens all of them again in the next one. */
const differentElements = Array.from({ length: 50 }, (_, at) => `<i title=${at}>`).join('');
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
  'S1: elements that a browser opens again in each paragraph': [repeated('<p>a', `<p>${differentElements}`), 150, 165],
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
  'S5: footnotes': [numbered((number) => `a[^${number}]\n\n[^${number}]: b\n\n`), 2_600, 2_700],
  'S5: closed elements': [repeated('<b>a</b> <table><tr><td>a</table>', '<div>'), 1_590, 1_610],
  'S5: cells of a table': [repeated('|a|b|\n', '|a|b|\n|-|-|\n'), 2_300, 2_500],
  'S5: short blocks of code': [repeated('```\na\n```\n'), 2_000, 26_000],
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

  /** HTML that is already parsed, with the most repetitions that are cleaned and laid out. */
  const parsed: Readonly<Record<string, readonly [html: string, most: number]>> = {
    'S1: nested elements': ['<b>', 64],
    'S1: nested tables': ['<table><tr><td>', 8],
    'S1: nested code': ['<pre>a', 9],
    'S1: nested details': ['<details>', 9],
    'S1: nested annotations': ['<ruby>', 9],
    'S1: elements': ['<br>', 8_000],
    'S1: cells that cover others': ['<table><td colspan=1000></table>', 7],
    'S1: columns': ['<table><col span=1000></table>', 7],
  };
  for (const [name, [html, most]] of Object.entries(parsed)) {
    it(`${name} are accepted up to a limit after they are parsed`, async () => {
      const accepted = await rendering.frame.evaluate(
        ([unit, count]) => [count, count + 1].map((times) => window.harness.isAccepted(unit.repeat(times))),
        [html, most] as const,
      );
      assert.deepEqual(accepted, [true, false]);
    });
  }

  it('S1: HTML with too many tags, or with too many open ones, is never parsed', async () => {
    const errors = await rendering.frame.evaluate(
      ([units, where]) => {
        const own = Object.getOwnPropertyDescriptor(DOMParser.prototype, 'parseFromString')!;
        Object.defineProperty(DOMParser.prototype, 'parseFromString', {
          ...own,
          value: () => {
            throw new RangeError('The text was parsed.');
          },
        });
        const names = units.map((unit) => {
          try {
            window.harness.renderMarkdown(unit.repeat(9_000 / unit.length), where);
            return '';
          } catch (error) {
            return error instanceof Error ? error.name : 'none';
          }
        });
        Object.defineProperty(DOMParser.prototype, 'parseFromString', own);
        return names;
      },
      [['a', '<table><tr><td>', '<pre>a', '<details><summary>', '<ruby><rt>', '<p><b>', '<b>'], context] as const,
    );
    assert.deepEqual(errors, ['RangeError', 'Error', 'Error', 'Error', 'Error', 'Error', 'Error']);
  });

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
    const sizes = await parts.evaluateAll((all) =>
      all.map((part) => [part.style.containIntrinsicBlockSize, `${part.textContent.split('\n').length - 1}lh`]),
    );
    for (const [size, lines] of sizes) assert.equal(size, lines);
    const visibility = await parts.evaluateAll((all) => all.map((part) => getComputedStyle(part).contentVisibility));
    assert.deepEqual([...new Set(visibility)], ['auto']);
  });

  it('S1: headings are listed up to a limit, in three tables of contents', async () => {
    const counts = await drawn('[TOC]\n\n'.repeat(5) + '# a\n'.repeat(1_100), ['.md-contents', '.md-contents a', 'h1']);
    assert.deepEqual(counts, [3, 3_000, 1_100]);
  });
});
