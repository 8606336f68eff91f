import type { LimitFunction } from 'p-limit';
import type { Clock } from '../../model/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/instanceUrl.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueGateway, IssueListRequest, IssuePage } from '../../model/issueGateway.ts';
import { type IssueHome, isIssueOf, isProject } from '../../model/issueHome.ts';
import type { Log } from '../../model/ports.ts';
import type { Project } from '../../model/project.ts';
import { isAtLeast } from '../../model/serverVersion.ts';
import type { ReadRange, SyncMark } from '../cache/snapshot.ts';
import type { Descriptions } from '../cache/descriptions.ts';
import type { IssueSource } from './issueSource.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { CachedTracker } from '../cache/mirrorCache.ts';
import { TrackerHome } from './trackerHome.ts';
import { TrackerKeeper } from './trackerKeeper.ts';
import type { PlannedTracker } from '../trackers/trackerPlan.ts';
import { TrackerReading } from './trackerReading.ts';
import type { TrackerState } from '../trackers/trackerState.ts';
import { TrackerWrites } from './trackerWrites.ts';

export interface TrackerMirrorOptions {
  /** Asked at each request: a renewed token brings a new one. */
  readonly gateway: () => IssueGateway;
  readonly store: IssueStore;
  readonly cache: CachedTracker;
  /** Shared by all mirrors of an account. */
  readonly limit: LimitFunction;
  /** Of the open issues the newest are held, this many. */
  readonly most: () => number;
  /** Called once a day, of all windows in one of them: what hardly ever changes is to be asked for again. */
  readonly onDay: () => void;
  readonly clock: Clock;
  readonly log: Log;
  /** What a write was answered with, before the store has it. */
  readonly onWritten?: (issue: Issue) => void;
}

/** What a write came to, or what was read of an issue otherwise than in the list. */
export interface WrittenNews {
  /** As the server answered it. */
  readonly issue?: Issue | undefined;
  /** What it is described with, if the answer told. */
  readonly description?: string | undefined;
  /** An issue that no longer exists, as it was. */
  readonly gone?: Issue | undefined;
}

/** Deletions and lost access leave no trace in what changed; every so many looks the issues are counted. */
const looksPerCount = 30;
/** A renamed label does not even change the count; once a day everything is compared. */
const readAgainEvery = 24 * 60 * 60_000;
/** Where that failed half-way it goes on after this. */
const readOnAfter = 60 * 60_000;

/**
 * Keeps the open issues of one tracker in the store as the server has them. It shows the cached issues, and sends no
 * request until it is asked to poll.
 */
export class TrackerMirror implements Disposable {
  private current: TrackerState;
  private readonly changed = new Emitter<undefined>();
  private readonly abort = new AbortController();
  private readonly source: IssueSource;
  private readonly reading: TrackerReading;
  private readonly keeper: TrackerKeeper;
  private readonly home: TrackerHome;
  /** What is sent about its issues. */
  readonly writes: TrackerWrites;
  /** From where the next look reads what changed; undefined before everything was read once. */
  private mark: SyncMark | undefined;
  private ranges: readonly ReadRange[] = [];
  private looks = 0;
  /** When what is shown was read from the server by another window, or before this one was opened. */
  private othersLooked = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    plan: PlannedTracker,
    private readonly options: TrackerMirrorOptions,
  ) {
    const { store, cache, clock, limit, most, log, gateway, onWritten } = options;
    const { key, instance } = plan;
    this.current = { ...plan, loading: false, complete: false };
    this.home = new TrackerHome({
      ...options,
      plan: () => this.current,
      signal: this.abort.signal,
      onDidChange: (home) => {
        this.set({ home, project: isProject(home) ? home : undefined });
      },
      onDidLearn: (projects) => {
        this.set({ projects });
      },
      onDidReplace: () => {
        this.source.reconcile([...this.source.held()], []);
        this.mark = undefined;
        this.ranges = [];
      },
    });
    this.writes = new TrackerWrites({
      instance,
      gateway,
      home: this.home,
      limit,
      signal: this.abort.signal,
      onWritten,
    });
    this.source = {
      list: (request) => this.list(request),
      count: (range) => this.home.ask((gateway, home, signal) => gateway.countOpenIssues(home, range, signal)),
      apply: (issues) => {
        store.apply(key, issues);
      },
      reconcile: (before, listed) => {
        store.reconcile(key, before, listed);
      },
      held: () => store.issues(key),
    };
    this.reading = new TrackerReading(this.source, { most, inFlight: limit.concurrency, now: () => clock.now(), log });
    this.keeper = new TrackerKeeper(key, store, cache);
  }

  get state(): TrackerState {
    return this.current;
  }

  /** What is asked through now. */
  get gateway(): IssueGateway {
    return this.options.gateway();
  }

  /** What its issues are described with, on disk. */
  get descriptions(): Descriptions {
    return this.options.cache.descriptions;
  }

  /** The same tracker with its account's token renewed. */
  replan(plan: PlannedTracker): void {
    const { account, error } = this.current;
    // What was wrong with the old token is no news of the new one.
    const isOver = plan.account !== account && error?.reason === 'auth';
    this.set({ ...plan, ...(isOver ? { error: undefined } : {}) });
  }

  /** Sets the reason why it is not polled. */
  refuse(error: GitLabError): void {
    this.set({ error });
  }

  /** Shows what this window or another left on disk; later what other windows have read since. Sends no request, never rejects. */
  async catchUp(): Promise<void> {
    const read = await this.keeper.read(this.mark?.asOf);
    if (!read || this.abort.signal.aborted) return;
    const { mark } = read;
    // What this window read last may reach further.
    if (this.mark && mark.asOf <= this.mark.asOf) return;
    // A single issue does not show how far a reading came.
    if (!this.mark && !('home' in read)) return;
    if ('home' in read) {
      const { home, ranges } = read;
      this.home.take(home);
      this.ranges = ranges;
    }
    this.mark = mark;
    this.othersLooked = mark.asOf;
    const asOf = Math.min(mark.asOf, this.options.clock.now());
    this.set({ complete: true, asOf, openInAll: mark.openInAll, error: undefined });
  }

  /**
   * Brings the mirror up to date: the first time by reading all open issues, later by what changed since.
   * On failure what was there stays, the state says why, and it rejects.
   * @param thorough find deletions, too.
   * @param freshEnough milliseconds: what another window read so short a time ago is not asked for again.
   */
  async look(thorough: boolean, freshEnough = 0): Promise<void> {
    this.set({ loading: true });
    try {
      await this.catchUp();
      const age = this.options.clock.now() - this.othersLooked;
      // A time to come was noted by a clock that was wrong.
      const isFresh = !this.current.error && age >= 0 && age < freshEnough;
      const isOther = this.mark?.most !== undefined && this.mark.most !== this.options.most();
      if (thorough || !isFresh || isOther) await this.bringUpToDate(thorough);
      this.set({ loading: false, complete: true, answered: true, progress: undefined, error: undefined });
    } catch (thrown) {
      const error = GitLabError.from(thrown, { host: instanceLabel(this.current.instance) }, this.options.log);
      // A canceled poll belongs to a tracker that is being closed.
      if (error.reason !== 'cancelled') this.fail(error);
      throw error;
    }
  }

  /** Ends the first reading: what came by then is shown, as the newest of all, until the user refreshes. */
  stop(): void {
    this.reading.stop();
  }

  /**
   * Takes in what a write came to, through this tracker or another: an issue takes its place among its issues, or leaves them.
   * @param isAsked the write was sent for the same account: what it answered this one could have been told, too.
   */
  async learn({ issue, description, gone }: WrittenNews, isAsked: boolean): Promise<void> {
    const { store } = this.options;
    const { key } = this.current;
    const home = this.home.held;
    // Signed out before the response arrived: it must not be shown.
    if (!home || this.abort.signal.aborted) return;
    const holds = (other: Issue) => store.get(key, other.id) !== undefined;
    if (gone && (isIssueOf(home, gone) || holds(gone))) store.bury(key, gone);
    if (issue && isIssueOf(home, issue) && (isAsked || holds(issue))) {
      if (description !== undefined) this.keeper.describe([issue], new Map([[issue.id, description]]));
      store.apply(key, [issue]);
      if (description === undefined) this.keeper.describeLater(issue.id);
    } else if (issue && holds(issue)) store.remove(key, [issue.id]);
    await this.save();
  }

  /** What its issues are of, looked up if it was not yet. */
  findHome(): Promise<IssueHome> {
    return this.home.find();
  }

  /** The project of an issue, looked up if it was not yet. */
  findProject(id: number): Promise<Project> {
    return this.home.project(id);
  }

  dispose(): void {
    this.abort.abort();
    this.keeper.dispose();
    this.changed.dispose();
  }

  private async bringUpToDate(thorough: boolean): Promise<void> {
    const { clock } = this.options;
    const isDue = this.mark !== undefined && Math.abs(clock.now() - this.mark.readAgainAt) > readAgainEvery;
    const home = await (isDue ? this.home.lookUp() : this.home.find());
    if (isDue) this.options.onDay();
    if (isProject(home) && !home.issuesEnabled) {
      await this.note({ since: undefined, asOf: clock.now(), readAgainAt: clock.now() });
      return;
    }
    const most = this.options.most();
    // Fewer are to be held: the rest goes now, and how many there are is to be known.
    const isLess = this.mark?.most !== undefined && this.mark.most > most;
    if (isLess) this.source.apply([]);
    const isFilled = !this.mark || this.reading.isShort(this.mark, thorough);
    const isCountDue = isFilled || isLess || thorough || this.looks % looksPerCount === 0;
    if (isFilled) this.mark = await this.fill();
    if (!this.mark) return;
    const { mark: read, isMore } = await (isProject(home) || home.kind === 'group'
      ? this.reading.changes(this.mark, isProject(home) && this.hasKeyset, thorough)
      : this.reading.whatIsThere(this.mark, thorough));
    const mark = { ...read, most };
    this.looks += 1;
    this.othersLooked = 0;
    this.mark = mark;
    this.set({ complete: true });
    if (!isMore)
      await this.note({ ...(isCountDue ? await this.reading.count(mark, thorough) : mark), asOf: clock.now() });
    if (isDue) await this.compareAll(this.mark);
  }

  private fill(): Promise<SyncMark> {
    return this.reading.fill((read, total) => {
      this.set({ progress: { read, total } });
    });
  }

  /** What leaves no other trace. A part that cannot be read does not have the rest asked for again. */
  private async compareAll(mark: SyncMark): Promise<void> {
    const { clock, log } = this.options;
    const { ranges, failure } = await this.reading.again(mark, this.ranges);
    this.ranges = ranges;
    const next = failure === undefined ? clock.now() : clock.now() - readAgainEvery + readOnAfter;
    await this.note({ ...this.mark, ...mark, readAgainAt: next }, true);
    await this.keeper.tidy();
    this.options.store.tidy();
    if (failure === undefined) return;
    const error = GitLabError.from(failure, {}, log);
    if (error.facts.status === undefined || error.reason === 'auth' || error.reason === 'rateLimited') throw error;
    log.info(`${this.current.path}: not all issues could be compared (${error.facts.status})`);
  }

  /** Things stand as the mark says. */
  private async note(mark: SyncMark, isAll = false): Promise<void> {
    this.mark = mark;
    this.set({ asOf: mark.asOf, openInAll: mark.openInAll });
    await this.save(isAll);
  }

  private async save(isAll = false): Promise<void> {
    // Changes by another window are read before the file is overwritten.
    await this.catchUp();
    const { mark, ranges } = this;
    const home = this.home.held;
    if (!mark || !home || this.abort.signal.aborted) return;
    await this.keeper.write({ home, mark, ranges }, isAll);
  }

  private fail(error: GitLabError): void {
    if (error.reason !== this.current.error?.reason) {
      this.options.log.warn(`${this.current.path}: ${error.reason}: ${error.message} ${JSON.stringify(error.facts)}`);
    }
    // Deleted and made anew, it has another id under its path.
    if (error.reason === 'notFound') this.home.forget();
    this.set({ loading: false, progress: undefined, error });
  }

  private get hasKeyset(): boolean {
    const { account } = this.current;
    return account !== undefined && isAtLeast(account.serverVersion, 18, 3);
  }

  private async list(request: IssueListRequest): Promise<IssuePage> {
    const page = await this.home.ask((gateway, home, signal) => gateway.listIssues(home, request, signal));
    this.keeper.describe(page.issues, page.descriptions);
    return page;
  }

  private set(change: Partial<TrackerState>): void {
    this.current = { ...this.current, ...change };
    if (!this.abort.signal.aborted) this.changed.fire(undefined);
  }
}
