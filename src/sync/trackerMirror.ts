import type { LimitFunction } from 'p-limit';
import type { Clock } from '../model/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueGateway, IssueListRequest, IssuePage } from '../model/issueGateway.ts';
import type { Log } from '../model/ports.ts';
import type { Project } from '../model/project.ts';
import type { IssueStore } from './issueStore.ts';
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
  /** There are more open issues than are read; this many in all. */
  readonly openInAll?: number | undefined;
}

export interface TrackerMirrorOptions {
  /** Asked at each request: a renewed token brings a new one. */
  readonly gateway: () => IssueGateway;
  readonly store: IssueStore;
  /** Shared by all mirrors of an account. */
  readonly limit: LimitFunction;
  readonly clock: Clock;
  readonly log: Log;
}

const perPage = 100;
/** More are not read: the newest are. */
const mostPages = 100;
/** Rows of one transaction are stamped before they can be seen, so a look reaches a little behind the newest stamp. */
const overlap = 5_000;
/** The delta's question stays the same, so that the server can answer "unchanged", until it brings this many rows. */
const fewRows = 20;
/** Deletions and lost access leave no trace in a delta; every so many looks the issues are counted. */
const looksPerCount = 30;
/** An issue that is closed while pages are read can hide another; reading once more finds it. */
const mostReadings = 2;

/** Keeps the open issues of one tracker in the store as the server has them. Does nothing until it is told to look. */
export class TrackerMirror implements Disposable {
  private current: TrackerState;
  private readonly changed = new Emitter<undefined>();
  private readonly abort = new AbortController();
  /** `updated_at` from which the next delta asks. */
  private since: number | undefined;
  private looks = 0;
  /** Rows of the last full reading that could not be read, and what two readings in a row could not explain. */
  private rejected = 0;
  private unexplained = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    plan: PlannedTracker,
    private readonly options: TrackerMirrorOptions,
  ) {
    this.current = { ...plan, loading: false, complete: false };
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

  /**
   * Brings the mirror up to date: the first time by reading all open issues, later by what changed since.
   * With `thorough`, deletions are found too. On failure what was there stays, the state says why, and it rejects.
   */
  async look(thorough: boolean): Promise<void> {
    this.set({ loading: true });
    try {
      const project = await this.findProject();
      if (project.issuesEnabled) await this.readIssues(project, thorough);
      this.set({ loading: false, complete: true, asOf: this.options.clock.now(), error: undefined });
    } catch (thrown) {
      const error = GitLabError.from(thrown, { host: instanceLabel(this.current.instance) }, this.options.log);
      // A cancelled look belongs to a tracker that is going away: there is nobody to tell.
      if (error.reason !== 'cancelled') this.fail(error);
      throw error;
    }
  }

  dispose(): void {
    this.abort.abort();
    this.changed.dispose();
  }

  private fail(error: GitLabError): void {
    if (error.reason !== this.current.error?.reason) {
      this.options.log.warn(`${this.current.path}: ${error.reason}: ${error.message} ${JSON.stringify(error.facts)}`);
    }
    // Deleted and made anew, it has another id under its path.
    const project = error.reason === 'notFound' ? { project: undefined } : {};
    this.set({ loading: false, error, ...project });
  }

  private async findProject(): Promise<Project> {
    if (this.current.project?.issuesEnabled) return this.current.project;
    const project = await this.ask((gateway, signal) => gateway.findProject(this.current.path, signal));
    this.set({ project });
    return project;
  }

  private async readIssues(project: Project, thorough: boolean): Promise<void> {
    if (!this.current.complete) {
      this.since = await this.newestStamp(project);
      await this.readAll(project, (issues) => {
        this.options.store.apply(this.current.key, issues);
      });
    }
    await this.readChanges(project);
    const isFirst = !this.current.complete;
    if (isFirst) this.set({ complete: true });
    this.looks += 1;
    if (isFirst || thorough || this.looks % looksPerCount === 0) await this.compareCount(project, thorough);
  }

  /** A moment that lies before everything that will be read: what changes from then on is in the next delta. */
  private async newestStamp(project: Project): Promise<number | undefined> {
    const newest = { state: 'all', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 1 } as const;
    const stamp = newestOf((await this.list(project, newest)).issues);
    return stamp === undefined ? undefined : stamp - overlap;
  }

  /** Reads all open issues, newest first, and hands on each page as it comes; ends with the first failure. */
  private async readAll(project: Project, onPage: (issues: readonly Issue[]) => void): Promise<void> {
    const request = { state: 'opened', orderBy: 'created_at', sort: 'desc', perPage } as const;
    const first = await this.list(project, { ...request, page: 1 });
    onPage(first.issues);
    let { rejected } = first;
    let page = 1;
    let ended = first.rows < perPage;
    const last = Math.min(first.total === undefined ? mostPages : Math.ceil(first.total / perPage), mostPages);
    const readOn = async () => {
      while (!ended && page < last) {
        page += 1;
        try {
          const next = await this.list(project, { ...request, page });
          ended ||= next.rows < perPage;
          rejected += next.rejected;
          onPage(next.issues);
        } catch (error) {
          ended = true;
          throw error;
        }
      }
    };
    const results = await Promise.allSettled(Array.from({ length: this.options.limit.concurrency }, readOn));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason as Error;
    if (rejected !== this.rejected) this.options.log.warn(`${project.path}: ${rejected} issues could not be read`);
    this.rejected = rejected;
  }

  /** Reads what changed, closed ones too, oldest change first; after a full page it starts anew from the last row seen. */
  private async readChanges(project: Project): Promise<void> {
    const seen = new Set<number>();
    let { since } = this;
    let page = 1;
    let rows = 0;
    for (let requests = 0; requests < mostPages; requests++) {
      const answer = await this.list(project, {
        state: 'all',
        orderBy: 'updated_at',
        sort: 'asc',
        perPage,
        page,
        ...(since === undefined ? {} : { updatedAfter: new Date(since).toISOString() }),
        // The rest of a long delta is never asked for again.
        ...(requests === 0 ? { conditional: true } : {}),
      });
      this.options.store.apply(this.current.key, answer.issues);
      rows += answer.rows;
      const stamp = newestOf(answer.issues);
      const brought = answer.issues.filter(({ id }) => !seen.has(id));
      for (const { id } of brought) seen.add(id);
      if (answer.rows < perPage) {
        const newest = Math.max(since ?? 0, stamp ?? 0);
        if (rows >= fewRows || this.since === undefined) this.since = newest === 0 ? undefined : newest - overlap;
        return;
      }
      // A server, or something in front of it, that does not heed the question would be asked for ever.
      const isHeeded = page === 1 || brought.length > 0 || answer.issues.length === 0;
      if (!isHeeded || answer.issues.some(({ updatedAt }) => updatedAt < (since ?? 0) - overlap))
        throw new GitLabError('badData');
      // A page whose rows all bear one stamp (an import) gives no new start; then the next page is asked for.
      if (stamp !== undefined && stamp > (since ?? 0)) [since, page] = [stamp, 1];
      else page += 1;
    }
    // The next look goes on from here.
    this.since = since;
  }

  /** Compares numbers with the server and reads everything again where they differ. */
  private async compareCount(project: Project, thorough: boolean): Promise<void> {
    try {
      let difference = await this.difference(project);
      for (let reading = 0; difference !== this.unexplained && reading < mostReadings; reading++) {
        const issues: Issue[] = [];
        await this.readAll(project, (more) => issues.push(...more));
        this.options.store.replaceAll(this.current.key, issues);
        await this.readChanges(project);
        const before = difference;
        difference = await this.difference(project);
        if (difference === 0 || (reading > 0 && difference === before)) this.unexplained = difference;
      }
    } catch (error) {
      // An old or odd server may not count. That is no reason to show less, unless a person asked to be sure.
      const { status } = GitLabError.from(error, {}, this.options.log).facts;
      if (thorough || status === undefined || status === 401 || status === 429) throw error;
      this.options.log.info(`${project.path}: the issues could not be counted (${status})`);
    }
  }

  /** How many more open issues the server counts than are held and explained; 0 where not all of them are read. */
  private async difference(project: Project): Promise<number> {
    const open = await this.ask((gateway, signal) => gateway.countOpenIssues(project, signal));
    const isCapped = open > mostPages * perPage;
    this.set({ openInAll: isCapped ? open : undefined });
    return isCapped ? this.unexplained : open - this.rejected - this.options.store.count(this.current.key);
  }

  private list(project: Project, request: IssueListRequest): Promise<IssuePage> {
    return this.ask((gateway, signal) => gateway.listIssues(project, request, signal));
  }

  private async ask<T>(question: (gateway: IssueGateway, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { gateway, limit } = this.options;
    const answer = await limit(() => question(gateway(), this.abort.signal));
    // Signed out while the answer was on its way: nobody may see it any more.
    if (this.abort.signal.aborted) throw new GitLabError('cancelled');
    return answer;
  }

  private set(change: Partial<TrackerState>): void {
    this.current = { ...this.current, ...change };
    if (!this.abort.signal.aborted) this.changed.fire(undefined);
  }
}

function newestOf(issues: readonly Issue[]): number | undefined {
  return issues.length === 0 ? undefined : issues.reduce((newest, issue) => Math.max(newest, issue.updatedAt), 0);
}
