import { presentTodo } from '../entities/activityEntity.ts';
import { presentIssue } from '../entities/issueEntity.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { requireIssue } from './issueRoutes.ts';

/** Returns 201 with the issue, or 304 without a body if nothing changes. Leaves `updated_at` unchanged. */
function subscribe(call: Call, wanted: boolean): Reply {
  const user = call.requireUser();
  const { project, issue } = requireIssue(call);
  if (issue.subscriberIds.includes(user.id) === wanted) return { status: 304 };
  const others = issue.subscriberIds.filter((id) => id !== user.id);
  issue.subscriberIds = wanted ? [...others, user.id] : others;
  return { status: 201, json: presentIssue(call, issue, project, { single: true }) };
}

function addTodo(call: Call): Reply {
  const user = call.requireUser();
  const { issue } = requireIssue(call);
  const { activity } = call.world;
  if (activity.pendingTodo(user.id, issue.id)) return { status: 304 };
  return { status: 201, json: presentTodo(call, activity.addTodo(user.id, issue.id), issue) };
}

/** `Todo::ACTION_NAMES`, with those of Enterprise Edition. */
const actions = [
  'assigned',
  'review_requested',
  'mentioned',
  'build_failed',
  'marked',
  'approval_required',
  'unmergeable',
  'directly_addressed',
  'merge_train_removed',
  'member_access_requested',
  'review_submitted',
  'okr_checkin_requested',
  'added_approver',
];
/** `TodosFinder.todo_types`, with those of Enterprise Edition. */
const types = [
  'Commit',
  'Issue',
  'WorkItem',
  'MergeRequest',
  'DesignManagement::Design',
  'AlertManagement::Alert',
  'Namespace',
  'Project',
  'Epic',
  'Vulnerability',
];

/**
 * The caller's own to-dos, newest first. A request names one type (`lib/api/todos.rb`). Those whose issue the caller can
 * no longer read are removed from the page after it was cut, so they count for the totals
 * (`Todos::AllowedTargetFilterService`).
 */
function todos(call: Call): Reply {
  const params = call.params([
    { name: 'action', type: 'string', values: actions },
    { name: 'author_id', type: 'integer' },
    { name: 'project_id', type: 'integer' },
    { name: 'group_id', type: 'integer' },
    { name: 'state', type: 'string', values: ['pending', 'done'], default: 'pending' },
    { name: 'type', type: 'string', values: types },
    ...pagingParams,
  ]);
  const user = call.requireUser();
  const { world, access } = call;
  const [type, action, authorId] = [params.text('type'), params.text('action'), params.integer('author_id')];
  const [projectId, groupId] = [params.integer('project_id'), params.integer('group_id')];
  const found = world.activity.todos.flatMap((todo) => {
    const issue = world.issueById(todo.issueId);
    if (!issue) return [];
    const project = world.project(issue.projectId);
    const fits =
      todo.userId === user.id &&
      todo.state === params.text('state') &&
      (type === undefined || type === todo.targetType) &&
      (action === undefined || action === todo.action) &&
      (authorId === undefined || authorId === todo.authorId) &&
      (projectId === undefined || issue.projectId === projectId) &&
      (groupId === undefined || world.groupAndAncestors(project.groupId).some(({ id }) => id === groupId));
    return fits ? [{ todo, issue, project }] : [];
  });
  const page = paginate(call, params, found.reverse());
  const readable = page.rows.filter(
    ({ issue, project }) => access.canSeeIssues(project) && access.canSeeIssue(issue, project),
  );
  return { json: readable.map(({ todo, issue }) => presentTodo(call, todo, issue)), headers: page.headers };
}

function finishTodo(call: Call): Reply {
  const user = call.requireUser();
  const id = call.routeInteger('id');
  const { activity } = call.world;
  const todo = activity.todos.find((one) => one.id === id && one.userId === user.id);
  const issue = todo && call.world.issueById(todo.issueId);
  if (!todo || !issue) throw ApiError.recordNotFound();
  activity.finishTodo(todo);
  return { status: 201, json: presentTodo(call, todo, issue) };
}

function finishAll(call: Call): Reply {
  const user = call.requireUser();
  const { activity } = call.world;
  for (const todo of activity.todos) if (todo.userId === user.id) activity.finishTodo(todo);
  return { status: 204 };
}

const issuePath = '/projects/:id/issues/:issue_iid';

/** Subscribing and to-dos (docs: Issues API, To-Do List API; contract sections 4 and 6). */
export const subscriptionRoutes: readonly Route[] = [
  { method: 'POST', path: `${issuePath}/subscribe`, handle: (call) => subscribe(call, true) },
  { method: 'POST', path: `${issuePath}/unsubscribe`, handle: (call) => subscribe(call, false) },
  { method: 'POST', path: `${issuePath}/todo`, handle: addTodo },
  { path: '/todos', handle: todos },
  { method: 'POST', path: '/todos/:id/mark_as_done', handle: finishTodo },
  { method: 'POST', path: '/todos/mark_as_done', handle: finishAll },
];
