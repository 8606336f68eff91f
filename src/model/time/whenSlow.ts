import type { Clock } from './clock.ts';

/** Waits for the work. Calls back once if it takes longer than `ms` milliseconds. */
export async function whenSlow<T>(work: Promise<T>, ms: number, clock: Clock, callback: () => void): Promise<T> {
  const timer = clock.after(ms, callback);
  try {
    return await work;
  } finally {
    timer.dispose();
  }
}
