import type { LimitFunction } from 'p-limit';
import type { Clock } from '../model/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
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

const perPage = 100;
/** More are not read: the newest are. */
const mostPages = 100;
/** Rows of one transaction are stamped before they can be seen, so a look reaches a little behind the newest stamp. */
const overlap = 5_000;
/** The delta's question stays the same, so that the server can answer "unchanged", until it brings this many rows. */
const fewRows = 20;
/** Deletions and lost access leave no trace in a delta; every so many looks the issues are counted. */
const looksPerCount = 30;

/** Keeps the open issues of one tracker in the store as the server has them. Does nothing until it is told to look. */
export class TrackerMirror implements Disposable {
  private current: TrackerState;
  private readonly changed = new Emitter<undefined>();
  private readonly abort = new AbortController();
  /** `updated_at` from which the next delta asks. */
  private since: number | undefined;
  private looks = 0;
  /** What the server counts more than it lists: asked for once, it is not asked for again. */
  private unexplained = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly plan: PlannedTracker,
    private readonly gateway: IssueGateway,
    private readonly store: IssueStore,
    private readonly limit: LimitFunction,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.current = { ...plan, loading: false, complete: false };
  }

  get state(): TrackerState {
    return this.current;
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
      this.set({ loading: false, asOf: this.clock.now(), error: undefined });
    } catch (thrown) {
      const error = GitLabError.from(thrown, { host: this.plan.instance });
      // A cancelled look belongs to a tracker that is going away: there is nobody to tell.
      if (error.reason !== 'cancelled') this.set({ loading: false, error });
      throw error;
    }
  }

  dispose(): void {
    this.abort.abort();
    this.changed.dispose();
  }

  private async findProject(): Promise<Project> {
    if (this.current.project?.issuesEnabled) return this.current.project;
    const project = await this.limit(() => this.gateway.findProject(this.plan.path, this.abort.signal));
    this.set({ project });
    return project;
  }

  private async readIssues(project: Project, thorough: boolean): Promise<void> {
    if (!this.current.complete) {
      await this.fill(project, (issues) => {
        this.store.apply(this.plan.key, issues);
      });
      await this.readChanges(project);
      await this.count(project);
      this.set({ complete: true });
      return;
    }
    await this.readChanges(project);
    this.looks += 1;
    if (thorough || this.looks % looksPerCount === 0) await this.count(project);
  }

  /** Reads all open issues, newest first, and hands on each page as it comes. */
  private async fill(project: Project, onPage: (issues: readonly Issue[]) => void): Promise<void> {
    const request = { state: 'opened', orderBy: 'created_at', sort: 'desc', perPage } as const;
    const first = await this.list(project, { ...request, page: 1 });
    // The newest stamp of page 1 lies before whatever changes while the others are read.
    this.since = (await this.newestStamp(project, first)) ?? this.since;
    onPage(first.issues);
    let page = 1;
    let ended = first.rows < perPage;
    const last = Math.min(first.total === undefined ? mostPages : Math.ceil(first.total / perPage), mostPages);
    const readOn = async () => {
      while (!ended && page < last) {
        page += 1;
        const next = await this.list(project, { ...request, page });
        ended ||= next.rows < perPage;
        onPage(next.issues);
      }
    };
    await Promise.all(Array.from({ length: this.limit.concurrency }, readOn));
  }

  private async newestStamp(project: Project, firstPage: IssuePage): Promise<number | undefined> {
    const newest = newestOf(firstPage.issues);
    if (newest !== undefined) return newest - overlap;
    const request = { state: 'all', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 1 } as const;
    const stamp = newestOf((await this.list(project, request)).issues);
    return stamp === undefined ? undefined : stamp - overlap;
  }

  /** Reads what changed, closed ones too, oldest change first; after a full page it starts anew from the last row seen. */
  private async readChanges(project: Project): Promise<void> {
    let since = this.since;
    let page = 1;
    let rows = 0;
    let newest = since;
    for (;;) {
      const answer = await this.list(project, {
        state: 'all',
        orderBy: 'updated_at',
        sort: 'asc',
        perPage,
        page,
        conditional: true,
        ...(since === undefined ? {} : { updatedAfter: new Date(since).toISOString() }),
      });
      this.store.apply(this.plan.key, answer.issues);
      rows += answer.rows;
      const stamp = newestOf(answer.issues);
      newest = Math.max(newest ?? 0, stamp ?? 0) || undefined;
      if (answer.rows < perPage) break;
      // A page whose rows all bear one stamp (an import) gives no new start; then the next page is asked for.
      if (stamp !== undefined && stamp > (since ?? 0)) [since, page] = [stamp, 1];
      else page += 1;
    }
    if (rows >= fewRows && newest !== undefined) this.since = newest - overlap;
    else this.since ??= newest === undefined ? undefined : newest - overlap;
  }

  /** Compares numbers with the server and reads everything again where they differ. */
  private async count(project: Project): Promise<void> {
    const open = await this.limit(() => this.gateway.countOpenIssues(project, this.abort.signal));
    const capped = open > mostPages * perPage;
    this.set({ openInAll: capped ? open : undefined });
    if (capped || open - this.store.count(this.plan.key) === this.unexplained) return;
    const issues: Issue[] = [];
    await this.fill(project, (more) => issues.push(...more));
    this.store.replaceAll(this.plan.key, issues);
    await this.readChanges(project);
    this.unexplained = open - this.store.count(this.plan.key);
    this.log.info(`${this.plan.path}: read again, because the server counted ${open} open issues`);
  }

  private async list(project: Project, request: IssueListRequest): Promise<IssuePage> {
    const page = await this.limit(() => this.gateway.listIssues(project, request, this.abort.signal));
    // Signed out while the answer was on its way: nobody may see it any more.
    if (this.abort.signal.aborted) throw new GitLabError('cancelled');
    if (page.rejected > 0) this.log.warn(`${this.plan.path}: ${page.rejected} issues could not be read`);
    return page;
  }

  private set(change: Partial<TrackerState>): void {
    this.current = { ...this.current, ...change };
    if (!this.abort.signal.aborted) this.changed.fire(undefined);
  }
}

function newestOf(issues: readonly Issue[]): number | undefined {
  return issues.length === 0 ? undefined : issues.reduce((newest, issue) => Math.max(newest, issue.updatedAt), 0);
}
