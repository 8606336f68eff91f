/** A part of a text, in UTF-16 code units. The end isn't included. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A change to a text. The offset is that before the change. */
export interface TextEdit {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** Where a part of a text is after the changes of one edit, in any order. Undefined if a change touched it. */
export function movedRange({ start, end }: TextRange, edits: readonly TextEdit[]): TextRange | undefined {
  const before = edits.filter(({ rangeOffset }) => rangeOffset < end);
  if (before.some(({ rangeOffset, rangeLength }) => rangeOffset + rangeLength > start)) return undefined;
  const by = before.reduce((sum, { rangeLength, text }) => sum + text.length - rangeLength, 0);
  return { start: start + by, end: end + by };
}
