import * as v from 'valibot';
import { fineGrained } from '../model/account.ts';
import type { GitLabErrorFacts } from '../model/errorReason.ts';
import { GitLabError } from '../model/gitLabError.ts';
import { readUsername } from '../model/identity.ts';
import type { Issue, IssueMilestone, IssueUser } from '../model/issue.ts';
import type { Project } from '../model/project.ts';
import type { ProjectLabel, ProjectMilestone } from '../model/projectChoices.ts';

/*
 * From GitLab's JSON to what the model knows. Servers of ten years answer differently and a newer one may add or drop
 * a key at any time: only what nothing works without is demanded, anything else that is missing or odd becomes its
 * plainest value. Shapes: https://docs.gitlab.com/api/issues/, https://docs.gitlab.com/api/projects/
 */

export const id = v.pipe(v.number(), v.integer(), v.minValue(1));
export const time = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.number(),
);
const date = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
export const webUrl = v.pipe(v.string(), v.regex(/^https?:\/\//i));
/** The value, or undefined where it is absent, null or not what it should be. */
export const lenient = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);

export const user = v.object({ id, username: v.string(), name: v.fallback(v.string(), '') });

/** Labels come as names, or as objects with `with_labels_details`. */
const label = v.union([
  v.string(),
  v.pipe(
    v.object({ name: v.string() }),
    v.transform(({ name }) => name),
  ),
]);

const milestone = v.object({
  id,
  title: v.string(),
  state: v.fallback(v.string(), 'active'),
  start_date: lenient(date),
  due_date: lenient(date),
});

const issue = v.object({
  id,
  iid: id,
  project_id: id,
  title: v.string(),
  state: v.fallback(v.string(), 'opened'),
  created_at: time,
  updated_at: time,
  labels: v.fallback(v.array(lenient(label)), []),
  milestone: lenient(milestone),
  assignees: v.fallback(v.array(lenient(user)), []),
  assignee: lenient(user),
  author: lenient(user),
  issue_type: lenient(v.string()),
  type: lenient(v.string()),
  due_date: lenient(date),
  confidential: v.fallback(v.boolean(), false),
  weight: lenient(v.pipe(v.number(), v.integer(), v.minValue(0))),
  upvotes: v.fallback(v.number(), 0),
  user_notes_count: v.fallback(v.number(), 0),
  web_url: lenient(webUrl),
  references: lenient(v.object({ full: v.string() })),
});

/** Where an issue was asked for, to fill in what old servers leave out. */
export interface IssueSource {
  readonly projectPath: string;
  readonly projectWebUrl: string;
}

/** An issue of a list or of a single answer. Throws `badData` without an id, iid, project, title or its times. */
export function decodeIssue(json: unknown, source: IssueSource): Issue {
  const raw = parse(issue, json, { detail: 'issue' });
  const people = raw.assignees.filter((person) => person !== undefined);
  return {
    id: raw.id,
    iid: raw.iid,
    projectId: raw.project_id,
    title: raw.title,
    // Closed is the only state that takes an issue away; `reopened` (until 9.x) and whatever may come do not.
    state: raw.state === 'closed' ? 'closed' : 'opened',
    type: (raw.issue_type ?? raw.type ?? 'issue').toLowerCase(),
    labels: raw.labels.filter((name) => name !== undefined),
    ...(raw.milestone ? { milestone: milestoneOf(raw.milestone) } : {}),
    assignees: people.length > 0 || !raw.assignee ? people : [raw.assignee],
    ...(raw.author ? { author: raw.author } : {}),
    createdAt: raw.created_at,
    updatedAt: raw.updated_at,
    ...(raw.due_date === undefined ? {} : { dueDate: raw.due_date }),
    confidential: raw.confidential,
    ...(raw.weight === undefined ? {} : { weight: raw.weight }),
    ...(raw.upvotes > 0 ? { upvotes: raw.upvotes } : {}),
    commentCount: raw.user_notes_count,
    webUrl: raw.web_url ?? `${source.projectWebUrl}/-/issues/${raw.iid}`,
    reference: raw.references?.full ?? `${source.projectPath}#${raw.iid}`,
  };
}

function milestoneOf({ id, title, state, start_date, due_date }: v.InferOutput<typeof milestone>): IssueMilestone {
  return {
    id,
    title,
    isActive: state === 'active',
    ...(start_date === undefined ? {} : { startDate: start_date }),
    ...(due_date === undefined ? {} : { dueDate: due_date }),
  };
}

/** A page of issues. One that cannot be read does not take the others with it: it is counted. Throws `badData` for what is no list. */
export function decodeIssues(
  json: unknown,
  source: IssueSource,
): { issues: Issue[]; descriptions: Map<number, string>; rejected: number } {
  const items = parse(v.array(v.unknown()), json, { detail: 'issues' });
  const issues: Issue[] = [];
  const descriptions = new Map<number, string>();
  for (const item of items) {
    try {
      const read = decodeIssue(item, source);
      issues.push(read);
      const { description } = item as { readonly description?: unknown };
      if (typeof description === 'string' && description !== '') descriptions.set(read.id, description);
    } catch (error) {
      if (!GitLabError.is(error, 'badData')) throw error;
    }
  }
  return { issues, descriptions, rejected: items.length - issues.length };
}

const role = v.fallback(v.nullish(v.object({ access_level: v.number() })), null);

const project = v.object({
  id,
  path_with_namespace: v.string(),
  name: v.fallback(v.string(), ''),
  web_url: webUrl,
  issues_enabled: v.fallback(v.boolean(), true),
  issues_access_level: lenient(v.string()),
  archived: v.fallback(v.boolean(), false),
  permissions: v.fallback(v.nullish(v.object({ project_access: role, group_access: role })), null),
});

/** Throws `badData` without an id, a path or a web address. */
export function decodeProject(json: unknown): Project {
  const raw = parse(project, json, { detail: 'project' });
  const levels = [raw.permissions?.project_access, raw.permissions?.group_access]
    .map((each) => each?.access_level)
    .filter((level) => level !== undefined);
  return {
    id: raw.id,
    path: raw.path_with_namespace,
    name: raw.name || raw.path_with_namespace,
    webUrl: raw.web_url,
    issuesEnabled: raw.issues_enabled && raw.issues_access_level !== 'disabled',
    archived: raw.archived,
    ...(levels.length > 0 ? { accessLevel: Math.max(...levels) } : {}),
  };
}

const labels = v.array(
  lenient(v.object({ name: v.string(), color: v.fallback(v.string(), ''), description: lenient(v.string()) })),
);

/** https://docs.gitlab.com/api/labels/. Throws `badData` for what is no list. */
export function decodeLabels(json: unknown): ProjectLabel[] {
  return parse(labels, json, { detail: 'labels' })
    .filter((label) => label !== undefined)
    .map(({ name, color, description }) => ({
      name,
      color: /^#[0-9a-f]{3,8}$/i.test(color) ? color : '#808080',
      ...(description ? { description } : {}),
    }));
}

/** https://docs.gitlab.com/api/milestones/. Throws `badData` for what is no list. */
export function decodeMilestones(json: unknown): ProjectMilestone[] {
  return parse(v.array(lenient(milestone)), json, { detail: 'milestones' })
    .filter((each) => each !== undefined)
    .map(milestoneOf);
}

/** `GET /user`: who the token speaks as. Throws `badData` without an id or a user name. */
export function decodeUser(json: unknown): IssueUser {
  return parse(user, json, { detail: 'user' });
}

const member = v.object({ ...user.entries, state: v.fallback(v.string(), 'active') });

/**
 * Members, or users: those who can act. Bots of tokens, and people who are blocked, are left out, as is what cannot be read.
 * https://docs.gitlab.com/api/project_members/
 */
export function decodePeople(json: unknown): { people: IssueUser[]; rows: number } {
  const rows = parse(v.array(lenient(member)), json, { detail: 'members' });
  const people = rows
    .filter((row) => row !== undefined)
    .filter(({ state, username }) => state === 'active' && readUsername(username) === username)
    .map(({ id, username, name }) => ({ id, username, name }));
  return { people, rows: rows.length };
}

const tokenDetails = v.object({
  scopes: v.array(v.string()),
  granular: v.fallback(v.boolean(), false),
  expires_at: lenient(date),
});

/** What `GET /personal_access_tokens/self` says of a token. https://docs.gitlab.com/api/personal_access_tokens/ */
export interface TokenDetails {
  readonly scopes: readonly string[];
  readonly expiresOn?: string;
}

export function decodeTokenDetails(json: unknown): TokenDetails {
  const raw = parse(tokenDetails, json, { detail: 'token' });
  const scopes = raw.granular ? [fineGrained] : raw.scopes;
  return { scopes, ...(raw.expires_at === undefined ? {} : { expiresOn: raw.expires_at }) };
}

/** A token that was just made: the only time that GitLab shows its text. Throws `badData` without the text. */
export function decodeNewToken(json: unknown): Partial<TokenDetails> & { readonly token: string } {
  const { token } = parse(v.object({ token: v.pipe(v.string(), v.minLength(1)) }), json, { detail: 'token' });
  // The token is what must not be lost: whatever else is odd about the answer.
  const details = v.safeParse(tokenDetails, json);
  return details.success ? { token, ...decodeTokenDetails(json) } : { token };
}

/** `GET /version`, e.g. `18.9.1-ee`. */
export function decodeVersion(json: unknown): string {
  return parse(v.object({ version: v.string() }), json, { detail: 'version' }).version;
}

/** A group, as far as a group token needs it. https://docs.gitlab.com/api/groups/ */
export function decodeGroup(json: unknown): { id: number; path: string } {
  const raw = parse(v.object({ id, full_path: v.string() }), json, { detail: 'group' });
  return { id: raw.id, path: raw.full_path };
}

/** `issues_statistics`: how many issues there are. https://docs.gitlab.com/api/issues_statistics/ */
export function decodeOpenCount(json: unknown): number {
  const schema = v.object({ statistics: v.object({ counts: v.object({ opened: v.pipe(v.number(), v.integer()) }) }) });
  return parse(schema, json, { detail: 'statistics' }).statistics.counts.opened;
}

export function parse<T>(schema: v.GenericSchema<unknown, T>, json: unknown, facts: GitLabErrorFacts): T {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new GitLabError('badData', facts);
}
