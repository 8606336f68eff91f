import type { Issue, IssueUser } from './issue.ts';

/** Computes the new assignees of an issue from the current ones, as user ids. */
export type AssigneeEdit = (ids: readonly number[]) => readonly number[];

/** The new assignees of an issue that can have only one. A single new assignee replaces the previous one. */
export function onlyNew(ids: readonly number[], edited: readonly number[]): readonly number[] {
  const added = edited.filter((id) => !ids.includes(id));
  return added.length === 1 ? added : edited;
}

/** A list of assignees for some issues, as the user left it. */
export interface AssigneeSelection {
  readonly issues: readonly Pick<Issue, 'assignees'>[];
  /** The people in the list. */
  readonly listed: readonly IssueUser[];
  /** The selected rows. `null` stands for no assignee, undefined for a row that isn't a person, such as an error. */
  readonly picked: readonly (IssueUser | null | undefined)[];
  /** Whether the server supports several assignees for an issue. */
  readonly many: boolean;
}

/** Whether a user is an assignee of all the issues. */
export function isOnAll(issues: AssigneeSelection['issues'], { id }: IssueUser): boolean {
  return issues.every(({ assignees }) => assignees.some((other) => other.id === id));
}

/**
 * Returns the edit that a selection stands for. An assignee of only some issues stays on them unless the user selects
 * it for all. Undefined if the user selected no person from a list for one assignee.
 */
export function assigneeEdit({ issues, listed, picked, many }: AssigneeSelection): AssigneeEdit | undefined {
  // Pressing Enter without a matching person, or on an error, must not remove the assignee.
  if (!many && picked[0] === undefined) return undefined;
  const chosen = picked.flatMap((user) => (user ? [user.id] : []));
  if (!many) return () => chosen;
  const deselected = listed.filter((user) => isOnAll(issues, user) && !chosen.includes(user.id)).map(({ id }) => id);
  return (ids) => [...ids.filter((id) => !deselected.includes(id) && !chosen.includes(id)), ...chosen];
}
