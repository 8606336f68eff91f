import { merge } from 'node-diff3';

/** The maximum number of pairs of equal lines to compare, which takes about 0.2 seconds. */
const mostPairs = 20_000;

/**
 * Merges two edits of a text line by line. Undefined if both changed the same lines, or if too many equal lines would
 * make the merge slow.
 * @param base the text that both edits started from.
 */
export function mergedText(mine: string, base: string, theirs: string): string | undefined {
  const texts = [mine, base, theirs].map((text) => lines(text));
  const head = equalAtStart(texts);
  const tails = texts.map((each) => each.slice(head));
  const tail = equalAtStart(tails.map((each) => [...each].reverse()));
  const [ours = [], common = [], others = []] = tails.map((each) => each.slice(0, each.length - tail));
  if (pairs(ours, common) + pairs(others, common) > mostPairs) return undefined;
  const { conflict, result } = merge(ours, common, others);
  if (conflict) return undefined;
  const [whole = []] = texts;
  return [...whole.slice(0, head), ...result, ...whole.slice(whole.length - tail)].join('\n');
}

function equalAtStart([first = [], ...others]: readonly (readonly string[])[]): number {
  const end = first.findIndex((line, at) => others.some((each) => each[at] !== line));
  return end < 0 ? first.length : end;
}

function pairs(some: readonly string[], others: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return some.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0);
}

function lines(text: string): string[] {
  return text.split(/\r?\n/);
}
