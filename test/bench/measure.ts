/** What two ways of doing the same cost, from rounds in which each had its turn. */
export interface Comparison {
  /** Milliseconds, the median of all rounds. */
  readonly ours: number;
  readonly theirs: number;
  /** The median of the rounds' own ratios: what slows the machine for a while slows both sides of a round. */
  readonly ratio: number;
}

/** Measures two ways in turn, the one that begins alternating, after a round that does not count. */
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

/** Milliseconds by the clock on the wall: for what waits for others. */
export async function timeOf(act: () => unknown): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/** Milliseconds that this process was at work, on all its threads: what else the machine does is not counted. */
export async function workOf(act: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The same for what begins and ends on this thread. */
export function threadWorkOf(act: () => unknown): number {
  const before = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** @param percent 0 to 100. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** Bytes of the heap in use, without garbage. */
export function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** The bench runs with `--expose-gc`. */
export function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('Run it by `npm run bench`, which starts Node with --expose-gc.');
  for (let times = 0; times < 3; times++) globalThis.gc();
}
