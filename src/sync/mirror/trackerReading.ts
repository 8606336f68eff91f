import { GitLabError } from '../../model/error/gitLabError.ts';
import type { CreationRange } from '../../model/issueGateway.ts';
import type { Log } from '../../model/ports.ts';
import { readChanges } from './readChanges.ts';
import { recheckRanges, readRange, settleDifference } from './creationRanges.ts';
import type { ReadRange, SyncCursor } from '../cache/snapshot.ts';
import { initialSync } from './initialSync.ts';
import { type IssueSource, perPage } from './issueSource.ts';

export interface TrackerReadingOptions {
  /** Of the open issues the newest are held, this many. */
  readonly most: () => number;
  /** Requests under way at once. */
  readonly inFlight: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Fewer than this part of what there should be, and what is missing is read page by page. */
const leastHeld = 0.9;
/** A person who asks waits for so many readings of what changed; more is left for later. */
const mostReadings = 10;

/** How the issues of one tracker are asked for: from nothing, what changed, and what left no trace. */
export class TrackerReading {
  private filling = false;
  private stopped = false;
  private keysetRefused = false;

  constructor(
    private readonly source: IssueSource,
    private readonly options: TrackerReadingOptions,
  ) {}

  /** Ends the filling that is under way: what came by then is shown, as the newest of all. */
  stop(): void {
    this.stopped ||= this.filling;
  }

  /** Whether much is missing of what should be held, or anything since more is to be held. @param recheck even though a person has ended the filling. */
  needsRefill({ openInAll, unexplained = 0, most: before }: SyncCursor, recheck: boolean): boolean {
    if (openInAll === undefined || (this.stopped && !recheck)) return false;
    const most = this.options.most();
    const missing = Math.min(most, openInAll) - this.source.held().length - unexplained;
    // Of the newest some are closed every day: that alone is no reason to read all again.
    return missing > (before !== undefined && before < most ? 0 : (1 - leastHeld) * Math.min(most, openInAll));
  }

  /** Reads the open issues page by page. */
  async fill(onProgress: (read: number, total: number | undefined) => void): Promise<SyncCursor> {
    const { most, inFlight, now } = this.options;
    this.filling = true;
    this.stopped = false;
    try {
      const isStopped = () => this.stopped;
      const { since, rejected, isComplete } = await initialSync(this.source, {
        most: most(),
        inFlight,
        isStopped,
        onProgress,
      });
      if (isComplete) this.stopped = false;
      return { since, asOf: 0, recheckedAt: now(), unexplained: rejected };
    } finally {
      this.filling = false;
    }
  }

  /** Reads what changed. @returns `isMore`: not all of it yet. */
  async changes(
    cursor: SyncCursor,
    keyset: boolean,
    isManual: boolean,
  ): Promise<{ cursor: SyncCursor; isMore: boolean }> {
    for (let readings = 1; ; readings++) {
      const read = await this.someChanges(cursor, keyset && !this.keysetRefused);
      // What the last question bore says nothing of another one.
      cursor = { ...cursor, etag: undefined, ...read.cursor };
      if (!read.isMore || !isManual || readings === mostReadings) return { cursor, isMore: read.isMore };
    }
  }

  /**
   * Reads what is assigned to a person: who is taken off an issue leaves no trace in what changed. A page, and so one
   * request that can be answered "unchanged", holds all of it for most people; beyond that what changed must do.
   */
  async reloadAssigned(cursor: SyncCursor, isManual: boolean): Promise<{ cursor: SyncCursor; isMore: boolean }> {
    if (this.source.held().length >= perPage) return this.changes({ ...cursor, etag: undefined }, false, isManual);
    return { cursor: { ...cursor, etag: await readRange(this.source, {}, cursor.etag) }, isMore: false };
  }

  /** Compares numbers with the server, and reads again where they differ. @param isManual a person asked to be sure. */
  async count(cursor: SyncCursor, isManual: boolean): Promise<SyncCursor> {
    const { log, most } = this.options;
    try {
      const open = await this.source.count({});
      const isCapped = this.stopped || open > most();
      const whole = isCapped ? this.whole({ openInAll: open }) : {};
      const counted = isCapped ? await this.source.count(whole) : open;
      let unexplained = counted - this.source.held().length;
      // The server also counts issues that can't be read. More issues held than counted is always wrong.
      const explained = isManual ? Math.max(0, cursor.unexplained ?? 0) : (cursor.unexplained ?? 0);
      if (unexplained !== explained) {
        await settleDifference(this.source, whole, counted);
        // A difference that a reading could not explain is not investigated again until it changes.
        const now = counted === this.source.held().length ? counted : await this.source.count(whole);
        unexplained = now - this.source.held().length;
      }
      return { ...cursor, unexplained, openInAll: isCapped ? open : undefined };
    } catch (error) {
      // An old or odd server may not count. That is no reason to show less, unless a person asked to be sure.
      const { status } = GitLabError.from(error, {}, log).facts;
      if (isManual || status === undefined || status === 401 || status === 429) throw error;
      log.info(`The issues could not be counted (${status})`);
      return cursor;
    }
  }

  /** Compares issue by issue. @param before what this returned the last time. */
  again(cursor: SyncCursor, before: readonly ReadRange[]): ReturnType<typeof recheckRanges> {
    return recheckRanges(this.source, this.whole(cursor), before);
  }

  private async someChanges(cursor: SyncCursor, keyset: boolean): ReturnType<typeof readChanges> {
    try {
      return await readChanges(this.source, cursor, keyset);
    } catch (error) {
      // The server is older than at sign-in, or something else answers at its address.
      if (!keyset || !GitLabError.is(error, 'invalid')) throw error;
      this.keysetRefused = true;
      return readChanges(this.source, cursor, false);
    }
  }

  /** The span of what is held: all times, or from the oldest held where only the newest are. */
  private whole({ openInAll }: Pick<SyncCursor, 'openInAll'>): CreationRange {
    const oldest = openInAll === undefined ? undefined : this.source.held().at(-1);
    return oldest ? { createdAfter: oldest.createdAt } : {};
  }
}
