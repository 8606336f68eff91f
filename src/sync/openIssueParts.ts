import type { Clock } from '../model/clock.ts';
import type { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueDetails } from '../model/issueDetails.ts';
import type { IssueGateway } from '../model/issueGateway.ts';
import type { Log } from '../model/ports.ts';
import type { Project } from '../model/project.ts';

/** What an issue's account asks GitLab through, and the project that it is in. */
export interface PageSource {
  readonly gateway: IssueGateway;
  readonly project: Project;
}

export interface OpenIssueParts {
  /** Asked at each look: a renewed token brings another gateway. Rejects where nobody is signed in. */
  readonly source: () => Promise<PageSource>;
  /** What the mirror holds of the issue; undefined for one that is not open, or unknown. */
  readonly held: () => Issue | undefined;
  /** The mirror takes what was read: its row is as fresh as the page. */
  readonly took: (issue: Issue) => void;
  /** The user whose notes and reactions the account writes. */
  readonly userId: () => number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** How an opened issue stands. */
export interface OpenIssueState {
  readonly details?: IssueDetails;
  readonly isLoading: boolean;
  readonly error?: GitLabError;
  /** Deleted, moved out of sight, or access lost. What was read stays. */
  readonly isGone: boolean;
  /** When it was last as the server has it, milliseconds since 1970. */
  readonly asOf?: number;
}
