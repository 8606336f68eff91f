import type { Issue } from './issue.ts';

type People = Pick<Issue, 'assignees' | 'author'>;

/** Usernames are case-insensitive. No one is `undefined`. */
export function isSamePerson(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a.toLowerCase() === b?.toLowerCase();
}

export function isAssignedTo({ assignees }: People, username: string | undefined): boolean {
  return assignees.some((assignee) => isSamePerson(assignee.username, username));
}

/** Whether an issue is a person's own business: assigned to them, or written by them. */
export function concerns(issue: People, username: string | undefined): boolean {
  return isSamePerson(issue.author?.username, username) || isAssignedTo(issue, username);
}
