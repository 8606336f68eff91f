import { presentIssue } from '../entities/issueEntity.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Params } from '../http/params.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { type IssueChange, recordCreation } from '../world/issueChange.ts';
import { defaultDescription } from '../world/issueTemplates.ts';
import type { IssueRecord, ProjectRecord } from '../world/records.ts';
import { readChange, refuseInvalid } from './issueInput.ts';
import { createParams, refuseNothing, updateParams } from './issueWriteParams.ts';
import { readQuickActions } from './quickActions.ts';

/**
 * The issue of the call, even if the caller can't see it. GitLab looks it up first and checks permissions afterward.
 */
export function rawIssue(call: Call): { project: ProjectRecord; issue: IssueRecord | undefined } {
  const iid = call.routeInteger('issue_iid');
  const project = call.project();
  return { project, issue: call.world.issue(project.id, iid) };
}

/** Adds the quick actions in the description to the change. */
function withQuickActions(call: Call, project: ProjectRecord, issue: IssueRecord | undefined, change: IssueChange) {
  if (typeof change.description !== 'string') return { change, after: [] };
  const actions = readQuickActions(call, project, issue, change.description);
  return { change: { ...change, ...actions.change, description: actions.text }, after: actions.after };
}

function subscribers(old: readonly number[], change: IssueChange, author: number): readonly number[] {
  return [...new Set([...old, author, ...(change.assigneeIds ?? [])])];
}

function create(call: Call): Reply {
  const params = call.params(createParams(call.version));
  params.exclusive('milestone_id', 'milestone');
  const user = call.requireUser();
  const project = call.project();
  const { access, world } = call;
  if (!access.canCreateIssue(project)) throw ApiError.forbidden();
  const { change, after } = withQuickActions(call, project, undefined, readChange(call, project, undefined, params));
  refuseInvalid(change, undefined);
  // GitLab reads the quick actions before this, so that those in the template stay in the text.
  const description = change.description?.trim()
    ? change.description
    : defaultDescription(world, call.version, project);
  const owner = access.canSetTimes(project);
  const iid = owner ? params.integer('iid') : undefined;
  if (iid !== undefined && world.issue(project.id, iid)) throw ApiError.message(409, 'Duplicated issue');
  const createdAt = owner ? params.integer('created_at') : undefined;
  const issue = world.createIssue(project.id, {
    ...change,
    description,
    title: change.title ?? '',
    authorId: user.id,
    subscriberIds: subscribers([], change, user.id),
    ...(iid === undefined ? {} : { iid }),
    ...(createdAt === undefined ? {} : { createdAt, updatedAt: createdAt }),
  });
  recordCreation(world, issue, user.id);
  for (const step of after) step(issue);
  return { status: 201, json: presentIssue(call, issue, project, { single: true }) };
}

function stateChange(params: Params, issue: IssueRecord): IssueChange {
  const event = params.text('state_event');
  if (event === 'close' && issue.state === 'opened') return { state: 'closed' };
  // A locked discussion keeps a closed issue closed (docs: "Prevent comments by locking the discussion").
  if (event === 'reopen' && issue.state === 'closed' && !issue.discussionLocked) return { state: 'opened' };
  return {};
}

function update(call: Call): Reply {
  const params = call.params(updateParams(call.version));
  refuseNothing(params, call.version);
  params.exclusive('milestone_id', 'milestone');
  const user = call.requireUser();
  const { project, issue } = rawIssue(call);
  if (!issue) throw ApiError.recordNotFound();
  if (!call.access.canUpdateIssue(issue, project)) throw ApiError.forbidden();
  const asked = { ...readChange(call, project, issue, params), ...stateChange(params, issue) };
  const { change, after } = withQuickActions(call, project, issue, asked);
  refuseInvalid(change, issue);
  const at = call.access.canSetTimes(project) ? params.integer('updated_at') : undefined;
  applyAs(call, project, issue, { ...change, ...(at === undefined ? {} : { updatedAt: at }) }, user.id);
  for (const step of after) step(issue);
  return { json: presentIssue(call, issue, project, { single: true }) };
}

/** Changes the issue as the caller. Subscribes new assignees. */
export function applyAs(
  call: Call,
  project: ProjectRecord,
  issue: IssueRecord,
  change: IssueChange,
  userId: number,
): void {
  const assigned = change.assigneeIds
    ? { subscriberIds: [...new Set([...issue.subscriberIds, ...change.assigneeIds])] }
    : {};
  call.world.updateIssue(project.id, issue.iid, { ...assigned, ...change }, userId);
}

function destroy(call: Call): Reply {
  const { project, issue } = rawIssue(call);
  if (!issue) throw ApiError.notFound('Issue');
  if (!call.access.canDestroyIssue(issue, project)) throw ApiError.forbidden();
  call.checkUnmodified(issue.updatedAt);
  call.world.deleteIssue(project.id, issue.iid);
  return { status: 204 };
}

/** Moves the issue between two others, given by their global IDs. */
function reorder(call: Call): Reply {
  const params = call.params([
    { name: 'issue_iid', type: 'integer' },
    { name: 'move_after_id', type: 'integer' },
    { name: 'move_before_id', type: 'integer' },
  ]);
  params.atLeastOne('move_after_id', 'move_before_id');
  const { project, issue } = rawIssue(call);
  if (!issue) throw ApiError.notFound('Issue');
  if (!call.access.canUpdateIssue(issue, project)) throw ApiError.forbidden();
  const position = (name: string): number | undefined => {
    const other = call.world.issueById(params.integer(name) ?? 0);
    return other && call.access.canManage(call.world.project(other.projectId))
      ? (other.relativePosition ?? other.id)
      : undefined;
  };
  const [low, high] = [position('move_after_id'), position('move_before_id')];
  if (low === undefined && high === undefined) throw ApiError.message(422, { error: 'Unprocessable Entity' });
  issue.relativePosition = ((low ?? (high ?? 0) - 1024) + (high ?? (low ?? 0) + 1024)) / 2;
  call.world.touched(project.id, project.lastActivityAt);
  return { json: presentIssue(call, issue, project, { single: true }) };
}

const issuePath = '/projects/:id/issues/:issue_iid';
const aiWorkflows = { namesAiWorkflows: true } as const;

/** Creating, updating, and deleting issues (docs: Issues API; contract section 4, "Calls"). */
export const issueWriteRoutes: readonly Route[] = [
  { method: 'POST', path: '/projects/:id/issues', handle: create, ...aiWorkflows },
  { method: 'PUT', path: issuePath, handle: update, ...aiWorkflows },
  { method: 'DELETE', path: issuePath, handle: destroy, ...aiWorkflows },
  { method: 'PUT', path: `${issuePath}/reorder`, handle: reorder, ...aiWorkflows },
];
