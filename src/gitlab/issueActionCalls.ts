import { GitLabError } from '../model/error/gitLabError.ts';
import type { IssueActions, IssueName, LinkType } from '../model/issueActions.ts';
import type { IssueAddress, SentNote } from '../model/gateway/issueDetailsGateway.ts';
import type { Project } from '../model/project.ts';
import { decodeProjects } from './decode/decode.ts';
import { decodeSentNote } from './decode/decodeDetails.ts';
import type { KnownServer } from './knownServer.ts';
import { type LibraryCalls, signalled, ofIssue } from './libraryCalls.ts';

const mostProjects = 50;
/** The library's type is an enum of roles that is older than GitLab's list. */
type Untyped = never;

/** {@link IssueActions} over GitLab's REST API. */
export class IssueActionCalls implements IssueActions {
  constructor(
    private readonly library: LibraryCalls,
    private readonly server: KnownServer,
  ) {}

  async comment({ projectId, iid }: IssueAddress, body: string, internal: boolean): Promise<SentNote> {
    // GitLab before 15.5 uses the older name `confidential`. It ignores the new one, which would make the note visible
    // to everyone.
    const options = internal ? { internal, confidential: internal } : {};
    const answer = await ofIssue(
      this.library.call('IssueNotes', (notes) => notes.create(projectId, iid, body, options), {}),
    );
    return this.library.decoded(answer, decodeSentNote);
  }

  async addSpentTime({ projectId, iid }: IssueAddress, duration: string, summary?: string): Promise<void> {
    const options = summary === undefined ? {} : { summary };
    await ofIssue(this.library.call('Issues', (issues) => issues.addSpentTime(projectId, iid, duration, options), {}));
  }

  async setEstimate({ projectId, iid }: IssueAddress, duration: string | null): Promise<void> {
    const call = this.library.call(
      'Issues',
      (issues) =>
        duration === null ? issues.resetTimeEstimate(projectId, iid) : issues.addTimeEstimate(projectId, iid, duration),
      {},
    );
    await ofIssue(call);
  }

  async setSubscribed({ projectId, iid }: IssueAddress, wanted: boolean): Promise<boolean> {
    const call = this.library.call(
      'Issues',
      (issues) => (wanted ? issues.subscribe(projectId, iid) : issues.unsubscribe(projectId, iid)),
      {},
    );
    const { unchanged } = await ofIssue(call);
    return !unchanged;
  }

  async addTodo({ projectId, iid }: IssueAddress): Promise<boolean> {
    const { unchanged } = await ofIssue(this.library.call('Issues', (issues) => issues.createTodo(projectId, iid), {}));
    return !unchanged;
  }

  async linkIssue({ projectId, iid }: IssueAddress, target: IssueName, type: LinkType): Promise<void> {
    const { library, server } = this;
    // Enterprise Edition has all links in all versions.
    const hasBlocking = server.can('blockingIssues');
    if (!hasBlocking && !server.can('linkedIssues')) throw this.unlinked('noLinks');
    if (!hasBlocking && type !== 'relates_to') throw this.unlinked('noBlocking');
    const isReversed = type === 'is_blocked_by' && !server.can('blockedByLinks');
    try {
      await library.call(
        'IssueLinks',
        (links) =>
          isReversed
            ? links.create(target.projectPath, target.iid, String(projectId), iid, { linkType: 'blocks' })
            : links.create(projectId, iid, target.projectPath, target.iid, { linkType: type }),
        {},
      );
    } catch (thrown) {
      const { facts } = GitLabError.from(thrown);
      if (type !== 'relates_to' && facts.status === 403 && /\blicense\b/i.test(facts.serverMessage ?? ''))
        throw this.unlinked('noBlocking');
      throw thrown;
    }
  }

  private unlinked(detail: 'noLinks' | 'noBlocking'): GitLabError {
    return new GitLabError('invalid', { ...this.library.facts, detail });
  }

  /** https://docs.gitlab.com/api/projects/#list-all-projects */
  async findProjects(words: string, leastRole: number, signal?: AbortSignal): Promise<readonly Project[]> {
    const search = words === '' ? {} : { search: words, searchNamespaces: true };
    const all = {
      membership: true,
      simple: true,
      archived: false,
      withIssuesEnabled: true,
      minAccessLevel: leastRole as Untyped,
      orderBy: 'last_activity_at',
      pagination: 'offset',
      perPage: mostProjects,
      maxPages: 1,
      ...search,
    } as const;
    const answer = await this.library.call('Projects', (projects) => projects.all(all), signalled(signal));
    return this.library.decoded(answer, decodeProjects);
  }
}
