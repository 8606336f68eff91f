import type { Issue } from './issue.ts';
import type { IssueChange } from './issueChange.ts';

/** An issue as it will be after a change, as far as that's known. New assignees and milestones have no name. */
export function changedIssue(issue: Issue, change: IssueChange): Issue {
  const { title, state, addLabels = [], removeLabels = [], assigneeIds, milestoneId } = change;
  const { dueDate, weight, confidential, locked } = change;
  const labels = issue.labels.filter((label) => !removeLabels.includes(label) && !addLabels.includes(label));
  const person = (id: number) => issue.assignees.find((user) => user.id === id) ?? { id, username: '', name: '' };
  const isSame = milestoneId === undefined || milestoneId === issue.milestone?.id;
  const milestone = milestoneId === null ? undefined : { id: milestoneId ?? 0, title: '', isActive: true };
  return {
    ...issue,
    title: title ?? issue.title,
    state: state ?? issue.state,
    labels: [...labels, ...addLabels],
    assignees: assigneeIds?.map(person) ?? issue.assignees,
    milestone: isSame ? issue.milestone : milestone,
    dueDate: dueDate === undefined ? issue.dueDate : (dueDate ?? undefined),
    weight: weight === undefined ? issue.weight : (weight ?? undefined),
    confidential: confidential ?? issue.confidential,
    locked: (locked ?? issue.locked) === true ? true : undefined,
  };
}
