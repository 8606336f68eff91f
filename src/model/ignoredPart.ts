import type { Issue } from './issue.ts';
import type { IssueChange } from './issueChange.ts';

/** Of a change, what can be said not to have been taken. */
export type IgnoredPart =
  'label' | 'assignee' | 'milestone' | 'dueDate' | 'weight' | 'state' | 'confidential' | 'locked';

/**
 * What of a change the server left out although it took the rest and said that all is well: GitLab drops an assignee who left,
 * a milestone that was deleted, a label that the role may not create, and a weight without the license for it.
 * @param after the issue as the server answered.
 * @returns the first such part, and its name where it has one.
 */
export function ignoredPart(change: IssueChange, after: Issue): { part: IgnoredPart; name: string } | undefined {
  const has = (label: string) => after.labels.some((other) => other.toLowerCase() === label.trim().toLowerCase());
  const label = change.addLabels?.find((each) => !has(each)) ?? change.removeLabels?.find(has);
  if (label !== undefined) return { part: 'label', name: label };
  const { assigneeIds, milestoneId, dueDate, weight, state, confidential, locked } = change;
  const isMissing = (id: number) => !after.assignees.some((user) => user.id === id);
  if (assigneeIds?.some(isMissing)) return { part: 'assignee', name: '' };
  if (milestoneId !== undefined && (after.milestone?.id ?? null) !== milestoneId)
    return { part: 'milestone', name: '' };
  if (dueDate !== undefined && (after.dueDate ?? null) !== dueDate) return { part: 'dueDate', name: dueDate ?? '' };
  if (weight !== undefined && (after.weight ?? null) !== weight) return { part: 'weight', name: '' };
  if (state !== undefined && after.state !== state) return { part: 'state', name: '' };
  if (confidential !== undefined && after.confidential !== confidential) return { part: 'confidential', name: '' };
  if (locked !== undefined && (after.locked === true) !== locked) return { part: 'locked', name: '' };
  return undefined;
}
