import type { IssueChange } from '../model/issueChange.ts';
import type { IssueDraft } from '../model/issueDraft.ts';
import type { CreationRange, IssueListRequest, IssuePage } from '../model/issueGateway.ts';
import { decodeIssues, type IssueSource } from './decode.ts';
import type { ApiResponse } from './transport.ts';

/*
 * Questions about issues and changes of them, in the words of the library (which are GitLab's, in camelCase), and the
 * answers of lists.
 */

/** The query of a list, one page of it. https://docs.gitlab.com/api/issues/#list-project-issues */
export function listOptions(request: IssueListRequest) {
  const { state, orderBy, sort, updatedAfter, search, page, perPage } = request;
  return {
    ...pageOptions(page),
    perPage,
    maxPages: 1,
    orderBy,
    sort,
    ...(state === 'all' ? {} : { state }),
    ...(updatedAfter === undefined ? {} : { updatedAfter: iso(updatedAfter) }),
    ...(search === undefined ? {} : { search }),
    ...rangeOptions(request),
  };
}

export function rangeOptions({ createdAfter, createdBefore }: CreationRange) {
  return {
    ...(createdAfter === undefined ? {} : { createdAfter: iso(createdAfter) }),
    ...(createdBefore === undefined ? {} : { createdBefore: iso(createdBefore) }),
  };
}

/** A page of issues out of an answer. Throws `badData` for what is no list. */
export function decodeIssuePage(answer: ApiResponse, request: IssueListRequest, source: IssueSource): IssuePage {
  const { headers, unchanged } = answer;
  const etag = headers['etag'];
  const serverTime = Date.parse(headers['date'] ?? '');
  const seal = {
    unchanged,
    ...(etag === undefined ? {} : { etag }),
    ...(Number.isNaN(serverTime) ? {} : { serverTime }),
  };
  if (unchanged) return { issues: [], descriptions: new Map(), rejected: 0, rows: 0, isLast: true, ...seal };
  const { issues, descriptions, rejected } = decodeIssues(answer.body, source);
  const rows = issues.length + rejected;
  const total = Number.parseInt(headers['x-total'] ?? '', 10);
  const cursor = nextCursor(headers);
  return {
    issues,
    descriptions,
    rejected,
    rows,
    // With a keyset the end is told; elsewhere, and where something took the headers off, a page that is not full is the last.
    isLast: cursor === undefined ? rows < request.perPage : cursor === '',
    ...seal,
    ...(Number.isNaN(total) ? {} : { total }),
    ...(cursor ? { cursor } : {}),
  };
}

/** The body of a change. What is to be cleared is sent as GitLab wants it: 0, or nothing at all in its place. */
export function editOptions(change: IssueChange) {
  const { state, addLabels, removeLabels, assigneeIds, milestoneId, dueDate, weight, locked, ...same } = change;
  return {
    ...same,
    ...(state === undefined ? {} : { stateEvent: state === 'closed' ? 'close' : 'reopen' }),
    ...(addLabels === undefined ? {} : { addLabels: addLabels.join(',') }),
    ...(removeLabels === undefined ? {} : { removeLabels: removeLabels.join(',') }),
    ...(assigneeIds === undefined ? {} : { assigneeIds: assigneeIds.length === 0 ? [0] : [...assigneeIds] }),
    ...(milestoneId === undefined ? {} : { milestoneId: milestoneId ?? 0 }),
    ...(dueDate === undefined ? {} : { dueDate: dueDate ?? '' }),
    ...(weight === undefined ? {} : { weight: weight ?? ('' as unknown as number) }),
    ...(locked === undefined ? {} : { discussionLocked: locked }),
  };
}

/** The body of a new issue, but for its title. */
export function draftOptions({ labels, assigneeIds, ...same }: Omit<IssueDraft, 'title'>) {
  return {
    ...same,
    ...(labels === undefined ? {} : { labels: labels.join(',') }),
    ...(assigneeIds === undefined ? {} : { assigneeIds: [...assigneeIds] }),
  };
}

function pageOptions(page: IssueListRequest['page']) {
  if (typeof page === 'number') return { page };
  return { pagination: 'keyset' as const, ...(page === 'keyset' ? {} : { cursor: page.cursor }) };
}

/** Where the next page begins; the header of its own is hidden from a web worker, where the link is not. */
function nextCursor(headers: ApiResponse['headers']): string | undefined {
  const next = /<([^>]*)>\s*;\s*rel="next"/.exec(headers['link'] ?? '')?.[1];
  const linked = next !== undefined && URL.canParse(next) ? new URL(next).searchParams.get('cursor') : null;
  return headers['x-next-cursor'] ?? linked ?? undefined;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
