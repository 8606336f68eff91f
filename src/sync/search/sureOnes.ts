/** A text that might be about the same as a title. */
export interface Candidate {
  /** How much of the title's meaning it has, from 0 to 1. */
  readonly share: number;
  /** The number of different terms that it shares with the title. */
  readonly terms: number;
  readonly hasSameTitle: boolean;
}

const mostShown = 3;
const leastShare = 0.3;
/** One word in common is a coincidence. */
const leastTerms = 2;
/** How far the best one must be above the next one, relative to its own share. */
const leastLead = 0.3;
/** The others that are shown have at least this part of the best share. */
const leastPart = 0.5;

/**
 * Keeps the first few of a ranked list if the best one stands out or has the same title. If many texts have the same
 * words in common with a title, the words are about a topic and not about a problem.
 */
export function sureOnes<T extends Candidate>(ranked: readonly T[]): readonly T[] {
  const same = ranked.filter(({ hasSameTitle }) => hasSameTitle);
  const [best, next] = ranked;
  if (!best || best.share < leastShare || best.terms < leastTerms) return same.slice(0, mostShown);
  const isSure = best.share - (next?.share ?? 0) >= leastLead * best.share;
  const others = isSure ? ranked.filter((each) => !same.includes(each) && each.share >= leastPart * best.share) : [];
  return [...same, ...others].slice(0, mostShown);
}
