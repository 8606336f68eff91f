import type { Issue } from '../../model/issue.ts';
import type { CreationRange } from '../../model/gateway/issueGateway.ts';
import type { IssueScope } from '../../model/issueScope.ts';

/* The cached data of a tracker. */

/** Where the next read of changes starts. */
export interface ChangeCursor {
  /** `updated_at` in milliseconds since 1970 by the server's clock. Undefined means from the beginning. */
  readonly since: number | undefined;
  /** The ETag of the first page of the last response to the same request. */
  readonly etag?: string | undefined;
  /** Some changes since then were unreadable, so they are read once more. */
  readonly isReread?: boolean | undefined;
}

/** A range of creation times, and the ETag of its list when it was last read. */
export interface ReadRange extends CreationRange {
  readonly etag?: string;
}

/** How far a tracker's issues were read. The next window continues from there. */
export interface SyncCursor extends ChangeCursor {
  /** When the issues last matched the server, by the clock of this computer. */
  readonly asOf: number;
  /** When all issues were last compared with the server. */
  readonly recheckedAt: number;
  /** The total number of open issues, if it exceeds the number that the store holds. */
  readonly openInAll?: number | undefined;
  /** The limit on held issues at the time of the read. */
  readonly most?: number | undefined;
  /** The creation times at which the first load has not read the issues yet, newest first. Absent if it's complete. */
  readonly unread?: readonly CreationRange[] | undefined;
  /** The number of open issues on the server that can't be read. */
  readonly unexplained?: number | undefined;
}

/** All cached data of a tracker. */
export interface TrackerSnapshot {
  readonly scope: IssueScope;
  readonly issues: readonly Issue[];
  readonly cursor: SyncCursor;
  /** The result of the last comparison for the next one. */
  readonly ranges: readonly ReadRange[];
}

/** Whether a write to the cache contains only changes, or everything. */
export type SavedExtent = 'changes' | 'all';

/** Changes after a snapshot. */
export interface SnapshotNews {
  readonly changed: readonly Issue[];
  readonly removed: readonly number[];
  /** Absent if changes before these rows are missing. The rows are valid, but not the cursor. */
  readonly cursor?: SyncCursor | undefined;
}
