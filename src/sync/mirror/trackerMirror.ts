import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueGateway, IssueListRequest, IssuePage } from '../../model/gateway/issueGateway.ts';
import { type IssueScope, isGroup, isIssueOf, isProject } from '../../model/issueScope.ts';
import type { Log } from '../../model/ports.ts';
import type { Project } from '../../model/project.ts';
import type { RequestPriority } from '../../model/gateway/requestPriority.ts';
import { can } from '../../model/capabilities.ts';
import type { ReadRange, SavedExtent, SyncCursor } from '../cache/snapshot.ts';
import type { Descriptions } from '../cache/descriptions.ts';
import type { IssueSource } from './issueSource.ts';
import type { SyncReason } from './poller.ts';
import type { Paging } from './readChanges.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { CachedTracker } from '../cache/mirrorCache.ts';
import { TrackerScope } from './trackerScope.ts';
import { TrackerPersistence } from './trackerPersistence.ts';
import type { PlannedTracker } from '../trackers/trackerPlan.ts';
import { isOfRequest, TrackerReading } from './trackerReading.ts';
import type { TrackerState } from '../trackers/trackerState.ts';

export interface TrackerMirrorOptions {
  /** Called for each request, because a renewed token replaces the gateway. */
  readonly gateway: () => IssueGateway;
  readonly store: IssueStore;
  readonly cache: CachedTracker;
  /** The maximum number of open issues to hold, newest first. */
  readonly most: () => number;
  /** Called once a day in one of the windows, to reload what rarely changes. */
  readonly onDay: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The result of a write, or an issue that was read separately from the list. */
export interface ServerChange {
  /** As the server returned it. */
  readonly issue?: Issue | undefined;
  /** Its description, if the response has it. */
  readonly description?: string | undefined;
  /** An issue that no longer exists, in its last state. */
  readonly gone?: Issue | undefined;
}

/** Changes don't show deletions and lost access, so the issues are counted every this many polls. */
const syncsPerCount = 30;
/** A renamed label doesn't even change the count, so everything is compared once a day. */
const recheckInterval = 24 * 60 * 60_000;
/** The pause before a failed comparison continues. */
const recheckRetryAfter = 60 * 60_000;
/** After a crash, the first load repeats at most the pages of this time. */
const progressLifetime = 5_000;

/**
 * Keeps the open issues of one tracker in the store in sync with the server. It shows the cached issues, and sends no
 * request until it is polled.
 */
export class TrackerMirror implements Disposable {
  private current: TrackerState;
  private readonly changed = new Emitter<undefined>();
  private readonly abort = new AbortController();
  private readonly source: IssueSource;
  private readonly reading: TrackerReading;
  private readonly persistence: TrackerPersistence;
  private readonly scope: TrackerScope;
  /** Where the next poll reads changes. Undefined before everything was read once. */
  private cursor: SyncCursor | undefined;
  private ranges: readonly ReadRange[] = [];
  private syncs = 0;
  /** The priority of the requests for its issues. */
  private urgency: RequestPriority = 'mirror';
  /** Saves how far the first load has come. */
  private saveTimer: Disposable | undefined;
  /** When another window, or an earlier session, read the issues from the server. */
  private othersSyncedAt = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    plan: PlannedTracker,
    private readonly options: TrackerMirrorOptions,
  ) {
    const { store, cache, clock, most, log } = options;
    const { key } = plan;
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
    this.source = {
      localTime: () => clock.now(),
      list: (request, lifetime) => this.list(request, lifetime),
      count: (range) =>
        this.scope.ask((gateway, scope, signal) => gateway.at(this.urgency).countOpenIssues(scope, range, signal)),
      apply: (issues) => {
        store.apply(key, issues);
      },
      reconcile: (before, listed) => {
        store.reconcile(key, before, listed);
      },
      held: () => store.issues(key),
    };
    this.reading = new TrackerReading(this.source, { most, log });
    this.persistence = new TrackerPersistence(key, store, cache);
  }

  get state(): TrackerState {
    return this.current;
  }

  /** The current gateway. */
  get gateway(): IssueGateway {
    return this.options.gateway();
  }

  /** The descriptions of its issues, on disk. */
  get descriptions(): Descriptions {
    return this.options.cache.descriptions;
  }

  /** The same tracker with its account's renewed token. */
  replan(plan: PlannedTracker): void {
    const { account, error } = this.current;
    // Errors of the old token do not apply to the new one.
    const isOver = plan.account !== account && error?.reason === 'auth';
    this.set({ ...plan, ...(isOver ? { error: undefined } : {}) });
  }

  /** Sets the reason why it is not polled. */
  refuse(error: GitLabError): void {
    this.set({ error });
  }

  /**
   * Shows the cached issues. Later calls show what other windows have read since then. Sends no request and never
   * rejects.
   */
  async catchUp(): Promise<void> {
    const read = await this.persistence.read(this.cursor?.asOf);
    if (!read || this.abort.signal.aborted) return;
    const { cursor } = read;
    // What this window read last may be newer.
    if (this.cursor && cursor.asOf <= this.cursor.asOf) return;
    // Changes alone don't show how far a read has come.
    if (!this.cursor && !('scope' in read)) return;
    if ('scope' in read) {
      const { scope, ranges } = read;
      this.scope.restore(scope);
      this.ranges = ranges;
    }
    this.cursor = cursor;
    this.othersSyncedAt = cursor.asOf;
    if (isPartial(cursor)) return;
    const asOf = Math.min(cursor.asOf, this.options.clock.now());
    this.set({ complete: true, asOf, openInAll: cursor.openInAll, error: undefined });
  }

  /**
   * Updates the mirror. The first sync reads all open issues, and later ones read only changes. On failure, the issues
   * stay, the state has the error, and the promise rejects.
   * @param reason a refresh also finds deletions.
   * @param freshEnough in milliseconds. If another window read the issues this recently, nothing is requested.
   */
  async sync(reason: SyncReason, freshEnough = 0): Promise<void> {
    this.set({ loading: true });
    try {
      await this.catchUp();
      const age = this.options.clock.now() - this.othersSyncedAt;
      // A negative age means that a clock was wrong.
      const isFresh = !this.current.error && age >= 0 && age < freshEnough && !this.cursor?.unread;
      const isOther = this.cursor?.most !== undefined && this.cursor.most !== this.options.most();
      if (reason === 'refresh' || !isFresh || isOther) await this.bringUpToDate(reason);
      this.set({ loading: false, complete: true, answered: true, progress: undefined, error: undefined });
    } catch (thrown) {
      const error = GitLabError.from(thrown, { host: instanceLabel(this.current.instance) }, this.options.log);
      // A canceled poll belongs to a tracker that is being closed.
      if (error.reason !== 'canceled') this.fail(error);
      throw error;
    }
  }

  /** Stops the first load. The issues read so far are shown, as the newest of all, until the user refreshes. */
  stopInitialSync(): void {
    this.reading.stop();
  }

  /**
   * Applies the result of a write, sent by this tracker or another. Adds, updates, or removes the issue.
   * @param isSameAccount whether the write used the same account. If not, this account may lack access to the issue.
   */
  async applyServerChange({ issue, description, gone }: ServerChange, isSameAccount: boolean): Promise<void> {
    const { store } = this.options;
    const { key } = this.current;
    const scope = this.scope.held;
    // Signed out before the response arrived: it must not be shown.
    if (!scope || this.abort.signal.aborted) return;
    const holds = (other: Issue) => store.get(key, other.id) !== undefined;
    if (gone && (isIssueOf(scope, gone) || holds(gone))) store.addTombstone(key, gone);
    const isOwn =
      issue && (isIssueOf(scope, issue) || (isGroup(scope) && holds(issue) && (await this.scope.includes(issue))));
    if (isOwn && (isSameAccount || holds(issue))) {
      if (description !== undefined) this.persistence.describe([issue], new Map([[issue.id, description]]));
      store.apply(key, [issue]);
      if (description === undefined) this.persistence.describeLater(issue.id);
    } else if (issue && holds(issue)) store.remove(key, [issue.id]);
    await this.save();
  }

  /**
   * Sends a change to a project. One that GitLab has received resolves even if the tracker closes before the response
   * arrives. One that is still queued then is not sent, and rejects. A rejected change reloads the role in the project.
   */
  async request<T>(projectId: number, act: (gateway: IssueGateway) => Promise<T>): Promise<T> {
    const { signal } = this.abort;
    try {
      return await act(this.gateway.at('user', signal));
    } catch (thrown) {
      const host = instanceLabel(this.current.instance);
      if (signal.aborted && GitLabError.is(thrown, 'canceled'))
        throw new GitLabError('invalid', { host, detail: 'notSent' });
      if (GitLabError.is(thrown, 'forbidden')) await this.scope.refused(projectId);
      throw thrown;
    }
  }

  /** The project, group, or user of its issues, loaded if necessary. */
  findScope(): Promise<IssueScope> {
    return this.scope.find();
  }

  /** The project of an issue, loaded if necessary. */
  findProject(id: number): Promise<Project> {
    return this.scope.project(id);
  }

  /** Saves how far the first load has come. Never rejects. */
  async flush(): Promise<void> {
    if (!this.saveTimer) return;
    this.stopSaving();
    await this.save();
  }

  dispose(): void {
    this.stopSaving();
    this.abort.abort();
    this.persistence.dispose();
    this.changed.dispose();
  }

  private async bringUpToDate(reason: SyncReason): Promise<void> {
    const { clock } = this.options;
    const isDue = this.cursor !== undefined && Math.abs(clock.now() - this.cursor.recheckedAt) > recheckInterval;
    const scope = await (isDue ? this.scope.lookUp() : this.scope.find());
    if (isDue) this.options.onDay();
    if (isProject(scope) && !scope.issuesEnabled) {
      await this.setCursor({ since: undefined, asOf: clock.now(), recheckedAt: clock.now() });
      return;
    }
    if (this.cursor && this.othersSyncedAt !== 0 && (await this.reading.isAhead(this.cursor))) this.cursor = undefined;
    const most = this.options.most();
    // The limit was lowered. Remove the excess issues, and count the total.
    const isLess = this.cursor?.most !== undefined && this.cursor.most > most;
    if (isLess) this.source.apply([]);
    const isFilled = this.reading.needsFill(this.cursor, reason);
    const isCountDue = isFilled || isLess || reason === 'refresh' || this.syncs % syncsPerCount === 0;
    this.urgency = 'mirror';
    if (isFilled) this.cursor = await this.fill();
    if (!this.cursor) return;
    // The user waits for the rest of a refresh.
    this.urgency = reason === 'refresh' ? 'user' : 'mirror';
    const { cursor: read, isMore } = await (isProject(scope) || isGroup(scope)
      ? this.reading.changes(this.cursor, isProject(scope) ? this.paging : 'offset', reason)
      : this.reading.reloadAssigned(this.cursor, reason));
    const cursor = { ...read, most };
    this.syncs += 1;
    this.othersSyncedAt = 0;
    this.cursor = cursor;
    this.set({ complete: true });
    if (!isMore)
      await this.setCursor({
        ...(isCountDue ? await this.reading.count(cursor, reason) : cursor),
        asOf: clock.now(),
      });
    this.urgency = 'mirror';
    if (isDue) await this.compareAll(this.cursor);
  }

  /** Reads all open issues, or continues where the last fill ended. */
  private async fill(): Promise<SyncCursor> {
    const start = this.cursor;
    let reached = start;
    const isOver = () => this.cursor !== reached && this.cursor !== undefined && !this.cursor.unread;
    try {
      const read = await this.reading.fill(start?.unread && start, isOver, (cursor, read, total) => {
        if (isOver()) return;
        this.cursor = reached = { ...start, ...cursor, etag: undefined };
        this.set({ progress: { read, total } });
        this.saveTimer ??= this.options.clock.after(progressLifetime, () => void this.flush());
      });
      this.stopSaving();
      return isOver() ? (this.cursor ?? read) : read;
    } catch (error) {
      await this.flush();
      throw error;
    }
  }

  private stopSaving(): void {
    this.saveTimer?.dispose();
    this.saveTimer = undefined;
  }

  /**
   * Finds changes that leave no trace in the change list. Ranges that can't be read don't cause the others to be read
   * again.
   */
  private async compareAll(cursor: SyncCursor): Promise<void> {
    const { clock, log } = this.options;
    const { ranges, failure } = await this.reading.again(cursor, this.ranges);
    this.ranges = ranges;
    const next = failure === undefined ? clock.now() : clock.now() - recheckInterval + recheckRetryAfter;
    await this.setCursor({ ...this.cursor, ...cursor, recheckedAt: next }, 'all');
    await this.persistence.tidy();
    this.options.store.tidy();
    if (failure === undefined) return;
    const error = GitLabError.from(failure, {}, log);
    if (!isOfRequest(error.facts.status)) throw error;
    log.info(`${this.current.path}: failed to compare some issues (${error.facts.status})`);
  }

  /** Saves the cursor after the issues have caught up with it. */
  private async setCursor(cursor: SyncCursor, extent: SavedExtent = 'changes'): Promise<void> {
    this.cursor = cursor;
    this.set({ asOf: cursor.asOf, openInAll: cursor.openInAll });
    await this.save(extent);
  }

  private async save(extent: SavedExtent = 'changes'): Promise<void> {
    // Changes by another window are read before the file is overwritten.
    await this.catchUp();
    const { cursor, ranges } = this;
    const scope = this.scope.held;
    if (!cursor || !scope || this.abort.signal.aborted) return;
    await this.persistence.write({ scope, cursor, ranges }, extent);
  }

  private fail(error: GitLabError): void {
    if (error.reason !== this.current.error?.reason) {
      this.options.log.warn(`${this.current.path}: ${error.reason}: ${error.message} ${JSON.stringify(error.facts)}`);
    }
    // A project that was deleted and created again has another id under the same path.
    if (error.reason === 'notFound') this.scope.forget();
    this.set({ loading: false, progress: undefined, error });
  }

  private get paging(): Paging {
    const { account } = this.current;
    return account && can(account, 'keysetIssues') ? 'keyset' : 'offset';
  }

  private async list(request: IssueListRequest, lifetime?: AbortSignal): Promise<IssuePage> {
    const page = await this.scope.ask((gateway, scope, signal) =>
      gateway.at(this.urgency, lifetime).listIssues(scope, request, signal),
    );
    this.persistence.describe(page.issues, page.descriptions);
    return page;
  }

  private set(change: Partial<TrackerState>): void {
    this.current = { ...this.current, ...change };
    if (!this.abort.signal.aborted) this.changed.fire(undefined);
  }
}

/** Whether only a part of the issues was read. If the user stopped the first load, that part counts as all. */
function isPartial({ unread, openInAll }: SyncCursor): boolean {
  return unread !== undefined && openInAll === undefined;
}
