import { randomBytes } from 'node:crypto';
import { presentIssue } from '../entities/issueEntity.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { eventsOf } from '../world/eventsOf.ts';
import { addSystemNote, later } from '../world/issueChange.ts';
import type { IssueRecord, ProjectRecord } from '../world/records.ts';
import { availableMilestones } from './issueInput.ts';
import { rawIssue } from './issueWriteRoutes.ts';

interface Transfer {
  readonly project: ProjectRecord;
  readonly issue: IssueRecord;
  readonly target: ProjectRecord;
}

/** Finds both projects and the issue without checking visibility. Missing permissions have their own error. */
function transfer(call: Call, targetId: number | undefined, verb: 'move' | 'clone'): Transfer {
  const { project, issue } = rawIssue(call);
  if (!issue) throw ApiError.notFound('Issue');
  const target = call.world.projects.get(targetId ?? 0);
  if (!target) throw ApiError.notFound('Project');
  const allowed = [project, target].every((one) => call.access.canSeeIssues(one) && call.access.canManage(one));
  if (!allowed || (verb === 'move' && issue.movedToId !== null))
    throw ApiError.message(400, `Cannot ${verb} issue due to insufficient permissions!`);
  return { project, issue, target };
}

/** Keeps labels and the milestone if the target has them under the same name. Drops the rest. */
function portable(call: Call, { issue, target }: Transfer): Partial<IssueRecord> {
  const { world } = call;
  const known = new Set(world.labelsOf(target.id).map((label) => label.name));
  const title = issue.milestoneId === null ? undefined : world.milestones.get(issue.milestoneId)?.title;
  return {
    labels: issue.labels.filter((label) => known.has(label)),
    milestoneId: availableMilestones(call, target).find((one) => one.title === title)?.id ?? null,
    relativePosition: null,
    mergeRequestsCount: 0,
    movedToId: null,
  };
}

function copyNotes(call: Call, from: IssueRecord, to: IssueRecord): void {
  const threads = new Map<string, string>();
  for (const note of call.world.notes(from.id)) {
    const discussionId = threads.get(note.discussionId) ?? randomBytes(20).toString('hex');
    threads.set(note.discussionId, discussionId);
    call.world.insertNote({ ...note, id: call.world.nextId(), issueId: to.id, discussionId });
  }
}

/** `CopyResourceEventsService` */
function copyEvents({ world }: Call, from: IssueRecord, to: IssueRecord): void {
  for (const { userId, createdAt, change } of eventsOf(world, from.id))
    world.activity.addEvent(to.id, userId, createdAt, change);
}

function reference(call: Call, issue: IssueRecord): string {
  return `${call.world.projectPath(call.world.project(issue.projectId))}#${issue.iid}`;
}

function note(call: Call, issue: IssueRecord, body: string): void {
  addSystemNote(call.world, issue, body, call.requireUser().id, later(call.world, issue));
}

/** The new issue keeps author, times, comments, and reactions. The old issue is closed and references the new one. */
function move(call: Call): Reply {
  const params = call.params([
    { name: 'issue_iid', type: 'integer' },
    { name: 'to_project_id', type: 'integer', required: true },
  ]);
  const user = call.requireUser();
  const found = transfer(call, params.integer('to_project_id'), 'move');
  const { project, issue, target } = found;
  if (project.id === target.id) throw ApiError.message(400, 'Cannot move issue to project it originates from!');
  const kept: Partial<IssueRecord> = structuredClone(issue);
  delete kept.iid;
  const moved = call.world.createIssue(target.id, { ...kept, title: issue.title, ...portable(call, found) });
  copyNotes(call, issue, moved);
  copyEvents(call, issue, moved);
  note(call, moved, `moved from ${reference(call, issue)}`);
  note(call, issue, `moved to ${reference(call, moved)}`);
  call.world.updateIssue(project.id, issue.iid, { state: 'closed', movedToId: moved.id }, user.id);
  call.world.touchIssue(moved);
  return { status: 201, json: presentIssue(call, moved, target, { single: true, acrossProjects: true }) };
}

/** Creates a copy that belongs to the caller. Copies the comments only on request. */
function clone(call: Call): Reply {
  const params = call.params([
    { name: 'issue_iid', type: 'integer' },
    { name: 'to_project_id', type: 'integer', required: true },
    { name: 'with_notes', type: 'boolean', default: 'false' },
  ]);
  const user = call.requireUser();
  const found = transfer(call, params.integer('to_project_id'), 'clone');
  const { issue, target } = found;
  const { title, description, assigneeIds, confidential, type, dueDate, startDate, weight, timeEstimate } = issue;
  const made = call.world.createIssue(target.id, {
    title,
    description,
    assigneeIds,
    confidential,
    type,
    dueDate,
    startDate,
    weight,
    timeEstimate,
    ...portable(call, found),
    authorId: user.id,
    subscriberIds: [user.id],
  });
  copyEvents(call, issue, made);
  if (params.flag('with_notes')) {
    copyNotes(call, issue, made);
    made.userNotesCount = issue.userNotesCount;
  }
  note(call, made, `cloned from ${reference(call, issue)}`);
  note(call, issue, `cloned to ${reference(call, made)}`);
  call.world.touchIssue(issue);
  return { status: 201, json: presentIssue(call, made, target, { single: true }) };
}

/** Moving and cloning (docs: Issues API; contract section 4, "Calls"). */
export const moveRoutes: readonly Route[] = [
  { method: 'POST', path: '/projects/:id/issues/:issue_iid/move', handle: move, namesAiWorkflows: true },
  { method: 'POST', path: '/projects/:id/issues/:issue_iid/clone', handle: clone, namesAiWorkflows: true },
];
