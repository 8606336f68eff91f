import type { Token } from 'markdown-it';
import { longestSection, mostLines } from '../../model/limits.ts';
import { codeUnits } from './codeUnits.ts';
import { parseBlocks } from './parser.ts';
import type { RenderEnvironment } from './renderEnvironment.ts';
import { isJsonTable } from './rules/jsonTables.ts';

/** A part of a text: some blocks next to each other, or all footnotes. */
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

/** Blocks of code. */
export const codeTypes = new Set(['code_block', 'fence']);

/** A block that isn't in another block. Contains its own tokens and those of the blocks in it. */
interface Block {
  readonly tokens: readonly Token[];
  readonly firstLine: number;
}

/** Divides a text into sections. Most texts have one. Everything in the text is in the source of a section. */
export function textSections(environment: RenderEnvironment): TextSection[] {
  const { lines } = environment;
  if (lines.length > mostLines) return [plain(lines)];
  const blocks = blocksOf(parseBlocks(lines.join('\n'), environment));
  const count = environment.progress?.end ?? lines.length;
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
  const tokens = blocks.flatMap((block) => block.tokens);
  if (lengthOf(lines, tokens) > longestSection) return plain(lines);
  return { source: lines.join('\n'), blocks: tokens, hasFootnotes };
}

/** The number of characters in some lines. In code, not all count. */
function lengthOf(lines: readonly string[], tokens: readonly Token[]): number {
  const written = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return tokens.reduce((rest, token) => {
    const { type, content } = token;
    if (!codeTypes.has(type) || isJsonTable(token)) return rest;
    return rest - content.length + lengthOfCode(content);
  }, written);
}

/**
 * The number of line breaks and of characters of other scripts than Latin, because a browser lays out the text between
 * them at once.
 */
function lengthOfCode(code: string): number {
  return codeUnits(code).reduce((sum, unit) => sum + unit.replace(/[^\n\u0100-\uffff]+/g, '').length, 0);
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
    const more = lengthOf(lines.slice(block.firstLine, lineOf(blocks, at + 1, end)), block.tokens);
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
