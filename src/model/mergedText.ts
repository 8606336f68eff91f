import { merge } from 'node-diff3';

/**
 * Two edits of one text in one, line by line; undefined where both changed the same lines.
 * @param base what both began with.
 */
export function mergedText(mine: string, base: string, theirs: string): string | undefined {
  const { conflict, result } = merge(lines(mine), lines(base), lines(theirs));
  return conflict ? undefined : result.join('\n');
}

function lines(text: string): string[] {
  return text.split(/\r?\n/);
}
