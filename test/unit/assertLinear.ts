import assert from 'node:assert/strict';

/** The ratio is 1 for linear time, and 16 for quadratic time. The limit in between allows for a busy machine. */
const longer = 16;
const mostRatio = 4;
/** No linear work takes this long, in milliseconds. */
const longest = 2_000;

/**
 * Asserts that the time of some work is linear in its size. Compares the shortest times of several runs, because a busy
 * machine can slow some of them down.
 * @param smallSize a size that takes less than about a millisecond
 */
export function assertLinear(name: string, smallSize: number, work: (size: number) => void): void {
  let [short, long] = [Infinity, Infinity];
  for (let round = 1; round <= 20 && (round === 1 || (long / short > mostRatio && long < longest)); round += 1) {
    short = Math.min(
      short,
      timeOf(() => {
        for (let time = 0; time < longer; time += 1) work(smallSize);
      }),
    );
    long = Math.min(
      long,
      timeOf(() => {
        work(smallSize * longer);
      }),
    );
  }
  const more = (long / short).toFixed(1);
  assert.ok(long / short <= mostRatio, `${name}: one large size takes ${more} times what small ones take`);
}

/** Returns the time in milliseconds. */
function timeOf(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
