import { GitLabError } from '../../model/error/gitLabError.ts';
import { isCount } from '../../model/isCount.ts';
import { isDate } from '../../model/time/isDate.ts';
import type { Issue, IssueMilestone, IssueUser } from '../../model/issue.ts';
import type { IssueScope, ProjectName } from '../../model/issueScope.ts';

/*
 * Decodes issues from GitLab's JSON, as lenient as decode.ts but without a schema. The first sync of a project loads
 * thousands of issues, and a schema would take ten times as long. Format: https://docs.gitlab.com/api/issues/
 */

/** The source of an issue, which fills in the fields that old servers omit. */
export interface IssueOrigin {
  readonly projectPath: string;
  readonly projectWebUrl: string;
}

/** The fields that old servers may omit when they list the issues of one project. */
export function originOf(scope: IssueScope | ProjectName): IssueOrigin {
  return 'kind' in scope
    ? { projectPath: '', projectWebUrl: '' }
    : { projectPath: scope.path, projectWebUrl: scope.webUrl };
}

type Json = Readonly<Record<string, unknown>>;

const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const webForm = /^https?:\/\//i;

/** An issue from a list or from a single response. Throws `badData` without an id, iid, project, title, or times. */
export function decodeIssue(json: unknown, source: IssueOrigin): Issue {
  const row = jsonObject(json) ?? {};
  const [id, iid, projectId] = [readId(row['id']), readId(row['iid']), readId(row['project_id'])];
  const title = readText(row['title']);
  const [createdAt, updatedAt] = [readTime(row['created_at']), readTime(row['updated_at'])];
  if (!id || !iid || !projectId || title === undefined || createdAt === undefined || updatedAt === undefined)
    throw new GitLabError('badData');
  const milestone = readMilestone(row['milestone']);
  const people = readList(row['assignees'], readUser);
  const single = people.length > 0 ? undefined : readUser(row['assignee']);
  const author = readUser(row['author']);
  const dueDate = readForm(row['due_date'], dateForm);
  const weight = readCount(row['weight']);
  const upvotes = readCount(row['upvotes']) ?? 0;
  return {
    id,
    iid,
    projectId,
    title,
    // Only `closed` removes an issue from the open ones. `reopened` (until 9.x) and future states don't.
    state: row['state'] === 'closed' ? 'closed' : 'opened',
    type: (readText(row['issue_type']) ?? readText(row['type']) ?? 'issue').toLowerCase(),
    labels: readList(row['labels'], readLabel),
    ...(milestone ? { milestone } : {}),
    assignees: single ? [single] : people,
    ...(author ? { author } : {}),
    createdAt,
    updatedAt,
    ...(dueDate === undefined ? {} : { dueDate }),
    confidential: row['confidential'] === true,
    ...(row['discussion_locked'] === true ? { locked: true } : {}),
    ...(weight === undefined ? {} : { weight }),
    ...(upvotes > 0 ? { upvotes } : {}),
    commentCount: readCount(row['user_notes_count']) ?? 0,
    webUrl: readForm(row['web_url'], webForm) ?? `${source.projectWebUrl}/-/issues/${iid}`,
    reference: readText(jsonObject(row['references'])?.['full']) ?? `${source.projectPath}#${iid}`,
  };
}

interface DecodedIssues {
  readonly issues: Issue[];
  readonly descriptions: Map<number, string>;
  /** The number of invalid issues. */
  readonly rejected: number;
  /** Whether all issues are valid, and no part of them was skipped. */
  readonly isWhole: boolean;
}

/** A page of issues without the invalid ones. Throws `badData` if it isn't a list. */
export function decodeIssues(json: unknown, source: IssueOrigin): DecodedIssues {
  if (!Array.isArray(json)) throw new GitLabError('badData');
  const issues: Issue[] = [];
  const descriptions = new Map<number, string>();
  for (const item of json as readonly unknown[]) {
    try {
      const read = decodeIssue(item, source);
      issues.push(read);
      const description = jsonObject(item)?.['description'];
      if (typeof description === 'string' && description !== '') descriptions.set(read.id, description);
    } catch (error) {
      if (!GitLabError.is(error, 'badData')) throw error;
    }
  }
  const rejected = json.length - issues.length;
  return { issues, descriptions, rejected, isWhole: rejected === 0 && json.every(isWhole) };
}

/** Whether these fields are readable. Every supported server returns them, and an issue without them looks different. */
function isWhole(json: unknown): boolean {
  const { state, labels, assignees, confidential } = jsonObject(json) ?? {};
  return (
    typeof state === 'string' &&
    typeof confidential === 'boolean' &&
    isListOf(labels, readLabel) &&
    isListOf(assignees, readUser)
  );
}

function isListOf(json: unknown, read: (json: unknown) => unknown): boolean {
  return Array.isArray(json) && json.every((each) => read(each) !== undefined);
}

function readUser(json: unknown): IssueUser | undefined {
  const row = jsonObject(json);
  const id = readId(row?.['id']);
  const username = readText(row?.['username']);
  return id && username !== undefined ? { id, username, name: readText(row?.['name']) ?? '' } : undefined;
}

/** Labels are names, or objects with `with_labels_details`. */
function readLabel(json: unknown): string | undefined {
  return readText(json) ?? readText(jsonObject(json)?.['name']);
}

/** The milestone of an issue or of a project. https://docs.gitlab.com/api/milestones/ */
export function readMilestone(json: unknown): IssueMilestone | undefined {
  const row = jsonObject(json);
  const id = readId(row?.['id']);
  const title = readText(row?.['title']);
  if (!row || !id || title === undefined) return undefined;
  const startDate = readForm(row['start_date'], dateForm);
  const dueDate = readForm(row['due_date'], dateForm);
  return {
    id,
    title,
    isActive: (readText(row['state']) ?? 'active') === 'active',
    ...(startDate === undefined ? {} : { startDate }),
    ...(dueDate === undefined ? {} : { dueDate }),
  };
}

/** Skips invalid entries of a list. */
function readList<T>(json: unknown, read: (json: unknown) => T | undefined): T[] {
  if (!Array.isArray(json)) return [];
  return (json as readonly unknown[]).map(read).filter((each) => each !== undefined);
}

function jsonObject(json: unknown): Json | undefined {
  return typeof json === 'object' && json !== null ? (json as Json) : undefined;
}

function readText(json: unknown): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

function readForm(json: unknown, form: RegExp): string | undefined {
  return typeof json === 'string' && form.test(json) ? json : undefined;
}

function readCount(json: unknown): number | undefined {
  return isCount(json) ? json : undefined;
}

function readId(json: unknown): number | undefined {
  return isCount(json) && json > 0 ? json : undefined;
}

/** Returns milliseconds since 1970. */
function readTime(json: unknown): number | undefined {
  const time = typeof json === 'string' ? Date.parse(json) : Number.NaN;
  return isDate(time) ? time : undefined;
}
