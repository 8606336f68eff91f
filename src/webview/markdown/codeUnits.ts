import { longestCodeLine, longestHighlight } from '../../model/limits.ts';

/** The parts of code that a browser lays out at once: the code, or the long lines of code that `divideCode` divides. */
export function codeUnits(code: string): string[] {
  return code.length > longestHighlight ? code.split('\n').filter((line) => line.length > longestCodeLine) : [code];
}
