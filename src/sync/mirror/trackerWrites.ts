import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { InstanceUrl } from '../../model/address/instanceUrl.ts';
import type { IssueGateway } from '../../model/gateway/issueGateway.ts';
import type { TrackerScope } from './trackerScope.ts';

export interface TrackerWritesParts {
  readonly instance: InstanceUrl;
  /** Called for each write, because a renewed token replaces the gateway. */
  readonly gateway: () => IssueGateway;
  readonly scope: TrackerScope;
  /** Aborted when the tracker is removed. */
  readonly signal: AbortSignal;
}

/**
 * Sends the writes of one tracker. A write that GitLab has received resolves even if the tracker closes before the
 * response arrives. A write that is still queued when the tracker closes is not sent, and rejects. All methods reject
 * with a `GitLabError`.
 */
export class TrackerWrites {
  constructor(private readonly parts: TrackerWritesParts) {}

  /** Sends a change to a project. A rejected change reloads the role there. */
  async request<T>(projectId: number, act: (gateway: IssueGateway) => Promise<T>): Promise<T> {
    const { gateway, scope, signal } = this.parts;
    try {
      return await act(gateway().at('user', signal));
    } catch (thrown) {
      if (signal.aborted && GitLabError.is(thrown, 'canceled')) throw this.notSent;
      if (GitLabError.is(thrown, 'forbidden')) await scope.refused(projectId);
      throw thrown;
    }
  }

  private get notSent(): GitLabError {
    return new GitLabError('invalid', { host: instanceLabel(this.parts.instance), detail: 'notSent' });
  }
}
