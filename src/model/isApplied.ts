import { ignoredPart } from './ignoredPart.ts';
import type { Issue } from './issue.ts';
import type { IssueChange } from './issueChange.ts';

/** Whether an issue has everything that a change would change. Never true for a description, which isn't part of it. */
export function isApplied(change: IssueChange, now: Issue): boolean {
  const { title, description, assigneeIds } = change;
  if (ignoredPart(change, now) !== undefined || description !== undefined) return false;
  if (title !== undefined && now.title !== title.trim()) return false;
  return assigneeIds === undefined || now.assignees.every(({ id }) => assigneeIds.includes(id));
}
