import type { IssueUser } from './issue.ts';

/** A comment, or what GitLab records itself when a user changes an issue. */
export interface IssueNote {
  readonly author?: IssueUser | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
