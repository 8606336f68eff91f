import type { CreationRange, IssuePage } from '../../model/gateway/issueGateway.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { clockSkew, deepestPage, type IssueSource, mostAhead, mostRepeats, perPage } from './issueSource.ts';

/** How far the first load has come. It can continue from here later, even in another session. */
export interface InitialSyncPoint {
  /**
   * The server's time at the start, in milliseconds since 1970. Later changes are still missing. Undefined if there are
   * no issues.
   */
  readonly since: number | undefined;
  /** Rows that could not be read. */
  readonly rejected: number;
  /**
   * The creation times at which issues were not read yet, newest first. Empty if everything was read, up to the limit.
   */
  readonly unread: readonly CreationRange[];
}

export interface InitialSyncOptions {
  /** The maximum number of issues to hold, newest first. */
  readonly most: number;
  /** Where an earlier load ended. */
  readonly from?: InitialSyncPoint | undefined;
  /** Whether the user stopped it, or another window has completed it. */
  readonly isStopped: () => boolean;
  /** Aborted when it's stopped. Pages that wait for their turn aren't requested then, except the first one. */
  readonly lifetime?: AbortSignal | undefined;
  /** Called as pages arrive. @param total undefined if the server does not return it. */
  readonly onPage: (point: InitialSyncPoint, read: number, total: number | undefined) => void;
}

/** Pages that wait for a response, or for their turn. */
const pagesAtOnce = 4;

/**
 * Reads the open issues for the first time, in offset pages, newest first. It reads the first page alone and then
 * several at once, which a keyset cursor doesn't allow. If a page fails, it rejects after the others have arrived. The
 * last point that it reported lacks only the pages that weren't read.
 */
export async function initialSync(source: IssueSource, options: InitialSyncOptions): Promise<InitialSyncPoint> {
  const { most, from, isStopped, lifetime, onPage } = options;
  let point = from ?? { since: undefined, rejected: 0, unread: [{}] };
  let read = from ? source.held().length : 0;
  let isStart = from === undefined;
  while (!isStopped() && read < most) {
    const [range, ...older] = point.unread;
    if (!range) break;
    const before = read;
    await readPages(source, range, {
      most: most - read,
      isStopped,
      lifetime,
      onPage: async ({ rows, rejected, serverTime }, unread, total) => {
        read += rows;
        // Nothing else is requested before the first page.
        const since = isStart ? await startOf(source, serverTime) : point.since;
        isStart = false;
        point = { since, rejected: point.rejected + rejected, unread: [...unread, ...older] };
        // Only the oldest range shows how much is left.
        onPage(point, read, older.length > 0 || total === undefined ? undefined : Math.min(before + total, most));
      },
    });
    // A server that returns the same rows for every range, or more rows with one creation time than fit on its pages.
    if (isSame(point.unread[0], range) && !isStopped() && read < most) point = { ...point, unread: older };
  }
  return isStopped() ? point : { ...point, unread: [] };
}

interface PageReader extends Pick<InitialSyncOptions, 'most' | 'isStopped' | 'lifetime'> {
  /** @param unread the parts of the range that are left. @param total the number of issues in the range, if known. */
  readonly onPage: (page: IssuePage, unread: readonly CreationRange[], total: number | undefined) => Promise<void>;
}

/** The creation times of the issues on a page. */
interface PageEdges {
  readonly newest: number;
  readonly oldest: number;
}

/** Reads a range of creation times, up to the deepest page. */
async function readPages(source: IssueSource, range: CreationRange, reader: PageReader): Promise<void> {
  const { most, isStopped, lifetime, onPage } = reader;
  const request = { state: 'opened', orderBy: 'created_at', sort: 'desc', perPage, ...range } as const;
  const pages = new Map<number, PageEdges>();
  let [last, pending, rows, emptyPages] = [0, 0, 0, 0];
  let [hasEnded, hasFailed] = [false, false];
  let total: number | undefined;
  const readNext = async () => {
    last += 1;
    pending += 1;
    const number = last;
    try {
      // The first page is requested even if the load was stopped, so that there is something to show.
      const page = await source.list({ ...request, page: number }, number === 1 ? undefined : lifetime);
      source.apply(page.issues);
      const times = page.issues.map(({ createdAt }) => createdAt);
      if (times.length > 0) pages.set(number, { newest: Math.max(...times), oldest: Math.min(...times) });
      rows += page.rows;
      total ??= page.total;
      emptyPages = page.rows === 0 ? emptyPages + 1 : 0;
      hasEnded ||= page.isLast || emptyPages > mostRepeats;
      await onPage(page, unreadOf(range, pages, hasEnded), total);
    } catch (error) {
      hasFailed = true;
      if (!(isStopped() && GitLabError.is(error, 'canceled'))) throw error;
    } finally {
      pending -= 1;
    }
  };
  const isWanted = () => {
    if (hasEnded || hasFailed || isStopped() || last === deepestPage) return false;
    // The total can be wrong, because users create issues at the same time. The last page ends the range.
    return rows + pending * perPage < Math.min(most, Math.max(total ?? most, rows + 1));
  };
  const readOn = async () => {
    while (isWanted()) await readNext();
  };
  await readNext();
  while (isWanted()) {
    const results = await Promise.allSettled(Array.from({ length: pagesAtOnce }, readOn));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason as Error;
  }
}

/** The parts of a range between the pages that were read, and after the last one. */
function unreadOf(range: CreationRange, pages: ReadonlyMap<number, PageEdges>, hasEnded: boolean): CreationRange[] {
  const unread: CreationRange[] = [];
  let rest = range;
  let next = 1;
  for (const [number, { newest, oldest }] of [...pages].sort(([a], [b]) => a - b)) {
    if (number > next) unread.push({ ...rest, createdAfter: newest });
    // GitLab stores times more precisely than it returns them.
    rest = { ...rest, createdBefore: oldest + 1 };
    next = number + 1;
  }
  return hasEnded ? unread : [...unread, rest];
}

function isSame(one: CreationRange | undefined, other: CreationRange): boolean {
  return one?.createdAfter === other.createdAfter && one?.createdBefore === other.createdBefore;
}

/**
 * A time before which the first page contains all changes. @param serverTime absent if the server doesn't return it.
 */
async function startOf(source: IssueSource, serverTime: number | undefined): Promise<number | undefined> {
  if (serverTime !== undefined) return serverTime - clockSkew;
  const newest = { state: 'all', orderBy: 'updated_at', sort: 'desc', page: 1, perPage: 1 } as const;
  const [issue] = (await source.list(newest)).issues;
  const now = source.localTime();
  // By now, the first page is two requests old. An issue dated in the future doesn't show the server's time.
  return issue && (issue.updatedAt > now + mostAhead ? now - mostAhead : issue.updatedAt - clockSkew);
}
