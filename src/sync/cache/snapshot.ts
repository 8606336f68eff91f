import type { Issue } from '../../model/issue.ts';
import type { CreationRange } from '../../model/issueGateway.ts';
import type { IssueScope } from '../../model/issueScope.ts';

/* What the cache keeps of a tracker. */

/** From where changes are read the next time. */
export interface ChangeCursor {
  /** `updated_at`, milliseconds since 1970 by the server's clock; undefined: from the beginning. */
  readonly since: number | undefined;
  /** Of the first page of the last answer to that question. */
  readonly etag?: string | undefined;
}

/** A span of creation times and what the server's list of it bore when it was last read. */
export interface ReadRange extends CreationRange {
  readonly etag?: string;
}

/** How far a tracker's issues were read, so that the next window goes on from there. */
export interface SyncCursor extends ChangeCursor {
  /** When the issues were last known to be what the server has, by the clock of this machine. */
  readonly asOf: number;
  /** When they were last compared one by one. */
  readonly recheckedAt: number;
  /** There are more open issues than are held; this many in all. */
  readonly openInAll?: number | undefined;
  /** As many were to be held when they were read. */
  readonly most?: number | undefined;
  /** What the server counts beyond those held because they can't be read. */
  readonly unexplained?: number | undefined;
}

/** All that is known of a tracker. */
export interface TrackerSnapshot {
  readonly scope: IssueScope;
  readonly issues: readonly Issue[];
  readonly cursor: SyncCursor;
  /** What the last comparison left for the next one. */
  readonly ranges: readonly ReadRange[];
}

/** What came after a snapshot. */
export interface SnapshotNews {
  readonly changed: readonly Issue[];
  readonly removed: readonly number[];
  /** Absent where something is missing before these rows: they hold, but it is not known how far. */
  readonly cursor?: SyncCursor | undefined;
}
