import { createHash } from 'node:crypto';
import type { Account } from '../../../src/model/account.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { Issue } from '../../../src/model/issue.ts';
import type { IssueActions } from '../../../src/model/issueActions.ts';
import type { IssueChange } from '../../../src/model/issueChange.ts';
import type {
  CreationRange,
  IssueGateway,
  IssueListRequest,
  IssuePage,
} from '../../../src/model/gateway/issueGateway.ts';
import type { ProjectName } from '../../../src/model/issueScope.ts';
import type { IssueAddress } from '../../../src/model/gateway/issueDetailsGateway.ts';
import type { IssueNote } from '../../../src/model/issueNote.ts';
import type { CacheFiles } from '../../../src/model/ports.ts';
import type { CloneUrls, Project } from '../../../src/model/project.ts';
import { IssueStore } from '../../../src/sync/store/issueStore.ts';
import { MirrorCache } from '../../../src/sync/cache/mirrorCache.ts';
import { IssueSender } from '../../../src/sync/writes/issueSender.ts';
import { TrackerIssues } from '../../../src/sync/mirror/trackerIssues.ts';
import { TrackerMirror } from '../../../src/sync/mirror/trackerMirror.ts';
import { LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { issue } from './issues.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { changeIssue } from './sendAct.ts';
import type { ServerVersion } from '../../../src/model/serverVersion.ts';

/**
 * A GitLab without a network. Answers thousands of polls per second. A test can change anything between two
 * responses.
 */
export class FakeGitLab implements IssueGateway {
  readonly cost = { requests: 0, bytes: 0 };
  readonly pace = undefined;

  /** It answers at once, whatever the priority. */
  at(): this {
    return this;
  }

  /** Not supported. Throws. */
  get details(): never {
    throw new GitLabError('notFound');
  }

  get references(): never {
    throw new GitLabError('notFound');
  }

  readonly actions: IssueActions = {
    comment: () => Promise.resolve({ messages: [] }),
    addSpentTime: () => Promise.resolve(),
    setEstimate: () => Promise.resolve(),
    setSubscribed: () => Promise.resolve(true),
    addTodo: () => Promise.resolve(true),
    linkIssue: () => Promise.resolve(),
    findProjects: () => Promise.resolve([this.project]),
  };
  readonly todos = { list: () => Promise.resolve({ todos: [], isPart: false }), finish: () => Promise.resolve() };
  readonly templates = {
    list: () => Promise.resolve({ names: [], standard: undefined }),
    find: () => Promise.reject(new GitLabError('notFound')),
  };
  readonly issues = new Map<number, Issue>();
  readonly deleted = new Set<number>();
  /** The requests since a test last cleared them. */
  asked: (IssueListRequest | 'count' | 'project')[] = [];
  private fullPages = 0;
  /** The number of responses with the status "unchanged". */
  unchanged = 0;
  /** The server's time. It stands still until a test changes it, and can differ from other clocks. */
  now = Date.UTC(2026, 0, 1);
  pageSize = 100;
  keyset = true;
  returnsTime = true;
  project: Project = {
    id: 101,
    path: 'group/project',
    name: 'Project',
    webUrl: 'https://gitlab.example.com/group/project',
    issuesEnabled: true,
    archived: false,
    accessLevel: 40,
  };
  /** Called when a request arrives. If it throws, the request fails with that error. */
  onQuestion: (question: IssueListRequest | 'count' | 'project') => void | Promise<void> = () => undefined;
  /** Called after the server has prepared the response, and before the client receives it. */
  onAnswer: () => void | Promise<void> = () => undefined;

  serverVersion(): Promise<ServerVersion> {
    return Promise.resolve({ version: '18.9.1-ee', edition: 'ee' });
  }

  cloneUrls(): Promise<CloneUrls> {
    return Promise.resolve({ path: this.project.path, urls: [] });
  }

  async findProject(): Promise<Project> {
    await this.arrive('project');
    return this.project;
  }

  findGroup(): Promise<never> {
    return Promise.reject(new GitLabError('notFound'));
  }

  searchProjects(): Promise<[]> {
    return Promise.resolve([]);
  }

  searchGroups(): Promise<[]> {
    return Promise.resolve([]);
  }

  findIssue(): Promise<Issue> {
    return Promise.reject(new GitLabError('notFound'));
  }

  async listIssues(_: Project, request: IssueListRequest): Promise<IssuePage> {
    await this.arrive(request);
    const { page, orderBy, sort, etag } = request;
    if (page === 'keyset' && !this.keyset) throw new GitLabError('invalid', { status: 405 });
    const key = ({ createdAt, updatedAt }: Issue) => (orderBy === 'created_at' ? createdAt : updatedAt);
    const found = this.find(request).sort((a, b) => (key(a) - key(b) || a.id - b.id) * (sort === 'asc' ? 1 : -1));
    const size = Math.min(this.pageSize, request.perPage);
    let from = typeof page === 'number' ? (page - 1) * size : 0;
    if (typeof page === 'object') {
      const [time = 0, id = 0] = page.cursor.split(' ').map(Number);
      from = found.findIndex((each) => key(each) > time || (key(each) === time && each.id > id));
      if (from < 0) from = found.length;
    }
    const rows = found.slice(from, from + size);
    const last = rows.at(-1);
    const isMore = last !== undefined && from + size < found.length;
    // A full page can stay the same when another page is added after it. With GitLab's 100 rows per page, the mirror
    // never requests a full page conditionally, because it does so only for fewer than 20 rows. With a test's small
    // pages it would.
    const isFull = rows.length === size && size < request.perPage;
    const tag = isFull
      ? `full ${(this.fullPages += 1)}`
      : `W/"${createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 32)}"`;
    const isUnchanged = etag === tag;
    if (isUnchanged) this.unchanged += 1;
    const answer: IssuePage = {
      issues: isUnchanged ? [] : rows,
      descriptions: new Map(rows.map(({ id, title }) => [id, `About ${title}`])),
      rejected: 0,
      rows: rows.length,
      isLast: !isMore,
      ...(typeof page === 'number' || !isMore ? {} : { cursor: `${key(last)} ${last.id}` }),
      ...(typeof page === 'number' && size === request.perPage && found.length <= 10_000
        ? { total: found.length }
        : {}),
      etag: tag,
      unchanged: isUnchanged,
      ...(this.returnsTime ? { serverTime: Math.floor(this.now / 1000) * 1000 } : {}),
    };
    await this.onAnswer();
    return answer;
  }

  async countOpenIssues(_: Project, range: CreationRange): Promise<number> {
    await this.arrive('count');
    const { length } = this.find({ ...range, state: 'opened' });
    await this.onAnswer();
    return length;
  }

  /** The newest notes of the issues, by issue id. */
  readonly notes = new Map<number, IssueNote>();
  /** The number of requests for notes. */
  notesAsked = 0;

  newestNote({ id }: Issue): Promise<IssueNote | undefined> {
    this.notesAsked += 1;
    return Promise.resolve(this.notes.get(id));
  }

  async updateIssue(_: ProjectName, id: number, change: IssueChange): Promise<Issue> {
    await Promise.resolve();
    const { title, state } = change;
    const changed = this.put(id, {
      ...(title === undefined ? {} : { title }),
      ...(state === undefined ? {} : { state }),
    });
    await this.onAnswer();
    return changed;
  }

  allowsOneAssignee(): boolean {
    return false;
  }

  createIssue(): Promise<Issue> {
    return Promise.resolve(this.put(this.issues.size + 1));
  }

  moveIssue({ iid: id }: IssueAddress, to: ProjectName): Promise<Issue> {
    this.put(id, { state: 'closed' });
    return Promise.resolve(issue(id + 100_000, { projectId: to.id }));
  }

  listLabels(): Promise<[]> {
    return Promise.resolve([]);
  }

  listBoardLabels(): Promise<[]> {
    return Promise.resolve([]);
  }

  listMilestones(): Promise<[]> {
    return Promise.resolve([]);
  }

  findPeople(): Promise<{ people: []; isPart: boolean }> {
    return Promise.resolve({ people: [], isPart: false });
  }

  deleteIssue({ iid: id }: IssueAddress): Promise<void> {
    this.delete(id);
    return Promise.resolve();
  }

  /** Creates or changes an issue at the current time. */
  put(id: number, change: Partial<Issue> = {}): Issue {
    const before = this.issues.get(id) ?? issue(id, { createdAt: this.now });
    const changed = { ...before, updatedAt: this.now, ...change };
    this.issues.set(id, changed);
    return changed;
  }

  delete(id: number): void {
    if (this.issues.delete(id)) this.deleted.add(id);
  }

  get open(): Issue[] {
    return [...this.issues.values()]
      .filter(({ state }) => state === 'opened')
      .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  }

  private find({ state, createdAfter, createdBefore, updatedAfter }: Partial<IssueListRequest>): Issue[] {
    return [...this.issues.values()].filter(
      (each) =>
        (state === 'all' || each.state === state) &&
        each.createdAt >= (createdAfter ?? -Infinity) &&
        each.createdAt <= (createdBefore ?? Infinity) &&
        each.updatedAt >= (updatedAfter ?? -Infinity),
    );
  }

  private async arrive(question: IssueListRequest | 'count' | 'project'): Promise<void> {
    this.asked.push(question);
    await this.onQuestion(question);
  }
}

/** A window with the mirror of one project. Shares its cache and its clock with other windows. */
export class FakeWindow {
  readonly store: IssueStore;
  readonly mirror: TrackerMirror;
  readonly issues: TrackerIssues;
  readonly sender: IssueSender;
  readonly log = new LogLines();
  most = 10_000;

  constructor(
    gitlab: FakeGitLab,
    readonly clock = new ManualClock(),
    readonly files: CacheFiles = new MemoryFiles(() => clock.now()),
    serverVersion = '18.9.1-ee',
  ) {
    const account: Account = {
      key: 'account',
      instance: 'https://gitlab.example.com' as InstanceUrl,
      kind: 'personal',
      user: { id: 1, username: 'me', name: 'Me' },
      scopes: ['api'],
      serverVersion,
    };
    const plan = {
      key: 'tracker',
      kind: 'project' as const,
      instance: account.instance,
      path: 'group/project',
      account,
    };
    this.store = new IssueStore(() => this.most);
    this.mirror = new TrackerMirror(plan, {
      gateway: () => gitlab,
      store: this.store,
      cache: new MirrorCache(this.files, clock, this.log).open(account.key, plan.key),
      most: () => this.most,
      onDay: () => undefined,
      clock,
      log: this.log,
    });
    this.issues = new TrackerIssues({
      store: this.store,
      trackers: () => [this.mirror.state],
      mirror: () => this.mirror,
      mirrors: () => [this.mirror],
      refresh: () => this.mirror.sync('refresh'),
      clock,
    });
    this.sender = new IssueSender({
      account: () => account,
      gatewayFor: () => gitlab,
      mirrors: () => [this.mirror],
      store: this.store,
      onDidWrite: () => undefined,
      log: this.log,
    });
  }

  /** Sends a write in the same way as the sync. */
  async change(id: number, change: IssueChange): Promise<void> {
    await changeIssue(this, 'tracker', this.store.get('tracker', id) ?? issue(id), change);
  }

  get held(): readonly Issue[] {
    return this.store.issues('tracker');
  }
}
