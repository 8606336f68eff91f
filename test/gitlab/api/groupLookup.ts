import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { GroupRecord, ProjectRecord } from '../world/records.ts';

/** The group of `:id`, a number or full path. Returns 404 for a private group that the viewer can't see. */
export function findGroup(call: Call): GroupRecord {
  const id = call.route['id'] ?? '';
  const group = /^\d+$/.test(id) ? call.world.groups.get(Number(id)) : call.world.groupByPath(id);
  if (!group || !call.access.canSeeGroup(group)) throw ApiError.notFound('Group');
  return group;
}

/** The group's projects that the viewer can see, including those of subgroups if `subgroups` is set. */
export function groupProjects(call: Call, group: GroupRecord, subgroups: boolean): ProjectRecord[] {
  return call.access.projects().filter((project) => {
    if (project.groupId === group.id) return true;
    return subgroups && call.world.groupAndAncestors(project.groupId).some((above) => above.id === group.id);
  });
}
