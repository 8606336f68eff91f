import type { Issue } from '../../model/issue.ts';
import type { CreationRange } from '../../model/gateway/issueGateway.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { ReadRange } from '../cache/snapshot.ts';
import { deepestPage, type IssueSource, mostRepeats, perPage } from './issueSource.ts';

/*
 * The change list doesn't show deleted and moved issues, lost access, and renamed labels. They are found by comparing
 * ranges of creation times, which never change. Counts are compared first, and rows are read only where the counts
 * differ.
 */

/** The initial number of issues in a range. It leaves room to grow before a second page is necessary. */
const rowsOfRange = 80;
/** More count requests than this cost more than reading everything. */
const mostCounts = 24;
/** Ranges that are read at the same time. */
const readAtOnce = 2;

/**
 * Finds the ranges in which the number of open issues on the server differs, by halving, and reads those again.
 * @param counted the number of issues on the server in the whole range.
 */
export async function settleDifference(source: IssueSource, whole: CreationRange, counted: number): Promise<void> {
  const open: { range: CreationRange; counted: number }[] = [{ range: whole, counted }];
  let counts = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { range } = next;
    const held = heldIn(source, range);
    if (held.length === next.counted) continue;
    const middle = Math.max(held.length, next.counted) > perPage && counts < mostCounts ? middleOf(held) : undefined;
    if (middle === undefined) {
      await readRange(source, range);
      continue;
    }
    const before = { ...range, createdBefore: middle };
    const after = { ...range, createdAfter: middle };
    const countedBefore = await source.count(before);
    counts += 1;
    open.push({ range: before, counted: countedBefore }, { range: after, counted: next.counted - countedBefore });
  }
}

/**
 * Reads everything again, range by range, each only if its list on the server has changed since the last time.
 * @param whole the whole range. If not all issues are held, it begins with the oldest held one.
 * @param before the previous result, if there is one.
 * @returns the ranges as they were read. A range that failed is returned unchanged.
 */
export async function recheckRanges(
  source: IssueSource,
  whole: CreationRange,
  before: readonly ReadRange[],
): Promise<{ readonly ranges: readonly ReadRange[]; readonly failure?: unknown }> {
  const read = [...(fits(source, whole, before) ? before : cut(source, whole))];
  const waiting = [...read.entries()];
  const readOn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, range] = next;
      const etag = await readRange(source, range, range.etag).catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      });
      read[index] = { ...plain(range), ...(etag === undefined ? {} : { etag }) };
    }
  };
  const results = await Promise.allSettled(Array.from({ length: readAtOnce }, readOn));
  const failed = results.find((result) => result.status === 'rejected');
  return { ranges: read, ...(failed ? { failure: failed.reason as unknown } : {}) };
}

/**
 * Reads the open issues of a range, and drops held issues that the server no longer lists there. Drops none if some
 * issues in the list are unreadable.
 * @returns the ETag of the list if it fits on one page.
 */
export async function readRange(source: IssueSource, range: CreationRange, etag?: string): Promise<string | undefined> {
  const request = { state: 'opened', orderBy: 'created_at', sort: 'desc', perPage, ...plain(range) } as const;
  const before = heldIn(source, range);
  const first = await source.list({ ...request, page: 1, ...(etag === undefined ? {} : { etag }) });
  if (first.unchanged) return etag;
  const listed = new Map<number, Issue>();
  let { createdBefore } = range;
  let [page, repeats, rejected] = [1, 0, 0];
  for (let answer = first; ; answer = await source.list({ ...request, ...plain({ ...range, createdBefore }), page })) {
    repeats = answer.issues.some(({ id }) => !listed.has(id)) ? 0 : repeats + 1;
    for (const issue of answer.issues) listed.set(issue.id, issue);
    rejected += answer.rejected;
    if (answer.isLast) break;
    if (repeats > mostRepeats || page > deepestPage) throw new GitLabError('badData', answer.facts);
    // Continues from the last row seen, because a row that closes moves the next one to the previous page.
    const oldest = answer.issues.at(-1)?.createdAt;
    if (oldest !== undefined && oldest + 1 < (createdBefore ?? Infinity)) [createdBefore, page] = [oldest + 1, 1];
    else page += 1;
  }
  // A held issue can be one of the unreadable ones.
  if (rejected > 0) source.apply([...listed.values()]);
  else source.reconcile(before, [...listed.values()]);
  // The ETag covers the first page only.
  return first.isLast ? first.etag : undefined;
}

/** Reads the open issues before the oldest held one, until the limit is reached. */
export async function readOlder(source: IssueSource, most: number): Promise<void> {
  const request = { state: 'opened', orderBy: 'created_at', sort: 'desc', perPage } as const;
  let page = 1;
  while (source.held().length < most && page <= deepestPage) {
    const oldest = source.held().at(-1);
    const range = oldest ? { createdBefore: oldest.createdAt + 1 } : {};
    const answer = await source.list({ ...request, ...range, page });
    source.apply(answer.issues);
    if (answer.isLast) return;
    // A page can contain only issues that were created at the same time.
    page = source.held().at(-1) === oldest ? page + 1 : 1;
  }
}

/**
 * The held issues of a range, excluding its end. GitLab stores times more precisely than it returns them, so some
 * issues from the last millisecond are outside the range.
 */
export function heldIn(source: IssueSource, { createdAfter, createdBefore }: CreationRange): readonly Issue[] {
  const issues = source.held();
  // The issues are sorted newest first, so a range is a slice.
  const from = createdBefore === undefined ? 0 : firstWhere(issues, ({ createdAt }) => createdAt < createdBefore);
  const to =
    createdAfter === undefined ? issues.length : firstWhere(issues, ({ createdAt }) => createdAt < createdAfter);
  return issues.slice(from, to);
}

/** A time that splits the held issues in half and at which none was created. Undefined if there is none. */
function middleOf(held: readonly Issue[]): number | undefined {
  const half = Math.floor(held.length / 2);
  for (let step = 0; step < half; step++) {
    for (const index of [half + step, half - step]) {
      const [newer, older] = [held[index - 1], held[index]];
      if (newer && older && newer.createdAt - older.createdAt > 1) return newer.createdAt - 1;
    }
  }
  return undefined;
}

/** The ranges of the held issues, newest first. The newest has no end, and the oldest begins where the whole does. */
function cut(source: IssueSource, whole: CreationRange): readonly ReadRange[] {
  const issues = source.held();
  const edges: number[] = [];
  for (let index = rowsOfRange; index < issues.length; index += rowsOfRange) {
    const edge = issues[index]?.createdAt;
    if (edge !== undefined && edge !== edges.at(-1)) edges.push(edge);
  }
  const oldest = edges.at(-1);
  return [
    ...edges.map((edge, index) => {
      const newer = edges[index - 1];
      return { createdAfter: edge, ...(newer === undefined ? {} : { createdBefore: newer }) };
    }),
    { ...whole, ...(oldest === undefined ? {} : { createdBefore: oldest }) },
  ];
}

/** Whether the ranges still cover the whole, and have a suitable number of issues. */
function fits(source: IssueSource, whole: CreationRange, ranges: readonly ReadRange[]): boolean {
  const oldest = ranges.at(-1);
  if (!oldest || (oldest.createdAfter ?? -Infinity) > (whole.createdAfter ?? -Infinity)) return false;
  const should = source.held().length / rowsOfRange;
  return (
    ranges.length <= should * 1.5 + 1 &&
    ranges.length >= should * 0.75 &&
    heldIn(source, ranges[0] ?? {}).length < 2 * perPage
  );
}

function plain({
  createdAfter,
  createdBefore,
}: Partial<Record<keyof CreationRange, number | undefined>>): CreationRange {
  return {
    ...(createdAfter === undefined ? {} : { createdAfter }),
    ...(createdBefore === undefined ? {} : { createdBefore }),
  };
}

function firstWhere(issues: readonly Issue[], holds: (issue: Issue) => boolean): number {
  let low = 0;
  let high = issues.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = issues[middle];
    if (at && holds(at)) high = middle;
    else low = middle + 1;
  }
  return low;
}
