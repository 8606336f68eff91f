import type * as Library from '@gitbeaker/rest';
import type { BaseResource } from '@gitbeaker/requester-utils';
import { fineGrained } from '../model/account.ts';
import type { ServerAnswer } from '../model/connectionFacts.ts';
import { GitLabError } from '../model/gitLabError.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { IssueChange } from '../model/issueChange.ts';
import type { IssueDraft } from '../model/issueDraft.ts';
import type { CreationRange, FoundPeople, IssueGateway, IssueListRequest, IssuePage } from '../model/issueGateway.ts';
import type { Issue, IssueUser } from '../model/issue.ts';
import type { Project } from '../model/project.ts';
import type { ProjectLabel, ProjectMilestone } from '../model/projectChoices.ts';
import type { RequestCost } from '../model/requestMeter.ts';
import * as decode from './decode.ts';
import { IssueActionCalls } from './issueActionCalls.ts';
import { decodeIssuePage, draftOptions, editOptions, listOptions, rangeOptions } from './issueCalls.ts';
import { ofIssue } from './ofIssue.ts';
import { rateLimitOf } from './rateLimitOf.ts';
import { type CallOptions, requesterFor } from './requester.ts';
import type { ApiResponse, Transport } from './transport.ts';

type ResourceName =
  | 'GroupMembers'
  | 'Groups'
  | 'IssueLinks'
  | 'IssueNotes'
  | 'Issues'
  | 'IssuesStatistics'
  | 'PersonalAccessTokens'
  | 'ProjectLabels'
  | 'ProjectMembers'
  | 'ProjectMilestones'
  | 'Projects'
  | 'Users';

/** The most that GitLab gives in one answer. */
const pageSize = 100;
const mostPages = 20;

/**
 * GitLab's REST API in the words of the model, over one {@link Transport}. The library is loaded with the first call
 * and never sees the token. Every method rejects with a `GitLabError` only.
 */
export class GitLabClient implements IssueGateway {
  readonly actions = new IssueActionCalls((resource, run, call) => this.call(resource, run, call));

  constructor(private readonly transport: Transport) {}

  get cost(): RequestCost {
    return this.transport.cost;
  }

  /** Whom the token belongs to. https://docs.gitlab.com/api/users/#get-the-current-user */
  async currentUser(signal?: AbortSignal): Promise<IssueUser> {
    const { body } = await this.call('Users', (users) => users.showCurrentUser(), options(signal));
    return this.decoded(() => decode.decodeUser(body));
  }

  /**
   * Scopes and expiry of the token itself; undefined where the server is too old to tell (before 15.5).
   * https://docs.gitlab.com/api/personal_access_tokens/#get-details-on-a-personal-access-token
   */
  async tokenDetails(signal?: AbortSignal): Promise<decode.TokenDetails | undefined> {
    try {
      const { body } = await this.call('PersonalAccessTokens', (tokens) => tokens.show(), options(signal));
      return this.decoded(() => decode.decodeTokenDetails(body));
    } catch (error) {
      // 404 where there is no such call; 400 and 405 where `self` is taken for an id, or can only be deleted.
      if (GitLabError.is(error, 'notFound', 'invalid')) return undefined;
      // A fine-grained token may lack the permission to read about itself; then that is what is known of it.
      if (GitLabError.is(error, 'scope') && error.facts.detail?.startsWith('fineGrained'))
        return { scopes: [fineGrained] };
      throw error;
    }
  }

  /**
   * Replaces the token by a new one that is valid until `expiresOn` (`YYYY-MM-DD`); the old one is dead then. Never to be
   * repeated: using the old token once more would revoke the new one. Needs GitLab 16.10 and the scope `api` or `self_rotate`.
   * https://docs.gitlab.com/api/personal_access_tokens/#rotate-a-personal-access-token
   */
  async rotateToken(expiresOn: string): Promise<Partial<decode.TokenDetails> & { readonly token: string }> {
    const rotate = { expiresAt: expiresOn };
    const { body } = await this.call('PersonalAccessTokens', (tokens) => tokens.rotate('self', rotate), {});
    return this.decoded(() => decode.decodeNewToken(body));
  }

  /** Resolves if the token may read more than its own user; otherwise rejects with `scope`. For servers that do not tell scopes. */
  async mayReadApi(signal?: AbortSignal): Promise<void> {
    const all = { membership: true, simple: true, perPage: 1, maxPages: 1 } as const;
    await this.call('Projects', (projects) => projects.all(all), options(signal));
  }

  /** https://docs.gitlab.com/api/version/ */
  async serverVersion(signal?: AbortSignal): Promise<string> {
    // The library knows only `/metadata`, which servers before 15.2 lack.
    const { body } = await this.transport.request({ method: 'GET', path: 'version', ...options(signal) });
    return this.decoded(() => decode.decodeVersion(body));
  }

  /** How the server answers the cheapest question there is, which tells GitLab from others without a token, too. Rejects only with `cancelled`. */
  async probe(signal?: AbortSignal): Promise<ServerAnswer> {
    let headers: Readonly<Record<string, string>> = {};
    let error: GitLabError | undefined;
    const onHeaders = (all: typeof headers) => {
      headers = all;
    };
    try {
      const { body } = await this.transport.request({ method: 'GET', path: 'version', onHeaders, ...options(signal) });
      this.decoded(() => decode.decodeVersion(body));
    } catch (thrown) {
      error = GitLabError.from(thrown, this.facts);
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

  /** The path of a project or group by its id: what a project or group token is bound to. */
  async pathOf(kind: 'project' | 'group', id: number, signal?: AbortSignal): Promise<string> {
    if (kind === 'project') {
      const { body } = await this.call('Projects', (projects) => projects.show(id), options(signal));
      return this.decoded(() => decode.decodeProject(body).path);
    }
    const { body } = await this.call('Groups', (groups) => groups.show(id, { withProjects: false }), options(signal));
    return this.decoded(() => decode.decodeGroup(body).path);
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
        ? await this.call('ProjectMembers', (members) => members.all(id, all), options(signal))
        : await this.call('GroupMembers', (members) => members.all(id, all), options(signal));
    const { people, rows } = this.decoded(() => decode.decodePeople(body));
    return { people, isPart: rows >= pageSize };
  }

  /** The person with exactly that user name, if there is one that the token may see. https://docs.gitlab.com/api/users/#list-users */
  async findUser(username: string, signal?: AbortSignal): Promise<IssueUser | undefined> {
    const { body } = await this.call('Users', (users) => users.all({ username, maxPages: 1 }), options(signal));
    const { people } = this.decoded(() => decode.decodePeople(body));
    return people.find((person) => person.username.toLowerCase() === username.toLowerCase());
  }

  async findProject(path: string, signal?: AbortSignal): Promise<Project> {
    const { body } = await this.call('Projects', (projects) => projects.show(path), options(signal));
    return this.decoded(() => decode.decodeProject(body));
  }

  async findIssue(project: Project, iid: number, signal?: AbortSignal): Promise<Issue> {
    const show = { projectId: project.id };
    const call = this.call('Issues', (issues) => issues.show(iid, show), options(signal));
    const { body } = await ofIssue(call);
    return this.decoded(() => decode.decodeIssue(body, sourceOf(project)));
  }

  async listIssues(project: Project, request: IssueListRequest, signal?: AbortSignal): Promise<IssuePage> {
    const answer = await this.call(
      'Issues',
      (issues) => issues.all({ projectId: project.id, ...listOptions(request) }),
      {
        ...options(signal),
        ...(request.etag === undefined ? {} : { etag: request.etag }),
      },
    );
    return this.decoded(() => decodeIssuePage(answer, request, sourceOf(project)));
  }

  async countOpenIssues(project: Project, range: CreationRange, signal?: AbortSignal): Promise<number> {
    const { body } = await this.call(
      'IssuesStatistics',
      // The library's types lack the filters by time.
      (statistics) => statistics.all({ projectId: project.id, ...rangeOptions(range) }),
      options(signal),
    );
    return this.decoded(() => decode.decodeOpenCount(body));
  }

  async updateIssue({ projectId, iid, ...issue }: Issue, change: IssueChange): Promise<Issue> {
    const call = this.call('Issues', (issues) => issues.edit(projectId, iid, editOptions(change)), {});
    const { body } = await ofIssue(call);
    const source = {
      projectPath: issue.reference.replace(/#\d+$/, ''),
      projectWebUrl: issue.webUrl.replace(/\/-\/.*$/, ''),
    };
    return this.decoded(() => decode.decodeIssue(body, source));
  }

  async createIssue(project: Project, { title, ...draft }: IssueDraft): Promise<Issue> {
    const { body } = await this.call('Issues', (issues) => issues.create(project.id, title, draftOptions(draft)), {});
    return this.decoded(() => decode.decodeIssue(body, sourceOf(project)));
  }

  async moveIssue({ projectId, iid }: Issue, to: Project): Promise<Issue> {
    const { body } = await this.call('Issues', (issues) => issues.move(projectId, iid, to.id), {});
    return this.decoded(() => decode.decodeIssue(body, sourceOf(to)));
  }

  async deleteIssue({ projectId, iid }: Issue): Promise<void> {
    await this.call('Issues', (issues) => issues.remove(projectId, iid), {});
  }

  async listLabels({ id }: Project, signal?: AbortSignal): Promise<readonly ProjectLabel[]> {
    const all = { includeAncestorGroups: true } as const;
    return this.pages(
      (page) => this.call('ProjectLabels', (labels) => labels.all(id, { ...all, ...page }), options(signal)),
      decode.decodeLabels,
    );
  }

  async listMilestones({ id }: Project, signal?: AbortSignal): Promise<readonly ProjectMilestone[]> {
    const all = { includeAncestors: true } as const;
    const milestones = await this.pages(
      (page) => this.call('ProjectMilestones', (resource) => resource.all(id, { ...all, ...page }), options(signal)),
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
      rows.push(...this.decoded(() => decodeRows(body)));
      if (!Array.isArray(body) || body.length < pageSize) break;
    }
    return rows;
  }

  /**
   * One call of the library and the answer it got. What the library makes of the answer is not used: it drops the
   * headers of lists, and anything it throws beyond our own errors is about an answer that it could not take.
   */
  private async call<R extends ResourceName>(
    resource: R,
    run: (resource: InstanceType<(typeof Library)[R]>) => Promise<unknown>,
    call: CallOptions,
  ): Promise<ApiResponse> {
    const library = await import('@gitbeaker/rest');
    let answer: ApiResponse | undefined;
    const onResponse = (response: ApiResponse) => {
      answer = response;
    };
    const Resource = library[resource] as unknown as new (
      config: ConstructorParameters<typeof BaseResource>[0],
    ) => InstanceType<(typeof Library)[R]>;
    const requesterFn = await requesterFor(this.transport, { ...call, onResponse });
    try {
      await run(new Resource({ host: this.transport.instance, requesterFn, queryTimeout: null, rateLimits: {} }));
    } catch (error) {
      if (!answer || GitLabError.is(error)) throw GitLabError.from(error, this.facts);
    }
    if (!answer) throw new GitLabError('badData', this.facts);
    return answer;
  }

  private decoded<T>(decoder: () => T): T {
    try {
      return decoder();
    } catch (error) {
      const { facts } = GitLabError.from(error);
      throw new GitLabError('badData', { ...this.facts, ...facts });
    }
  }

  private get facts() {
    return { host: instanceLabel(this.transport.instance) };
  }
}

function options(signal: AbortSignal | undefined): CallOptions {
  return signal ? { signal } : {};
}

function sourceOf({ path, webUrl }: Project): decode.IssueSource {
  return { projectPath: path, projectWebUrl: webUrl };
}
