import type { Issue } from './issue.ts';

type People = Pick<Issue, 'assignees' | 'author'>;

/** Usernames are case-insensitive. `undefined` matches no one. */
export function isSamePerson(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a.toLowerCase() === b?.toLowerCase();
}

export function isAssignedTo({ assignees }: People, username: string | undefined): boolean {
  return assignees.some((assignee) => isSamePerson(assignee.username, username));
}

/** Whether a person is an assignee or the author of an issue. */
export function concerns(issue: People, username: string | undefined): boolean {
  return isSamePerson(issue.author?.username, username) || isAssignedTo(issue, username);
}
