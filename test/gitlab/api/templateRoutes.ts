import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { issueTemplates } from '../world/issueTemplates.ts';

const types = ['dockerfiles', 'gitignores', 'gitlab_ci_ymls', 'licenses', 'issues', 'merge_requests'];

/** Only issues have templates here. */
function templates(call: Call) {
  const { type = '' } = call.route;
  if (!types.includes(type)) throw ApiError.grape(400, 'type does not have a valid value');
  const project = call.project();
  if (project.defaultBranch === null) throw ApiError.message(404, '404 Not Found');
  return type === 'issues' ? issueTemplates(call.world, call.version, project) : [];
}

function list(call: Call): Reply {
  const params = call.params(pagingParams);
  const found = templates(call).map(({ name }) => ({ key: name, name }));
  const page = paginate(call, params, found);
  return { json: page.rows, headers: page.headers };
}

/** Of several templates with the same name, the one of the nearest group is returned. */
function show(call: Call): Reply {
  const name = call.route['name'] ?? '';
  const found = templates(call).find((template) => template.name === name);
  if (!found) throw ApiError.notFound('Template');
  return { json: { name: found.name, content: found.content } };
}

/** Description templates (docs: Project templates API, and `lib/api/project_templates.rb`). */
export const templateRoutes: readonly Route[] = [
  { path: '/projects/:id/templates/:type', handle: list },
  { path: '/projects/:id/templates/:type/:name', handle: show },
];
