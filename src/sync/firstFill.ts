import { type IssueSource, perPage } from './issueSource.ts';

export interface FillOptions {
  /** Issues to hold at most, the newest. */
  readonly most: number;
  /** Requests under way at once. */
  readonly inFlight: number;
  /** Whether a person has had enough. */
  readonly isStopped: () => boolean;
  /** Called as pages come. @param total undefined where the server does not tell. */
  readonly onProgress: (read: number, total: number | undefined) => void;
}

/** What a fill came to. */
export interface FillResult {
  /** The server's clock as the first page was made, in milliseconds since 1970; undefined where it did not tell. */
  readonly serverTime: number | undefined;
  /** Rows that could not be read. */
  readonly rejected: number;
  /** All there is was read, or as much of it as is to be held. */
  readonly isComplete: boolean;
}

/**
 * Reads the open issues for the first time: offset pages, newest first, the first one before all others, then several
 * at once (a keyset cursor would allow only one after the other). Ends with the first failure; what came stays.
 */
export async function fillOpenIssues(source: IssueSource, options: FillOptions): Promise<FillResult> {
  const request = { state: 'opened', orderBy: 'created_at', sort: 'desc', perPage } as const;
  const first = await source.list({ ...request, page: 1 });
  source.apply(first.issues);
  let { rejected, rows: read } = first;
  options.onProgress(read, first.total);
  let page = 1;
  let ended = first.isLast;
  const mostPages = Math.ceil(options.most / perPage);
  const last = Math.min(first.total === undefined ? mostPages : Math.ceil(first.total / perPage), mostPages);
  const readOn = async () => {
    while (!ended && page < last && !options.isStopped()) {
      page += 1;
      try {
        const next = await source.list({ ...request, page });
        ended ||= next.isLast;
        rejected += next.rejected;
        read += next.rows;
        source.apply(next.issues);
        options.onProgress(read, first.total);
      } catch (error) {
        ended = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: options.inFlight }, readOn));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason as Error;
  return { serverTime: first.serverTime, rejected, isComplete: ended || page >= last };
}
