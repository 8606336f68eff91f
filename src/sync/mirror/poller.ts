import { type Clock, type Moment, momentOf, timeSince } from '../../model/time/clock.ts';
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

/** Why a sync runs. `poll`: it is due. `refresh`: the user, a command, or another extension requested it. */
export type SyncReason = 'poll' | 'refresh';

/** The result of the last poll. */
interface LastPoll {
  readonly endedAt: Moment;
  /** The number of failures in a row. */
  readonly failures: number;
  /** See {@link GitLabErrorFacts.resumeAt}. */
  readonly resumeAt: number | undefined;
}

/**
 * Decides when one account polls GitLab: immediately when a view first becomes visible, at the interval while a view is
 * visible, and rarely while only notifications are enabled. Polls never overlap. Failures lengthen the pause. After a
 * 429, the pause ends at the time that the server returned, or later if it keeps
 * rejecting requests. After an invalid token, polling resumes with another token
 * or a successful manual refresh.
 */
export class Poller implements Disposable {
  private demand: Demand = 'none';
  private isViewNeeded = true;
  private timer: Disposable | undefined;
  private running: Promise<void> | undefined;
  private last: LastPoll | undefined;
  private syncRequested = false;
  private disposed = false;
  /** Counts the tokens, to identify the one that a poll started with. */
  private token = 0;
  private death: GitLabError | undefined;

  constructor(
    private readonly sync: (reason: SyncReason) => Promise<void>,
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
    await this.run('refresh');
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
  }

  private schedule(jitter = 0): void {
    this.timer?.dispose();
    if (this.disposed || this.death || this.running) return;
    const { demand, last } = this;
    const isDueWithoutView = !this.isViewNeeded && (this.syncRequested || !last);
    if (demand !== 'view' && !isDueWithoutView && !(demand === 'news' && last)) return;
    const wait = this.waitForNext();
    if (wait === undefined) return;
    // Don't delay the first poll, because the user is waiting for it. Later polls can wait a little.
    this.timer = this.clock.after(Math.max(wait, last ? jitter : 0), () => {
      void this.run('poll').catch(() => undefined);
    });
  }

  /** The milliseconds until the next poll. Undefined means never. */
  private waitForNext(): number | undefined {
    const { last, clock } = this;
    if (!last) return 0;
    const pause = last.resumeAt === undefined ? undefined : last.resumeAt - clock.elapsed();
    // A time from the server always applies.
    const isViewed = this.demand === 'view';
    if (this.syncRequested && (isViewed || !this.isViewNeeded)) return pause ?? 0;
    const chosen = this.interval();
    if (chosen === 0) return undefined;
    const interval = isViewed ? chosen : Math.max(chosen, newsInterval);
    const passed = timeSince(last.endedAt, clock);
    const backOff = Math.min(Math.max(interval, shortestBackOff) * 2 ** (last.failures - 1), longestBackOff);
    if (pause !== undefined) {
      // If the server also rejects the next request, the time that it specified was too early.
      const least = last.failures > 1 ? backOff - passed : 0;
      return Math.max(pause, least, isViewed ? 0 : interval - passed);
    }
    const wait = last.failures === 0 ? interval : Math.max(interval, backOff);
    return wait * (1 + 0.1 * this.random()) - passed;
  }

  private ended(failures: number, resumeAt: number | undefined): void {
    this.last = { endedAt: momentOf(this.clock), failures, resumeAt };
  }

  private async run(reason: SyncReason): Promise<void> {
    if (this.disposed) throw new GitLabError('canceled');
    if (this.running) {
      await this.running;
      return;
    }
    this.timer?.dispose();
    this.syncRequested = false;
    const { token } = this;
    this.running = this.sync(reason);
    try {
      await this.running;
      this.death = undefined;
      this.ended(0, undefined);
    } catch (thrown) {
      const error = GitLabError.from(thrown);
      if (error.reason === 'auth' && token === this.token) this.death = error;
      this.ended((this.last?.failures ?? 0) + 1, error.facts.resumeAt);
      throw error;
    } finally {
      this.running = undefined;
      this.schedule();
    }
  }
}
