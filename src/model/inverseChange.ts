import type { Issue } from './issue.ts';
import type { IssueChange } from './issueChange.ts';
import { labelScope } from './projectChoices.ts';

/** The change that reverts another one. It restores the values that the issue had before. */
export function inverseChange(change: IssueChange, before: Issue, after: Issue): IssueChange {
  const isOurs = isLabelOf(change);
  const gone = before.labels.filter((label) => isOurs(label) && !after.labels.includes(label));
  const come = after.labels.filter((label) => isOurs(label) && !before.labels.includes(label));
  return {
    ...(change.state === undefined ? {} : { state: before.state }),
    ...(change.title === undefined ? {} : { title: before.title }),
    ...(gone.length === 0 ? {} : { addLabels: gone }),
    ...(come.length === 0 ? {} : { removeLabels: come }),
    ...(change.assigneeIds === undefined ? {} : { assigneeIds: before.assignees.map(({ id }) => id) }),
    ...(change.milestoneId === undefined ? {} : { milestoneId: before.milestone?.id ?? null }),
    ...(change.dueDate === undefined ? {} : { dueDate: before.dueDate ?? null }),
    ...(change.weight === undefined ? {} : { weight: before.weight ?? null }),
    ...(change.confidential === undefined ? {} : { confidential: before.confidential }),
    ...(change.locked === undefined ? {} : { locked: before.locked === true }),
  };
}

/** Matches the labels of a change, and of the scopes that it adds to. Someone else changed all other labels. */
export function isLabelOf({ addLabels = [], removeLabels = [] }: IssueChange): (label: string) => boolean {
  const named = [...addLabels, ...removeLabels];
  const scopes = new Set(addLabels.map(labelScope));
  return (label) => named.includes(label) || scopes.has(labelScope(label) ?? '');
}
