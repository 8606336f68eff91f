import type { Access } from '../world/access.ts';
import type {
  GroupRecord,
  IssueRecord,
  LabelRecord,
  MilestoneRecord,
  ProjectRecord,
  UserRecord,
} from '../world/records.ts';
import type { ServerVersion } from '../world/serverVersion.ts';
import type { World } from '../world/world.ts';

/** The context for presenting entities. */
export interface Present {
  readonly url: string;
  readonly world: World;
  readonly version: ServerVersion;
  readonly access: Access;
}

export type Json = Record<string, unknown>;

export function time(ms: number): string;
export function time(ms: number | null): string | null;
export function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** The current date by the server's clock, in UTC. */
function today(world: World): string {
  return new Date(world.now()).toISOString().slice(0, 10);
}

/** The avatar's URL, or null if the user has none. */
function avatarUrl(url: string, user: UserRecord): string | null {
  return user.avatar === 'own' ? `${url}/uploads/-/system/user/avatar/${user.id}/avatar.png` : user.avatar;
}

/** `lib/api/entities/user_basic.rb`; `locked` since 16, `public_email` since 18.9. */
export function presentUser(p: Pick<Present, 'url' | 'version'>, user: UserRecord): Json {
  return {
    id: user.id,
    username: user.username,
    ...(p.version.has('publicEmails') ? { public_email: '' } : {}),
    name: user.name,
    state: user.state,
    ...(p.version.has('lockedUsers') ? { locked: false } : {}),
    avatar_url: avatarUrl(p.url, user),
    web_url: `${p.url}/${user.username}`,
  };
}

/** `lib/api/entities/milestone.rb`. Has either `project_id` or `group_id`. */
export function presentMilestone(p: Present, milestone: MilestoneRecord): Json {
  const owner: Json = {};
  let home = p.url;
  const project = milestone.projectId === null ? undefined : p.world.projects.get(milestone.projectId);
  const group = milestone.groupId === null ? undefined : p.world.groups.get(milestone.groupId);
  if (project) {
    owner['project_id'] = project.id;
    home = `${p.url}/${p.world.projectPath(project)}`;
  } else if (group) {
    owner['group_id'] = group.id;
    home = `${p.url}/groups/${p.world.groupPath(group)}`;
  }
  return {
    id: milestone.id,
    iid: milestone.iid,
    ...owner,
    title: milestone.title,
    description: milestone.description,
    state: milestone.state,
    created_at: time(milestone.createdAt),
    updated_at: time(milestone.updatedAt),
    due_date: milestone.dueDate,
    start_date: milestone.startDate,
    expired: milestone.dueDate !== null && milestone.dueDate < today(p.world),
    web_url: `${home}/-/milestones/${milestone.iid}`,
  };
}

/** Dark text on light labels, as in `Gitlab::Color#contrast`. */
function textColor(color: string): string {
  const [r = 0, g = 0, b = 0] = (color.slice(1).match(color.length < 7 ? /./g : /../g) ?? []).map((part) =>
    Number.parseInt(part.length === 1 ? part + part : part, 16),
  );
  return r + g + b > 500 ? '#1F1E24' : '#FFFFFF';
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `lib/api/entities/label_basic.rb`, which `with_labels_details=true` adds to issues. */
export function presentLabelBasic(p: Present, label: LabelRecord): Json {
  return {
    id: label.id,
    name: label.name,
    color: label.color,
    description: label.description,
    description_html: label.description === null ? '' : escapeHtml(label.description),
    text_color: textColor(label.color),
    remove_on_close: false,
    ...(p.version.has('archivedLabels') ? { archived: label.archived ?? false } : {}),
  };
}

/** `lib/api/entities/project_label.rb` or `group_label.rb`. */
export function presentLabel(p: Present, label: LabelRecord, inProject: boolean, counts?: Json): Json {
  return {
    id: label.id,
    name: label.name,
    description: label.description,
    description_html: label.description === null ? '' : escapeHtml(label.description),
    text_color: textColor(label.color),
    color: label.color,
    ...(p.version.has('archivedLabels') ? { archived: label.archived ?? false } : {}),
    ...counts,
    subscribed: false,
    ...(inProject ? { priority: label.priority, is_project_label: label.projectId !== null } : {}),
  };
}

/** `lib/api/entities/namespace_basic.rb`. The avatar is a path, as in GitLab. */
export function presentNamespace(p: Present, group: GroupRecord): Json {
  const fullPath = p.world.groupPath(group);
  return {
    id: group.id,
    name: group.name,
    path: group.path,
    kind: 'group',
    full_path: fullPath,
    parent_id: group.parentId,
    avatar_url: null,
    web_url: `${p.url}/groups/${fullPath}`,
  };
}

/** The number of open issues in the project that the viewer can see. */
export function openIssues(p: Present, project: ProjectRecord): number {
  return p.world.issues(project.id).filter((issue: IssueRecord) => issue.state === 'opened').length;
}
