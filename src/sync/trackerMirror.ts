import type { LimitFunction } from 'p-limit';
import type { Clock } from '../model/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { Issue } from '../model/issue.ts';
import type { CreationRange, IssueGateway, IssueListRequest, IssuePage } from '../model/issueGateway.ts';
import { afterRefusal } from '../model/issueRights.ts';
import type { Log } from '../model/ports.ts';
import type { Project } from '../model/project.ts';
import { isAtLeast } from '../model/serverVersion.ts';
import { overlap, readChanges } from './changeReading.ts';
import { readAgain, type ReadRange, settleDifference } from './creationRanges.ts';
import { fillOpenIssues } from './firstFill.ts';
import type { IssueSource } from './issueSource.ts';
import type { IssueChanges, IssueStore } from './issueStore.ts';
import type { CachedTracker } from './mirrorCache.ts';
import type { SyncMark } from './trackerCache.ts';
import type { PlannedTracker } from './trackerPlan.ts';

/** How a tracker stands. Replaced, never changed. */
export interface TrackerState extends PlannedTracker {
  /** Known from the first look-up on. */
  readonly project?: Project | undefined;
  /** Something is being asked right now. */
  readonly loading: boolean;
  /** All open issues were read at least once. */
  readonly complete: boolean;
  /** When the issues were last known to be what the server has. Milliseconds since 1970, by our clock. */
  readonly asOf?: number | undefined;
  /** What went wrong with the last look; the issues are as they were before. */
  readonly error?: GitLabError | undefined;
  /** There are more open issues than are held; this many in all. */
  readonly openInAll?: number | undefined;
  /** While the issues are read for the first time. `total`: undefined where the server does not tell. */
  readonly progress?: { readonly read: number; readonly total: number | undefined } | undefined;
}

export interface TrackerMirrorOptions {
  /** Asked at each request: a renewed token brings a new one. */
  readonly gateway: () => IssueGateway;
  readonly store: IssueStore;
  readonly cache: CachedTracker;
  /** Shared by all mirrors of an account. */
  readonly limit: LimitFunction;
  /** Of the open issues the newest are held, this many. */
  readonly most: () => number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Deletions and lost access leave no trace in what changed; every so many looks the issues are counted. */
const looksPerCount = 30;
/** A renamed label does not even change the count; once a day everything is compared. */
const readAgainEvery = 24 * 60 * 60_000;
/** Clocks of the servers of one instance may differ by this, in milliseconds. */
const clockSkew = 60_000;

/**
 * Keeps the open issues of one tracker in the store as the server has them. It shows what the cache has without asking
 * anybody, and asks nobody until it is told to look.
 */
export class TrackerMirror implements Disposable {
  private current: TrackerState;
  private readonly changed = new Emitter<undefined>();
  private readonly abort = new AbortController();
  private readonly source: IssueSource;
  private readonly subscription: Disposable;
  private restoring: Promise<void> | undefined;
  /** From where the next look reads what changed; undefined before everything was read once. */
  private mark: SyncMark | undefined;
  private ranges: readonly ReadRange[] = [];
  private looks = 0;
  /** When what is shown was read from the server by another window, or before this one was opened. */
  private othersLooked = 0;
  private stopped = false;
  /** Held issues that changed since the cache was last written. */
  private unsaved = { changed: new Map<number, Issue>(), removed: new Set<number>() };

  readonly onDidChange = this.changed.event;

  constructor(
    plan: PlannedTracker,
    private readonly options: TrackerMirrorOptions,
  ) {
    this.current = { ...plan, loading: false, complete: false };
    const { store } = options;
    this.source = {
      list: (request) => this.list(request),
      count: (range) => this.ask((gateway, project, signal) => gateway.countOpenIssues(project, range, signal)),
      apply: (issues) => {
        store.apply(plan.key, issues);
      },
      reconcile: (before, listed) => {
        store.reconcile(plan.key, before, listed);
      },
      held: () => store.issues(plan.key),
    };
    this.subscription = store.onDidChange((changes) => {
      if (changes.tracker === plan.key) this.note(changes);
    });
  }

  get state(): TrackerState {
    return this.current;
  }

  /** The same tracker with its account's token renewed. */
  replan(plan: PlannedTracker): void {
    this.set({ ...plan });
  }

  /** Says why nobody looks. */
  refuse(error: GitLabError): void {
    this.set({ error });
  }

  /** Shows what this window or another kept on disk, once; later what other windows have read since. Asks nobody. */
  async catchUp(): Promise<void> {
    if (!this.restoring) {
      this.restoring = this.restore();
      await this.restoring;
      return;
    }
    await this.restoring;
    const news = await this.options.cache.issues.news();
    if (!news || !this.mark || this.abort.signal.aborted) return;
    this.options.store.apply(this.current.key, news.changed);
    this.options.store.remove(this.current.key, news.removed);
    this.unsaved = { changed: new Map(), removed: new Set() };
    if (news.mark.asOf > this.mark.asOf) {
      this.mark = news.mark;
      this.othersLooked = news.mark.asOf;
      this.set({ asOf: news.mark.asOf, openInAll: news.mark.openInAll, error: undefined });
    }
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
      const { clock } = this.options;
      const isFresh = !this.current.error && clock.now() - this.othersLooked < freshEnough;
      if (thorough || !isFresh) await this.bringUpToDate(thorough);
      this.set({ loading: false, complete: true, progress: undefined, error: undefined });
    } catch (thrown) {
      const error = GitLabError.from(thrown, { host: instanceLabel(this.current.instance) }, this.options.log);
      // A cancelled look belongs to a tracker that is going away: there is nobody to tell.
      if (error.reason !== 'cancelled') this.fail(error);
      throw error;
    }
  }

  /** Ends the first reading: what came by then is shown, as the newest of all. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * Sends a write; what the server answers takes its place among the issues. Rejects with a `GitLabError`.
   * @param gone what is not here any more after it.
   */
  async write(
    act: (gateway: IssueGateway, project: Project) => Promise<Issue | undefined>,
    gone?: Issue,
  ): Promise<void> {
    const { gateway, limit, store } = this.options;
    const project = await this.findProject();
    try {
      const issue = await limit(() => act(gateway(), project));
      if (this.abort.signal.aborted) return;
      if (gone) store.remove(this.current.key, [gone.id]);
      if (issue?.projectId === project.id) store.apply(this.current.key, [issue]);
      await this.save();
    } catch (thrown) {
      if (GitLabError.is(thrown, 'forbidden')) await this.correctRights();
      if (gone && GitLabError.is(thrown, 'notFound')) store.remove(this.current.key, [gone.id]);
      throw thrown;
    }
  }

  dispose(): void {
    this.abort.abort();
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async restore(): Promise<void> {
    const snapshot = await this.options.cache.issues.load();
    if (!snapshot || this.abort.signal.aborted) return;
    const { project, issues, mark, ranges } = snapshot;
    this.mark = mark;
    this.othersLooked = mark.asOf;
    this.ranges = ranges;
    this.options.store.apply(this.current.key, issues);
    this.unsaved = { changed: new Map(), removed: new Set() };
    this.set({ project, complete: true, asOf: mark.asOf, openInAll: mark.openInAll });
  }

  private async bringUpToDate(thorough: boolean): Promise<void> {
    const { clock } = this.options;
    const isDue = this.mark && clock.now() - this.mark.readAgainAt > readAgainEvery;
    const project = await (isDue ? this.lookUpProject() : this.findProject());
    if (!project.issuesEnabled) {
      this.set({ asOf: clock.now() });
      return;
    }
    if (this.mark && this.stopped && thorough) this.mark = undefined;
    const mark = this.mark ?? (await this.fill());
    const isFirst = this.looks === 0;
    this.looks += 1;
    const next = { ...mark, ...(await this.changesSince(mark)) };
    if (!this.current.complete) this.set({ complete: true });
    const isCountDue = isFirst || thorough || this.looks % looksPerCount === 0;
    const counted = isCountDue ? await this.compareCount(next, thorough) : next;
    const asOf = clock.now();
    this.othersLooked = 0;
    if (isDue) this.ranges = await readAgain(this.source, this.whole(counted), this.ranges);
    this.mark = { ...counted, asOf, readAgainAt: isDue ? asOf : counted.readAgainAt };
    this.set({ asOf, openInAll: this.mark.openInAll });
    await this.save();
    if (isDue) await this.options.cache.descriptions.tidy((id) => this.isHeld(id));
  }

  private async fill(): Promise<SyncMark> {
    const { clock, limit, log, most } = this.options;
    this.stopped = false;
    const { serverTime, rejected, isComplete } = await fillOpenIssues(this.source, {
      most: most(),
      inFlight: limit.concurrency,
      isStopped: () => this.stopped,
      onProgress: (read, total) => {
        this.set({ progress: { read, total } });
      },
    });
    if (rejected > 0) log.warn(`${this.current.path}: ${rejected} issues could not be read`);
    if (isComplete) this.stopped = false;
    const since = serverTime === undefined ? await this.newestStamp() : serverTime - clockSkew;
    return { since, asOf: 0, readAgainAt: clock.now(), unexplained: rejected };
  }

  /** For servers that do not tell the time: a moment before which everything is read. */
  private async newestStamp(): Promise<number | undefined> {
    const newest = { state: 'all', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 1 } as const;
    const [issue] = (await this.source.list(newest)).issues;
    return issue && issue.updatedAt - overlap;
  }

  private async changesSince(mark: SyncMark) {
    const { account } = this.current;
    const byKeyset = account !== undefined && isAtLeast(account.serverVersion, 18, 3);
    try {
      return await readChanges(this.source, mark, byKeyset);
    } catch (error) {
      // The server is older than when somebody signed in, or something else sits in its place.
      if (byKeyset && GitLabError.is(error, 'invalid')) return readChanges(this.source, mark, false);
      throw error;
    }
  }

  /** Compares numbers with the server, and reads again where they differ. */
  private async compareCount(mark: SyncMark, thorough: boolean): Promise<SyncMark> {
    const { log } = this.options;
    try {
      const open = await this.source.count({});
      const isCapped = this.stopped || open > this.options.most();
      const whole = isCapped ? this.whole({ openInAll: open }) : {};
      const counted = isCapped ? await this.source.count(whole) : open;
      const difference = counted - this.source.held().length;
      if (difference !== (mark.unexplained ?? 0)) await settleDifference(this.source, whole, counted);
      // What two readings in a row could not explain is not looked for again until it changes.
      const unexplained = counted - this.source.held().length;
      return { ...mark, unexplained, openInAll: isCapped ? open : undefined };
    } catch (error) {
      // An old or odd server may not count. That is no reason to show less, unless a person asked to be sure.
      const { status } = GitLabError.from(error, {}, log).facts;
      if (thorough || status === undefined || status === 401 || status === 429) throw error;
      log.info(`${this.current.path}: the issues could not be counted (${status})`);
      return mark;
    }
  }

  /** The span of what is held: all times, or from the oldest held where only the newest are. */
  private whole({ openInAll }: Pick<SyncMark, 'openInAll'>): CreationRange {
    const oldest = openInAll === undefined ? undefined : this.source.held().at(-1);
    return oldest ? { createdAfter: oldest.createdAt } : {};
  }

  private fail(error: GitLabError): void {
    if (error.reason !== this.current.error?.reason) {
      this.options.log.warn(`${this.current.path}: ${error.reason}: ${error.message} ${JSON.stringify(error.facts)}`);
    }
    // Deleted and made anew, it has another id under its path.
    if (error.reason === 'notFound') this.set({ project: undefined });
    this.set({ loading: false, progress: undefined, error });
  }

  /** The project, looked up if it was not yet. */
  async findProject(): Promise<Project> {
    return this.current.project?.issuesEnabled ? this.current.project : this.lookUpProject();
  }

  private async lookUpProject(): Promise<Project> {
    const { gateway, limit } = this.options;
    const project = await limit(() => gateway().findProject(this.current.path, this.abort.signal));
    if (this.abort.signal.aborted) throw new GitLabError('cancelled');
    this.set({ project });
    return project;
  }

  /** A refusal tells that the role is not what it was, or not what was thought. */
  private async correctRights(): Promise<void> {
    const project = await this.lookUpProject().catch(() => undefined);
    if (project) this.set({ project: afterRefusal(project) });
  }

  private async list(request: IssueListRequest): Promise<IssuePage> {
    const page = await this.ask((gateway, project, signal) => gateway.listIssues(project, request, signal));
    void this.options.cache.descriptions.put(page.descriptions);
    return page;
  }

  private async ask<T>(
    question: (gateway: IssueGateway, project: Project, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { gateway, limit } = this.options;
    const project = await this.findProject();
    const answer = await limit(() => question(gateway(), project, this.abort.signal));
    // Signed out while the answer was on its way: nobody may see it any more.
    if (this.abort.signal.aborted) throw new GitLabError('cancelled');
    return answer;
  }

  private isHeld(id: number): boolean {
    return this.options.store.get(this.current.key, id) !== undefined;
  }

  private note({ added, changed, removed }: IssueChanges): void {
    for (const issue of [...added, ...changed]) {
      this.unsaved.changed.set(issue.id, issue);
      this.unsaved.removed.delete(issue.id);
    }
    for (const { id } of removed) {
      this.unsaved.changed.delete(id);
      this.unsaved.removed.add(id);
    }
  }

  private async save(): Promise<void> {
    const { mark, ranges, unsaved } = this;
    const { project } = this.current;
    if (!mark || !project || this.abort.signal.aborted) return;
    this.unsaved = { changed: new Map(), removed: new Set() };
    const news = { changed: [...unsaved.changed.values()], removed: [...unsaved.removed], mark };
    await this.options.cache.issues.save(news, () => ({ project, issues: this.source.held(), mark, ranges }));
  }

  private set(change: Partial<TrackerState>): void {
    this.current = { ...this.current, ...change };
    if (!this.abort.signal.aborted) this.changed.fire(undefined);
  }
}
