import type * as Library from '@gitbeaker/rest';
import type { BaseResource } from '@gitbeaker/requester-utils';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/address/instanceUrl.ts';
import { hasNextPage } from './hasNextPage.ts';
import { type CallOptions, requesterFor } from './requester.ts';
import type { ApiResponse, Transport } from './transport.ts';

type ResourceName =
  | 'GroupIssueBoards'
  | 'GroupLabels'
  | 'GroupMembers'
  | 'GroupMilestones'
  | 'Groups'
  | 'IssueAwardEmojis'
  | 'IssueDiscussions'
  | 'IssueLinks'
  | 'IssueNoteAwardEmojis'
  | 'IssueNotes'
  | 'Issues'
  | 'IssuesStatistics'
  | 'PersonalAccessTokens'
  | 'ProjectIssueBoards'
  | 'ProjectLabels'
  | 'ProjectMembers'
  | 'ProjectMilestones'
  | 'ProjectTemplates'
  | 'Projects'
  | 'TodoLists'
  | 'Users';

/** GitLab's maximum page size. */
const pageSize = 100;
const mostPages = 20;

/** Calls the library over one {@link Transport}. The library loads with the first call and never gets the token. */
export class LibraryCalls {
  constructor(private readonly transport: Transport) {}

  /**
   * Calls the library once and returns the response. The library's own result isn't used, because it drops the headers
   * of lists. Errors other than ours only mean that the library couldn't process the response, so they are ignored.
   */
  async call<R extends ResourceName>(
    resource: R,
    run: (resource: InstanceType<(typeof Library)[R]>) => Promise<unknown>,
    call: CallOptions,
  ): Promise<ApiResponse> {
    const library = await import('./gitbeaker.ts');
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

  /**
   * Loads all pages of a list that should be short.
   * @param hasNext whether there is another page after a response.
   */
  async pages<T>(
    ask: (page: { page: number; perPage: number; maxPages: number }) => Promise<ApiResponse>,
    decodeRows: (json: unknown) => readonly T[],
    hasNext = ({ headers, body }: ApiResponse) =>
      hasNextPage(headers) ?? (Array.isArray(body) && body.length >= pageSize),
  ): Promise<T[]> {
    const rows: T[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const answer = await ask({ page, perPage: pageSize, maxPages: 1 });
      // A call with a large number of arguments throws.
      for (const row of this.decoded(answer, decodeRows)) rows.push(row);
      if (!hasNext(answer)) break;
    }
    return rows;
  }

  /** Decodes a response. Errors name the server and the request. */
  decoded<T>({ body, facts }: ApiResponse, decoder: (body: unknown) => T): T {
    try {
      return decoder(body);
    } catch (thrown) {
      const error = GitLabError.from(thrown);
      throw new GitLabError(error.reason, { ...facts, ...error.facts });
    }
  }

  /** The host, for every error. */
  get facts() {
    return { host: instanceLabel(this.transport.instance) };
  }
}

export function signalled(signal: AbortSignal | undefined): CallOptions {
  return signal ? { signal } : {};
}

/** Runs a request about one issue. Marks a 404 as a missing issue, which GitLab doesn't always report. */
export async function ofIssue<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (GitLabError.is(error, 'notFound') && !error.facts.detail)
      throw new GitLabError('notFound', { ...error.facts, detail: 'issue' });
    throw error;
  }
}
