import type { Json } from '../entities/presenter.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import type { Reply } from '../http/reply.ts';
import type { IssueRecord, NoteRecord, ProjectRecord } from '../world/records.ts';
import type { NewNote } from '../world/world.ts';
import { refuseInvalid } from './issueInput.ts';
import { applyAs } from './issueWriteRoutes.ts';
import { readQuickActions } from './quickActions.ts';

const bodyLimit = 1_000_000;

/** The result of writing a text: a note, or (`commandsOnly`) the 202 response for a text with only quick actions. */
interface Written<T> {
  readonly note: T | undefined;
  readonly changes: Json;
  readonly commandsOnly: Reply;
}

/** Errors of a note have the format of Ruby's `inspect` for a hash. */
function refuseBody(body: string): void {
  if (body.trim() === '') throw ApiError.badRequest('Note {:note=>["can\'t be blank"]}');
  if (Array.from(body).length > bodyLimit)
    throw ApiError.badRequest(`Note {:note=>["is too long (maximum is ${bodyLimit} characters)"]}`);
}

/** Runs the quick actions in a text and passes the remaining text to `save`. Saves nothing if no text remains. */
function withQuickActions<T>(
  call: Call,
  project: ProjectRecord,
  issue: IssueRecord,
  body: string,
  save: (text: string) => T,
): Written<T> {
  refuseBody(body);
  const actions = readQuickActions(call, project, issue, body);
  const { changes, messages } = actions;
  const note = actions.text === '' ? undefined : save(actions.text);
  const summary = messages.join(' ');
  if (actions.commandCount > 0) {
    refuseInvalid(actions.change, issue);
    applyAs(call, project, issue, actions.change, call.requireUser().id);
    for (const step of actions.after) step(issue);
    if (!note && summary === '') throw ApiError.badRequest('Failed to apply commands.');
  }
  return { note, changes, commandsOnly: { status: 202, json: { commands_changes: changes, summary: [summary] } } };
}

/** Writes a comment. Its author becomes a participant and is subscribed. */
export function writeNote(call: Call, project: ProjectRecord, issue: IssueRecord, given: NewNote): Written<NoteRecord> {
  if (!call.access.canComment(issue, project)) throw ApiError.forbidden();
  const authorId = call.requireUser().id;
  return withQuickActions(call, project, issue, given.body, (body) => {
    if (!issue.subscriberIds.includes(authorId)) issue.subscriberIds = [...issue.subscriberIds, authorId];
    const note = { ...given, body, authorId, internal: (given.internal ?? false) && call.access.canManage(project) };
    return call.world.addNote(project.id, issue.iid, note);
  });
}

/** Changes a comment. Deletes it if only quick actions remain. */
export function rewriteNote(
  call: Call,
  project: ProjectRecord,
  issue: IssueRecord,
  note: NoteRecord,
  body: string,
): Written<NoteRecord> {
  const written = withQuickActions(call, project, issue, body, (text) => {
    if (text !== note.body) call.world.updateNote(issue, note, { body: text });
    return note;
  });
  if (!written.note) call.world.deleteNote(issue, note);
  return written;
}
