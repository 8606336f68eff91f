import type { Issue } from '../model/issue.ts';
import type { IssueListRequest } from '../model/issueGateway.ts';
import { GitLabError } from '../model/gitLabError.ts';
import { type IssueSource, perPage } from './issueSource.ts';

/** From where changes are read the next time. */
export interface ChangeMark {
  /** `updated_at`, milliseconds since 1970 by the server's clock; undefined: from the beginning. */
  readonly since: number | undefined;
  /** Of the first page of the last answer to that question. */
  readonly etag?: string | undefined;
}

/** What a reading came to. */
export interface ChangesRead {
  readonly mark: ChangeMark;
  /** There is more, to be read from that mark on. */
  readonly isMore: boolean;
}

/** Rows of one transaction are stamped before they can be seen, so a question reaches a little behind the newest stamp. */
const overlap = 5_000;
/** The question stays the same, so that the server can answer "unchanged", until it brings this many rows. */
const fewRows = 20;
/** A reading ends after so many pages. */
const mostPages = 100;

/**
 * Reads what changed since the mark, closed issues too (or closing would be missed), oldest change first. By keyset
 * where the server pages so; elsewhere it starts anew from the last row seen after each full page, because a row that
 * changes moves to the end and draws another over the edge of a page.
 */
export async function readChanges(source: IssueSource, mark: ChangeMark, byKeyset: boolean): Promise<ChangesRead> {
  const ask = { state: 'all', orderBy: 'updated_at', sort: 'asc', perPage } as const;
  const seen = new Map<number, number>();
  let { since: from, since: newest } = mark;
  let page: IssueListRequest['page'] = byKeyset ? 'keyset' : 1;
  let firstTag: string | undefined;
  /** Since when rows may have been drawn over the edge of a page. */
  let doubtful = Number.POSITIVE_INFINITY;
  for (let requests = 0; requests < mostPages; requests++) {
    const answer = await source.list({
      ...ask,
      page,
      ...(from === undefined ? {} : { updatedAfter: from }),
      ...(requests === 0 && mark.etag !== undefined ? { etag: mark.etag } : {}),
    });
    if (answer.unchanged) return { mark, isMore: false };
    // A server, or something in front of it, that does not heed the question.
    if (answer.issues.some(({ updatedAt }) => updatedAt < (from ?? 0) - overlap)) throw new GitLabError('badData');
    firstTag ??= answer.etag;
    source.apply(answer.issues);
    const stamp = newestStamp(answer.issues);
    newest = Math.max(newest ?? 0, stamp ?? 0);
    const brought = answer.issues.filter(({ id, updatedAt }) => seen.get(id) !== updatedAt);
    // A row that came before has left its place, and those behind it moved up by one.
    if (typeof page === 'number' && page > 1 && brought.some(({ id }) => seen.has(id)))
      doubtful = Math.min(doubtful, from ?? 0);
    for (const { id, updatedAt } of brought) seen.set(id, updatedAt);
    if (answer.isLast) {
      const isSame = seen.size + answer.rejected < fewRows && mark.since !== undefined;
      if (isSame) return { mark: { since: mark.since, etag: firstTag }, isMore: false };
      const since = Math.min(newest - overlap, doubtful);
      return { mark: { since: newest === 0 ? undefined : since }, isMore: false };
    }
    // It would be asked for ever.
    const isNewPage = requests === 0 || page === 1 || brought.length > 0 || answer.issues.length === 0;
    if (!isNewPage) throw new GitLabError('badData');
    if (answer.cursor !== undefined) page = { cursor: answer.cursor };
    // A page whose rows all bear one stamp (an import) gives no new start; then the next page is asked for.
    else if (stamp !== undefined && stamp > (from ?? 0)) [from, page] = [stamp, 1];
    else page = typeof page === 'number' ? page + 1 : 2;
  }
  return { mark: { since: newest && Math.min(newest, doubtful) }, isMore: true };
}

function newestStamp(issues: readonly Issue[]): number | undefined {
  return issues.length === 0 ? undefined : issues.reduce((newest, issue) => Math.max(newest, issue.updatedAt), 0);
}
