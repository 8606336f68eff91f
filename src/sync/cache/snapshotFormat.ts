import { isCount } from '../../model/isCount.ts';
import { isDate } from '../../model/time/isDate.ts';
import type { Issue } from '../../model/issue.ts';
import type { Group, IssueScope } from '../../model/issueScope.ts';
import type { Project } from '../../model/project.ts';
import { unpackIssues } from './packedIssues.ts';
import type { SnapshotNews, SyncCursor, TrackerSnapshot } from './snapshot.ts';

/*
 * Cached data may come from another version or another program, or may be corrupt. Invalid data counts as a cache miss
 * for the whole file, so it can't cause errors later.
 */

type Unread<T> = { readonly [Key in keyof T]?: unknown } | null | undefined;

/** The changes in a line, without an invalid cursor. Undefined for an invalid line. */
export function readNewsLine(text: string): (SnapshotNews & { readonly follows: unknown }) | undefined {
  const line = readJson(text) as Unread<SnapshotNews & { follows: number }>;
  const { changed, removed, cursor, follows } = line ?? {};
  if (!isListOf(changed, isIssue) || !isListOf(removed, isId) || !isCursor(cursor)) return undefined;
  return { changed, removed, cursor, follows };
}

/** Reads a snapshot from its two lines. Undefined for an invalid one. */
export function readSnapshot(aboutLine: string, issuesLine: string): TrackerSnapshot | undefined {
  const { scope, cursor, ranges } = (readJson(aboutLine) as Unread<TrackerSnapshot>) ?? {};
  const issues = unpackIssues(readJson(issuesLine));
  if (!isHome(scope) || !isCursor(cursor) || !isListOf(ranges, isRange) || !isListOf(issues, isIssue)) return undefined;
  return isWhole(ranges) ? { scope, cursor, ranges, issues } : undefined;
}

/** Undefined for invalid JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isIssue(value: unknown): value is Issue {
  const issue = value as Unread<Issue>;
  return (
    isId(issue?.id) &&
    isId(issue.iid) &&
    isId(issue.projectId) &&
    isDate(issue.createdAt) &&
    isDate(issue.updatedAt) &&
    isCount(issue.commentCount) &&
    isText(issue.title) &&
    isText(issue.state) &&
    isText(issue.type) &&
    isText(issue.webUrl) &&
    isText(issue.reference) &&
    (issue.dueDate === undefined || isText(issue.dueDate)) &&
    (issue.weight === undefined || isCount(issue.weight)) &&
    (issue.upvotes === undefined || isCount(issue.upvotes)) &&
    isListOf(issue.labels, isText) &&
    isListOf(issue.assignees, isUser) &&
    (issue.author === undefined || isUser(issue.author)) &&
    (issue.milestone === undefined || isText((issue.milestone as Unread<{ title: string }>)?.title))
  );
}

function isUser(value: unknown): value is { readonly id: number; readonly username: string } {
  const user = value as Unread<{ id: number; username: string }>;
  return isId(user?.id) && isText(user.username);
}

function isHome(value: unknown): value is IssueScope {
  const { kind, id, path, name, webUrl } = (value as Unread<Group>) ?? {};
  if (kind === undefined) return isProject(value);
  if (kind === 'assigned') return isId(id);
  return kind === 'group' && isId(id) && isText(path) && isText(name) && isText(webUrl);
}

function isProject(value: unknown): value is Project {
  const project = value as Unread<Project>;
  return (
    isId(project?.id) &&
    isText(project.path) &&
    isText(project.name) &&
    isText(project.webUrl) &&
    typeof project.issuesEnabled === 'boolean'
  );
}

function isCursor(value: unknown): value is SyncCursor {
  const cursor = value as Unread<SyncCursor>;
  return (
    isDate(cursor?.asOf) &&
    isDate(cursor.recheckedAt) &&
    isTime(cursor.since) &&
    (cursor.etag === undefined || isText(cursor.etag)) &&
    (cursor.most === undefined || isCount(cursor.most)) &&
    (cursor.openInAll === undefined || isCount(cursor.openInAll)) &&
    (cursor.unread === undefined || isListOf(cursor.unread, isRange)) &&
    // The server may count fewer issues than are held.
    (cursor.unexplained === undefined || Number.isSafeInteger(cursor.unexplained))
  );
}

function isRange(value: unknown): value is TrackerSnapshot['ranges'][number] {
  const range = value as Unread<TrackerSnapshot['ranges'][number]>;
  return (
    typeof range === 'object' &&
    range !== null &&
    isTime(range.createdAfter) &&
    isTime(range.createdBefore) &&
    (range.etag === undefined || isText(range.etag))
  );
}

/** Whether the ranges have no gaps, from the newest one, which has no end. */
function isWhole(ranges: TrackerSnapshot['ranges']): boolean {
  return ranges.every(({ createdBefore }, index) => createdBefore === ranges[index - 1]?.createdAfter);
}

/** A valid time, or absent. */
function isTime(value: unknown): value is number | undefined {
  return value === undefined || isDate(value);
}

function isId(value: unknown): value is number {
  return isCount(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}
