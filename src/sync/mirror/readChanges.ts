import type { Issue } from '../../model/issue.ts';
import type { IssueListRequest } from '../../model/gateway/issueGateway.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { ChangeCursor } from '../cache/snapshot.ts';
import { clockSkew, type IssueSource, mostAhead, mostRepeats, perPage } from './issueSource.ts';

/** How a read continues after a full page. See {@link readChanges}. */
export type Paging = 'keyset' | 'offset';

/** The result of a read. */
export interface ChangesRead {
  readonly cursor: ChangeCursor;
  /** There is more to read, from that cursor. */
  readonly isMore: boolean;
}

/**
 * Rows become visible when their transaction ends, after their timestamp. Each request starts a little before the
 * newest row.
 */
const overlap = 5_000;
/** While fewer rows than this come back, the request stays the same, so the server can respond "not modified". */
const fewRows = 20;
/** The maximum number of pages in one read. */
const mostPages = 100;

/**
 * Reads what changed since the cursor, including closed issues, oldest change first. It uses keyset pagination
 * if the server supports it. Otherwise it starts again from the last row seen after each full page, because a row that
 * changes moves to the end, and the next page would skip one.
 */
export async function readChanges(source: IssueSource, cursor: ChangeCursor, paging: Paging): Promise<ChangesRead> {
  const ask = { state: 'all', orderBy: 'updated_at', sort: 'asc', perPage } as const;
  const seen = new Map<number, number>();
  let { since: from, since: newest } = cursor;
  let page: IssueListRequest['page'] = paging === 'keyset' ? 'keyset' : 1;
  let firstTag: string | undefined;
  let repeats = 0;
  let isDamaged = false;
  let began: number | undefined;
  /** Where paging started, and since when rows may have been skipped. */
  let [turned, doubtful] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let requests = 0; requests < mostPages; requests++) {
    const answer = await source.list({
      ...ask,
      page,
      ...(from === undefined ? {} : { updatedAfter: from }),
      ...(requests === 0 && cursor.etag !== undefined ? { etag: cursor.etag } : {}),
    });
    if (answer.unchanged) return { cursor, isMore: false };
    // A server or proxy that ignores the parameters.
    if (answer.issues.some(({ updatedAt }) => updatedAt < (from ?? 0) - overlap))
      throw new GitLabError('badData', answer.facts);
    if (requests === 0) {
      firstTag = answer.etag;
      began = answer.serverTime;
    }
    source.apply(answer.issues);
    isDamaged ||= answer.isDamaged === true || answer.rejected > 0;
    const stamp = newestStamp(answer.issues);
    newest = Math.max(
      newest ?? 0,
      newestStamp(answer.issues, (answer.serverTime ?? source.localTime()) + mostAhead) ?? 0,
    );
    const brought = answer.issues.filter(({ id, updatedAt }) => seen.get(id) !== updatedAt);
    // A known row has moved to the end, so the rows after it moved up by one.
    if (typeof page === 'number' && page > 1) turned = Math.min(turned, from ?? 0);
    if (brought.some(({ id }) => seen.has(id))) doubtful = turned;
    for (const { id, updatedAt } of brought) seen.set(id, updatedAt);
    if (answer.isLast) {
      // The next response may be right. If it isn't, the daily comparison reads those issues.
      if (isDamaged && !cursor.isReread) return { cursor: { since: cursor.since, isReread: true }, isMore: false };
      // The ETag covers the first page only.
      const isSame = requests === 0 && seen.size + answer.rejected < fewRows && cursor.since !== undefined;
      if (isSame) return { cursor: { since: cursor.since, etag: firstTag }, isMore: false };
      // Changes since the start may have become visible before the current position. Much older changes have been read.
      const settled = began === undefined ? Number.NEGATIVE_INFINITY : began - clockSkew;
      const since = Math.min(Math.max(Math.min(newest, began ?? newest) - overlap, settled), doubtful);
      return { cursor: { since: newest === 0 ? undefined : since }, isMore: false };
    }
    repeats = brought.length > 0 || page === 1 || answer.issues.length === 0 ? 0 : repeats + 1;
    if (repeats > mostRepeats) throw new GitLabError('badData', answer.facts);
    if (answer.cursor !== undefined) page = { cursor: answer.cursor };
    // If all rows of a page have one timestamp (an import), there is no new start, and the next page is requested.
    else if (stamp !== undefined && stamp > (from ?? 0)) [from, page] = [stamp, 1];
    else page = typeof page === 'number' ? page + 1 : 2;
  }
  return { cursor: { since: newest && Math.min(newest, began ?? newest, doubtful) }, isMore: true };
}

/** @param latest later times don't count. */
function newestStamp(issues: readonly Issue[], latest = Number.POSITIVE_INFINITY): number | undefined {
  const stamps = issues.map(({ updatedAt }) => updatedAt).filter((stamp) => stamp <= latest);
  return stamps.length === 0 ? undefined : stamps.reduce((newest, stamp) => Math.max(newest, stamp), 0);
}
