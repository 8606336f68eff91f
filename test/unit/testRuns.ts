import { Random } from '../gitlab/seed/random.ts';

/** Whether to run all cases, as `npm run test:nightly` does. */
const runsAll = process.env['TEST_RUNS'] === 'all';

/** The seed of all generated cases. */
export const seed = Number(process.env['SEED'] ?? 20261122);

/** The number of runs of a generated test: a few in `npm test`, and all of them in a nightly run. */
export function runs(few: number, all: number): number {
  return runsAll ? all : few;
}

/** A few of these cases, selected by the seed, or all of them in a nightly run. */
export function share<T>(cases: readonly T[], few: number): readonly T[] {
  return runsAll ? cases : new Random(seed).sample(cases, few);
}
