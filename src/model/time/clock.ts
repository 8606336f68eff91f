/** The current time and timers. Tests replace it with a fake clock. Only this file reads the time of the system. */
export interface Clock {
  /**
   * The wall clock, in milliseconds since 1970. Anyone can set it, so it can jump in both directions. For times that are
   * shown, stored on disk, or sent to a server.
   */
  now(): number;
  /**
   * Milliseconds since an arbitrary moment, which differs for each session. It never jumps, but it can stop while the
   * computer sleeps. For durations.
   */
  elapsed(): number;
  /** Calls back once after `ms` milliseconds. Dispose the result to cancel it. */
  after(ms: number, callback: () => void): { dispose(): void };
}

/** A moment by both clocks. */
export interface Moment {
  readonly elapsed: number;
  readonly time: number;
}

export function momentOf(clock: Pick<Clock, 'now' | 'elapsed'>): Moment {
  return { elapsed: clock.elapsed(), time: clock.now() };
}

/**
 * The milliseconds since a moment, including the time that the computer slept, which only the wall clock shows. A wall
 * clock that was set back changes nothing. One that was set forward makes the time longer.
 */
export function timeSince({ elapsed, time }: Moment, clock: Pick<Clock, 'now' | 'elapsed'>): number {
  return Math.max(clock.elapsed() - elapsed, clock.now() - time);
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};
