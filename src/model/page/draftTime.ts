/** The last time that a JavaScript date can hold. */
const latest = 8.64e15;

/**
 * Returns when the user typed a draft, in milliseconds since 1970, from a file, a message, or a saved state. Returns 0
 * for anything else, so that the text is older than every other one.
 */
export function draftTime(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= latest ? value : 0;
}
