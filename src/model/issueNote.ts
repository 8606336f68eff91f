import type { IssueUser } from './issue.ts';

/** A comment, or what GitLab notes down itself when somebody changes an issue. */
export interface IssueNote {
  readonly author?: IssueUser | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
