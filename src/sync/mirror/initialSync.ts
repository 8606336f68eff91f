import type { IssuePage } from '../../model/issueGateway.ts';
import { clockSkew, deepestPage, type IssueSource, mostAhead, perPage } from './issueSource.ts';

export interface InitialSyncOptions {
  /** The maximum number of issues to hold, newest first. */
  readonly most: number;
  /** Simultaneous requests. */
  readonly inFlight: number;
  /** Whether the user stopped it. */
  readonly isStopped: () => boolean;
  /** Called as pages arrive. @param total undefined if the server does not return it. */
  readonly onProgress: (read: number, total: number | undefined) => void;
}

/** The result of the initial sync. */
export interface InitialSyncResult {
  /**
   * The server's time at the start, in milliseconds since 1970. Later changes are still missing. Undefined if there are
   * no issues.
   */
  readonly since: number | undefined;
  /** Rows that could not be read. */
  readonly rejected: number;
  /** Whether everything was read, up to the limit. */
  readonly isComplete: boolean;
}

/**
 * Reads the open issues for the first time, in offset pages, newest first. It reads the first page alone and then
 * several at once, which a keyset cursor doesn't allow. It stops at the first failure and keeps the issues read so far.
 */
export async function initialSync(source: IssueSource, options: InitialSyncOptions): Promise<InitialSyncResult> {
  const { most, inFlight, isStopped, onProgress } = options;
  const request = { state: 'opened', orderBy: 'created_at', sort: 'desc', perPage } as const;
  let [read, rejected, oldest] = [0, 0, Number.POSITIVE_INFINITY];
  const take = (page: IssuePage) => {
    source.apply(page.issues);
    read += page.rows;
    rejected += page.rejected;
    oldest = page.issues.reduce((time, { createdAt }) => Math.min(time, createdAt), oldest);
    onProgress(read, total);
  };
  const first = await source.list({ ...request, page: 1 });
  const total = first.total === undefined ? undefined : Math.min(first.total, most);
  const wanted = total ?? most;
  take(first);
  const since = first.serverTime === undefined ? await newestStamp(source) : first.serverTime - clockSkew;
  let ended = first.isLast;
  let page = 1;
  /** Where the issues beyond the deepest page begin. */
  let createdBefore: number | undefined;
  const readOn = async (last: number) => {
    while (!ended && page < last && !isStopped()) {
      page += 1;
      try {
        const next = await source.list({ ...request, page, ...(createdBefore === undefined ? {} : { createdBefore }) });
        ended ||= next.isLast;
        take(next);
      } catch (error) {
        ended = true;
        throw error;
      }
    }
  };
  let isMore = true;
  while (isMore) {
    const last = Math.min(page + Math.ceil((wanted - read) / perPage), deepestPage);
    const results = await Promise.allSettled(Array.from({ length: inFlight }, () => readOn(last)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason as Error;
    // GitLab stores times more precisely than it returns them.
    const next = oldest + 1;
    isMore = !ended && !isStopped() && page === deepestPage && read < wanted && next !== createdBefore;
    if (isMore) [page, createdBefore] = [0, next];
  }
  return { since, rejected, isComplete: ended || !isStopped() };
}

/** For servers that don't return the time. Finds a time before which the page just read contains all changes. */
async function newestStamp(source: IssueSource): Promise<number | undefined> {
  const newest = { state: 'all', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 1 } as const;
  const [issue] = (await source.list(newest)).issues;
  const now = source.localTime();
  // By now, the first page is two requests old. An issue from the future doesn't show the server's time.
  return issue && (issue.updatedAt > now + mostAhead ? now - mostAhead : issue.updatedAt - clockSkew);
}
