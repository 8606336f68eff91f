import type { Issue } from '../../../src/model/issue.ts';
import type { IssueChange } from '../../../src/model/issueChange.ts';
import type { IssueAct } from '../../../src/model/issueCommand.ts';
import type { ProjectName } from '../../../src/model/issueScope.ts';
import type { IssueSender } from '../../../src/sync/writes/issueSender.ts';
import type { TrackerIssues } from '../../../src/sync/mirror/trackerIssues.ts';

interface Sync {
  readonly issues: TrackerIssues;
  readonly sender: IssueSender;
}

/** Sends an act, as a command does. Rejects unless GitLab has confirmed it. Returns the issue after it. */
export async function sendAct({ issues, sender }: Sync, tracker: string, issue: Issue, act: IssueAct): Promise<Issue> {
  const { issue: after } = await sender.expectDone(issues.command(tracker, issue, act), { issue });
  return after ?? issue;
}

export function changeIssue(sync: Sync, tracker: string, issue: Issue, change: IssueChange): Promise<Issue> {
  return sendAct(sync, tracker, issue, { kind: 'change', change });
}

/** Creates an issue with a title, assigned to some users. */
export async function createIssue(
  { issues, sender }: Sync,
  tracker: string,
  { id, path, webUrl }: ProjectName,
  title: string,
  ...assigneeIds: number[]
): Promise<Issue> {
  const draft = { title, ...(assigneeIds.length > 0 ? { assigneeIds } : {}) };
  const { issue } = await sender.expectDone(issues.newIssueCommand(tracker, { id, path, webUrl }, draft));
  if (!issue) throw new Error('The new issue is missing.');
  return issue;
}
