import { presentNote } from '../entities/noteEntity.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Params } from '../http/params.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { IssueRecord, NoteRecord, ProjectRecord } from '../world/records.ts';
import { noteable, presentDiscussion, threadNotes } from './noteRoutes.ts';
import { rewriteNote, writeNote } from './noteWriter.ts';

interface Found {
  readonly project: ProjectRecord;
  readonly issue: IssueRecord;
  readonly note: NoteRecord;
}

/** The note of `:note_id`, without checking visibility. As in GitLab, the permission check comes later. */
export function findNote(call: Call): Found {
  const id = call.routeInteger('note_id');
  const { project, issue } = noteable(call);
  const note = call.world.notes(issue.id).find((one) => one.id === id);
  if (!note) throw ApiError.recordNotFound();
  return { project, issue, note };
}

/** Owners can set the creation time. An invalid time is ignored. */
function createdAt(call: Call, params: Params, project: ProjectRecord): { createdAt?: number } {
  const ms = Date.parse(params.text('created_at') ?? '');
  return Number.isNaN(ms) || !call.access.canSetTimes(project) ? {} : { createdAt: ms };
}

function createNote(call: Call): Reply {
  const params = call.params([
    { name: 'body', type: 'string', required: true },
    { name: 'confidential', type: 'boolean' },
    { name: 'internal', type: 'boolean' },
    { name: 'created_at', type: 'string' },
    { name: 'merge_request_diff_head_sha', type: 'string' },
  ]);
  const { project, issue } = noteable(call);
  // Use the old name if the new one is unsupported or missing.
  const names = call.version.has('internalNotes') ? ['internal', 'confidential'] : ['confidential'];
  const { note, changes, commandsOnly } = writeNote(call, project, issue, {
    body: params.text('body') ?? '',
    internal: names.some((name) => params.flag(name)),
    ...createdAt(call, params, project),
  });
  return note ? { status: 201, json: presentNote(call, note, issue, changes) } : commandsOnly;
}

function saveNote(call: Call, body: string | undefined): Reply {
  const { project, issue, note } = findNote(call);
  if (!call.access.canAdminNote(note, issue, project)) throw ApiError.forbidden();
  if (body === undefined) return { json: presentNote(call, note, issue) };
  const written = rewriteNote(call, project, issue, note, body);
  return written.note ? { json: presentNote(call, note, issue, written.changes) } : written.commandsOnly;
}

function updateNote(call: Call): Reply {
  const params = call.params([
    { name: 'body', type: 'string', allowBlank: false },
    { name: 'confidential', type: 'boolean' },
  ]);
  return saveNote(call, params.text('body'));
}

function deleteNote(call: Call): Reply {
  const { project, issue, note } = findNote(call);
  if (!call.access.canAdminNote(note, issue, project)) throw ApiError.forbidden();
  call.checkUnmodified(note.updatedAt);
  call.world.deleteNote(issue, note);
  return { status: 204 };
}

const newDiscussionParams = [
  { name: 'body', type: 'string', required: true },
  { name: 'created_at', type: 'string' },
] as const;

function createDiscussion(call: Call): Reply {
  const params = call.params(newDiscussionParams);
  const { project, issue } = noteable(call);
  const given = { body: params.text('body') ?? '', thread: true, ...createdAt(call, params, project) };
  const { note, commandsOnly } = writeNote(call, project, issue, given);
  return note ? { status: 201, json: presentDiscussion(call, note.discussionId, [note], issue) } : commandsOnly;
}

/** A reply is internal if its thread is. */
function reply(call: Call): Reply {
  const params = call.params(newDiscussionParams);
  const { project, issue } = noteable(call);
  const [first] = threadNotes(call, project, issue);
  if (!first) throw ApiError.notFound('Discussion');
  if (first.system) throw ApiError.badRequest('Discussion can not be replied to.');
  const { note, changes, commandsOnly } = writeNote(call, project, issue, {
    body: params.text('body') ?? '',
    discussionId: first.discussionId,
    internal: first.internal,
    ...createdAt(call, params, project),
  });
  return note ? { status: 201, json: presentNote(call, note, issue, changes) } : commandsOnly;
}

function resolve(call: Call, issue: IssueRecord, note: NoteRecord, resolved: boolean): void {
  if (note.resolved === resolved) return;
  const by = resolved ? call.requireUser().id : null;
  call.world.updateNote(issue, note, { resolved, resolvedById: by, resolvedAt: resolved ? call.world.now() : null });
}

function updateThreadNote(call: Call): Reply {
  const params = call.params([
    { name: 'body', type: 'string' },
    { name: 'resolved', type: 'boolean' },
  ]);
  if (params.given('body') && params.given('resolved'))
    throw ApiError.grape(400, 'body, resolved are mutually exclusive');
  if (!params.given('body') && !params.given('resolved'))
    throw ApiError.grape(400, 'body, resolved are missing, exactly one parameter must be provided');
  const resolved = params.flag('resolved');
  if (resolved === undefined) return saveNote(call, params.text('body'));
  const { project, issue, note } = findNote(call);
  if (!call.access.canResolveNote(note, issue, project)) throw ApiError.forbidden();
  if (note.individual || note.system || !call.version.has('resolvableNotes'))
    throw ApiError.badRequest('Note is not resolvable');
  resolve(call, issue, note, resolved);
  return { json: presentNote(call, note, issue) };
}

function resolveDiscussion(call: Call): Reply {
  const params = call.params([{ name: 'resolved', type: 'boolean', required: true }]);
  const { project, issue } = noteable(call);
  const notes = threadNotes(call, project, issue);
  const [first] = notes;
  if (!first) throw ApiError.recordNotFound();
  if (first.individual || !call.access.canResolveNote(first, issue, project)) throw ApiError.forbidden();
  for (const note of notes) if (!note.system) resolve(call, issue, note, params.flag('resolved') ?? false);
  return { json: presentDiscussion(call, first.discussionId, notes, issue) };
}

const issuePath = '/projects/:id/issues/:issue_iid';
const thread = `${issuePath}/discussions/:discussion_id`;

/** Writing comments and threads (docs: Notes API, Discussions API; contract section 5). */
export const noteWriteRoutes: readonly Route[] = [
  { method: 'POST', path: `${issuePath}/notes`, handle: createNote, namesAiWorkflows: true },
  { method: 'PUT', path: `${issuePath}/notes/:note_id`, handle: updateNote, namesAiWorkflows: true },
  { method: 'DELETE', path: `${issuePath}/notes/:note_id`, handle: deleteNote, namesAiWorkflows: true },
  { method: 'POST', path: `${issuePath}/discussions`, handle: createDiscussion },
  { method: 'PUT', path: thread, handle: resolveDiscussion, needs: 'resolvableNotes' },
  { method: 'POST', path: `${thread}/notes`, handle: reply },
  { method: 'PUT', path: `${thread}/notes/:note_id`, handle: updateThreadNote },
  { method: 'DELETE', path: `${thread}/notes/:note_id`, handle: deleteNote },
];
