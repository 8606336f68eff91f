import type { Issue, IssueUser } from './issue.ts';

/** A pending item of the user's To-Do List that is about an issue. https://docs.gitlab.com/api/todos/ */
export interface Todo {
  readonly id: number;
  /** Why it is there, such as `assigned` or `mentioned`. GitLab might add others. */
  readonly action: string;
  /** The user whose act added it. It can be the user's own. */
  readonly author?: IssueUser | undefined;
  readonly issue: Issue;
  /** The web page of the issue, or of the comment that mentions the user. */
  readonly webUrl: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
