import { presentAward } from '../entities/activityEntity.ts';
import { ApiError } from '../http/apiError.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { AwardRecord, IssueRecord, NoteRecord, ProjectRecord } from '../world/records.ts';
import { isEmojiName } from './awards.ts';
import { rawIssue } from './issueWriteRoutes.ts';

/** The target of a reaction, an issue or one of its notes, with its reactions. */
interface Awardable {
  readonly project: ProjectRecord;
  readonly issue: IssueRecord;
  readonly note: NoteRecord | undefined;
  readonly awards: AwardRecord[];
}

function awardable(call: Call): Awardable {
  const { project, issue } = rawIssue(call);
  if (!issue) throw ApiError.recordNotFound();
  const { access, world } = call;
  const wanted = call.route['note_id'] === undefined ? undefined : call.routeInteger('note_id');
  const note = world.notes(issue.id).find((one) => one.id === wanted);
  if (wanted !== undefined && !note) throw ApiError.recordNotFound();
  const readable = access.canSeeIssues(project) && access.canSeeIssue(issue, project);
  if (!readable || (note && !access.canSeeNote(note, project))) throw ApiError.notFound('Award Emoji');
  const awards = note ? world.activity.noteAwards(note.id) : world.activity.issueAwards(issue);
  return { project, issue, note, awards };
}

function present(call: Call, { issue, note }: Awardable, award: AwardRecord): unknown {
  return presentAward(call, award, note ? 'Note' : 'Issue', note?.id ?? issue.id);
}

function list(call: Call): Reply {
  const params = call.params(pagingParams);
  call.requireUser();
  const found = awardable(call);
  const page = paginate(call, params, found.awards);
  return { json: page.rows.map((award) => present(call, found, award)), headers: page.headers };
}

function findAward(call: Call): { found: Awardable; award: AwardRecord } {
  const id = call.routeInteger('award_id');
  call.requireUser();
  const found = awardable(call);
  const award = found.awards.find((one) => one.id === id);
  if (!award) throw ApiError.recordNotFound();
  return { found, award };
}

function show(call: Call): Reply {
  const { found, award } = findAward(call);
  return { json: present(call, found, award) };
}

/** A reaction to an issue leaves `updated_at` unchanged. A reaction to a note updates the note's. */
function counted(call: Call, { issue, note }: Awardable, name: string, by: 1 | -1): void {
  if (note) note.updatedAt = Math.max(call.world.now(), note.updatedAt + 1);
  else call.world.activity.countAwards(issue, name, by);
}

function create(call: Call): Reply {
  const params = call.params([{ name: 'name', type: 'string', required: true }]);
  const user = call.requireUser();
  const found = awardable(call);
  if (found.note?.system || !call.access.canComment(found.issue, found.project)) throw ApiError.notFound('Award Emoji');
  const name = (params.text('name') ?? '').replace(/^:(.*):$/, '$1');
  if (!isEmojiName(name)) throw ApiError.notFound('Award Emoji Name is not a valid emoji name');
  if (found.awards.some((one) => one.name === name && one.userId === user.id))
    throw ApiError.notFound('Award Emoji Name has already been taken');
  const award = call.world.activity.addAward(found.awards, name, user.id);
  counted(call, found, name, 1);
  return { status: 201, json: present(call, found, award) };
}

/** Deleting another user's reaction returns 401, as in GitLab. */
function destroy(call: Call): Reply {
  const { found, award } = findAward(call);
  const user = call.requireUser();
  if (award.userId !== user.id && !user.admin) throw ApiError.unauthorized();
  call.checkUnmodified(award.createdAt);
  found.awards.splice(found.awards.indexOf(award), 1);
  counted(call, found, award.name, -1);
  return { status: 204 };
}

const issuePath = '/projects/:id/issues/:issue_iid';

/** Emoji reactions to issues and notes (docs: Emoji reactions API; contract section 5). */
export const awardRoutes: readonly Route[] = [issuePath, `${issuePath}/notes/:note_id`].flatMap((path): Route[] => [
  { path: `${path}/award_emoji`, handle: list },
  { path: `${path}/award_emoji/:award_id`, handle: show },
  { method: 'POST', path: `${path}/award_emoji`, handle: create },
  { method: 'DELETE', path: `${path}/award_emoji/:award_id`, handle: destroy },
]);
