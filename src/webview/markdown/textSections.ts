import type { Token } from 'markdown-it';
import { longestMarkdown, longestSection, mostBlockTokens } from '../../model/limits.ts';
import { parseBlocks } from './parser.ts';
import type { RenderEnvironment } from './renderEnvironment.ts';

/** A part of a text that is rendered at once: some blocks next to each other, or all footnotes. */
export interface TextSection {
  /** As written. */
  readonly source: string;
  /** Undefined if the section can only be shown as plain text. */
  readonly blocks: readonly Token[] | undefined;
  /** Whether the text's footnotes are shown at the end of this section. */
  readonly hasFootnotes: boolean;
}

/** A section ends after this many characters or tokens, or later if an HTML element is still open. */
const usualLength = 8_192;
const usualTokens = 600;

/** A block that isn't in another block. Contains its own tokens and those of the blocks in it. */
interface Block {
  readonly tokens: readonly Token[];
  readonly firstLine: number;
}

/** Divides a text into sections. Most texts have one. Everything in the text is in the source of a section. */
export function textSections(environment: RenderEnvironment): TextSection[] {
  const { lines } = environment;
  const count = countOfLines(lines, longestMarkdown);
  const tokens = parseBlocks(lines.slice(0, count).join('\n'), environment);
  if (tokens.length > mostBlockTokens) return [plain(lines)];
  const blocks = blocksOf(tokens);
  const rest = lines.slice(count);
  const starts = startsOf(blocks, lines, count);
  if (starts.length === 1 && rest.length === 0) return [section(blocks, lines, true)];
  const sections = starts.map((start, at) => {
    const some = blocks.slice(start, starts[at + 1]);
    const source = lines.slice(at === 0 ? 0 : lineOf(blocks, start, count), lineOf(blocks, starts[at + 1], count));
    return section(
      some.filter((block) => !isFootnote(block)),
      source,
      false,
    );
  });
  const footnotes = blocks.flatMap((block, at) => (isFootnote(block) ? [{ block, next: at + 1 }] : []));
  const footnoteLines = footnotes.flatMap(({ block, next }) =>
    lines.slice(block.firstLine, lineOf(blocks, next, count)),
  );
  return [
    ...sections,
    ...(footnotes.length === 0
      ? []
      : [
          section(
            footnotes.map(({ block }) => block),
            footnoteLines,
            true,
          ),
        ]),
    ...(rest.length === 0 ? [] : [plain(rest)]),
  ];
}

function plain(lines: readonly string[]): TextSection {
  return { source: lines.join('\n'), blocks: undefined, hasFootnotes: false };
}

function section(blocks: readonly Block[], lines: readonly string[], hasFootnotes: boolean): TextSection {
  const source = lines.join('\n');
  if (source.length > longestSection) return plain(lines);
  return { source, blocks: blocks.flatMap(({ tokens }) => tokens), hasFootnotes };
}

/** The number of lines in the first characters of a text. */
function countOfLines(lines: readonly string[], most: number): number {
  let length = -1;
  const over = lines.findIndex((line) => (length += line.length + 1) > most);
  return over < 0 ? lines.length : over;
}

function blocksOf(tokens: readonly Token[]): Block[] {
  const blocks: Block[] = [];
  let [start, depth] = [0, 0];
  for (const [at, { nesting }] of tokens.entries()) {
    depth += nesting;
    if (depth > 0) continue;
    const some = tokens.slice(start, at + 1);
    const firstLine = some.find(({ map }) => map)?.map?.[0] ?? blocks.at(-1)?.firstLine ?? 0;
    blocks.push({ tokens: some, firstLine });
    start = at + 1;
  }
  return blocks;
}

function isFootnote({ tokens }: Block): boolean {
  return tokens[0]?.type === 'footnote_reference_open';
}

function lineOf(blocks: readonly Block[], at: number | undefined, end: number): number {
  return (at === undefined ? undefined : blocks[at]?.firstLine) ?? end;
}

/** Returns the blocks that start a section, by their position. */
function startsOf(blocks: readonly Block[], lines: readonly string[], end: number): number[] {
  const starts = [0];
  let [length, tokens, open] = [0, 0, 0];
  for (const [at, block] of blocks.entries()) {
    const more = lines
      .slice(block.firstLine, lineOf(blocks, at + 1, end))
      .reduce((sum, line) => sum + line.length + 1, 0);
    const isFull = open === 0 && (length >= usualLength || tokens >= usualTokens);
    if (at > 0 && (isFull || length + more > longestSection)) {
      starts.push(at);
      [length, tokens, open] = [0, 0, 0];
    }
    length += more;
    tokens += block.tokens.length;
    open = Math.max(0, open + openElements(block));
  }
  return starts;
}

const elements = /<(\/?)(?:details|div|table|thead|tbody|ul|ol|dl|blockquote|section|figure|pre|span|sub|sup)\b/gi;

/** The number of elements that a block of HTML opens, less those that it closes. Only decides where sections end. */
function openElements({ tokens }: Block): number {
  let open = 0;
  for (const { type, content } of tokens) {
    if (type !== 'html_block') continue;
    for (const [, slash] of content.matchAll(elements)) open += slash === '/' ? -1 : 1;
  }
  return open;
}
