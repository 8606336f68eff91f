import { presentEvent, presentMergeRequest } from '../entities/activityEntity.ts';
import { presentUser } from '../entities/presenter.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { eventsOf } from '../world/eventsOf.ts';
import type { EventRecord, IssueRecord, ProjectRecord } from '../world/records.ts';
import type { ServerFeature } from '../world/serverFeatures.ts';
import { findIssue, requireIssue } from './issueRoutes.ts';

type Kind = EventRecord['change']['kind'];

function eventsOfKind(call: Call, kind: Kind): { project: ProjectRecord; events: EventRecord[] } {
  call.requireUser();
  const found = findIssue(call);
  if (!found) throw ApiError.notFound('Issue');
  const events = eventsOf(call.world, found.issue.id).filter((one) => one.change.kind === kind);
  return { project: found.project, events };
}

/** Changes of one kind in the order of their IDs, as in every list that `add_default_order` pages. */
function list(call: Call, kind: Kind): Reply {
  const params = call.params(pagingParams);
  const { project, events } = eventsOfKind(call, kind);
  const page = paginate(call, params, events);
  return { json: page.rows.map((event) => presentEvent(call, event, project)), headers: page.headers };
}

function show(call: Call, kind: Kind): Reply {
  const id = call.routeInteger('event_id');
  const { project, events } = eventsOfKind(call, kind);
  const event = events.find((one) => one.id === id);
  if (!event) throw ApiError.recordNotFound();
  return { json: presentEvent(call, event, project) };
}

function mentioned(call: Call, text: string | null): number[] {
  const names = [...(text ?? '').matchAll(/(?:^|[^\w])@([\w.-]*\w)/g)].map((match) => match[1] ?? '');
  return names.flatMap((name) => call.world.people.byUsername(name)?.id ?? []);
}

/** The users who wrote, were assigned, or were mentioned in text that the viewer can see. */
function participantIds(call: Call, issue: IssueRecord, project: ProjectRecord): Set<number> {
  const notes = call.world.notes(issue.id).filter((note) => !note.system && call.access.canSeeNote(note, project));
  return new Set([
    issue.authorId,
    ...issue.assigneeIds,
    ...mentioned(call, issue.description),
    ...notes.flatMap((note) => [note.authorId, ...mentioned(call, note.body)]),
  ]);
}

function participants(call: Call): Reply {
  const params = call.params(pagingParams);
  const { project, issue } = requireIssue(call);
  const users = [...participantIds(call, issue, project)].map((id) => call.world.people.user(id));
  const page = paginate(call, params, users);
  return { json: page.rows.map((user) => presentUser(call, user)), headers: page.headers };
}

/** GitLab lists a merge request that closes the issue as related, too. */
function mergeRequests(call: Call, closes: boolean): Reply {
  const params = call.params(pagingParams);
  const { issue } = requireIssue(call);
  const related = call.world.relatedMergeRequests.filter((one) => one.issueId === issue.id && (one.closes || !closes));
  const page = paginate(call, params, related);
  return { json: page.rows.map(({ mergeRequest }) => presentMergeRequest(call, mergeRequest)), headers: page.headers };
}

const issuePath = '/projects/:id/issues/:issue_iid';

function eventRoutes(name: string, kind: Kind, needs: ServerFeature, isEnterprise = false): Route[] {
  const path = `${issuePath}/${name}`;
  return [
    { path, handle: (call) => list(call, kind), needs, isEnterprise },
    { path: `${path}/:event_id`, handle: (call) => show(call, kind), needs, isEnterprise },
  ];
}

/** The history and participants of an issue (docs: Resource events APIs, Issues API; contract section 4). */
export const historyRoutes: readonly Route[] = [
  ...eventRoutes('resource_label_events', 'label', 'labelEvents'),
  ...eventRoutes('resource_milestone_events', 'milestone', 'milestoneEvents'),
  ...eventRoutes('resource_state_events', 'state', 'stateEvents'),
  ...eventRoutes('resource_weight_events', 'weight', 'weightEvents', true),
  ...eventRoutes('resource_iteration_events', 'iteration', 'iterationEvents', true),
  { path: `${issuePath}/participants`, handle: participants },
  { path: `${issuePath}/related_merge_requests`, handle: (call) => mergeRequests(call, false) },
  { path: `${issuePath}/closed_by`, handle: (call) => mergeRequests(call, true) },
];
