import { presentGroup, presentProject, presentProjectBasic } from '../entities/projectEntity.ts';
import type { Json } from '../entities/presenter.ts';
import type { Call } from '../http/call.ts';
import { keysetUnavailable, pageUrl, paginate, pagingParams, perPage, refuseDeepOffset } from '../http/paging.ts';
import type { Params, ParamSpec } from '../http/params.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { ProjectRecord } from '../world/records.ts';
import { findGroup, groupProjects } from './groupLookup.ts';

const orders = ['id', 'name', 'path', 'created_at', 'updated_at', 'last_activity_at', 'similarity', 'star_count'];
const levels = ['10', '15', '20', '25', '30', '40', '50'];

const listParams: readonly ParamSpec[] = [
  { name: 'order_by', type: 'string', values: orders, default: 'created_at' },
  { name: 'sort', type: 'string', values: ['asc', 'desc'], default: 'desc' },
  { name: 'archived', type: 'boolean' },
  { name: 'visibility', type: 'string', values: ['private', 'internal', 'public'] },
  { name: 'search', type: 'string' },
  { name: 'search_namespaces', type: 'boolean' },
  { name: 'owned', type: 'boolean', default: 'false' },
  { name: 'starred', type: 'boolean', default: 'false' },
  { name: 'membership', type: 'boolean', default: 'false' },
  { name: 'with_issues_enabled', type: 'boolean', default: 'false' },
  { name: 'with_merge_requests_enabled', type: 'boolean', default: 'false' },
  { name: 'min_access_level', type: 'string', values: levels },
  { name: 'id_after', type: 'integer' },
  { name: 'id_before', type: 'integer' },
  { name: 'simple', type: 'boolean', default: 'false' },
  { name: 'statistics', type: 'boolean', default: 'false' },
  { name: 'with_custom_attributes', type: 'boolean', default: 'false' },
  ...pagingParams,
];

function filter(call: Call, params: Params, projects: readonly ProjectRecord[]): ProjectRecord[] {
  const { access, world } = call;
  const search = params.text('search')?.toLowerCase();
  const inNamespaces = params.flag('search_namespaces') ?? false;
  const least = Number(params.text('min_access_level') ?? 0);
  const found = (project: ProjectRecord): boolean => {
    if (!search) return true;
    const own = [project.name, project.path, project.description ?? ''];
    const text = inNamespaces
      ? [...own, world.projectPath(project), world.groupName(world.group(project.groupId))]
      : own;
    return text.some((part) => part.toLowerCase().includes(search));
  };
  const userId = call.user?.id ?? -1;
  const level = (project: ProjectRecord): number =>
    world.people.level(userId, project, world.groupAndAncestors(project.groupId));
  return projects.filter(
    (project) =>
      found(project) &&
      (!params.flag('membership') || access.isMember(project)) &&
      (!params.flag('owned') || level(project) >= 50) &&
      !params.flag('starred') &&
      (least === 0 || level(project) >= least) &&
      (params.flag('archived') === undefined || project.archived === params.flag('archived')) &&
      (params.text('visibility') === undefined || project.visibility === params.text('visibility')) &&
      (!params.flag('with_issues_enabled') || access.canSeeIssues(project)) &&
      project.id > (params.integer('id_after') ?? 0) &&
      project.id < (params.integer('id_before') ?? Number.POSITIVE_INFINITY),
  );
}

function sort(params: Params, projects: ProjectRecord[]): ProjectRecord[] {
  const key: Record<string, (project: ProjectRecord) => string | number> = {
    id: (project) => project.id,
    name: (project) => project.name.toLowerCase(),
    path: (project) => project.path.toLowerCase(),
    created_at: (project) => project.createdAt,
    updated_at: (project) => project.lastActivityAt,
    last_activity_at: (project) => project.lastActivityAt,
    similarity: (project) => project.id,
    star_count: (project) => project.starCount,
  };
  const by = key[params.text('order_by') ?? 'created_at'] ?? ((project) => project.id);
  const sign = params.text('sort') === 'asc' ? 1 : -1;
  return projects.sort((a, b) => {
    const [x, y] = [by(a), by(b)];
    return x === y ? b.id - a.id : (x < y ? -1 : 1) * sign;
  });
}

function present(call: Call, params: Params, rows: readonly ProjectRecord[]): Json[] {
  const basic = !call.user || params.flag('simple');
  return rows.map((project) => (basic ? presentProjectBasic(call, project) : presentProject(call, project)));
}

/** `pagination=keyset&order_by=id`: Link with `id_after` or `id_before`, until a page is empty. */
function keyset(call: Call, params: Params, sorted: readonly ProjectRecord[]): Reply {
  if (params.text('order_by') !== 'id') throw keysetUnavailable();
  const size = perPage(params);
  const rows = sorted.slice(0, size);
  const last = rows.at(-1);
  const bound = params.text('sort') === 'asc' ? 'id_after' : 'id_before';
  const url = last && pageUrl(call, params, { [bound]: String(last.id), per_page: String(size) });
  return { json: present(call, params, rows), headers: url === undefined ? {} : { Link: `<${url}>; rel="next"` } };
}

function list(call: Call): Reply {
  const params = call.params(listParams);
  // Filters about the current user require a signed-in user.
  if (!call.user && (params.flag('membership') || params.flag('owned') || params.has('min_access_level')))
    return { json: [], headers: paginate(call, params, []).headers };
  const sorted = sort(params, filter(call, params, call.access.projects()));
  if (call.query['pagination'] === 'keyset') return keyset(call, params, sorted);
  refuseDeepOffset(params, 'Project');
  const page = paginate(call, params, sorted);
  return { json: present(call, params, page.rows), headers: page.headers };
}

function show(call: Call): Reply {
  const project = call.project();
  return { json: call.user ? presentProject(call, project) : presentProjectBasic(call, project) };
}

function showGroup(call: Call): Reply {
  const params = call.params([{ name: 'with_projects', type: 'boolean', default: 'true' }]);
  const group = findGroup(call);
  const projects = params.flag('with_projects') === false ? [] : groupProjects(call, group, false);
  return {
    json: {
      ...presentGroup(call, group),
      shared_with_groups: [],
      ...(params.flag('with_projects') === false
        ? {}
        : {
            projects: projects.map((project) => presentProject(call, project, { permissions: false })),
            shared_projects: [],
          }),
      prevent_sharing_groups_outside_hierarchy: false,
    },
  };
}

/**
 * Groups that the user is a member of, directly or through a subgroup or project. Administrators and anonymous viewers
 * get all groups that they can see.
 */
function listGroups(call: Call): Reply {
  const params = call.params([
    { name: 'search', type: 'string' },
    { name: 'all_available', type: 'boolean', default: String(call.user?.admin ?? true) },
    { name: 'top_level_only', type: 'boolean', default: 'false' },
    { name: 'order_by', type: 'string', values: ['name', 'path', 'id', 'similarity'], default: 'name' },
    { name: 'sort', type: 'string', values: ['asc', 'desc'], default: 'asc' },
    ...pagingParams,
  ]);
  const { world, access } = call;
  const search = params.text('search')?.toLowerCase() ?? '';
  const isMember = (id: number): boolean =>
    world.people.groupLevel(call.user?.id ?? -1, world.groupAndAncestors(id)) !== null ||
    access
      .projects()
      .some(
        (project) =>
          access.isMember(project) && world.groupAndAncestors(project.groupId).some((above) => above.id === id),
      );
  const found = [...world.groups.values()]
    .filter((group) => access.canSeeGroup(group))
    .filter((group) => (params.flag('all_available') ?? false) || isMember(group.id))
    .filter((group) => !params.flag('top_level_only') || group.parentId === null)
    .filter((group) => `${group.name}\n${group.path}`.toLowerCase().includes(search))
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1) * (params.text('sort') === 'desc' ? -1 : 1));
  const page = paginate(call, params, found);
  return { json: page.rows.map((group) => presentGroup(call, group)), headers: page.headers };
}

function projectsOfGroup(call: Call): Reply {
  const params = call.params([
    ...listParams.filter((spec) => !['membership', 'id_after', 'id_before', 'statistics'].includes(spec.name)),
    { name: 'include_subgroups', type: 'boolean', default: 'false' },
    { name: 'with_shared', type: 'boolean', default: 'true' },
  ]);
  const group = findGroup(call);
  const found = filter(call, params, groupProjects(call, group, params.flag('include_subgroups') ?? false));
  const page = paginate(call, params, sort(params, found));
  return { json: present(call, params, page.rows), headers: page.headers };
}

/** Projects and groups (docs: Projects API, Groups API; contract section 6). */
export const projectRoutes: readonly Route[] = [
  { path: '/projects', handle: list },
  { path: '/projects/:id', handle: show },
  { path: '/groups', handle: listGroups },
  { path: '/groups/:id', handle: showGroup },
  { path: '/groups/:id/projects', handle: projectsOfGroup },
];
