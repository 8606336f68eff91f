import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueDraft } from '../../model/issueDraft.ts';
import type { ProjectName } from '../../model/issueScope.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';

/** Creates an issue in a project. Rejects with a `GitLabError` unless GitLab has confirmed it. */
export async function sendNewIssue(
  { issues, sender }: Pick<Synchronizer, 'issues' | 'sender'>,
  { tracker, project }: { readonly tracker: string; readonly project: ProjectName },
  draft: IssueDraft,
): Promise<Issue> {
  const { issue } = await sender.expectDone(issues.newIssueCommand(tracker, project, draft));
  if (!issue) throw new GitLabError('badData');
  return issue;
}
