import type { MisreadPart } from './misreadPart.ts';
import { blockItems, flowItems, isQuoted, type Token, unquoted } from './frontMatterValue.ts';

/** A text in a document, with its place in UTF-16 code units. */
export interface Placed {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A field with its values. A field that isn't a list has one or none. */
export interface Field {
  /** In lower case. */
  readonly key: Placed;
  readonly values: readonly Placed[];
  /** Where its line starts, and where its last line ends. */
  readonly start: number;
  readonly end: number;
}

/** A document: the fields between two lines of `---`, and the text below them. */
export interface FrontMatter {
  readonly fields: readonly Field[];
  /** Everything after the second line of `---`. */
  readonly body: Placed;
  readonly misread: readonly MisreadPart[];
}

/** A field as it is written, before its value is read. */
interface Written {
  readonly key: Placed;
  readonly start: number;
  /** Where the value starts on the first line. */
  readonly from: number;
  /** Where the first line ends. */
  readonly firstEnd: number;
  /** Where the last line that isn't empty ends. */
  end: number;
}

interface Read {
  readonly values: readonly Placed[];
  readonly misread?: readonly MisreadPart[];
}

const fence = /^---[ \t]*$/;
const keyLine = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*/;
const continued = /^(?:[ \t]|-(?:[ \t]|$)|\])/;
const blockScalar = /^[|>][-+]?$/;

/**
 * Reads the fields of a document. They look like YAML, but a value on one line is its text as it is written, even with
 * `#`, `: `, or `[`. In YAML, such a text would be cut, or be another value. Only quotes and texts of several lines have
 * their meaning in YAML. What would get lost or change is reported.
 *
 * @param kinds the known fields. A list is `[a, "b, c"]`, `a, b`, or a line with `- a` for each. The values of other
 * fields aren't read.
 */
export async function readFrontMatter(
  text: string,
  kinds: Readonly<Record<string, 'text' | 'list'>>,
): Promise<FrontMatter> {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const first = lineAt(text, start);
  if (!fence.test(first.text)) return { fields: [], body: placed(text, start, text.length), misread: [] };
  const { written, misread, end } = fieldLines(text, first.next, kinds);
  if (end === undefined)
    return {
      fields: [],
      body: placed(text, first.next, text.length),
      misread: [{ why: 'unclosed', start, end: first.end }],
    };
  const problems = [...misread];
  const fields: Field[] = [];
  for (const each of written) {
    const { key } = each;
    if (fields.some((field) => field.key.text === key.text))
      problems.push({ why: 'repeated', start: key.start, end: key.end });
    const kind = Object.hasOwn(kinds, key.text) ? kinds[key.text] : undefined;
    const read: Read = kind === undefined ? { values: [] } : await (kind === 'list' ? readList : readText)(text, each);
    problems.push(...(read.misread ?? []));
    fields.push({ key, values: read.values, start: each.start, end: each.end });
  }
  return { fields, body: placed(text, end, text.length), misread: problems };
}

/** Finds the fields up to the second line of `---`. `end` is where the line after it starts. */
function fieldLines(text: string, from: number, kinds: Readonly<Record<string, unknown>>) {
  const written: Written[] = [];
  const misread: MisreadPart[] = [];
  for (let at = from; at < text.length;) {
    const line = lineAt(text, at);
    at = line.next;
    if (fence.test(line.text)) return { written, misread, end: line.next };
    const [before = '', name = ''] = keyLine.exec(line.text) ?? [];
    const last = written.at(-1);
    if (before !== '' && (Object.hasOwn(kinds, name.toLowerCase()) || isKeyAlone(before, line.text))) {
      const key = { text: name.toLowerCase(), start: line.start, end: line.start + name.length };
      written.push({ key, start: line.start, from: line.start + before.length, firstEnd: line.end, end: line.end });
    } else if (line.text.trim() === '') continue;
    else if (last && continued.test(line.text)) last.end = line.end;
    else misread.push({ why: 'notAField', start: line.start, end: line.end });
  }
  return { written, misread, end: undefined };
}

/** Whether a colon ends a key, and isn't part of something else, such as an address. */
function isKeyAlone(before: string, line: string): boolean {
  return /\s$/.test(before) || before.length === line.length;
}

/** Reads a field with one value. */
async function readText(text: string, { start, from, firstEnd, end }: Written): Promise<Read> {
  const value = trimmed(text, from, end);
  if (value.text === '') return { values: [] };
  const isQuote = isQuoted(value.text);
  if (end === firstEnd && !isQuote) return { values: [value] };
  const isBlock = blockScalar.test(text.slice(from, firstEnd).trim());
  if (!isQuote && !isBlock) return { values: [], misread: [{ why: 'severalLines', start: value.start, end }] };
  const read = await unquoted(isBlock ? text.slice(start, end) : value.text);
  if (read === undefined) return { values: [], misread: [{ why: 'wrongQuotes', start: value.start, end }] };
  return { values: [{ ...value, text: read }] };
}

/** Reads a field with a list of values. */
async function readList(text: string, { from, firstEnd, end }: Written): Promise<Read> {
  const value = trimmed(text, from, end);
  const isBlock = end !== firstEnd && text.slice(from, firstEnd).trim() === '' && value.text.startsWith('-');
  if (end !== firstEnd && !isBlock && !value.text.startsWith('['))
    return { values: [], misread: [{ why: 'severalLines', start: value.start, end }] };
  const { tokens, misread } = isBlock ? blockItems(text, firstEnd, end) : flowItems(text, value.start, value.end);
  const problems = [...misread];
  const values: Placed[] = [];
  for (const token of tokens) {
    const item = await itemOf(text, token);
    if (item === undefined) problems.push({ why: 'wrongQuotes', ...token });
    else if (item !== '') values.push({ text: item, start: token.start, end: token.end });
  }
  return { values, misread: problems };
}

async function itemOf(text: string, { start, end }: Token): Promise<string | undefined> {
  const written = text.slice(start, end);
  return isQuoted(written) ? unquoted(written) : written;
}

/** A line without its end, and where the next one starts. */
function lineAt(text: string, start: number) {
  const found = text.indexOf('\n', start);
  const next = found < 0 ? text.length : found + 1;
  const end = found < 0 ? text.length : text[found - 1] === '\r' && found > start ? found - 1 : found;
  return { start, end, next, text: text.slice(start, end) };
}

function placed(text: string, start: number, end: number): Placed {
  return { text: text.slice(start, end), start, end };
}

function trimmed(text: string, from: number, to: number): Placed {
  const part = text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  return placed(text, start, Math.max(start, from + part.trimEnd().length));
}
