import { createClock } from '@sinonjs/fake-timers';
import type { Clock } from '../../src/model/clock.ts';

/** Time that only moves when a test says so. Begins on 2026-01-01. */
export class ManualClock implements Clock {
  private readonly timers = createClock(Date.UTC(2026, 0, 1));
  private readonly due = new Map<object, number>();

  now(): number {
    return this.timers.now;
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
    this.due.set(handle, this.now() + ms);
    return handle;
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.due.size;
  }

  /** Moves time on and lets everything that was due happen. */
  async advance(ms: number): Promise<void> {
    await this.timers.tickAsync(ms);
  }

  /** Moves time on from one timer to the next, and lets `settle` wait in between for what a real server answers. */
  async advanceWith(ms: number, settle: () => Promise<void>): Promise<void> {
    const end = this.now() + ms;
    await this.advance(0);
    await settle();
    while (this.now() < end) {
      const next = Math.min(end, ...[...this.due.values()].filter((due) => due > this.now()));
      await this.advance(next - this.now());
      await settle();
    }
  }

  /** Waits for work that a real server answers and that may wait on this clock in between, to try again. */
  async through<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
    const progress = { ended: false };
    const end = () => {
      progress.ended = true;
    };
    work.then(end, end);
    while (!progress.ended) {
      await new Promise((resolve) => setImmediate(resolve));
      // A request's own time limits are longer than any pause before the next try.
      const next = Math.min(...this.due.values()) - this.now();
      if (next <= 5_000) await this.advance(next);
    }
    const [result] = await Promise.allSettled([work]);
    return result;
  }
}
