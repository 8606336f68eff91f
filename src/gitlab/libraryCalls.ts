import type * as Library from '@gitbeaker/rest';
import type { BaseResource } from '@gitbeaker/requester-utils';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
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
  | 'Projects'
  | 'Users';

/** The library's calls over one {@link Transport}. It is loaded with the first call and never sees the token. */
export class LibraryCalls {
  constructor(private readonly transport: Transport) {}

  /**
   * One call of the library and the answer it got. What the library makes of the answer is not used: it drops the
   * headers of lists, and anything it throws beyond our own errors is about an answer that it could not take.
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

  /** What a decoder makes of an answer; `badData` that names the host. */
  decoded<T>(decoder: () => T): T {
    try {
      return decoder();
    } catch (thrown) {
      const { reason, facts } = GitLabError.from(thrown);
      throw new GitLabError(reason, { ...this.facts, ...facts });
    }
  }

  /** Where every error comes from. */
  get facts() {
    return { host: instanceLabel(this.transport.instance) };
  }
}

export function signalled(signal: AbortSignal | undefined): CallOptions {
  return signal ? { signal } : {};
}

/** What is asked about one issue: GitLab does not always report that it is the issue that was not found. */
export async function ofIssue<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (GitLabError.is(error, 'notFound') && !error.facts.detail)
      throw new GitLabError('notFound', { ...error.facts, detail: 'issue' });
    throw error;
  }
}
