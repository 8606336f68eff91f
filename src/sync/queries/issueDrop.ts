import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue, IssueMilestone } from '../../model/issue.ts';
import { isProject } from '../../model/issueScope.ts';
import type { IssueChange } from '../../model/issueChange.ts';
import { droppedChange } from '../../model/query/droppedChange.ts';
import type { GroupFact } from '../../model/query/issueGroups.ts';
import type { TrackerIssues } from '../mirror/trackerIssues.ts';

/** A dropped issue, and the group of its row. */
export interface DroppedIssue {
  readonly issue: Issue;
  readonly from: GroupFact | undefined;
}

/** Issues of one tracker that were dropped on one of its groups, which they can be moved to. */
export interface IssueDrop {
  readonly tracker: string;
  readonly issues: readonly DroppedIssue[];
  readonly onto: GroupFact;
}

/**
 * Returns a function that computes the change for a dropped issue. Rejects if the project doesn't have the label or the
 * milestone of the group.
 */
export async function dropChange(
  issues: TrackerIssues,
  { tracker, issues: dropped, onto }: IssueDrop,
  clock: Clock,
): Promise<(issue: Issue) => Promise<IssueChange | undefined>> {
  const { scope } = await issues.scopeAccess(tracker);
  const label = onto.by === 'label' || onto.by === 'scope' ? onto.label : undefined;
  const ofEachProject = [...new Map(dropped.map(({ issue }) => [issue.projectId, issue])).values()];
  if (label !== undefined) for (const issue of ofEachProject) await expectLabel(issues, tracker, issue, label);
  const milestones = new Map<number, IssueMilestone>();
  if (onto.by === 'milestone' && onto.milestone && !isProject(scope))
    for (const issue of ofEachProject)
      milestones.set(issue.projectId, await expectMilestone(issues, tracker, issue, onto.milestone.title));
  const from = new Map(dropped.map((each) => [each.issue.id, each.from]));
  return async (issue) => {
    const now = onto.by === 'assignee' ? await issues.withCurrentAssignees(tracker, issue) : issue;
    const milestone = milestones.get(issue.projectId);
    const wanted = milestone ? ({ by: 'milestone', milestone } as const) : onto;
    const several = issues.allowsSeveralAssignees(tracker, issue);
    return droppedChange(now, wanted, from.get(issue.id), { several, now: clock.now() });
  };
}

/** Rejects a label that the issue's project doesn't have, because GitLab would create it. */
async function expectLabel(issues: TrackerIssues, tracker: string, issue: Issue, label: string): Promise<void> {
  const { gateway, project } = await issues.projectAccess(tracker, issue);
  if (!(await gateway.listLabels(project)).some(({ name }) => name === label))
    throw new GitLabError('invalid', { detail: 'goneLabel', named: label });
}

/** Finds the milestone of the issue's project or one of its groups with this title. */
async function expectMilestone(
  issues: TrackerIssues,
  tracker: string,
  issue: Issue,
  title: string,
): Promise<IssueMilestone> {
  const { gateway, project } = await issues.projectAccess(tracker, issue);
  const milestone = (await gateway.listMilestones(project)).find((each) => each.title === title);
  if (!milestone) throw new GitLabError('invalid', { detail: 'unknownMilestone', named: title });
  return milestone;
}
