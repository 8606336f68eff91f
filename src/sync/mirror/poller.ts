import type { Clock } from '../../model/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';

/** Failures wait longer each time, up to this (or the interval, if that is longer). */
const longestBackOff = 30 * 60_000;
/** With a very short interval failures still wait this long. */
const shortestBackOff = 30_000;
/** While no view is visible, but notifications are wanted. */
const newsInterval = 5 * 60_000;
/** Windows that wake up together do not ask together. */
const mostJitter = 10_000;

/**
 * What an account's issues are needed for: a view of ours is visible in a focused window, or something may notify the
 * user of news, or nothing.
 */
export type Demand = 'view' | 'news' | 'none';

/**
 * Decides when one account polls GitLab: at once when a view is first visible, then at the
 * interval while one is, and rarely while only notifications are wanted. One poll at a time. After a failure it waits longer, after a 429 until the time
 * the server named, and after a dead token until there is another one or a look by hand succeeds.
 */
export class Poller implements Disposable {
  private demand: Demand = 'none';
  private isViewNeeded = true;
  private timer: Disposable | undefined;
  private running: Promise<void> | undefined;
  /** When the last look ended, and how long after it the next may begin. */
  private last: { readonly at: number; readonly failures: number; readonly until: number } | undefined;
  private syncRequested = false;
  private disposed = false;
  /** The token that a look finds dead is the one it began with. */
  private token = 0;
  private death: GitLabError | undefined;

  constructor(
    private readonly sync: (isManual: boolean) => Promise<void>,
    /** Milliseconds; 0 for never by itself. Asked before each wait, so that a change of the setting counts at once. */
    private readonly interval: () => number,
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {}

  /** The error of a dead token, which ended the polling. */
  get deadToken(): GitLabError | undefined {
    return this.death;
  }

  /** For news alone, the account syncs every five minutes after its first sync. */
  setDemand(demand: Demand): void {
    if (demand === this.demand) return;
    this.demand = demand;
    this.schedule(this.random() * mostJitter);
  }

  /** The interval changed. */
  reschedule(): void {
    this.schedule();
  }

  /** There is something new to look at: waits for a visible view, but not for the interval. */
  syncSoon(): void {
    this.syncRequested = true;
    this.schedule();
  }

  /** There is another token. */
  revive(): void {
    this.token += 1;
    this.death = undefined;
    this.syncSoon();
  }

  /** From now on the first look, and what is new, don't wait for a visible view, because the user signed in or another extension called the API. */
  syncWithoutView(): void {
    this.isViewNeeded = false;
    this.schedule();
  }

  /** A person asks: looks now, after the look that is under way if there is one. Rejects with what went wrong. */
  async syncNow(): Promise<void> {
    if (this.running) await this.running.catch(() => undefined);
    await this.run(true);
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
  }

  private schedule(jitter = 0): void {
    this.timer?.dispose();
    this.timer = undefined;
    if (this.disposed || this.death || this.running) return;
    const { demand, last } = this;
    const isDueWithoutView = !this.isViewNeeded && (this.syncRequested || !last);
    if (demand !== 'view' && !isDueWithoutView && !(demand === 'news' && last)) return;
    const due = this.nextDue();
    if (due === undefined) return;
    // The user waits for the first poll. A later one that is overdue can wait a little.
    const wait = Math.max(due - this.clock.now(), this.last ? jitter : 0);
    this.timer = this.clock.after(wait, () => {
      void this.run(false).catch(() => undefined);
    });
  }

  /** When the next look is due; undefined for never. */
  private nextDue(): number | undefined {
    if (!this.last) return 0;
    // The clock was set back since: what was to come in a minute is not to come in a day.
    const late = Math.max(0, this.last.at - this.clock.now());
    const { failures } = this.last;
    const [at, until] = [this.last.at - late, this.last.until - late];
    // A server that names a time is taken at its word.
    const isViewed = this.demand === 'view';
    if (this.syncRequested && (isViewed || !this.isViewNeeded)) return until;
    const chosen = this.interval();
    if (chosen === 0) return undefined;
    const interval = isViewed ? chosen : Math.max(chosen, newsInterval);
    if (until > 0) return isViewed ? until : Math.max(until, at + interval);
    const backOff = Math.min(Math.max(interval, shortestBackOff) * 2 ** (failures - 1), longestBackOff);
    const wait = failures === 0 ? interval : Math.max(interval, backOff);
    return at + wait * (1 + 0.1 * this.random());
  }

  private async run(isManual: boolean): Promise<void> {
    if (this.disposed) throw new GitLabError('cancelled');
    if (this.running) {
      await this.running;
      return;
    }
    this.timer?.dispose();
    this.syncRequested = false;
    const { token } = this;
    this.running = this.sync(isManual);
    try {
      await this.running;
      this.death = undefined;
      this.last = { at: this.clock.now(), failures: 0, until: 0 };
    } catch (thrown) {
      const error = GitLabError.from(thrown);
      if (error.reason === 'auth' && token === this.token) this.death = error;
      this.last = { at: this.clock.now(), failures: (this.last?.failures ?? 0) + 1, until: error.facts.until ?? 0 };
      throw error;
    } finally {
      this.running = undefined;
      this.schedule();
    }
  }
}
