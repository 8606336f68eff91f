import type { ServerAnswer } from '../model/connectionFacts.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { IssueChange } from '../model/issueChange.ts';
import type { IssueDraft } from '../model/issueDraft.ts';
import type { CreationRange, FoundPeople, IssueGateway, IssueListRequest, IssuePage } from '../model/issueGateway.ts';
import type { Issue, IssueUser } from '../model/issue.ts';
import type { IssueNote } from '../model/issueNote.ts';
import type { Project } from '../model/project.ts';
import type { ProjectLabel, ProjectMilestone } from '../model/projectChoices.ts';
import type { RequestCost } from '../model/requestMeter.ts';
import * as decode from './decode.ts';
import { decodeIssue } from './decodeIssue.ts';
import { IssueActionCalls } from './issueActionCalls.ts';
import { decodeIssuePage, draftOptions, editOptions, listOptions, rangeOptions } from './issueCalls.ts';
import { DetailCalls } from './detailCalls.ts';
import { LibraryCalls, signalled } from './libraryCalls.ts';
import { ofIssue } from './ofIssue.ts';
import { sourceOf } from './projectSource.ts';
import { rateLimitOf } from './rateLimitOf.ts';
import { TokenCalls } from './tokenCalls.ts';
import type { ApiResponse, Transport } from './transport.ts';

/** The most that GitLab gives in one answer. */
const pageSize = 100;
const mostPages = 20;

/**
 * GitLab's REST API in the words of the model, over one {@link Transport}. The library is loaded with the first call
 * and never sees the token. Every method rejects with a `GitLabError` only.
 */
export class GitLabClient implements IssueGateway {
  /** About the token itself, and whose it is. */
  readonly token: TokenCalls;
  readonly details: DetailCalls;
  readonly actions: IssueActionCalls;
  private readonly library: LibraryCalls;

  constructor(private readonly transport: Transport) {
    this.library = new LibraryCalls(transport);
    this.token = new TokenCalls(this.library);
    this.details = new DetailCalls(transport, this.library);
    this.actions = new IssueActionCalls(this.library);
  }

  get cost(): RequestCost {
    return this.transport.cost;
  }

  /** https://docs.gitlab.com/api/version/ */
  async serverVersion(signal?: AbortSignal): Promise<string> {
    // The library knows only `/metadata`, which servers before 15.2 lack.
    const { body } = await this.transport.request({ method: 'GET', path: 'version', ...signalled(signal) });
    return this.library.decoded(() => decode.decodeVersion(body));
  }

  /** How the server answers the cheapest question there is, which tells GitLab from others without a token, too. Rejects only with `cancelled`. */
  async probe(signal?: AbortSignal): Promise<ServerAnswer> {
    let headers: Readonly<Record<string, string>> = {};
    let error: GitLabError | undefined;
    const onHeaders = (all: typeof headers) => {
      headers = all;
    };
    try {
      const { body } = await this.transport.request({
        method: 'GET',
        path: 'version',
        onHeaders,
        ...signalled(signal),
      });
      this.library.decoded(() => decode.decodeVersion(body));
    } catch (thrown) {
      error = GitLabError.from(thrown, this.library.facts);
      if (error.reason === 'cancelled') throw error;
    }
    const serverTime = Date.parse(headers['date'] ?? '');
    const rateLimit = rateLimitOf(headers);
    return {
      ...(error ? { error } : {}),
      isMarked: 'x-gitlab-meta' in headers,
      ...(Number.isNaN(serverTime) ? {} : { serverTime }),
      ...(rateLimit ? { rateLimit } : {}),
    };
  }

  /**
   * The people of a project or group, those of the groups above too, whose name or user name has `query` in it; the first
   * hundred. Bots and blocked users are left out. https://docs.gitlab.com/api/project_members/
   */
  async findMembers(
    { kind, id }: { readonly kind: 'project' | 'group'; readonly id: number },
    query: string,
    signal?: AbortSignal,
  ): Promise<FoundPeople> {
    const all = { includeInherited: true, perPage: pageSize, maxPages: 1, ...(query === '' ? {} : { query }) } as const;
    const { body } =
      kind === 'project'
        ? await this.library.call('ProjectMembers', (members) => members.all(id, all), signalled(signal))
        : await this.library.call('GroupMembers', (members) => members.all(id, all), signalled(signal));
    const { people, rows } = this.library.decoded(() => decode.decodePeople(body));
    return { people, isPart: rows >= pageSize };
  }

  /** The person with exactly that user name, if there is one that the token may see. https://docs.gitlab.com/api/users/#list-users */
  async findUser(username: string, signal?: AbortSignal): Promise<IssueUser | undefined> {
    const { body } = await this.library.call(
      'Users',
      (users) => users.all({ username, maxPages: 1 }),
      signalled(signal),
    );
    const { people } = this.library.decoded(() => decode.decodePeople(body));
    return people.find((person) => person.username.toLowerCase() === username.toLowerCase());
  }

  async findProject(path: string, signal?: AbortSignal): Promise<Project> {
    const { body } = await this.library.call('Projects', (projects) => projects.show(path), signalled(signal));
    return this.library.decoded(() => decode.decodeProject(body));
  }

  async findIssue(project: Project, iid: number, signal?: AbortSignal): Promise<Issue> {
    const show = { projectId: project.id };
    const call = this.library.call('Issues', (issues) => issues.show(iid, show), signalled(signal));
    const { body } = await ofIssue(call);
    return this.library.decoded(() => decodeIssue(body, sourceOf(project)));
  }

  async listIssues(project: Project, request: IssueListRequest, signal?: AbortSignal): Promise<IssuePage> {
    const answer = await this.library.call(
      'Issues',
      (issues) => issues.all({ projectId: project.id, ...listOptions(request) }),
      {
        ...signalled(signal),
        ...(request.etag === undefined ? {} : { etag: request.etag }),
      },
    );
    return this.library.decoded(() => decodeIssuePage(answer, request, sourceOf(project)));
  }

  async countOpenIssues(project: Project, range: CreationRange, signal?: AbortSignal): Promise<number> {
    const { body } = await this.library.call(
      'IssuesStatistics',
      // The library's types lack the filters by time.
      (statistics) => statistics.all({ projectId: project.id, ...rangeOptions(range) }),
      signalled(signal),
    );
    return this.library.decoded(() => decode.decodeOpenCount(body));
  }

  /** https://docs.gitlab.com/api/notes/#list-project-issue-notes */
  async newestNote({ projectId, iid }: Issue, signal?: AbortSignal): Promise<IssueNote | undefined> {
    const newest = { orderBy: 'created_at', sort: 'desc', perPage: 1, maxPages: 1 } as const;
    const { body } = await this.library.call(
      'IssueNotes',
      (notes) => notes.all(projectId, iid, newest),
      signalled(signal),
    );
    return this.library.decoded(() => decode.decodeNewestNote(body));
  }

  async updateIssue({ projectId, iid, ...issue }: Issue, change: IssueChange): Promise<Issue> {
    const call = this.library.call('Issues', (issues) => issues.edit(projectId, iid, editOptions(change)), {});
    const { body } = await ofIssue(call);
    const source = {
      projectPath: issue.reference.replace(/#\d+$/, ''),
      projectWebUrl: issue.webUrl.replace(/\/-\/.*$/, ''),
    };
    return this.library.decoded(() => decodeIssue(body, source));
  }

  async createIssue(project: Project, { title, ...draft }: IssueDraft): Promise<Issue> {
    const { body } = await this.library.call(
      'Issues',
      (issues) => issues.create(project.id, title, draftOptions(draft)),
      {},
    );
    return this.library.decoded(() => decodeIssue(body, sourceOf(project)));
  }

  async moveIssue({ projectId, iid }: Issue, to: Project): Promise<Issue> {
    const { body } = await this.library.call('Issues', (issues) => issues.move(projectId, iid, to.id), {});
    return this.library.decoded(() => decodeIssue(body, sourceOf(to)));
  }

  async deleteIssue({ projectId, iid }: Issue): Promise<void> {
    await this.library.call('Issues', (issues) => issues.remove(projectId, iid), {});
  }

  async listLabels({ id }: Project, signal?: AbortSignal): Promise<readonly ProjectLabel[]> {
    const all = { includeAncestorGroups: true } as const;
    return this.pages(
      (page) => this.library.call('ProjectLabels', (labels) => labels.all(id, { ...all, ...page }), signalled(signal)),
      decode.decodeLabels,
    );
  }

  async listMilestones({ id }: Project, signal?: AbortSignal): Promise<readonly ProjectMilestone[]> {
    const all = { includeAncestors: true } as const;
    const milestones = await this.pages(
      (page) =>
        this.library.call('ProjectMilestones', (resource) => resource.all(id, { ...all, ...page }), signalled(signal)),
      decode.decodeMilestones,
    );
    return [...milestones.filter(({ isActive }) => isActive), ...milestones.filter(({ isActive }) => !isActive)];
  }

  findPeople({ id }: Project, words: string, signal?: AbortSignal): Promise<FoundPeople> {
    return this.findMembers({ kind: 'project', id }, words, signal);
  }

  /** All pages of a list that nobody expects to be long. */
  private async pages<T>(
    ask: (page: { page: number; perPage: number; maxPages: number }) => Promise<ApiResponse>,
    decodeRows: (json: unknown) => T[],
  ): Promise<readonly T[]> {
    const rows: T[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const { body } = await ask({ page, perPage: pageSize, maxPages: 1 });
      rows.push(...this.library.decoded(() => decodeRows(body)));
      if (!Array.isArray(body) || body.length < pageSize) break;
    }
    return rows;
  }
}
