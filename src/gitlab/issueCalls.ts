import type { IssueChange } from '../model/issueChange.ts';
import type { IssueDraft } from '../model/issueDraft.ts';
import type { IssueFilter } from '../model/issueFilter.ts';
import type { CreationRange, IssueListRequest, IssuePage } from '../model/issueGateway.ts';
import { type IssueScope, isProject } from '../model/issueScope.ts';
import { decodeIssues, type IssueOrigin } from './decodeIssue.ts';
import type { ApiResponse } from './transport.ts';

/*
 * Questions about issues and changes of them, in the words of the library (which are GitLab's, in camelCase), and the
 * answers of lists.
 */

/** The query of a list, one page of it. https://docs.gitlab.com/api/issues/#list-project-issues */
export function listOptions(request: IssueListRequest) {
  const { state, orderBy, sort, updatedAfter, updatedBefore, search, filter, page, perPage } = request;
  return {
    ...pageOptions(page),
    perPage,
    maxPages: 1,
    orderBy,
    sort,
    ...(state === 'all' ? {} : { state }),
    ...(updatedAfter === undefined ? {} : { updatedAfter: iso(updatedAfter) }),
    ...(updatedBefore === undefined ? {} : { updatedBefore: isoEnd(updatedBefore) }),
    ...(search === undefined ? {} : { search }),
    ...rangeOptions(request),
    ...(filter === undefined ? {} : filterOptions(filter)),
  };
}

/** Where the list of a scope is found. */
export function scopeOptions(scope: IssueScope) {
  if (isProject(scope)) return { projectId: scope.id };
  return scope.kind === 'group' ? { groupId: scope.id } : { scope: 'assigned_to_me' as const };
}

export function rangeOptions({ createdAfter, createdBefore }: CreationRange) {
  return {
    ...(createdAfter === undefined ? {} : { createdAfter: iso(createdAfter) }),
    ...(createdBefore === undefined ? {} : { createdBefore: isoEnd(createdBefore) }),
  };
}

function filterOptions({ labels, assignees, milestone, weight, reaction, not, ...filter }: IssueFilter) {
  const { author, due, type, confidential, searchIn } = filter;
  return {
    ...(labels === undefined ? {} : { labels: typeof labels === 'string' ? labels : labels.join(',') }),
    ...(typeof assignees === 'string' ? { assigneeId: assignees as Untyped } : {}),
    ...(typeof assignees === 'object' ? { assigneeUsername: [...assignees] } : {}),
    ...(author === undefined ? {} : { authorUsername: author }),
    ...(typeof milestone === 'string' ? { milestoneId: milestone } : {}),
    ...(typeof milestone === 'object' ? { milestone: milestone.title } : {}),
    ...(due === undefined ? {} : { dueDate: due }),
    ...(type === undefined ? {} : { issueType: type }),
    ...(confidential === undefined ? {} : { confidential }),
    ...(weight === undefined ? {} : { weight: weight as Untyped }),
    ...(reaction === undefined ? {} : { myReactionEmoji: typeof reaction === 'string' ? reaction : reaction.emoji }),
    ...(searchIn === undefined ? {} : { in: searchIn }),
    ...(not === undefined ? {} : { not: negatedOptions(not) }),
  };
}

function negatedOptions({ labels, assignees, author, milestone, weight }: NonNullable<IssueFilter['not']>) {
  return {
    ...(labels === undefined ? {} : { labels: labels.join(',') }),
    ...(assignees === undefined ? {} : { assigneeUsername: [...assignees] as Untyped }),
    ...(author === undefined ? {} : { authorUsername: author }),
    ...(milestone === undefined ? {} : { milestone }),
    ...(weight === undefined ? {} : { weight: String(weight) }),
  };
}

/** The library's types lack what GitLab accepts here. */
type Untyped = never;

/** A page of issues out of an answer. Throws `badData` for what is no list. */
export function decodeIssuePage(answer: ApiResponse, request: IssueListRequest, source: IssueOrigin): IssuePage {
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
    // Keyset paging marks the end. Otherwise, and where a proxy removed the headers, a page that is not full is the last.
    isLast: cursor === undefined ? rows < request.perPage : cursor === '',
    ...seal,
    ...(Number.isNaN(total) ? {} : { total }),
    ...(cursor ? { cursor } : {}),
  };
}

/** The body of a change. A value to clear is sent as GitLab requires: 0, or an empty value. */
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

/** GitLab has times to the microsecond and shows the millisecond: a span ends when that is over. */
function isoEnd(time: number): string {
  return iso(time).replace('Z', '999Z');
}
