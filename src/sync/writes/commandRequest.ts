import type { Account } from '../../model/account.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueAddress } from '../../model/gateway/issueDetailsGateway.ts';
import type { IssueGateway } from '../../model/gateway/issueGateway.ts';
import { isApplied } from '../../model/isApplied.ts';
import { baseOf, changedField } from '../../model/issueBase.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueAct, IssueCommand } from '../../model/issueCommand.ts';
import { tickedTask } from '../../model/taskList.ts';
import { mergedText } from '../../model/text/mergedText.ts';
import { isSameText } from '../../model/text/quickActions.ts';
import type { SendOutcome } from './commandSender.ts';

/** A command with the access of its account. */
export interface CommandAccess {
  readonly command: IssueCommand;
  readonly account: Account;
  readonly gateway: IssueGateway;
}

/** The response to a command. */
export interface CommandResponse {
  readonly issue?: Issue;
  readonly changed?: boolean;
  readonly messages?: readonly string[];
}

/** Sends the one request of a command that writes. Rejects with a `GitLabError`. */
export type CommandRequest = () => Promise<CommandResponse>;

/** After these, the issue is the same, or no longer exists. */
const leavesIssue: ReadonlySet<IssueAct['kind']> = new Set(['subscribe', 'addTodo', 'delete']);

/** Whether the issue has changed after a command of which the response doesn't have it. */
export function changesIssue({ act }: IssueCommand): boolean {
  return !leavesIssue.has(act.kind);
}

/** The address of a command's issue. */
export function addressOf({ project, iid = 0 }: IssueCommand): IssueAddress {
  return { projectId: project.id, iid };
}

/**
 * Loads what a command depends on: the current version of the text or the fields that it changes. Returns the request
 * to send, or the conflict if someone else has changed them.
 */
export async function commandRequest(access: CommandAccess): Promise<CommandRequest | SendOutcome> {
  const { command, account, gateway } = access;
  const { act, project, iid = 0 } = command;
  const address = addressOf(command);
  switch (act.kind) {
    case 'create':
      return async () => ({ issue: await gateway.createIssue(project, act.draft) });
    case 'change': {
      const { change, base } = act;
      const request = async () => ({ issue: await gateway.updateIssue(project, iid, change) });
      if (!base) return request;
      const now = await gateway.findIssue(project, iid);
      // Someone else made the same change.
      if (isApplied(change, now)) return { how: 'done', issue: now, changed: false, messages: [] };
      const field = changedField(base, change, now);
      if (field === undefined) return request;
      const error = new GitLabError('conflict', { detail: 'changedSince', named: field });
      return { how: 'conflict', theirs: String(baseOf(now, change)[field] ?? ''), error };
    }
    case 'comment':
      // Never send an internal note as a thread, because everyone could read it.
      return () =>
        act.thread && !act.internal
          ? gateway.details.startThread(address, act.body)
          : gateway.actions.comment(address, act.body, act.internal);
    case 'reply':
      return () => gateway.details.reply(address, act.discussion, act.body);
    case 'editNote': {
      const { body: theirs } = await gateway.details.findNote(address, act.note);
      if (isConflict(act, theirs)) return textConflict(act.body, act.base, theirs);
      return () => empty(gateway.details.editNote(address, act.discussion, act.note, act.body));
    }
    case 'title': {
      const { title: theirs } = await gateway.findIssue(project, iid);
      if (theirs === act.base || theirs === act.title) return () => update(access, { title: act.title });
      const error = new GitLabError('conflict', { detail: 'newTitle', named: theirs });
      return { how: 'conflict', theirs, error };
    }
    case 'description': {
      const { description: theirs } = await gateway.details.findFacts(project, iid);
      if (isConflict(act, theirs)) return textConflict(act.body, act.base, theirs);
      return () => update(access, { description: act.body });
    }
    case 'task': {
      const { line, source, checked, discussion, note } = act;
      const isOfNote = discussion !== undefined && note !== undefined;
      const now = isOfNote
        ? (await gateway.details.findNote(address, note)).body
        : (await gateway.details.findFacts(project, iid)).description;
      const text = tickedTask(now, line, source, checked);
      if (text === undefined) throw new GitLabError('conflict', { detail: 'task' });
      return () =>
        isOfNote
          ? empty(gateway.details.editNote(address, discussion, note, text))
          : update(access, { description: text });
    }
    case 'deleteNote':
      return () => empty(gateway.details.deleteNote(address, act.discussion, act.note));
    case 'resolve':
      return () => empty(gateway.details.resolve(address, act.discussion, act.resolved));
    case 'unlink':
      return () => empty(gateway.details.removeLink(address, act.link));
    case 'react':
      return () => empty(gateway.details.react(address, act.note, act.emoji, act.on, account.user.id));
    case 'addSpentTime':
      return () => empty(gateway.actions.addSpentTime(address, act.duration, act.summary));
    case 'setEstimate':
      return () => empty(gateway.actions.setEstimate(address, act.duration));
    case 'subscribe':
      return async () => ({ changed: await gateway.actions.setSubscribed(address, act.on) });
    case 'addTodo':
      return async () => ({ changed: await gateway.actions.addTodo(address) });
    case 'link':
      return () => empty(gateway.actions.linkIssue(address, act.target, act.type));
    case 'move':
      return async () => ({ issue: await gateway.moveIssue(address, act.to) });
    case 'delete':
      return () => empty(gateway.deleteIssue(address));
  }
}

/** For requests with a response that doesn't matter. */
async function empty(request: Promise<void>): Promise<CommandResponse> {
  await request;
  return {};
}

async function update(
  { command: { project, iid = 0 }, gateway }: CommandAccess,
  change: { title: string } | { description: string },
): Promise<CommandResponse> {
  return { issue: await gateway.updateIssue(project, iid, change) };
}

function isConflict({ base, body }: { readonly base: string; readonly body: string }, theirs: string): boolean {
  return !isSameText(theirs, base) && !isSameText(theirs, body);
}

/** A conflict between two versions of a text. Includes the merged text if no line was changed on both sides. */
function textConflict(mine: string, base: string, theirs: string): SendOutcome {
  const merged = mergedText(mine, base, theirs);
  const error = new GitLabError('conflict', { detail: 'changedText' });
  return { how: 'conflict', theirs, ...(merged === undefined ? {} : { merged }), error };
}
