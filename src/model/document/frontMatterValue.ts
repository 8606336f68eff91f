import type { MisreadPart } from './misreadPart.ts';

/** The place of an item in a list, with its quotes. */
export interface Token {
  readonly start: number;
  readonly end: number;
}

interface Items {
  readonly tokens: readonly Token[];
  readonly misread: readonly MisreadPart[];
}

const wholeQuote = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')$/s;
const quoteHere = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/sy;

/** Whether all of a text is in quotes. */
export function isQuoted(text: string): boolean {
  return wholeQuote.test(text);
}

/**
 * Reads a text in quotes, or a field with a text of several lines, as YAML does. Undefined if YAML can't read it, or if
 * it has more than the text, such as a tag.
 */
export async function unquoted(source: string): Promise<string | undefined> {
  const { isMap, isScalar, parseDocument } = await import('yaml');
  const { contents, errors, warnings } = parseDocument(source, { schema: 'failsafe', logLevel: 'silent' });
  if (errors.length > 0 || warnings.length > 0) return undefined;
  const [value, another] = isMap(contents) ? contents.items.map((item) => item.value) : [contents];
  return !another && isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
}

/** Finds the items of a list in brackets, or of a list with commas alone. References need no quotes. */
export function flowItems(text: string, start: number, end: number): Items {
  const isBracketed = text[start] === '[';
  const tokens: Token[] = [];
  let at = isBracketed ? start + 1 : start;
  for (;;) {
    at = skipped(text, at, end);
    if (at >= end) break;
    if (isBracketed && text[at] === ']') {
      const after = skipped(text, at + 1, end);
      return { tokens, misread: after < end ? [{ why: 'afterList', start: after, end }] : [] };
    }
    if (text[at] === ',') at += 1;
    else {
      const token = itemAt(text, at, end, isBracketed);
      if (text.slice(token.start, token.end).includes('\n'))
        return { tokens, misread: [{ why: 'severalLines', ...token }] };
      tokens.push(token);
      at = token.end;
    }
  }
  return { tokens, misread: isBracketed ? [{ why: 'unclosedList', start, end }] : [] };
}

/** Finds the items of a list with a line for each, after the line of its key. */
export function blockItems(text: string, start: number, end: number): Items {
  const tokens: Token[] = [];
  const misread: MisreadPart[] = [];
  for (const { 0: line, index } of text.slice(start, end).matchAll(/[^\r\n]+/g)) {
    const dash = /^[ \t]*-(?:[ \t]+|$)/.exec(line)?.[0];
    const from = start + index + (dash ?? '').length;
    const to = start + index + line.trimEnd().length;
    if (dash === undefined && line.trim() !== '') misread.push({ why: 'severalLines', start: from, end: to });
    else if (to > from) tokens.push({ start: from, end: to });
  }
  return { tokens, misread };
}

function itemAt(text: string, at: number, end: number, isBracketed: boolean): Token {
  quoteHere.lastIndex = at;
  const quote = quoteHere.exec(text)?.[0].length ?? 0;
  const after = skipped(text, at + quote, end);
  if (quote > 0 && at + quote <= end && (after >= end || text[after] === ',' || (isBracketed && text[after] === ']')))
    return { start: at, end: at + quote };
  let to = at;
  while (to < end && text[to] !== ',' && !(isBracketed && text[to] === ']')) to += 1;
  return { start: at, end: at + text.slice(at, to).trimEnd().length };
}

/** Where the next character is that isn't white space. */
function skipped(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charAt(at).trim() === '') at += 1;
  return at;
}
