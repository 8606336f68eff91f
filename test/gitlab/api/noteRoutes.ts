import { presentNote } from '../entities/noteEntity.ts';
import type { Json } from '../entities/presenter.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Params } from '../http/params.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { IssueRecord, NoteRecord, ProjectRecord } from '../world/records.ts';
import { findIssue } from './issueRoutes.ts';

/** `notes_helpers.rb`, `find_noteable`: requires a signed-in user. The 404 contains the name of the issue. */
export function noteable(call: Call): { project: ProjectRecord; issue: IssueRecord } {
  call.requireUser();
  const found = findIssue(call);
  if (!found) throw ApiError.notFound('Issue');
  return found;
}

/** The Link header of these lists uses the name `noteable_id` for the issue. */
function noteParams(call: Call, specs: Parameters<Call['params']>[0]): Params {
  const params = call.params([...specs, ...pagingParams]);
  params.all['noteable_id'] = call.route['issue_iid'] ?? '';
  delete params.all['issue_iid'];
  return params;
}

/** Hidden notes are removed after paging, so a page can be short (contract section 1). */
function notes(call: Call): Reply {
  const params = noteParams(call, [
    { name: 'order_by', type: 'string', values: ['created_at', 'updated_at'], default: 'created_at' },
    { name: 'sort', type: 'string', values: ['asc', 'desc'], default: 'desc' },
    {
      name: 'activity_filter',
      type: 'string',
      values: ['all_notes', 'only_comments', 'only_activity'],
      default: 'all_notes',
    },
  ]);
  const { project, issue } = noteable(call);
  const kind = params.text('activity_filter');
  const key = params.text('order_by') === 'updated_at' ? 'updatedAt' : 'createdAt';
  const sign = params.text('sort') === 'asc' ? 1 : -1;
  const all = call.world
    .notes(issue.id)
    .filter((note) => kind === 'all_notes' || note.system === (kind === 'only_activity'))
    .toSorted((a, b) => (a[key] - b[key] || a.id - b.id) * sign);
  const page = paginate(call, params, all);
  const rows = page.rows.filter((note) => call.access.canSeeNote(note, project));
  return { json: rows.map((note) => presentNote(call, note, issue)), headers: page.headers };
}

/** A thread, as in `lib/api/entities/discussion.rb`. */
export function presentDiscussion(call: Call, id: string, notes: readonly NoteRecord[], issue: IssueRecord): Json {
  return {
    id,
    individual_note: notes[0]?.individual ?? true,
    ...(call.version.has('resolvableDiscussions') ? { resolvable: notes[0]?.individual === false } : {}),
    notes: notes.map((note) => presentNote(call, note, issue)),
  };
}

/** The notes of a thread that the viewer can read, oldest first. */
export function threadNotes(call: Call, project: ProjectRecord, issue: IssueRecord): NoteRecord[] {
  return call.world
    .notes(issue.id)
    .filter((note) => note.discussionId === call.route['discussion_id'] && call.access.canSeeNote(note, project))
    .toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id);
}

function showNote(call: Call): Reply {
  const { project, issue } = noteable(call);
  const id = call.routeInteger('note_id');
  const note = call.world.notes(issue.id).find((one) => one.id === id);
  if (!note) throw ApiError.recordNotFound();
  if (!call.access.canSeeNote(note, project)) throw ApiError.notFound('Note');
  return { json: presentNote(call, note, issue) };
}

function showDiscussion(call: Call): Reply {
  const { project, issue } = noteable(call);
  const notes = threadNotes(call, project, issue);
  if (notes.length === 0) throw ApiError.notFound('Discussion');
  return { json: presentDiscussion(call, notes[0]?.discussionId ?? '', notes, issue) };
}

/** Threads, oldest first. Paging counts threads, not notes. */
function discussions(call: Call): Reply {
  const params = noteParams(call, []);
  const { project, issue } = noteable(call);
  const threads = new Map<string, NoteRecord[]>();
  for (const note of call.world.notes(issue.id).toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id)) {
    if (!call.access.canSeeNote(note, project)) continue;
    threads.set(note.discussionId, [...(threads.get(note.discussionId) ?? []), note]);
  }
  const page = paginate(call, params, [...threads]);
  return {
    json: page.rows.map(([id, rows]) => presentDiscussion(call, id, rows, issue)),
    headers: page.headers,
  };
}

/** Reading comments (docs: Notes API, Discussions API; contract section 5). */
export const noteRoutes: readonly Route[] = [
  { path: '/projects/:id/issues/:issue_iid/notes', handle: notes, namesAiWorkflows: true },
  { path: '/projects/:id/issues/:issue_iid/notes/:note_id', handle: showNote, namesAiWorkflows: true },
  { path: '/projects/:id/issues/:issue_iid/discussions', handle: discussions, namesAiWorkflows: true },
  { path: '/projects/:id/issues/:issue_iid/discussions/:discussion_id', handle: showDiscussion },
  { path: '/projects/:id/issues/:issue_iid/discussions/:discussion_id/notes/:note_id', handle: showNote },
];
