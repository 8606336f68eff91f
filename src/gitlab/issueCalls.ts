import { isCount } from '../model/isCount.ts';
import { isDate } from '../model/time/isDate.ts';
import type { IssueChange } from '../model/issueChange.ts';
import type { IssueDraft } from '../model/issueDraft.ts';
import type { IssueFilter, MilestoneWord } from '../model/issueFilter.ts';
import type { CreationRange, IssueListRequest, IssuePage } from '../model/gateway/issueGateway.ts';
import type { IssueScope, ProjectName } from '../model/issueScope.ts';
import { decodeIssues, type IssueOrigin } from './decode/decodeIssue.ts';
import { hasNextPage } from './hasNextPage.ts';
import type { KnownServer } from './knownServer.ts';
import type { ApiResponse } from './transport.ts';

/*
 * The options of requests about issues, in the library's names (GitLab's, in camelCase), and the decoding of issue
 * lists.
 */

/** The query of one page of a list. https://docs.gitlab.com/api/issues/#list-project-issues */
export function listOptions(request: IssueListRequest, server: KnownServer) {
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
    ...(filter === undefined ? {} : filterOptions(filter, server)),
  };
}

/** Selects the list of a scope. */
export function scopeOptions(scope: IssueScope | ProjectName) {
  if (!('kind' in scope)) return { projectId: scope.id };
  return scope.kind === 'group' ? { groupId: scope.id } : { scope: 'assigned_to_me' as const };
}

export function rangeOptions({ createdAfter, createdBefore }: CreationRange) {
  return {
    ...(createdAfter === undefined ? {} : { createdAfter: iso(createdAfter) }),
    ...(createdBefore === undefined ? {} : { createdBefore: isoEnd(createdBefore) }),
  };
}

function filterOptions(
  { labels, assignees, milestone, weight, reaction, not, ...filter }: IssueFilter,
  server: KnownServer,
) {
  const { author, due, type, confidential, searchIn } = filter;
  return {
    ...(labels === undefined ? {} : { labels: typeof labels === 'string' ? labels : labels.join(',') }),
    ...(typeof assignees === 'string' ? { assigneeId: assignees as Untyped } : {}),
    ...(typeof assignees === 'object' ? { assigneeUsername: [...assignees] } : {}),
    ...(author === undefined ? {} : { authorUsername: author }),
    ...(typeof milestone === 'string' ? milestoneOptions(milestone, server) : {}),
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

/** Before it had a parameter of its own, GitLab had titles with a meaning. */
function milestoneOptions(word: MilestoneWord, server: KnownServer) {
  if (server.can('milestoneWords')) return { milestoneId: word };
  return { milestone: { None: 'None', Any: 'Any', Started: '#started', Upcoming: '#upcoming' }[word] };
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

/** GitLab accepts more here than the library's types allow. */
type Untyped = never;

/** The server's clock at the time of a response, in whole seconds, if it's known. */
export function serverTimeIn(headers: ApiResponse['headers']): { readonly serverTime?: number } {
  const serverTime = Date.parse(headers['date'] ?? '');
  return isDate(serverTime) ? { serverTime } : {};
}

/** Decodes a page of issues from a response. Throws `badData` if it isn't a list. */
export function decodeIssuePage(answer: ApiResponse, request: IssueListRequest, source: IssueOrigin): IssuePage {
  const { headers, unchanged, facts } = answer;
  const etag = headers['etag'];
  const seal = { unchanged, facts, ...serverTimeIn(headers) };
  const tag = etag === undefined ? {} : { etag };
  if (unchanged) return { issues: [], descriptions: new Map(), rejected: 0, rows: 0, isLast: true, ...seal, ...tag };
  const { issues, descriptions, rejected, isWhole } = decodeIssues(answer.body, source);
  const rows = issues.length + rejected;
  const total = Number.parseInt(headers['x-total'] ?? '', 10);
  const cursor = nextCursor(headers);
  return {
    issues,
    descriptions,
    rejected,
    rows,
    // Keyset pagination marks the end with an empty cursor.
    isLast: cursor === undefined ? !(hasNextPage(headers) ?? rows >= request.perPage) : cursor === '',
    ...seal,
    // A later request must return the unreadable issues again, and those without their labels.
    ...(isWhole ? tag : { isDamaged: true }),
    ...(isCount(total) ? { total } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

/** The body of a change. To clear a value, GitLab requires 0 or an empty value. */
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

/** The body of a new issue, without its title. */
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

/** The cursor of the next page. A web worker can't read the cursor's own header, but it can read the link. */
function nextCursor(headers: ApiResponse['headers']): string | undefined {
  const next = /<([^<>]*)>\s*;\s*rel="next"/.exec(headers['link'] ?? '')?.[1];
  const linked = next !== undefined && URL.canParse(next) ? new URL(next).searchParams.get('cursor') : null;
  return headers['x-next-cursor'] ?? linked ?? undefined;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** GitLab stores microseconds but returns milliseconds, so a range has to include the whole last millisecond. */
function isoEnd(time: number): string {
  return iso(time).replace('Z', '999Z');
}
