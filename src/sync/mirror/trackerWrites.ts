import type { LimitFunction } from 'p-limit';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/instanceUrl.ts';
import type { InstanceUrl } from '../../model/instanceUrl.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueGateway } from '../../model/issueGateway.ts';
import { isProject } from '../../model/issueScope.ts';
import type { Project } from '../../model/project.ts';
import type { TrackerScope } from './trackerScope.ts';

export interface TrackerWritesParts {
  readonly instance: InstanceUrl;
  /** Asked at each write: a renewed token brings a new one. */
  readonly gateway: () => IssueGateway;
  readonly scope: TrackerScope;
  /** Shared by all that is asked for the account. */
  readonly limit: LimitFunction;
  /** Aborted when the tracker goes. */
  readonly signal: AbortSignal;
  /** What a write was answered with, before the store has it. */
  readonly onWritten?: ((issue: Issue) => void) | undefined;
}

/**
 * Sends the writes of one tracker. Each resolves even if the tracker was closed before the response: GitLab made the change. What
 * is not sent yet then is not sent, which is said. All reject with a `GitLabError`.
 */
export class TrackerWrites {
  constructor(private readonly parts: TrackerWritesParts) {}

  /** Sends something about a project. A refusal corrects what is thought of the role there. */
  async request<T>(projectId: number, act: (gateway: IssueGateway) => Promise<T>): Promise<T> {
    const { gateway, scope, limit, signal } = this.parts;
    try {
      return await limit(() => {
        if (signal.aborted) throw this.notSent;
        return act(gateway());
      });
    } catch (thrown) {
      if (GitLabError.is(thrown, 'forbidden')) await scope.refused(projectId);
      throw thrown;
    }
  }

  /** Sends a change, and says what the server answers: to whoever shows it, `TrackerMirror.learn` tells it. */
  async requestChange<T extends Issue | undefined>(
    projectId: number,
    act: (gateway: IssueGateway) => Promise<T>,
  ): Promise<T> {
    const issue = await this.request(projectId, act);
    if (issue && !this.parts.signal.aborted) this.parts.onWritten?.(issue);
    return issue;
  }

  /** The project that something new goes into, where there is only one. */
  async findProject(): Promise<Project> {
    const scope = await this.parts.scope.find().catch((error: unknown) => {
      throw this.parts.signal.aborted ? this.notSent : error;
    });
    if (!isProject(scope)) throw new GitLabError('invalid', { detail: 'severalProjects' });
    return scope;
  }

  private get notSent(): GitLabError {
    return new GitLabError('invalid', { host: instanceLabel(this.parts.instance), detail: 'notSent' });
  }
}
