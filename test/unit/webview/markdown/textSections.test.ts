import assert from 'node:assert/strict';
import type { MarkdownContext } from '../../../../src/webview/markdown/markdownContext.ts';
import { Marks } from '../../../../src/webview/markdown/marks.ts';
import { parseBlocks } from '../../../../src/webview/markdown/parser.ts';
import type { RenderEnvironment } from '../../../../src/webview/markdown/renderEnvironment.ts';
import { type TextSection, textSections } from '../../../../src/webview/markdown/textSections.ts';

const context: MarkdownContext = {
  instance: 'https://gitlab.example.com',
  project: { path: 'group/app', webUrl: 'https://gitlab.example.com/group/app' },
  mayTick: true,
  webUrl: 'https://gitlab.example.com/group/app/-/issues/1',
  idPrefix: 'description',
};

describe('The sections of a text', () => {
  const environment = (source: string): RenderEnvironment => ({
    marks: new Marks(),
    context,
    lines: source.split('\n'),
  });
  const sectionsOf = (source: string) => textSections(environment(source));
  const whole = (sections: readonly TextSection[]) => sections.map(({ source }) => source).join('\n');
  const count = ({ blocks }: TextSection, type: string) => blocks?.filter((token) => token.type === type).length;
  const numbered = (most: number, part: (number: number) => string) =>
    Array.from({ length: most }, (_, at) => part(at + 1)).join('');

  for (const [name, block, tokens] of [
    ['short blocks of code', '```\na\n```\n', 1],
    ['short paragraphs', 'a\n\n', 3],
    ['closed elements', '<b>a</b> <table><tr><td>a</table>\n\n', 3],
  ] as const)
    it(`S5: of ${name} have 600 tokens`, () => {
      const source = block.repeat(3_000 / tokens);
      const sections = sectionsOf(source);
      assert.deepEqual(
        sections.map(({ blocks }) => blocks?.length),
        [600, 600, 600, 600, 600],
      );
      assert.equal(whole(sections), source);
    });

  it('S5: of long paragraphs have about 8 kB', () => {
    const source = `${'Some words. '.repeat(80)}\n\n`.repeat(60);
    const sections = sectionsOf(source);
    assert.ok(sections.length >= 6);
    for (const { source: part } of sections) assert.ok(part.length < 10_000, `${part.length}`);
    assert.equal(whole(sections), source);
  });

  it('S1: end only where an HTML element ends that starts in them', () => {
    const source = `<details>\n\n${'a\n\n'.repeat(1_000)}</details>\n\n${'b\n\n'.repeat(1_000)}`;
    const [first, ...others] = sectionsOf(source);
    assert.match(first?.source ?? '', /<\/details>\s*$/);
    assert.equal(others.length, 5);
  });

  it('S5: contain all footnotes in the last one, after the text', () => {
    const source = numbered(1_000, (number) => `a[^${number}]\n\n[^${number}]: b\n\n`);
    const sections = sectionsOf(source);
    const last = sections.at(-1)!;
    assert.deepEqual(
      sections.map(({ hasFootnotes }) => hasFootnotes),
      sections.map((section) => section === last),
    );
    assert.equal(count(last, 'footnote_reference_open'), 1_000);
    for (const section of sections.slice(0, -1)) assert.equal(count(section, 'footnote_reference_open'), 0);
    assert.ok(sections.length > 5);
  });

  it('S5: are plain text after the first 50,000 blocks, and if one is too long', () => {
    const blocks = '***\n'.repeat(26_000);
    const sections = sectionsOf(blocks);
    const last = sections.at(-1)!;
    assert.equal(last.blocks, undefined);
    assert.ok(sections.slice(0, -1).every((section) => section.blocks));
    assert.equal(sections.slice(0, -1).flatMap((section) => section.blocks ?? []).length, 25_000);
    assert.equal(whole(sections), blocks);
    const long = `- ${'a'.repeat(97)}\n`;
    assert.deepEqual(
      [650, 660].map((items) => sectionsOf(long.repeat(items)).map((section) => section.blocks !== undefined)),
      [[true], [false]],
    );
  });

  it('S5: are plain text if the text has more than 300,000 lines, even empty ones', () => {
    const code = (lines: number) => `\`\`\`\n${'\n'.repeat(lines - 2)}\`\`\``;
    const sections = [300_000, 300_001].map((lines) => sectionsOf(code(lines)));
    assert.deepEqual(
      sections.map((all) => all.map(({ blocks }) => blocks?.length)),
      [[1], [undefined]],
    );
    assert.equal(whole(sections[1] ?? []), code(300_001));
  });

  it('S5: contain no table whose line is longer than a section', () => {
    for (const [cells, type] of [
      [100, 'table_open'],
      [40_000, 'paragraph_open'],
    ] as const) {
      const source = `${'|a'.repeat(cells)}\n${'|-'.repeat(cells)}\n`;
      assert.equal(parseBlocks(source, environment(source))[0]?.type, type);
    }
  });
});
