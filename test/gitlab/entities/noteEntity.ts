import type { IssueRecord, NoteRecord } from '../world/records.ts';
import { presentUser, time, type Json, type Present } from './presenter.ts';

/**
 * `lib/api/entities/note.rb`. Only resolvable notes have `resolved*`. Issue threads are resolvable since 18. `changes`
 * are the results of the note's quick actions. Internal notes have both `internal` and the older `confidential`.
 */
export function presentNote(p: Present, note: NoteRecord, issue: IssueRecord, changes: Json = {}): Json {
  const { version, world } = p;
  const resolvable = version.has('resolvableNotes') && !note.individual && !note.system;
  const user = (id: number): Json => presentUser(p, world.people.user(id));
  return {
    id: note.id,
    type: note.individual ? null : 'DiscussionNote',
    body: note.body,
    attachment: null,
    author: user(note.authorId),
    created_at: time(note.createdAt),
    updated_at: time(note.updatedAt),
    system: note.system,
    noteable_id: issue.id,
    noteable_type: 'Issue',
    ...(version.has('noteProject') ? { project_id: issue.projectId } : {}),
    resolvable,
    ...(resolvable
      ? {
          resolved: note.resolved,
          resolved_by: note.resolvedById === null ? null : user(note.resolvedById),
          resolved_at: time(note.resolvedAt),
        }
      : {}),
    confidential: note.internal,
    ...(version.has('internalNotes') ? { internal: note.internal } : {}),
    ...(version.has('imported') ? { imported: false, imported_from: 'none' } : {}),
    noteable_iid: issue.iid,
    commands_changes: changes,
  };
}
