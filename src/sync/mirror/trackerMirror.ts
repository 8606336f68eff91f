import type { LimitFunction } from 'p-limit';
import type { Clock } from '../../model/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/instanceUrl.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueGateway, IssueListRequest, IssuePage } from '../../model/issueGateway.ts';
import { type IssueScope, isIssueOf, isProject } from '../../model/issueScope.ts';
import type { Log } from '../../model/ports.ts';
import type { Project } from '../../model/project.ts';
import { isAtLeast } from '../../model/serverVersion.ts';
import type { ReadRange, SyncCursor } from '../cache/snapshot.ts';
import type { Descriptions } from '../cache/descriptions.ts';
import type { IssueSource } from './issueSource.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { CachedTracker } from '../cache/mirrorCache.ts';
import { TrackerScope } from './trackerScope.ts';
import { TrackerPersistence } from './trackerPersistence.ts';
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
export interface ServerChange {
  /** As the server answered it. */
  readonly issue?: Issue | undefined;
  /** What it is described with, if the answer told. */
  readonly description?: string | undefined;
  /** An issue that no longer exists, as it was. */
  readonly gone?: Issue | undefined;
}

/** Deletions and lost access leave no trace in what changed; every so many looks the issues are counted. */
const syncsPerCount = 30;
/** A renamed label does not even change the count; once a day everything is compared. */
const recheckInterval = 24 * 60 * 60_000;
/** Where that failed half-way it goes on after this. */
const recheckRetryAfter = 60 * 60_000;

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
  private readonly persistence: TrackerPersistence;
  private readonly scope: TrackerScope;
  /** What is sent about its issues. */
  readonly writes: TrackerWrites;
  /** From where the next look reads what changed; undefined before everything was read once. */
  private cursor: SyncCursor | undefined;
  private ranges: readonly ReadRange[] = [];
  private syncs = 0;
  /** When what is shown was read from the server by another window, or before this one was opened. */
  private othersSyncedAt = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    plan: PlannedTracker,
    private readonly options: TrackerMirrorOptions,
  ) {
    const { store, cache, clock, limit, most, log, gateway, onWritten } = options;
    const { key, instance } = plan;
    this.current = { ...plan, loading: false, complete: false };
    this.scope = new TrackerScope({
      ...options,
      plan: () => this.current,
      signal: this.abort.signal,
      onDidChange: (scope) => {
        this.set({ scope, project: isProject(scope) ? scope : undefined });
      },
      onDidChangeProjects: (projects) => {
        this.set({ projects });
      },
      onDidReplace: () => {
        this.source.reconcile([...this.source.held()], []);
        this.cursor = undefined;
        this.ranges = [];
      },
    });
    this.writes = new TrackerWrites({
      instance,
      gateway,
      scope: this.scope,
      limit,
      signal: this.abort.signal,
      onWritten,
    });
    this.source = {
      list: (request) => this.list(request),
      count: (range) => this.scope.ask((gateway, scope, signal) => gateway.countOpenIssues(scope, range, signal)),
      apply: (issues) => {
        store.apply(key, issues);
      },
      reconcile: (before, listed) => {
        store.reconcile(key, before, listed);
      },
      held: () => store.issues(key),
    };
    this.reading = new TrackerReading(this.source, { most, inFlight: limit.concurrency, now: () => clock.now(), log });
    this.persistence = new TrackerPersistence(key, store, cache);
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
    const read = await this.persistence.read(this.cursor?.asOf);
    if (!read || this.abort.signal.aborted) return;
    const { cursor } = read;
    // What this window read last may reach further.
    if (this.cursor && cursor.asOf <= this.cursor.asOf) return;
    // A single issue does not show how far a reading came.
    if (!this.cursor && !('scope' in read)) return;
    if ('scope' in read) {
      const { scope, ranges } = read;
      this.scope.take(scope);
      this.ranges = ranges;
    }
    this.cursor = cursor;
    this.othersSyncedAt = cursor.asOf;
    const asOf = Math.min(cursor.asOf, this.options.clock.now());
    this.set({ complete: true, asOf, openInAll: cursor.openInAll, error: undefined });
  }

  /**
   * Brings the mirror up to date: the first time by reading all open issues, later by what changed since.
   * On failure what was there stays, the state says why, and it rejects.
   * @param isManual find deletions, too.
   * @param freshEnough milliseconds: what another window read so short a time ago is not asked for again.
   */
  async sync(isManual: boolean, freshEnough = 0): Promise<void> {
    this.set({ loading: true });
    try {
      await this.catchUp();
      const age = this.options.clock.now() - this.othersSyncedAt;
      // A time to come was noted by a clock that was wrong.
      const isFresh = !this.current.error && age >= 0 && age < freshEnough;
      const isOther = this.cursor?.most !== undefined && this.cursor.most !== this.options.most();
      if (isManual || !isFresh || isOther) await this.bringUpToDate(isManual);
      this.set({ loading: false, complete: true, answered: true, progress: undefined, error: undefined });
    } catch (thrown) {
      const error = GitLabError.from(thrown, { host: instanceLabel(this.current.instance) }, this.options.log);
      // A canceled poll belongs to a tracker that is being closed.
      if (error.reason !== 'cancelled') this.fail(error);
      throw error;
    }
  }

  /** Ends the first reading: what came by then is shown, as the newest of all, until the user refreshes. */
  stopInitialSync(): void {
    this.reading.stop();
  }

  /**
   * Takes in what a write came to, through this tracker or another: an issue takes its place among its issues, or leaves them.
   * @param isSameAccount the write was sent for the same account: what it answered this one could have been told, too.
   */
  async applyServerChange({ issue, description, gone }: ServerChange, isSameAccount: boolean): Promise<void> {
    const { store } = this.options;
    const { key } = this.current;
    const scope = this.scope.held;
    // Signed out before the response arrived: it must not be shown.
    if (!scope || this.abort.signal.aborted) return;
    const holds = (other: Issue) => store.get(key, other.id) !== undefined;
    if (gone && (isIssueOf(scope, gone) || holds(gone))) store.addTombstone(key, gone);
    if (issue && isIssueOf(scope, issue) && (isSameAccount || holds(issue))) {
      if (description !== undefined) this.persistence.describe([issue], new Map([[issue.id, description]]));
      store.apply(key, [issue]);
      if (description === undefined) this.persistence.describeLater(issue.id);
    } else if (issue && holds(issue)) store.remove(key, [issue.id]);
    await this.save();
  }

  /** What its issues are of, looked up if it was not yet. */
  findScope(): Promise<IssueScope> {
    return this.scope.find();
  }

  /** The project of an issue, looked up if it was not yet. */
  findProject(id: number): Promise<Project> {
    return this.scope.project(id);
  }

  dispose(): void {
    this.abort.abort();
    this.persistence.dispose();
    this.changed.dispose();
  }

  private async bringUpToDate(isManual: boolean): Promise<void> {
    const { clock } = this.options;
    const isDue = this.cursor !== undefined && Math.abs(clock.now() - this.cursor.recheckedAt) > recheckInterval;
    const scope = await (isDue ? this.scope.lookUp() : this.scope.find());
    if (isDue) this.options.onDay();
    if (isProject(scope) && !scope.issuesEnabled) {
      await this.setCursor({ since: undefined, asOf: clock.now(), recheckedAt: clock.now() });
      return;
    }
    const most = this.options.most();
    // Fewer are to be held: the rest goes now, and how many there are is to be known.
    const isLess = this.cursor?.most !== undefined && this.cursor.most > most;
    if (isLess) this.source.apply([]);
    const isFilled = !this.cursor || this.reading.needsRefill(this.cursor, isManual);
    const isCountDue = isFilled || isLess || isManual || this.syncs % syncsPerCount === 0;
    if (isFilled) this.cursor = await this.fill();
    if (!this.cursor) return;
    const { cursor: read, isMore } = await (isProject(scope) || scope.kind === 'group'
      ? this.reading.changes(this.cursor, isProject(scope) && this.hasKeyset, isManual)
      : this.reading.reloadAssigned(this.cursor, isManual));
    const cursor = { ...read, most };
    this.syncs += 1;
    this.othersSyncedAt = 0;
    this.cursor = cursor;
    this.set({ complete: true });
    if (!isMore)
      await this.setCursor({
        ...(isCountDue ? await this.reading.count(cursor, isManual) : cursor),
        asOf: clock.now(),
      });
    if (isDue) await this.compareAll(this.cursor);
  }

  private fill(): Promise<SyncCursor> {
    return this.reading.fill((read, total) => {
      this.set({ progress: { read, total } });
    });
  }

  /** What leaves no other trace. A part that cannot be read does not have the rest asked for again. */
  private async compareAll(cursor: SyncCursor): Promise<void> {
    const { clock, log } = this.options;
    const { ranges, failure } = await this.reading.again(cursor, this.ranges);
    this.ranges = ranges;
    const next = failure === undefined ? clock.now() : clock.now() - recheckInterval + recheckRetryAfter;
    await this.setCursor({ ...this.cursor, ...cursor, recheckedAt: next }, true);
    await this.persistence.tidy();
    this.options.store.tidy();
    if (failure === undefined) return;
    const error = GitLabError.from(failure, {}, log);
    if (error.facts.status === undefined || error.reason === 'auth' || error.reason === 'rateLimited') throw error;
    log.info(`${this.current.path}: not all issues could be compared (${error.facts.status})`);
  }

  /** Things stand as the cursor says. */
  private async setCursor(cursor: SyncCursor, isAll = false): Promise<void> {
    this.cursor = cursor;
    this.set({ asOf: cursor.asOf, openInAll: cursor.openInAll });
    await this.save(isAll);
  }

  private async save(isAll = false): Promise<void> {
    // Changes by another window are read before the file is overwritten.
    await this.catchUp();
    const { cursor, ranges } = this;
    const scope = this.scope.held;
    if (!cursor || !scope || this.abort.signal.aborted) return;
    await this.persistence.write({ scope, cursor, ranges }, isAll);
  }

  private fail(error: GitLabError): void {
    if (error.reason !== this.current.error?.reason) {
      this.options.log.warn(`${this.current.path}: ${error.reason}: ${error.message} ${JSON.stringify(error.facts)}`);
    }
    // Deleted and made anew, it has another id under its path.
    if (error.reason === 'notFound') this.scope.forget();
    this.set({ loading: false, progress: undefined, error });
  }

  private get hasKeyset(): boolean {
    const { account } = this.current;
    return account !== undefined && isAtLeast(account.serverVersion, 18, 3);
  }

  private async list(request: IssueListRequest): Promise<IssuePage> {
    const page = await this.scope.ask((gateway, scope, signal) => gateway.listIssues(scope, request, signal));
    this.persistence.describe(page.issues, page.descriptions);
    return page;
  }

  private set(change: Partial<TrackerState>): void {
    this.current = { ...this.current, ...change };
    if (!this.abort.signal.aborted) this.changed.fire(undefined);
  }
}
