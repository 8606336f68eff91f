/** The costs of two ways to do the same thing, measured in alternating rounds. */
export interface Comparison {
  /** Milliseconds, as the median of all rounds. */
  readonly ours: number;
  readonly theirs: number;
  /** The median of the ratios per round. If the machine slows down for a while, it slows both sides of a round. */
  readonly ratio: number;
}

/**
 * Measures both sides in each round and alternates which goes first. The first round is a warm-up and doesn't count.
 */
export async function compare(
  rounds: number,
  ours: () => unknown,
  theirs: () => unknown,
  cost: (act: () => unknown) => Promise<number> | number = workOf,
): Promise<Comparison> {
  const results: { ours: number; theirs: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const times = { ours: 0, theirs: 0 };
    const turns = [
      ['ours', ours],
      ['theirs', theirs],
    ] as const;
    for (const [side, act] of round % 2 === 0 ? turns : [...turns].reverse()) {
      collectGarbage();
      times[side] = await cost(act);
    }
    if (round > 0) results.push(times);
  }
  return {
    ours: median(results.map((result) => result.ours)),
    theirs: median(results.map((result) => result.theirs)),
    ratio: median(results.map((result) => result.ours / result.theirs)),
  };
}

/** Wall-clock milliseconds, for work that waits for other processes. */
export async function timeOf(act: () => unknown): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/** CPU milliseconds of all threads of this process. Other load on the machine doesn't count. */
export async function workOf(act: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** CPU milliseconds of this thread, for synchronous work. */
export function threadWorkOf(act: () => unknown): number {
  const before = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** @param percent from 0 to 100 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** Used heap in bytes, after garbage collection. */
export function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Requires `--expose-gc`, which `npm run bench` sets. */
export function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('Run it by `npm run bench`, which starts Node with --expose-gc.');
  for (let times = 0; times < 3; times++) globalThis.gc();
}
