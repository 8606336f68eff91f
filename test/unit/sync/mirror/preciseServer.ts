import type { Issue } from '../../../../src/model/issue.ts';
import type { CreationRange, IssueListRequest, IssuePage } from '../../../../src/model/gateway/issueGateway.ts';
import type { IssueSource } from '../../../../src/sync/mirror/issueSource.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { issue } from '../issues.ts';

/**
 * A server that stores times more precisely than it returns them, like GitLab, and a tracker that holds its issues.
 * Issues are created in the order of their ids.
 */
export class PreciseServer implements IssueSource {
  /** The exact times of creation, in milliseconds, by id. */
  readonly created = new Map<number, number>();
  readonly requests: IssueListRequest[] = [];
  counts = 0;
  serverTime: number | undefined = Date.UTC(2026, 0, 1);
  /** Called before each list. Can throw. */
  beforeAnswer: (request: IssueListRequest) => void = () => undefined;
  private readonly store = new IssueStore();

  put(id: number, createdAt: number): void {
    this.created.set(id, createdAt);
  }

  localTime(): number {
    return Date.UTC(2026, 0, 1);
  }

  list(request: IssueListRequest): Promise<IssuePage> {
    return new Promise((resolve) => {
      resolve(this.answer(request));
    });
  }

  private answer(request: IssueListRequest): IssuePage {
    this.requests.push(request);
    this.beforeAnswer(request);
    const { page, perPage, etag } = request;
    const found = this.found(request);
    const start = typeof page === 'number' ? (page - 1) * perPage : 0;
    const issues = found.slice(start, start + perPage).map((id) => this.issue(id));
    const tag = JSON.stringify(issues.map(({ id }) => id));
    const unchanged = etag === tag;
    return {
      issues: unchanged ? [] : issues,
      descriptions: new Map(),
      rejected: 0,
      rows: issues.length,
      isLast: issues.length < perPage,
      etag: tag,
      unchanged,
      ...(this.serverTime === undefined ? {} : { serverTime: this.serverTime }),
    };
  }

  count(range: CreationRange): Promise<number> {
    this.counts += 1;
    return Promise.resolve(this.found(range).length);
  }

  apply(issues: readonly Issue[]): void {
    this.store.apply('tracker', issues);
  }

  reconcile(before: readonly Issue[], listed: readonly Issue[]): void {
    this.store.reconcile('tracker', before, listed);
  }

  held(): readonly Issue[] {
    return this.store.issues('tracker');
  }

  get heldIds(): number[] {
    return this.held()
      .map(({ id }) => id)
      .sort((a, b) => b - a);
  }

  get ids(): number[] {
    return [...this.created.keys()].sort((a, b) => b - a);
  }

  /** Holds all issues, as after the first load. */
  fill(): void {
    this.apply(this.ids.map((id) => this.issue(id)));
  }

  /** The ids, newest first. */
  private found({ createdAfter = -Infinity, createdBefore = Infinity }: CreationRange): number[] {
    return this.ids.filter((id) => {
      const time = this.created.get(id) ?? 0;
      return time >= createdAfter && time <= createdBefore;
    });
  }

  private issue(id: number): Issue {
    const createdAt = Math.floor(this.created.get(id) ?? 0);
    return issue(id, { createdAt, updatedAt: createdAt });
  }
}
