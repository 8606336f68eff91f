import { createClock } from '@sinonjs/fake-timers';
import type { Clock } from '../../src/model/time/clock.ts';

const start = Date.UTC(2026, 0, 1);

/** A clock that only a test advances. Starts at 2026-01-01. */
export class ManualClock implements Clock {
  private readonly timers = createClock();
  private readonly due = new Map<object, number>();
  private jumped = 0;

  now(): number {
    return start + this.jumped + this.timers.now;
  }

  elapsed(): number {
    return this.timers.now;
  }

  /** Sets the wall clock forward or back. No time passes. */
  jump(ms: number): void {
    this.jumped += ms;
  }

  after(ms: number, callback: () => void): { dispose(): void } {
    const handle = {
      dispose: () => {
        this.due.delete(handle);
        this.timers.clearTimeout(timer);
      },
    };
    const timer = this.timers.setTimeout(() => {
      this.due.delete(handle);
      callback();
    }, ms);
    this.due.set(handle, this.elapsed() + ms);
    return handle;
  }

  /** The number of waiting timers. */
  get waiting(): number {
    return this.due.size;
  }

  /** Advances the clock, and runs everything that is due. */
  async advance(ms: number): Promise<void> {
    await this.timers.tickAsync(ms);
  }

  /** Advances the clock from timer to timer. In between, `settle` waits for the responses of a real server. */
  async advanceWith(ms: number, settle: () => Promise<void>): Promise<void> {
    const end = this.elapsed() + ms;
    await this.advance(0);
    await settle();
    while (this.elapsed() < end) {
      const next = Math.min(end, ...[...this.due.values()].filter((due) => due > this.elapsed()));
      await this.advance(next - this.elapsed());
      await settle();
    }
  }

  /** Waits for work with a real server. Advances the clock whenever the work pauses before a retry. */
  async through<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
    const progress = { ended: false };
    const end = () => {
      progress.ended = true;
    };
    work.then(end, end);
    while (!progress.ended) {
      await new Promise((resolve) => setImmediate(resolve));
      // The timeout of a request is longer than any pause before a retry.
      const next = Math.min(...this.due.values()) - this.elapsed();
      if (next <= 5_000) await this.advance(next);
    }
    const [result] = await Promise.allSettled([work]);
    return result;
  }
}
