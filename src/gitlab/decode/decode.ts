import * as v from 'valibot';
import { fineGrained, type TokenPermission } from '../../model/account.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { readUsername } from '../../model/identity.ts';
import { isCount } from '../../model/isCount.ts';
import { isDate } from '../../model/time/isDate.ts';
import type { Group } from '../../model/issueScope.ts';
import type { IssueUser } from '../../model/issue.ts';
import { readMilestone } from './decodeIssue.ts';
import type { IssueNote } from '../../model/issueNote.ts';
import type { CloneUrls, Project } from '../../model/project.ts';
import type { ProjectLabel, ProjectMilestone } from '../../model/projectChoices.ts';
import { editionOf, type ServerVersion } from '../../model/serverVersion.ts';

/*
 * Converts GitLab's JSON to the model. The supported servers span ten years of versions, and a newer one may add or
 * remove a key at any time. For this reason, only essential keys are required. Any other missing or invalid value
 * becomes a default. Format: https://docs.gitlab.com/api/projects/
 */

export const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const time = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.custom<number>(isDate),
);
/** JSON has numbers that are no counts, such as `1e999`, which is read as `Infinity`. */
export const count = v.custom<number>(isCount);
const date = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
export const webUrl = v.pipe(v.string(), v.regex(/^https?:\/\//i));
/** The value. Undefined if it is absent, null, or invalid. */
export const lenient = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);

export const user = v.object({ id, username: v.string(), name: v.fallback(v.string(), '') });

const note = v.object({ author: lenient(user), created_at: time });

/** The first note of a list. Throws `badData` if it isn't a list. */
export function decodeNewestNote(json: unknown): IssueNote | undefined {
  const [first] = parse(v.array(note), json);
  return first && { author: first.author, createdAt: first.created_at };
}

const role = v.fallback(v.nullish(v.object({ access_level: count })), null);

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

/** Throws `badData` without an id, a path, or a web URL. */
export function decodeProject(json: unknown): Project {
  return projectOf(parse(project, json));
}

function projectOf(raw: v.InferOutput<typeof project>): Project {
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

const clonable = v.object({
  path_with_namespace: v.string(),
  ssh_url_to_repo: lenient(v.string()),
  http_url_to_repo: lenient(v.string()),
});

/** Throws `badData` without a path. */
export function decodeCloneUrls(json: unknown): CloneUrls {
  const { path_with_namespace: path, ssh_url_to_repo: ssh, http_url_to_repo: http } = parse(clonable, json);
  return { path, urls: [ssh, http].filter((url) => url !== undefined) };
}

/** Skips invalid projects. Throws `badData` if it isn't a list. */
export function decodeProjects(json: unknown): Project[] {
  return parse(v.array(lenient(project)), json)
    .filter((raw) => raw !== undefined)
    .map(projectOf);
}

const labels = v.array(
  lenient(
    v.object({
      id: lenient(id),
      name: v.string(),
      color: v.fallback(v.string(), ''),
      description: lenient(v.string()),
      priority: lenient(count),
      archived: v.fallback(v.boolean(), false),
    }),
  ),
);

/** https://docs.gitlab.com/api/labels/. Throws `badData` if it isn't a list. */
export function decodeLabels(json: unknown): ProjectLabel[] {
  return parse(labels, json)
    .filter((label) => label !== undefined)
    .map(({ id: number, name, color, description, priority, archived }) => ({
      ...(number === undefined ? {} : { id: number }),
      name,
      color: /^#[0-9a-f]{3,8}$/i.test(color) ? color : '#808080',
      ...(description ? { description } : {}),
      ...(priority === undefined ? {} : { priority }),
      ...(archived ? { isArchived: true } : {}),
    }));
}

const boards = v.array(
  lenient(
    v.object({
      lists: v.array(lenient(v.object({ position: v.fallback(count, 0), label: v.object({ name: v.string() }) }))),
    }),
  ),
);

/** Returns the labels of a board's lists. https://docs.gitlab.com/api/boards/. Throws `badData` if it isn't a list. */
export function decodeBoardLabels(json: unknown): string[] {
  return parse(boards, json).flatMap((board) =>
    (board?.lists ?? [])
      .filter((list) => list !== undefined)
      .sort((a, b) => a.position - b.position)
      .map(({ label }) => label.name),
  );
}

const ofMilestone = v.object({ iid: lenient(id), project_id: lenient(id), web_url: lenient(webUrl) });

function milestoneFacts({ iid, project_id: projectId, web_url: url }: v.InferOutput<typeof ofMilestone>) {
  return {
    ...(iid === undefined || projectId === undefined ? {} : { iid }),
    ...(url === undefined ? {} : { webUrl: url }),
  };
}

/** https://docs.gitlab.com/api/milestones/. Throws `badData` if it isn't a list. */
export function decodeMilestones(json: unknown): ProjectMilestone[] {
  return parse(v.array(v.unknown()), json)
    .map((row) => {
      const milestone = readMilestone(row);
      const own = v.safeParse(ofMilestone, row);
      return milestone && own.success ? { ...milestone, ...milestoneFacts(own.output) } : milestone;
    })
    .filter((each) => each !== undefined);
}

/** The user that a token acts as. */
export interface TokenUser extends IssueUser {
  readonly webUrl?: string;
}

const tokenUser = v.object({ ...user.entries, web_url: lenient(webUrl) });

/** Decodes `GET /user`. Throws `badData` without an id or a username. */
export function decodeUser(json: unknown): TokenUser {
  const { web_url: url, ...own } = parse(tokenUser, json);
  return { ...own, ...(url === undefined ? {} : { webUrl: url }) };
}

const member = v.object({ ...user.entries, state: v.fallback(v.string(), 'active') });

/**
 * Decodes members or users. Skips token bots, blocked users, and invalid entries.
 * https://docs.gitlab.com/api/project_members/
 */
export function decodePeople(json: unknown): { people: IssueUser[]; rows: number } {
  const rows = parse(v.array(lenient(member)), json);
  const people = rows
    .filter((row) => row !== undefined)
    .filter(({ state, username }) => state === 'active' && readUsername(username) === username)
    .map(({ id, username, name }) => ({ id, username, name }));
  return { people, rows: rows.length };
}

/** GitLab's names of permissions and places, which are safe to show. */
const identifier = v.pipe(v.string(), v.regex(/^[a-z][a-z_]{0,63}$/));
const permission = v.object({
  access: identifier,
  permissions: v.array(lenient(identifier)),
  project_id: lenient(id),
  group_id: lenient(id),
});

const tokenDetails = v.object({
  scopes: v.array(v.string()),
  granular: v.fallback(v.boolean(), false),
  granular_scopes: lenient(v.array(lenient(permission))),
  expires_at: lenient(date),
});

/**
 * The facts about a token from `GET /personal_access_tokens/self`. https://docs.gitlab.com/api/personal_access_tokens/
 */
export interface TokenDetails {
  readonly scopes: readonly string[];
  /** Only of a fine-grained token, if the server reports them. */
  readonly permissions?: readonly TokenPermission[];
  readonly expiresOn?: string;
}

function permissionOf(raw: v.InferOutput<typeof permission>): TokenPermission {
  return {
    access: raw.access,
    permissions: raw.permissions.filter((each) => each !== undefined),
    ...(raw.project_id === undefined ? {} : { projectId: raw.project_id }),
    ...(raw.group_id === undefined ? {} : { groupId: raw.group_id }),
  };
}

export function decodeTokenDetails(json: unknown): TokenDetails {
  const raw = parse(tokenDetails, json);
  const scopes = raw.granular ? [fineGrained] : raw.scopes;
  const permissions = raw.granular_scopes?.filter((each) => each !== undefined).map(permissionOf);
  return {
    scopes,
    ...(permissions ? { permissions } : {}),
    ...(raw.expires_at === undefined ? {} : { expiresOn: raw.expires_at }),
  };
}

/** The ID of a token. Undefined if the response has none. */
export function decodeTokenId(json: unknown): number | undefined {
  const read = v.safeParse(v.object({ id }), json);
  return read.success ? read.output.id : undefined;
}

/** Decodes a new token. GitLab returns its text only this once. Throws `badData` without the text. */
export function decodeNewToken(json: unknown): Partial<TokenDetails> & { readonly token: string } {
  const { token } = parse(v.object({ token: v.pipe(v.string(), v.minLength(1)) }), json);
  // Invalid details must not cause the loss of the token.
  const details = v.safeParse(tokenDetails, json);
  return details.success ? { token, ...decodeTokenDetails(json) } : { token };
}

/** Decodes `GET /version`, such as `18.9.1-ee`. */
export function decodeVersion(json: unknown): ServerVersion {
  const answer = v.object({ version: v.string(), enterprise: lenient(v.boolean()) });
  const { version, enterprise } = parse(answer, json);
  return { version, edition: editionOf(version, enterprise) };
}

/** Throws `badData` without an id, a path, or a web URL. https://docs.gitlab.com/api/groups/ */
export function decodeGroup(json: unknown): Group {
  const group = v.object({ id, full_path: v.string(), name: v.fallback(v.string(), ''), web_url: webUrl });
  const raw = parse(group, json);
  return { kind: 'group', id: raw.id, path: raw.full_path, name: raw.name || raw.full_path, webUrl: raw.web_url };
}

const found = v.object({
  path_with_namespace: lenient(v.string()),
  full_path: lenient(v.string()),
  name: v.fallback(v.string(), ''),
});

/** Decodes projects or groups found by name. Throws `badData` if it isn't a list. */
export function decodeFound(json: unknown): { path: string; name: string }[] {
  return parse(v.array(lenient(found)), json).flatMap((each) => {
    const path = each?.path_with_namespace ?? each?.full_path;
    return each && path !== undefined ? [{ path, name: each.name }] : [];
  });
}

/** Decodes the number of issues from `issues_statistics`. https://docs.gitlab.com/api/issues_statistics/ */
export function decodeOpenCount(json: unknown): number {
  const schema = v.object({ statistics: v.object({ counts: v.object({ opened: count }) }) });
  return parse(schema, json).statistics.counts.opened;
}

export function parse<T>(schema: v.GenericSchema<unknown, T>, json: unknown): T {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new GitLabError('badData');
}
