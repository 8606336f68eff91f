/** A range of lines, with both ends included. The first line of a file is 1, as in a link to it. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Lines of a file as the editor shows them, including changes that aren't saved. */
export interface CodeLines extends LineRange {
  /** The URI of the file. */
  readonly document: string;
  /** The whole text. */
  readonly text: string;
}

/** The text of the lines. */
export function quotedLines({ text, first, last }: CodeLines): string {
  return linesOf(text)
    .slice(first - 1, last)
    .join('\n');
}

/**
 * Finds the same lines in another version of the file, which can have moved. Undefined if they changed, or if they occur
 * several times in one of the versions.
 */
export function sameLines({ text, first, last }: CodeLines, other: string): LineRange | undefined {
  const [mine, theirs] = [linesOf(text), linesOf(other)];
  const different = mine.findIndex((line, at) => line !== theirs[at]);
  const head = different < 0 ? mine.length : different;
  if (last <= head) return { first, last };
  const moved = theirs.length - mine.length;
  const changedLast = mine.findLastIndex((line, at) => line !== theirs[at + moved]);
  if (first - 1 > changedLast) return { first: first + moved, last: last + moved };
  const wanted = mine.slice(first - 1, last);
  const [only, another] = startsOf(wanted, theirs);
  const isUnique = another === undefined && startsOf(wanted, mine).length === 1;
  return only === undefined || !isUnique ? undefined : { first: only + 1, last: only + wanted.length };
}

/** Where lines occur in a text, from 0. */
function startsOf(wanted: readonly string[], lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, at) =>
    line === wanted[0] && wanted.every((each, offset) => each === lines[at + offset]) ? [at] : [],
  );
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}
