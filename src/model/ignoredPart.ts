import type { Issue } from './issue.ts';
import type { IssueChange } from './issueChange.ts';

/** The part of a change that the server ignored. */
export type IgnoredPart =
  'label' | 'assignee' | 'milestone' | 'dueDate' | 'weight' | 'state' | 'confidential' | 'locked';

/**
 * Finds the part of a change that the server ignored although it reported success. GitLab ignores an assignee who left,
 * a deleted milestone, a label that the role can't create, and a weight without a license.
 * @param after the issue in the server's response.
 * @returns the first ignored part, with its name if it has one.
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
