import type { Issue } from '../../../../src/model/issue.ts';
import type { IssueListRequest, IssuePage } from '../../../../src/model/gateway/issueGateway.ts';
import type { IssueSource } from '../../../../src/sync/mirror/issueSource.ts';
import { issue } from '../issues.ts';

interface Row {
  readonly issue: Issue;
  /** A row is listed from this time on, because its transaction ends after it has its timestamp. */
  readonly listedAt: number;
}

/** A server whose rows become visible after their timestamp, and a tracker that reads from it. */
export class LateServer implements IssueSource {
  /** The server's time, in milliseconds since 1970. */
  now = Date.UTC(2026, 0, 1);
  /** Whether responses contain the time. */
  returnsTime = true;
  pageSize = 100;
  /** The number of rows per response that can't be read. */
  rejected = 0;
  /** Called before each response. */
  beforeAnswer: () => void = () => undefined;
  readonly requests: IssueListRequest[] = [];
  readonly applied = new Map<number, Issue>();
  private rows: Row[] = [];

  /** Changes issue `id` at `stamp`. The change is visible `late` milliseconds later. */
  put(id: number, { stamp = this.now, late = 0 } = {}): void {
    const before = late === 0 ? this.rows.filter((row) => row.issue.id !== id) : this.rows;
    this.rows = [...before, { issue: issue(id, { updatedAt: stamp }), listedAt: stamp + late }];
  }

  /** The newest version of each visible issue, sorted by its last change. */
  get visible(): readonly Issue[] {
    const visible = new Map(
      this.rows.filter(({ listedAt }) => listedAt <= this.now).map((row) => [row.issue.id, row.issue]),
    );
    return [...visible.values()].sort((a, b) => a.updatedAt - b.updatedAt || a.id - b.id);
  }

  list(request: IssueListRequest): Promise<IssuePage> {
    this.requests.push(request);
    this.beforeAnswer();
    const { page, updatedAfter = 0 } = request;
    const found = this.visible.filter(({ updatedAt }) => updatedAt >= updatedAfter);
    const start = typeof page === 'number' ? (page - 1) * this.pageSize : 0;
    const cursor = typeof page === 'object' ? (JSON.parse(page.cursor) as [number, number]) : undefined;
    const from = cursor
      ? found.filter(({ updatedAt, id }) => updatedAt < cursor[0] || (updatedAt === cursor[0] && id <= cursor[1]))
          .length
      : start;
    const issues = found.slice(from, from + this.pageSize);
    const last = issues.at(-1);
    const etag = JSON.stringify(issues.map(({ id, updatedAt }) => [id, updatedAt]));
    const unchanged = request.etag === etag;
    const isMore = from + this.pageSize < found.length;
    return Promise.resolve({
      issues: unchanged ? [] : issues,
      descriptions: new Map<number, string>(),
      rejected: this.rejected,
      rows: issues.length + this.rejected,
      isLast: typeof page === 'number' ? issues.length < this.pageSize : !isMore,
      etag,
      unchanged,
      ...(typeof page === 'number' || !isMore || !last ? {} : { cursor: JSON.stringify([last.updatedAt, last.id]) }),
      ...(this.returnsTime ? { serverTime: this.now } : {}),
    });
  }

  localTime(): number {
    return this.now;
  }

  apply(issues: readonly Issue[]): void {
    for (const each of issues) {
      if ((this.applied.get(each.id)?.updatedAt ?? 0) <= each.updatedAt) this.applied.set(each.id, each);
    }
  }

  count(): Promise<number> {
    return Promise.reject(new Error('Only lists are read.'));
  }

  reconcile(): void {
    throw new Error('Only lists are read.');
  }

  held(): readonly Issue[] {
    return [...this.applied.values()];
  }
}
