import type { Clock } from '../../model/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';

/** The pause grows with each failure, up to this or the interval, whichever is longer. */
const longestBackOff = 30 * 60_000;
/** The minimum pause after a failure, even with a very short interval. */
const shortestBackOff = 30_000;
/** The interval while no view is visible, but notifications are enabled. */
const newsInterval = 5 * 60_000;
/** The maximum random delay, so windows that wake up together don't poll together. */
const mostJitter = 10_000;

/**
 * Why an account is polled. `view`: a view is visible in a focused window. `news`: the user may get notifications.
 * `none`: neither applies.
 */
export type Demand = 'view' | 'news' | 'none';

/**
 * Decides when one account polls GitLab: immediately when a view first becomes visible, at the interval while a view is
 * visible, and rarely while only notifications are enabled. Polls never overlap. Failures lengthen the pause. After a
 * 429, the pause ends at the time that the server returned. After an invalid token, polling resumes with another token
 * or a successful manual refresh.
 */
export class Poller implements Disposable {
  private demand: Demand = 'none';
  private isViewNeeded = true;
  private timer: Disposable | undefined;
  private running: Promise<void> | undefined;
  /** When the last poll ended, and the pause after it. */
  private last: { readonly at: number; readonly failures: number; readonly until: number } | undefined;
  private syncRequested = false;
  private disposed = false;
  /** Counts the tokens, to identify the one that a poll started with. */
  private token = 0;
  private death: GitLabError | undefined;

  constructor(
    private readonly sync: (isManual: boolean) => Promise<void>,
    /** In milliseconds. 0 turns polling off. Read before each wait, so changes to the setting apply immediately. */
    private readonly interval: () => number,
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {}

  /** The error of an invalid token, which ended the polling. */
  get deadToken(): GitLabError | undefined {
    return this.death;
  }

  /** For notifications alone, the account syncs every five minutes after its first sync. */
  setDemand(demand: Demand): void {
    if (demand === this.demand) return;
    this.demand = demand;
    this.schedule(this.random() * mostJitter);
  }

  /** The interval changed. */
  reschedule(): void {
    this.schedule();
  }

  /** There is something new to poll. It waits for a visible view, but not for the interval. */
  syncSoon(): void {
    this.syncRequested = true;
    this.schedule();
  }

  /** Resumes polling with another token. */
  revive(): void {
    this.token += 1;
    this.death = undefined;
    this.syncSoon();
  }

  /**
   * From now on, the first poll and polls of new trackers don't wait for a visible view, because the user signed in or
   * another extension called the API.
   */
  syncWithoutView(): void {
    this.isViewNeeded = false;
    this.schedule();
  }

  /** The user refreshes: polls now, or after the poll in progress. Rejects with its error. */
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
    // Don't delay the first poll, because the user is waiting for it. Later polls can wait a little.
    const wait = Math.max(due - this.clock.now(), this.last ? jitter : 0);
    this.timer = this.clock.after(wait, () => {
      void this.run(false).catch(() => undefined);
    });
  }

  /** When the next poll is due. Undefined means never. */
  private nextDue(): number | undefined {
    if (!this.last) return 0;
    // The clock was set back after the last poll. Don't let a short wait become a long one.
    const late = Math.max(0, this.last.at - this.clock.now());
    const { failures } = this.last;
    const [at, until] = [this.last.at - late, this.last.until - late];
    // A time from the server always applies.
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
    if (this.disposed) throw new GitLabError('canceled');
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
