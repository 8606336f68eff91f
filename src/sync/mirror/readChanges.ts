import type { Issue } from '../../model/issue.ts';
import type { IssueListRequest } from '../../model/issueGateway.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { ChangeCursor } from '../cache/snapshot.ts';
import { clockSkew, type IssueSource, mostRepeats, perPage } from './issueSource.ts';

/** What a reading came to. */
export interface ChangesRead {
  readonly cursor: ChangeCursor;
  /** There is more, to be read from that cursor on. */
  readonly isMore: boolean;
}

/** Rows of one transaction are stamped before they can be seen, so a question reaches a little behind the newest stamp. */
const overlap = 5_000;
/** The question stays the same, so that the server can answer "unchanged", until it brings this many rows. */
const fewRows = 20;
/** A reading ends after so many pages. */
const mostPages = 100;

/**
 * Reads what changed since the cursor, closed issues too (or closing would be missed), oldest change first. By keyset
 * where the server pages so; elsewhere it starts anew from the last row seen after each full page, because a row that
 * changes moves to the end and draws another over the edge of a page.
 */
export async function readChanges(source: IssueSource, cursor: ChangeCursor, byKeyset: boolean): Promise<ChangesRead> {
  const ask = { state: 'all', orderBy: 'updated_at', sort: 'asc', perPage } as const;
  const seen = new Map<number, number>();
  let { since: from, since: newest } = cursor;
  let page: IssueListRequest['page'] = byKeyset ? 'keyset' : 1;
  let firstTag: string | undefined;
  let repeats = 0;
  let began: number | undefined;
  /** From where it turned pages, and since when rows were drawn over the edge of one. */
  let [turned, doubtful] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let requests = 0; requests < mostPages; requests++) {
    const answer = await source.list({
      ...ask,
      page,
      ...(from === undefined ? {} : { updatedAfter: from }),
      ...(requests === 0 && cursor.etag !== undefined ? { etag: cursor.etag } : {}),
    });
    if (answer.unchanged) return { cursor, isMore: false };
    // A server, or something in front of it, that does not heed the question.
    if (answer.issues.some(({ updatedAt }) => updatedAt < (from ?? 0) - overlap)) throw new GitLabError('badData');
    if (requests === 0) {
      firstTag = answer.etag;
      began = answer.serverTime;
    }
    source.apply(answer.issues);
    const stamp = newestStamp(answer.issues);
    newest = Math.max(newest ?? 0, stamp ?? 0);
    const brought = answer.issues.filter(({ id, updatedAt }) => seen.get(id) !== updatedAt);
    // A row that came before has left its place, and those behind it moved up by one.
    if (typeof page === 'number' && page > 1) turned = Math.min(turned, from ?? 0);
    if (brought.some(({ id }) => seen.has(id))) doubtful = turned;
    for (const { id, updatedAt } of brought) seen.set(id, updatedAt);
    if (answer.isLast) {
      // The ETag covers the first page only.
      const isSame = requests === 0 && seen.size + answer.rejected < fewRows && cursor.since !== undefined;
      if (isSame) return { cursor: { since: cursor.since, etag: firstTag }, isMore: false };
      // What was stamped since it began may have come to be seen behind where it was reading; what was long before has been read.
      const settled = began === undefined ? Number.NEGATIVE_INFINITY : began - clockSkew;
      const since = Math.min(Math.max(Math.min(newest, began ?? newest) - overlap, settled), doubtful);
      return { cursor: { since: newest === 0 ? undefined : since }, isMore: false };
    }
    repeats = brought.length > 0 || page === 1 || answer.issues.length === 0 ? 0 : repeats + 1;
    if (repeats > mostRepeats) throw new GitLabError('badData');
    if (answer.cursor !== undefined) page = { cursor: answer.cursor };
    // A page whose rows all bear one stamp (an import) gives no new start; then the next page is asked for.
    else if (stamp !== undefined && stamp > (from ?? 0)) [from, page] = [stamp, 1];
    else page = typeof page === 'number' ? page + 1 : 2;
  }
  return { cursor: { since: newest && Math.min(newest, began ?? newest, doubtful) }, isMore: true };
}

function newestStamp(issues: readonly Issue[]): number | undefined {
  return issues.length === 0 ? undefined : issues.reduce((newest, issue) => Math.max(newest, issue.updatedAt), 0);
}
