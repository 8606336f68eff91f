import type { IssueUser } from './issue.ts';

/** A comment, or a system note that GitLab adds when a user changes an issue. */
export interface IssueNote {
  readonly author?: IssueUser | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The server's clock at the time of the response, in milliseconds since 1970, if known. */
  readonly serverTime?: number;
}
