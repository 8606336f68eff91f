import type { IssueAct } from '../../model/issueCommand.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { Sent } from '../../sync/writes/commandSender.ts';

/** Sends a change to an issue. Rejects with a `GitLabError` unless GitLab has confirmed it. */
export async function sendTo(
  { issues, sender }: Pick<Synchronizer, 'issues' | 'sender'>,
  { tracker, issue }: TrackedIssue,
  act: IssueAct,
): Promise<Sent> {
  return sender.expectDone(issues.command(tracker, issue, act), { issue });
}
