import { presentLabelBasic } from '../entities/presenter.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { LabelRecord } from '../world/records.ts';
import { findGroup } from './groupLookup.ts';

/** The only board has a list for each label of this scope, in the order in which the labels were created. */
const scope = 'workflow::';

/** All users have the same board (https://docs.gitlab.com/api/boards/#list-project-issue-boards). */
function boards(call: Call, place: 'project' | 'group'): Reply {
  const params = call.params(pagingParams);
  const project = place === 'project' ? call.project() : undefined;
  const group = project ? call.world.group(project.groupId) : findGroup(call);
  const above = new Set(call.world.groupAndAncestors(group.id).map(({ id }) => id));
  const isThere = ({ groupId, projectId }: LabelRecord) =>
    (groupId !== null && above.has(groupId)) || (projectId !== null && projectId === project?.id);
  const columns = call.world.labels.filter((label) => isThere(label) && label.name.startsWith(scope));
  const board = {
    id: 1,
    name: 'Development',
    hide_backlog_list: false,
    hide_closed_list: false,
    lists: columns.map((label, position) => ({ id: label.id, label: presentLabelBasic(call, label), position })),
  };
  const page = paginate(call, params, [board]);
  return { json: page.rows, headers: page.headers };
}

/** Issue boards, limited to the order of their lists. */
export const boardRoutes: readonly Route[] = [
  { path: '/projects/:id/boards', handle: (call) => boards(call, 'project') },
  { path: '/groups/:id/boards', handle: (call) => boards(call, 'group') },
];
