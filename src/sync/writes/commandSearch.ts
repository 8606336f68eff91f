import type { Account } from '../../model/account.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { isApplied } from '../../model/isApplied.ts';
import type { Note } from '../../model/issueDetails.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueNote } from '../../model/issueNote.ts';
import { projectPathOf } from '../../model/issueScope.ts';
import { tickedTask } from '../../model/taskList.ts';
import { secondsOf } from '../../model/time/timeAmount.ts';
import { isSameBody, mayHaveQuickActions } from '../../model/text/quickActions.ts';
import { addressOf, type CommandAccess } from './commandRequest.ts';
import type { LookCandidate, LookOutcome, SendMark } from './commandSender.ts';

/** The maximum number of pages of new comments to search. */
const mostPages = 10;

const done: LookOutcome = { how: 'done' };
const notDone: LookOutcome = { how: 'notDone' };

/**
 * Reads what {@link searchCommand} compares with: the time of the newest comment or issue by the server's clock, because
 * what a command adds is newer, or the time spent. Empty for commands that add nothing.
 */
export async function markBefore({ command, gateway }: CommandAccess): Promise<SendMark> {
  const { act, project } = command;
  if (act.kind === 'comment' || act.kind === 'reply') return newestOf(await gateway.newestNote(addressOf(command)));
  if (act.kind === 'addSpentTime')
    return { spent: (await gateway.details.findFacts(project, command.iid ?? 0)).timeSpent };
  if (act.kind !== 'create') return {};
  const newest = { state: 'all', orderBy: 'created_at', sort: 'desc', page: 1, perPage: 1 } as const;
  const { issues, serverTime } = await gateway.listIssues(project, newest);
  return newestOf(issues[0] && { createdAt: issues[0].createdAt, ...(serverTime === undefined ? {} : { serverTime }) });
}

/** What was imported can have a time in the future, so the server's time limits it. That one is in whole seconds. */
function newestOf(
  { createdAt, serverTime = Infinity }: Pick<IssueNote, 'createdAt' | 'serverTime'> = { createdAt: 0 },
) {
  return { newest: createdAt > serverTime + 1_000 ? serverTime : createdAt };
}

/**
 * Checks whether the server has the change of a command that was sent without a response. Rejects with a `GitLabError`
 * if the server can't be read.
 */
export async function searchCommand(access: CommandAccess, mark: SendMark): Promise<LookOutcome> {
  const { command, gateway } = access;
  const { act, project, iid = 0 } = command;
  const address = addressOf(command);
  const newest = Number(mark['newest'] ?? 0);
  switch (act.kind) {
    case 'comment':
      return foundNotes(
        access,
        act.body,
        (await newNotes(access, newest)).filter(({ isInternal }) => isInternal === act.internal),
      );
    case 'reply': {
      const { notes } = await gateway.details.findDiscussion(address, act.discussion);
      return foundNotes(
        access,
        act.body,
        notes.filter(({ createdAt }) => createdAt > newest),
      );
    }
    case 'create': {
      const { title, description = '' } = act.draft;
      const found = await newIssues(access, newest);
      const same = found.filter(
        ([issue, text]) => issue.title.trim() === title.trim() && isSameBody(text, description),
      );
      if (same.length === 0 && mayHaveQuickActions(description)) return unsure(access);
      const candidates = same.map(([issue]) => ({
        title: issue.title,
        webUrl: issue.webUrl,
        createdAt: issue.createdAt,
      }));
      return outcomeOf(candidates, same[0]?.[0]);
    }
    case 'change':
      return doneIf(isApplied(act.change, await gateway.findIssue(project, iid)));
    case 'title':
      return doneIf((await gateway.findIssue(project, iid)).title === act.title.trim());
    case 'description':
      return doneIf(isSameBody((await gateway.details.findFacts(project, iid)).description, act.body));
    case 'editNote':
      return doneIf(isSameBody((await gateway.details.findNote(address, act.note)).body, act.body));
    case 'task': {
      const { line, source, checked, note } = act;
      const text =
        note === undefined
          ? (await gateway.details.findFacts(project, iid)).description
          : (await gateway.details.findNote(address, note)).body;
      return doneIf(tickedTask(text, line, source, checked) === text);
    }
    case 'deleteNote':
      return doneIf(await isMissing(gateway.details.findNote(address, act.note)));
    case 'resolve': {
      const { notes } = await gateway.details.findDiscussion(address, act.discussion);
      return doneIf(notes.some(({ resolved }) => resolved !== undefined) === act.resolved);
    }
    case 'delete':
      return doneIf(await isMissing(gateway.findIssue(project, iid)));
    case 'move':
      return doneIf((await gateway.details.findFacts(project, iid)).isMoved);
    case 'unlink':
      return doneIf((await gateway.details.listLinks(project, iid)).every(({ linkId }) => linkId !== act.link));
    case 'link': {
      const path = act.target.projectPath.toLowerCase();
      const links = (await gateway.details.listLinks(project, iid)).filter(({ type }) => type === act.type);
      const isIt = (other: Issue) => other.iid === act.target.iid && projectPathOf(other).toLowerCase() === path;
      return doneIf(links.some(({ issue }) => isIt(issue)));
    }
    case 'react':
    case 'setEstimate':
    case 'subscribe':
    case 'addTodo':
      // Sent again, these have the same result.
      return notDone;
    case 'addSpentTime': {
      const { timeSpent } = await gateway.details.findFacts(project, iid);
      const added = timeSpent - Number(mark['spent'] ?? 0);
      if (added === 0) return notDone;
      // Someone else may have added time.
      return added === secondsOf(act.duration) ? done : unsure(access);
    }
  }
}

function foundNotes(access: CommandAccess, sent: string, notes: readonly Note[]): LookOutcome {
  const { account, command } = access;
  const isIt = ({ author, isSystem, body }: Note) =>
    !isSystem && author?.id === account.user.id && isSameBody(body, sent);
  const found = notes.filter(isIt);
  // Quick actions alone create no comment.
  if (found.length === 0 && mayHaveQuickActions(sent)) return unsure(access);
  const url = `${command.project.webUrl}/-/issues/${command.iid ?? ''}`;
  return outcomeOf(found.map(({ id, body, createdAt }) => ({ title: body, webUrl: `${url}#note_${id}`, createdAt })));
}

/** The comments that are newer than a time. */
async function newNotes({ command, gateway }: CommandAccess, newest: number): Promise<Note[]> {
  const found: Note[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const { notes, isLast } = await gateway.details.listNewestNotes(addressOf(command), page);
    const newer = notes.filter(({ createdAt }) => createdAt > newest);
    found.push(...newer);
    if (isLast || newer.length < notes.length) break;
  }
  return found;
}

/** The user's issues in the project that are newer than a time, with their descriptions. */
async function newIssues({ command, account, gateway }: CommandAccess, newest: number): Promise<[Issue, string][]> {
  const { issues, descriptions } = await gateway.listIssues(command.project, {
    state: 'all',
    orderBy: 'created_at',
    sort: 'desc',
    createdAfter: newest,
    page: 1,
    perPage: 100,
  });
  const own = issues.filter(({ author, createdAt }) => author?.id === account.user.id && createdAt > newest);
  return own.map((issue) => [issue, descriptions.get(issue.id) ?? '']);
}

function outcomeOf(candidates: readonly LookCandidate[], issue?: Issue): LookOutcome {
  if (candidates.length === 0) return notDone;
  if (candidates.length > 1) return { how: 'several', candidates };
  return issue ? { how: 'done', issue } : done;
}

async function isMissing(found: Promise<unknown>): Promise<boolean> {
  try {
    await found;
    return false;
  } catch (error) {
    if (GitLabError.is(error, 'notFound')) return true;
    throw error;
  }
}

function doneIf(isDone: boolean): LookOutcome {
  return isDone ? done : notDone;
}

/** The error for a command if GitLab doesn't show whether it has the change. */
export function unconfirmedError({ instance }: Account): GitLabError {
  return new GitLabError('timeout', { host: instanceLabel(instance), outcome: 'unconfirmed' });
}

function unsure({ account }: CommandAccess): LookOutcome {
  return { how: 'unsure', error: unconfirmedError(account) };
}
