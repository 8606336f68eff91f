import type { Clock } from './clock.ts';

/** Rejects if the work takes longer than `ms` milliseconds. The work itself continues. */
export function withinTime<T>(work: PromiseLike<T>, ms: number, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => {
      reject(new Error('timeout'));
    });
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => {
        timer.dispose();
      });
  });
}
