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

const keyword = /(?<![\w-])(?:TODO|FIXME)(?![\w-])(?:\([^()]*\))?/g;

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
  return place && { ...place, title: titleIn(text.slice(place.end)) };
}

/** Whether nothing attaches the keyword to an address or a file name. */
function isComment(text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  const before = text.slice(0, start).split(/\s/).at(-1) ?? '';
  return !before.includes('://') && !/[\w.~]\/$|[\w)]\.$/.test(before) && !/^[./]\w/.test(text.slice(end));
}

/** `TODO #12`, `TODO(#12)`, `TODO group/app#12`, or the URL of an issue. */
function refersToIssue(text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  const after = text.slice(start).replace(/^\w+[\s:(]*/, '');
  const reference = /^(?:[\w./-]*#\d+\b|https?:\/\/\S+\/(?:issues|work_items)\/\d+\b)/;
  return text.slice(start, end).includes('#') || reference.test(after);
}

function titleIn(text: string): string {
  return text
    .replace(/^[\s:.,;–—-]+/, '')
    .trimEnd()
    .replace(/(?<!\*)\*+[/)]$|--!?>$|[#%-]}$|"""$|'''$/, '')
    .trimEnd();
}
