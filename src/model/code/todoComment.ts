/** A `TODO` or `FIXME` in a line of code. */
export interface TodoComment {
  /** Where the keyword starts in the line. */
  readonly start: number;
  /** After the keyword and the name in parentheses, such as `TODO(ada)`. The number of an issue belongs there. */
  readonly end: number;
  /** The text after it, without the end of the comment. Can be empty. */
  readonly title: string;
}

/** The maximum number of characters in a line to search. A longer line is generated. */
const longestLine = 2_000;

const keyword = /(?<!\w|\w-)(?:TODO|FIXME)(?![\w-])(?:\([^()"'`]+\))?/g;
/** What directly follows a keyword in code, such as in a string, a call, or a list of values. */
const codeAfter = /^[("'`,=;)\]}]/;

/** The start and the end of a comment in a language. */
const comments: readonly (readonly [start: string, end: RegExp])[] = [
  ['/*', /(?<!\*)\*+\//],
  ['(*', /(?<!\*)\*+\)/],
  ['<!--', /--!?>/],
  ['{{!--', /--}}/],
  ['{#', /#}/],
  ['<%', /-?%>/],
  ['@*', /\*@/],
  ['"""', /"""/],
  ["'''", /'''/],
];

/**
 * Finds the TODO or FIXME in a line, in any language: the one at the column, or the last one before it, or else the
 * first one. It isn't part of a URL, a path, or a file name, and doesn't refer to an issue already.
 */
export function todoComment(line: string, column = 0): TodoComment | undefined {
  const text = line.slice(0, longestLine);
  const found = [...text.matchAll(keyword)]
    .map(({ index, 0: match }) => ({ start: index, end: index + match.length }))
    .filter((place) => isComment(text, place) && !refersToIssue(text, place));
  const place = found.findLast(({ start }) => start <= column) ?? found[0];
  return place && { ...place, title: titleIn(text, place) };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Whether the keyword isn't part of an address, a file name, or code. */
function isComment(text: string, { start, end }: Place): boolean {
  const before = text.slice(0, start);
  const word = before.split(/\s/).at(-1) ?? '';
  const after = text.slice(end);
  const isAddress = word.includes('://') || /[\w.~]\/$|[\w)]\.$/.test(word) || /^[./]\w/.test(after);
  return !isAddress && !codeAfter.test(after) && !/\bcase\s$/.test(before);
}

/** `TODO #12`, `TODO(#12)`, `TODO group/app#12`, or the URL of an issue. */
function refersToIssue(text: string, { start, end }: Place): boolean {
  const reference = /^(?:[\w./-]*#\d+\b|https?:\/\/\S+\/(?:issues|work_items)\/\d+\b)/;
  const inside = text.slice(start, end).replace(/^\w+\(?/, '');
  return reference.test(inside) || reference.test(text.slice(end).replace(/^[\s:]*/, ''));
}

/** The text from the keyword to the end of its comment. */
function titleIn(text: string, { start, end }: Place): string {
  const before = text.slice(0, start);
  const [comment] = comments
    .map(([opening, closing]) => ({ at: before.lastIndexOf(opening), opening, closing }))
    .filter(({ at, opening, closing }) => at >= 0 && before.slice(at + opening.length).search(closing) < 0)
    .sort((one, other) => other.at - one.at);
  const after = text.slice(end);
  const close = comment ? after.search(comment.closing) : -1;
  return (close < 0 ? after : after.slice(0, close))
    .replace(/^[\s:.,;–—-]+/, '')
    .trimEnd()
    .replace(/(?<!\*)\*+[/)]$|--!?>$|[#%-]}$|"""$|'''$/, '')
    .trimEnd();
}
