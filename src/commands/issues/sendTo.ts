import { baseOf } from '../../model/issueBase.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueAct } from '../../model/issueCommand.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { Sent } from '../../sync/writes/commandSender.ts';
import type { Kept } from '../../sync/writes/outbox.ts';
import { issueAfter, waitingFor } from '../../sync/writes/waitingCommands.ts';

/** Sends a change to an issue. Rejects with a `GitLabError` unless GitLab has confirmed it. */
export async function sendTo(
  { issues, sender }: Pick<Synchronizer, 'issues' | 'sender'>,
  { tracker, issue }: TrackedIssue,
  act: IssueAct,
): Promise<Sent> {
  return sender.expectDone(issues.command(tracker, issue, act), { issue });
}

/**
 * Sends a change to an issue. If GitLab can't be reached, the outbox keeps it and sends it later. Rejects with a
 * `GitLabError` if GitLab refuses it, or if it conflicts with what someone else changed.
 */
export async function sendOrKeep(
  { issues, outbox }: Pick<Synchronizer, 'issues' | 'outbox'>,
  { tracker, issue }: TrackedIssue,
  act: IssueAct,
): Promise<Sent | Kept> {
  const command = issues.command(tracker, issue, act);
  // Sent later, the change must not overwrite what someone else has changed by then.
  const before = issueAfter(issue, waitingFor(issue, command.account, outbox.unsent));
  const checked = act.kind === 'change' ? { ...act, base: baseOf(before, act.change) } : act;
  return outbox.deliver({ ...command, act: checked }, { first: { command, issue } });
}

/** An issue as the user has changed it, even if GitLab doesn't have the change yet. */
export function asChanged(
  synchronizer: Pick<Synchronizer, 'outbox' | 'tracker'>,
  { tracker, issue }: TrackedIssue,
): Issue {
  const account = synchronizer.tracker(tracker)?.account?.key;
  return issueAfter(issue, waitingFor(issue, account, synchronizer.outbox.unsent));
}
