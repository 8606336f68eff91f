import type { Issue } from '../../model/issue.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { CreationRange } from '../../model/gateway/issueGateway.ts';
import type { Log } from '../../model/ports.ts';
import { type Paging, readChanges } from './readChanges.ts';
import { heldIn, readOlder, recheckRanges, readRange, settleDifference } from './creationRanges.ts';
import type { ReadRange, SyncCursor } from '../cache/snapshot.ts';
import { initialSync, type InitialSyncPoint } from './initialSync.ts';
import { type IssueSource, mostAhead, perPage } from './issueSource.ts';
import type { SyncReason } from './poller.ts';

export interface TrackerReadingOptions {
  /** The maximum number of open issues to hold, newest first. */
  readonly most: () => number;
  readonly log: Log;
}

/** Below this fraction of the expected issues, the missing ones are read page by page. */
const leastHeld = 0.9;
/** A refresh by the user waits for this many reads of changes. The rest is left for later. */
const mostReadings = 10;

/** Reads the issues of one tracker: initially, by changes, and by comparison for changes without a trace. */
export class TrackerReading {
  /** Stops the initial sync in progress. */
  private filling: AbortController | undefined;
  private stopped = false;
  private keysetRefused = false;

  constructor(
    private readonly source: IssueSource,
    private readonly options: TrackerReadingOptions,
  ) {}

  /** Stops the initial sync in progress. The issues loaded so far, which are the newest ones, are shown. */
  stop(): void {
    if (!this.filling) return;
    this.stopped = true;
    this.filling.abort();
  }

  /**
   * Whether the initial sync isn't complete, many issues are missing, or any after the limit was raised. If the user
   * stopped the initial sync, only a refresh continues it.
   */
  needsFill(cursor: SyncCursor | undefined, reason: SyncReason): boolean {
    if (!cursor) return true;
    const { openInAll, unexplained = 0, most: before, unread } = cursor;
    if (this.stopped && reason === 'poll') return false;
    if (unread !== undefined || openInAll === undefined) return unread !== undefined;
    const most = this.options.most();
    const missing = Math.min(most, openInAll) - this.source.held().length - unexplained;
    // Some of the newest issues are closed every day, which is no reason to read everything again.
    return missing > (before !== undefined && before < most ? 0 : (1 - leastHeld) * Math.min(most, openInAll));
  }

  /** Whether a cached cursor is in the future, so that changes would be missed. Asks the server only if it looks so. */
  async isAhead({ since = 0 }: SyncCursor): Promise<boolean> {
    const now = this.source.localTime();
    if (since <= now + mostAhead) return false;
    const newest = { state: 'opened', orderBy: 'created_at', sort: 'desc', page: 1, perPage: 1 } as const;
    const { serverTime = now } = await this.source.list(newest);
    return since > serverTime + mostAhead;
  }

  /**
   * Reads the open issues page by page.
   * @param from where an earlier fill ended. If it's complete, or absent, everything is read.
   * @param isOver whether another window has read the rest.
   * @param onPage called as pages arrive, with the cursor from which another fill can continue.
   */
  async fill(
    from: SyncCursor | undefined,
    isOver: () => boolean,
    onPage: (cursor: SyncCursor, read: number, total: number | undefined) => void,
  ): Promise<SyncCursor> {
    const recheckedAt = from?.recheckedAt ?? this.source.localTime();
    const cursorAt = ({ since, rejected, unread }: InitialSyncPoint): SyncCursor => ({
      since,
      asOf: this.source.localTime(),
      recheckedAt,
      unexplained: rejected,
      ...(unread.length === 0 ? {} : { unread }),
    });
    const filling = new AbortController();
    this.filling = filling;
    this.stopped = false;
    try {
      const point = await initialSync(this.source, {
        most: this.options.most(),
        from: from?.unread && { since: from.since, rejected: from.unexplained ?? 0, unread: from.unread },
        isStopped: () => this.stopped || isOver(),
        lifetime: filling.signal,
        onPage: (reached, read, total) => {
          onPage(cursorAt(reached), read, total);
        },
      });
      if (point.unread.length === 0) this.stopped = false;
      return cursorAt(point);
    } finally {
      this.filling = undefined;
    }
  }

  /** Reads changes. @returns `isMore` if some are left. */
  async changes(
    cursor: SyncCursor,
    paging: Paging,
    reason: SyncReason,
  ): Promise<{ cursor: SyncCursor; isMore: boolean }> {
    for (let readings = 1; ; readings++) {
      const read = await this.someChanges(cursor, this.keysetRefused ? 'offset' : paging);
      // The ETag of the last request does not apply to another one.
      cursor = { ...cursor, etag: undefined, isReread: undefined, ...read.cursor };
      if (!read.isMore || reason === 'poll' || readings === mostReadings) return { cursor, isMore: read.isMore };
    }
  }

  /**
   * Reads the issues assigned to the user. The change list doesn't show when an issue is unassigned. For most users,
   * all assigned issues fit on one page, so one request suffices and can return "not modified". With more issues, only
   * changes are read.
   */
  async reloadAssigned(cursor: SyncCursor, reason: SyncReason): Promise<{ cursor: SyncCursor; isMore: boolean }> {
    if (this.source.held().length >= perPage) return this.changes({ ...cursor, etag: undefined }, 'offset', reason);
    return { cursor: { ...cursor, etag: await readRange(this.source, {}, cursor.etag) }, isMore: false };
  }

  /** Compares counts with the server, and reads again where they differ. */
  async count(cursor: SyncCursor, reason: SyncReason): Promise<SyncCursor> {
    const { log, most } = this.options;
    try {
      const open = await this.source.count({});
      const isCapped = this.stopped || open > most();
      const whole = isCapped ? this.whole({ ...cursor, openInAll: open }) : {};
      const counted = isCapped ? await this.source.count(whole) : open;
      const held = () => heldIn(this.source, whole).length;
      let unexplained = counted - held();
      // The server also counts issues that can't be read. More held issues than counted ones are always an error.
      const explained = reason === 'refresh' ? Math.max(0, cursor.unexplained ?? 0) : (cursor.unexplained ?? 0);
      if (unexplained !== explained) {
        await settleDifference(this.source, whole, counted);
        // A difference that a read could not explain is not investigated again until it changes.
        const now = counted === held() ? counted : await this.source.count(whole);
        unexplained = now - held();
      }
      // Some of the held issues were closed or deleted since the last time.
      if (isCapped && !this.stopped) await readOlder(this.source, most());
      return { ...cursor, unexplained, openInAll: isCapped ? open : undefined };
    } catch (error) {
      // Some servers do not return a count. The issues are still shown, except that a refresh by the user reports it.
      const { status } = GitLabError.from(error, {}, log).facts;
      if (reason === 'refresh' || !isOfRequest(status)) throw error;
      log.info(`Failed to count the issues (${status})`);
      return cursor;
    }
  }

  /** Compares issue by issue. @param before the previous result. */
  again(cursor: SyncCursor, before: readonly ReadRange[]): ReturnType<typeof recheckRanges> {
    return recheckRanges(this.source, this.whole(cursor), before);
  }

  private async someChanges(cursor: SyncCursor, paging: Paging): ReturnType<typeof readChanges> {
    const { openInAll, unread } = cursor;
    const isPart = openInAll !== undefined || unread !== undefined;
    const source = isPart || this.source.held().length >= this.options.most() ? this.withoutOlder(cursor) : this.source;
    try {
      return await readChanges(source, cursor, paging);
    } catch (error) {
      // The server is older than at sign-in, or another server responds at its address.
      if (paging === 'offset' || !GitLabError.is(error, 'invalid')) throw error;
      this.keysetRefused = true;
      return readChanges(source, cursor, 'offset');
    }
  }

  /**
   * Where not all issues are held. An issue before the others isn't added, because some between them would be missing.
   */
  private withoutOlder({ unread }: Pick<SyncCursor, 'unread'>): IssueSource {
    const { source } = this;
    const apply = (issues: readonly Issue[]) => {
      const { createdAfter = Number.NEGATIVE_INFINITY } = this.whole({ openInAll: 0, unread });
      const isHeld = ({ id }: Issue) => source.held().some((held) => held.id === id);
      source.apply(
        issues.filter((issue) => issue.state === 'closed' || issue.createdAt >= createdAfter || isHeld(issue)),
      );
    };
    return { ...source, apply };
  }

  /**
   * The range in which all issues are held: all times, or from the oldest issue that was read. A write can add an older
   * one.
   */
  private whole({ openInAll, unread }: Pick<SyncCursor, 'openInAll' | 'unread'>): CreationRange {
    const end = unread?.[0]?.createdBefore;
    if (end !== undefined) return { createdAfter: end - 1 };
    const oldest = openInAll === undefined ? undefined : this.source.held().at(-1);
    return oldest ? { createdAfter: oldest.createdAt } : {};
  }
}

/** Whether the server rejected only this request. Any other failure affects the next requests, too. */
export function isOfRequest(status: number | undefined): status is number {
  return status !== undefined && status >= 400 && status !== 401 && status !== 429;
}
