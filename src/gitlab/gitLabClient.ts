import type { ServerAnswer } from '../model/connection/connectionFacts.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { IssueChange } from '../model/issueChange.ts';
import type { IssueDraft } from '../model/issueDraft.ts';
import type {
  CreationRange,
  FoundScope,
  FoundPeople,
  IssueGateway,
  IssueListRequest,
  IssuePage,
} from '../model/gateway/issueGateway.ts';
import { type Group, type IssueScope, isGroup, isProject, type ProjectName } from '../model/issueScope.ts';
import type { Issue, IssueUser } from '../model/issue.ts';
import type { IssueAddress } from '../model/gateway/issueDetailsGateway.ts';
import type { IssueNote } from '../model/issueNote.ts';
import type { CloneUrls, Project } from '../model/project.ts';
import type { ProjectLabel, ProjectMilestone } from '../model/projectChoices.ts';
import type { RequestCost } from '../model/gateway/requestMeter.ts';
import type { CurrentPriority, RatePace } from '../model/gateway/requestPriority.ts';
import * as decode from './decode/decode.ts';
import { decodeIssue, originOf } from './decode/decodeIssue.ts';
import { IssueActionCalls } from './issueActionCalls.ts';
import {
  decodeIssuePage,
  draftOptions,
  editOptions,
  scopeOptions,
  listOptions,
  rangeOptions,
  serverTimeIn,
} from './issueCalls.ts';
import { DetailCalls } from './detailCalls.ts';
import { GraphQl } from './graphQl.ts';
import { hasNextPage } from './hasNextPage.ts';
import { KnownServer } from './knownServer.ts';
import { LibraryCalls, signalled, ofIssue } from './libraryCalls.ts';
import { ReferenceCalls } from './referenceCalls.ts';
import { rateLimitOf } from './readAnswer.ts';
import { TemplateCalls } from './templateCalls.ts';
import { TodoCalls } from './todoCalls.ts';
import { TokenCalls } from './tokenCalls.ts';
import type { Transport } from './transport.ts';
import type { ServerVersion } from '../model/serverVersion.ts';

/** GitLab's maximum page size. */
const pageSize = 100;
/** The number of results for a search while typing. */
const someFound = 20;

/**
 * GitLab's REST API in the terms of the model, over one {@link Transport}. The library loads with the first request and
 * never gets the token. Every method rejects with a `GitLabError` only.
 */
export class GitLabClient implements IssueGateway {
  /** Requests about the token itself, and its owner. */
  readonly token: TokenCalls;
  readonly details: DetailCalls;
  readonly references: ReferenceCalls;
  readonly actions: IssueActionCalls;
  readonly todos: TodoCalls;
  readonly templates: TemplateCalls;
  private readonly library: LibraryCalls;

  /** @param server shared by all clients of an account, because it remembers what the server lacks. */
  constructor(
    private readonly transport: Transport,
    private readonly server = new KnownServer(),
  ) {
    this.library = new LibraryCalls(transport);
    this.token = new TokenCalls(this.library);
    const graphQl = new GraphQl(transport, server);
    this.details = new DetailCalls(transport, this.library, graphQl);
    this.references = new ReferenceCalls(graphQl);
    this.actions = new IssueActionCalls(this.library, server);
    this.todos = new TodoCalls(this.library);
    this.templates = new TemplateCalls(this.library);
  }

  get cost(): RequestCost {
    return this.transport.cost;
  }

  get pace(): RatePace | undefined {
    return this.transport.pace;
  }

  at(priority: CurrentPriority, lifetime?: AbortSignal): GitLabClient {
    return new GitLabClient(this.transport.at(priority, lifetime), this.server);
  }

  /** https://docs.gitlab.com/api/version/ */
  async serverVersion(signal?: AbortSignal): Promise<ServerVersion> {
    // The library supports only `/metadata`, which isn't available before 15.2.
    const answer = await this.transport.request({ method: 'GET', path: 'version', ...signalled(signal) });
    return this.library.decoded(answer, decode.decodeVersion);
  }

  /**
   * Returns the response to the cheapest request, which identifies GitLab even without a token. Rejects only with
   * `canceled`.
   */
  async probe(signal?: AbortSignal): Promise<ServerAnswer> {
    let headers: Readonly<Record<string, string>> = {};
    let error: GitLabError | undefined;
    const onHeaders = (all: typeof headers) => {
      headers = all;
    };
    try {
      const answer = await this.transport.request({
        method: 'GET',
        path: 'version',
        onHeaders,
        ...signalled(signal),
      });
      this.library.decoded(answer, decode.decodeVersion);
    } catch (thrown) {
      error = GitLabError.from(thrown, this.library.facts);
      if (error.reason === 'canceled') throw error;
    }
    const rateLimit = rateLimitOf(headers);
    return {
      ...(error ? { error } : {}),
      isMarked: 'x-gitlab-meta' in headers,
      ...serverTimeIn(headers),
      ...(rateLimit ? { rateLimit } : {}),
    };
  }

  /**
   * Finds members of a project or group, and of its parent groups, by a part of their name or username. Returns at most
   * a hundred, without bots and blocked users. https://docs.gitlab.com/api/project_members/
   */
  async findMembers(
    { kind, id }: { readonly kind: 'project' | 'group'; readonly id: number },
    query: string,
    signal?: AbortSignal,
  ): Promise<FoundPeople> {
    const all = { includeInherited: true, perPage: pageSize, maxPages: 1, ...(query === '' ? {} : { query }) } as const;
    const answer =
      kind === 'project'
        ? await this.library.call('ProjectMembers', (members) => members.all(id, all), signalled(signal))
        : await this.library.call('GroupMembers', (members) => members.all(id, all), signalled(signal));
    const { people, rows } = this.library.decoded(answer, decode.decodePeople);
    return { people, isPart: hasNextPage(answer.headers) ?? rows >= pageSize };
  }

  /** The user with exactly that username, if the token has access. https://docs.gitlab.com/api/users/#list-users */
  async findUser(username: string, signal?: AbortSignal): Promise<IssueUser | undefined> {
    const answer = await this.library.call('Users', (users) => users.all({ username, maxPages: 1 }), signalled(signal));
    const { people } = this.library.decoded(answer, decode.decodePeople);
    return people.find((person) => person.username.toLowerCase() === username.toLowerCase());
  }

  async findProject(pathOrId: string | number, signal?: AbortSignal): Promise<Project> {
    const answer = await this.library.call('Projects', (projects) => projects.show(pathOrId), signalled(signal));
    return this.library.decoded(answer, decode.decodeProject);
  }

  async cloneUrls(path: string, signal?: AbortSignal): Promise<CloneUrls> {
    const answer = await this.library.call('Projects', (projects) => projects.show(path), signalled(signal));
    return this.library.decoded(answer, decode.decodeCloneUrls);
  }

  /** https://docs.gitlab.com/api/groups/#get-a-single-group */
  async findGroup(pathOrId: string | number, signal?: AbortSignal): Promise<Group> {
    const answer = await this.library.call(
      'Groups',
      (groups) => groups.show(pathOrId, { withProjects: false }),
      signalled(signal),
    );
    return this.library.decoded(answer, decode.decodeGroup);
  }

  /** https://docs.gitlab.com/api/projects/#list-all-projects */
  async searchProjects(words: string, within?: IssueScope, signal?: AbortSignal): Promise<readonly FoundScope[]> {
    const all = {
      simple: true,
      archived: false,
      orderBy: 'last_activity_at',
      sort: 'desc',
      perPage: someFound,
      maxPages: 1,
      ...(words === '' ? {} : { search: words }),
    } as const;
    const ofPerson = { ...all, membership: true, searchNamespaces: true } as const;
    const ofGroup = { ...all, includeSubgroups: true } as const;
    const answer =
      within && isGroup(within)
        ? await this.library.call('Groups', (groups) => groups.allProjects(within.id, ofGroup), signalled(signal))
        : await this.library.call('Projects', (projects) => projects.all(ofPerson), signalled(signal));
    return this.library.decoded(answer, decode.decodeFound);
  }

  /** https://docs.gitlab.com/api/groups/#list-all-groups */
  async searchGroups(words: string, signal?: AbortSignal): Promise<readonly FoundScope[]> {
    const all = { perPage: someFound, maxPages: 1, allAvailable: false, ...(words === '' ? {} : { search: words }) };
    const answer = await this.library.call('Groups', (groups) => groups.all(all), signalled(signal));
    return this.library.decoded(answer, decode.decodeFound);
  }

  async findIssue(project: ProjectName, iid: number, signal?: AbortSignal): Promise<Issue> {
    const show = { projectId: project.id };
    const call = this.library.call('Issues', (issues) => issues.show(iid, show), signalled(signal));
    const answer = await ofIssue(call);
    const issue = this.library.decoded(answer, (body) => decodeIssue(body, originOf(project)));
    if (hasWeight(answer.body)) this.server.noteOneAssignee(issue.projectId, false);
    return issue;
  }

  async listIssues(
    scope: IssueScope | ProjectName,
    request: IssueListRequest,
    signal?: AbortSignal,
  ): Promise<IssuePage> {
    const isVersionNeeded = typeof request.filter?.milestone === 'string';
    const server = isVersionNeeded ? await this.server.identify(() => this.serverVersion(signal)) : this.server;
    const answer = await this.library.call(
      'Issues',
      (issues) => issues.all({ ...scopeOptions(scope), ...listOptions(request, server) }),
      {
        ...signalled(signal),
        ...(request.etag === undefined ? {} : { etag: request.etag }),
      },
    );
    return this.library.decoded(answer, () => decodeIssuePage(answer, request, originOf(scope)));
  }

  /**
   * Counts the list itself unless the scope is a single project, because the statistics include archived projects and
   * the list doesn't. Falls back to the statistics if the list has no total.
   * https://docs.gitlab.com/api/issues_statistics/
   */
  async countOpenIssues(scope: IssueScope, range: CreationRange, signal?: AbortSignal): Promise<number> {
    if (!isProject(scope)) {
      const newest = { state: 'opened', orderBy: 'created_at', sort: 'desc', page: 1, perPage: 1, ...range } as const;
      const { total } = await this.listIssues(scope, newest, signal);
      if (total !== undefined) return total;
    }
    const answer = await this.library.call(
      'IssuesStatistics',
      // The library's types lack the time filters.
      (statistics) => statistics.all({ ...scopeOptions(scope), ...rangeOptions(range) }),
      signalled(signal),
    );
    return this.library.decoded(answer, decode.decodeOpenCount);
  }

  /** https://docs.gitlab.com/api/notes/#list-project-issue-notes */
  async newestNote({ projectId, iid }: IssueAddress, signal?: AbortSignal): Promise<IssueNote | undefined> {
    const newest = { orderBy: 'created_at', sort: 'desc', perPage: 1, maxPages: 1 } as const;
    const answer = await this.library.call(
      'IssueNotes',
      (notes) => notes.all(projectId, iid, newest),
      signalled(signal),
    );
    const note = this.library.decoded(answer, decode.decodeNewestNote);
    return note && { ...note, ...serverTimeIn(answer.headers) };
  }

  async updateIssue(project: ProjectName, iid: number, change: IssueChange): Promise<Issue> {
    const { id } = project;
    const call = this.library.call('Issues', (issues) => issues.edit(id, iid, editOptions(change)), {});
    const answer = await ofIssue(call);
    const after = this.library.decoded(answer, (body) => decodeIssue(body, originOf(project)));
    if (!hasWeight(answer.body) && hasKeptOne(change, after)) this.server.noteOneAssignee(id, true);
    return after;
  }

  allowsOneAssignee(projectId: number): boolean {
    return this.server.allowsOneAssignee(projectId);
  }

  async createIssue(project: ProjectName, { title, ...draft }: IssueDraft): Promise<Issue> {
    const answer = await this.library.call(
      'Issues',
      (issues) => issues.create(project.id, title, draftOptions(draft)),
      {},
    );
    return this.library.decoded(answer, (body) => decodeIssue(body, originOf(project)));
  }

  async moveIssue({ projectId, iid }: IssueAddress, to: ProjectName): Promise<Issue> {
    const answer = await this.library.call('Issues', (issues) => issues.move(projectId, iid, to.id), {});
    return this.library.decoded(answer, (body) => decodeIssue(body, originOf(to)));
  }

  async deleteIssue({ projectId, iid }: IssueAddress): Promise<void> {
    await this.library.call('Issues', (issues) => issues.remove(projectId, iid), {});
  }

  async listLabels(scope: Project | Group, signal?: AbortSignal): Promise<readonly ProjectLabel[]> {
    const { id } = scope;
    const all = { includeAncestorGroups: true } as const;
    const ofGroup = { ...all, includeDescendantGroups: true, onlyGroupLabels: false } as const;
    return this.library.pages(
      (page) =>
        isProject(scope)
          ? this.library.call('ProjectLabels', (labels) => labels.all(id, { ...all, ...page }), signalled(signal))
          : this.library.call('GroupLabels', (labels) => labels.all(id, { ...ofGroup, ...page }), signalled(signal)),
      decode.decodeLabels,
    );
  }

  async listBoardLabels(scope: Project | Group, signal?: AbortSignal): Promise<readonly string[]> {
    const { id } = scope;
    const called = signalled(signal);
    return this.library.pages(
      (page) =>
        isProject(scope)
          ? this.library.call('ProjectIssueBoards', (boards) => boards.all(id, page), called)
          : this.library.call('GroupIssueBoards', (boards) => boards.all(id, page), called),
      decode.decodeBoardLabels,
    );
  }

  async listMilestones(scope: Project | Group, signal?: AbortSignal): Promise<readonly ProjectMilestone[]> {
    const { id } = scope;
    const server = await this.server.identify(() => this.serverVersion(signal));
    const isNew = server.can('milestoneAncestors');
    // GitLab ignores the parameter that it doesn't have, and rejects both together.
    const all = isNew ? ({ includeAncestors: true } as const) : ({ includeParentMilestones: true } as const);
    const ofGroup = { ...all, ...(isNew ? { includeDescendants: true } : {}) };
    const milestones = await this.library.pages(
      (page) =>
        isProject(scope)
          ? this.library.call('ProjectMilestones', (found) => found.all(id, { ...all, ...page }), signalled(signal))
          : this.library.call('GroupMilestones', (found) => found.all(id, { ...ofGroup, ...page }), signalled(signal)),
      decode.decodeMilestones,
    );
    return [...milestones.filter(({ isActive }) => isActive), ...milestones.filter(({ isActive }) => !isActive)];
  }

  findPeople(scope: Project | Group, words: string, signal?: AbortSignal): Promise<FoundPeople> {
    return this.findMembers({ kind: isProject(scope) ? 'project' : 'group', id: scope.id }, words, signal);
  }
}

/**
 * Whether GitLab kept the first of several assignees, as it does where an issue can have only one. It also leaves out
 * assignees without access to the issue, so this proves it only together with {@link hasWeight}.
 */
function hasKeptOne({ assigneeIds: [first, ...others] = [] }: IssueChange, { type, assignees }: Issue): boolean {
  // Other types may have no weight.
  return type === 'issue' && others.length > 0 && assignees.length === 1 && assignees[0]?.id === first;
}

/** Whether the project has a license for weights and several assignees. GitLab returns also weights that aren't set. */
function hasWeight(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'weight' in body;
}
