import type { Clock } from '../../model/clock.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueDetails } from '../../model/issueDetails.ts';
import type { Log } from '../../model/ports.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

export interface OpenIssueParts {
  /** Asked at each look: a renewed token brings another gateway. Rejects when signed out. */
  readonly source: () => Promise<ProjectAccess>;
  /** What the mirror holds of the issue; undefined for one that is not open, or unknown. */
  readonly held: () => Issue | undefined;
  /** Sends a change, through the mirror as every other. */
  readonly request: <T>(act: (source: ProjectAccess) => Promise<T>) => Promise<T>;
  /** It was read, or a change answered with it: whoever shows it is to know. */
  readonly onDidRead: (issue: Issue, about: ReadContext) => void;
  /** The user whose notes and reactions the account writes. */
  readonly userId: () => number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is known of an issue that was read. */
export interface ReadContext {
  /** What it is described with, Markdown, if that was read, too. */
  readonly description?: string;
  /** It was read because of a change that was made here. */
  readonly isOwn: boolean;
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
