import { presentLabel, presentMilestone, presentUser, time, type Json } from '../entities/presenter.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Params, ParamSpec } from '../http/params.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { LabelRecord, ProjectRecord, UserRecord } from '../world/records.ts';
import type { ServerVersion } from '../world/serverVersion.ts';
import { findGroup, groupProjects } from './groupLookup.ts';

const labelParams = (version: ServerVersion): readonly ParamSpec[] => [
  { name: 'with_counts', type: 'boolean', default: 'false' },
  { name: 'include_ancestor_groups', type: 'boolean', default: 'true' },
  { name: 'search', type: 'string' },
  ...(version.has('archivedLabels') ? ([{ name: 'archived', type: 'boolean' }] as const) : []),
  ...pagingParams,
];

function labelReply(call: Call, params: Params, labels: LabelRecord[], projects: readonly ProjectRecord[]): Reply {
  const search = params.text('search')?.toLowerCase() ?? '';
  const archived = params.flag('archived');
  const found = labels
    .filter((label) => archived === undefined || (label.archived ?? false) === archived)
    .filter((label) => `${label.name}\n${label.description ?? ''}`.toLowerCase().includes(search))
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const page = paginate(call, params, found);
  const inProject = call.path.startsWith('/api/v4/projects/');
  const counts = (label: LabelRecord): Json => {
    const issues = projects.flatMap((project) =>
      call.world
        .issues(project.id)
        .filter((issue) => issue.labels.includes(label.name) && call.access.canSeeIssue(issue, project)),
    );
    const open = issues.filter((issue) => issue.state === 'opened').length;
    return { open_issues_count: open, closed_issues_count: issues.length - open, open_merge_requests_count: 0 };
  };
  const withCounts = params.flag('with_counts') ?? false;
  return {
    json: page.rows.map((label) => presentLabel(call, label, inProject, withCounts ? counts(label) : undefined)),
    headers: page.headers,
  };
}

function projectLabels(call: Call): Reply {
  const params = call.params(labelParams(call.version));
  const project = call.project();
  const above = params.flag('include_ancestor_groups') ?? true;
  const labels = call.world.labelsOf(project.id).filter((label) => above || label.projectId !== null);
  return labelReply(call, params, labels, [project]);
}

function groupLabels(call: Call): Reply {
  const params = call.params([
    ...labelParams(call.version),
    { name: 'include_descendant_groups', type: 'boolean', default: 'false' },
    { name: 'only_group_labels', type: 'boolean', default: 'true' },
  ]);
  const group = findGroup(call);
  const above = params.flag('include_ancestor_groups') === false ? [group] : call.world.groupAndAncestors(group.id);
  const ids = new Set(above.map((one) => one.id));
  const below = params.flag('include_descendant_groups') ?? false;
  const projects = new Set(groupProjects(call, group, below).map((project) => project.id));
  for (const one of call.world.groups.values())
    if (below && call.world.groupAndAncestors(one.id).some(({ id }) => id === group.id)) ids.add(one.id);
  const ofProjects = params.flag('only_group_labels') === false;
  const labels = call.world.labels.filter(
    ({ groupId, projectId }) =>
      (groupId !== null && ids.has(groupId)) || (ofProjects && projectId !== null && projects.has(projectId)),
  );
  return labelReply(call, params, labels, groupProjects(call, group, true));
}

function newerMilestoneParams(level: 'project' | 'group'): ParamSpec[] {
  return [
    { name: 'include_ancestors', type: 'boolean' },
    ...(level === 'group' ? [{ name: 'include_descendants', type: 'boolean' } as const] : []),
  ];
}

function milestones(call: Call, level: 'project' | 'group'): Reply {
  const params = call.params([
    { name: 'state', type: 'string', values: ['active', 'closed', 'all'], default: 'all' },
    { name: 'iids', type: 'integers' },
    { name: 'title', type: 'string' },
    { name: 'search', type: 'string' },
    { name: 'include_parent_milestones', type: 'boolean' },
    ...(call.version.has('milestoneAncestors') ? newerMilestoneParams(level) : []),
    { name: 'updated_after', type: 'dateTime' },
    { name: 'updated_before', type: 'dateTime' },
    ...pagingParams,
  ]);
  if (call.version.has('milestoneAncestors')) params.exclusive('include_ancestors', 'include_parent_milestones');
  const project = level === 'project' ? call.project() : undefined;
  const group = project ? call.world.group(project.groupId) : findGroup(call);
  const above = (params.flag('include_ancestors') ?? false) || (params.flag('include_parent_milestones') ?? false);
  const groupIds = new Set(above ? call.world.groupAndAncestors(group.id).map((one) => one.id) : []);
  if (!project) groupIds.add(group.id);
  const projectIds = new Set(project ? [project.id] : []);
  if (params.flag('include_descendants')) {
    for (const one of call.world.groups.values())
      if (call.world.groupAndAncestors(one.id).some(({ id }) => id === group.id)) groupIds.add(one.id);
    for (const { id } of groupProjects(call, group, true)) projectIds.add(id);
  }
  const state = params.text('state');
  const iids = params.integers('iids');
  const search = params.text('search')?.toLowerCase() ?? '';
  const title = params.text('title');
  const found = [...call.world.milestones.values()]
    .filter((one) => projectIds.has(one.projectId ?? 0) || groupIds.has(one.groupId ?? 0))
    .filter((one) => state === 'all' || one.state === state)
    .filter((one) => iids === undefined || iids.length === 0 || iids.includes(one.iid))
    .filter((one) => title === undefined || one.title === title)
    .filter((one) => `${one.title}\n${one.description ?? ''}`.toLowerCase().includes(search))
    .filter((one) => one.updatedAt >= (params.integer('updated_after') ?? 0))
    .filter((one) => one.updatedAt <= (params.integer('updated_before') ?? Number.POSITIVE_INFINITY))
    .sort((a, b) => {
      if (a.dueDate === b.dueDate) return b.id - a.id;
      if (a.dueDate === null) return 1;
      return b.dueDate === null || a.dueDate < b.dueDate ? -1 : 1;
    });
  const page = paginate(call, params, found);
  return { json: page.rows.map((one) => presentMilestone(call, one)), headers: page.headers };
}

function matches(user: UserRecord, query: string | undefined): boolean {
  const wanted = query?.toLowerCase() ?? '';
  return user.name.toLowerCase().includes(wanted) || user.username.toLowerCase().includes(wanted);
}

/** Members with their role in the project or group. Only `members/all` includes inherited members. */
function members(call: Call, place: 'project' | 'group', inherited: boolean): Reply {
  const params = call.params([
    { name: 'query', type: 'string' },
    { name: 'user_ids', type: 'integers' },
    { name: 'skip_users', type: 'integers' },
    { name: 'state', type: 'string', values: ['awaiting', 'active'] },
    { name: 'show_seat_info', type: 'boolean' },
    ...pagingParams,
  ]);
  const project = place === 'project' ? call.project() : undefined;
  const home = project?.groupId ?? findGroup(call).id;
  const above = call.world.groupAndAncestors(home).map((group) => group.id);
  const groupIds = new Set(inherited ? above : project ? [] : [home]);
  const best = new Map<number, { level: number; createdAt: number }>();
  for (const row of call.world.people.memberships) {
    if (row.projectId !== project?.id && !(row.groupId !== null && groupIds.has(row.groupId))) continue;
    if ((best.get(row.userId)?.level ?? 0) < row.level) best.set(row.userId, row);
  }
  const ids = params.integers('user_ids');
  const skipped = params.integers('skip_users') ?? [];
  const found = [...best]
    .map(([id, row]) => ({ user: call.world.people.user(id), row }))
    .filter(({ user }) => matches(user, params.text('query')) && !skipped.includes(user.id))
    .filter(({ user }) => ids === undefined || ids.length === 0 || ids.includes(user.id))
    .filter(() => params.text('state') !== 'awaiting')
    .sort((a, b) => a.user.id - b.user.id);
  const page = paginate(call, params, found);
  return {
    json: page.rows.map(({ user, row }) => ({
      ...presentUser(call, user),
      access_level: row.level,
      created_at: time(row.createdAt),
      expires_at: null,
      ...(call.version.enterprise ? { membership_state: 'active' } : {}),
    })),
    headers: page.headers,
  };
}

/** All users who can be mentioned or assigned, without roles. Cheaper than the members. */
function users(call: Call): Reply {
  const params = call.params([
    { name: 'search', type: 'string' },
    { name: 'skip_users', type: 'integers' },
    ...pagingParams,
  ]);
  const project = call.project();
  const skipped = params.integers('skip_users') ?? [];
  const above = call.world.groupAndAncestors(project.groupId);
  const found = [...call.world.people.users.values()]
    .filter((user) => call.world.people.level(user.id, project, above) > 0 && !skipped.includes(user.id))
    .filter((user) => user.state === 'active' && matches(user, params.text('search')))
    .sort((a, b) => b.id - a.id);
  const page = paginate(call, params, found);
  return { json: page.rows.map((user) => presentUser(call, user)), headers: page.headers };
}

/** Objects that issues refer to: labels, milestones, people, files (docs: the API page of each; contract section 6). */
export const neighbourRoutes: readonly Route[] = [
  { path: '/projects/:id/labels', handle: projectLabels },
  { path: '/groups/:id/labels', handle: groupLabels },
  { path: '/projects/:id/milestones', handle: (call) => milestones(call, 'project') },
  { path: '/groups/:id/milestones', handle: (call) => milestones(call, 'group') },
  { path: '/projects/:id/members', handle: (call) => members(call, 'project', false) },
  { path: '/projects/:id/members/all', handle: (call) => members(call, 'project', true) },
  { path: '/groups/:id/members', handle: (call) => members(call, 'group', false) },
  { path: '/groups/:id/members/all', handle: (call) => members(call, 'group', true) },
  { path: '/projects/:id/users', handle: users },
];
