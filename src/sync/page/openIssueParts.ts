import type { Clock } from '../../model/clock.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueDetails } from '../../model/issueDetails.ts';
import type { Log } from '../../model/ports.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

export interface OpenIssueParts {
  /** Called for each request, because a renewed token replaces the gateway. Rejects when signed out. */
  readonly source: () => Promise<ProjectAccess>;
  /** The issue in the mirror. Undefined for one that is not open, or unknown. */
  readonly held: () => Issue | undefined;
  /** Sends a change through the mirror, as for every other issue. */
  readonly request: <T>(act: (source: ProjectAccess) => Promise<T>) => Promise<T>;
  /** Called when the issue was loaded, or returned by a change, to update everything that shows it. */
  readonly onDidRead: (issue: Issue, about: ReadContext) => void;
  /** The user that the account writes notes and reactions as. */
  readonly userId: () => number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The loaded data of an issue. */
export interface ReadContext {
  /** Its description in Markdown, if that was loaded too. */
  readonly description?: string;
  /** It was loaded because of a change made here. */
  readonly isOwn: boolean;
}

/** The state of an opened issue. */
export interface OpenIssueState {
  readonly details?: IssueDetails;
  readonly isLoading: boolean;
  readonly error?: GitLabError;
  /** Deleted, moved, or no longer accessible. The loaded data is kept. */
  readonly isGone: boolean;
  /** When it last matched the server, in milliseconds since 1970. */
  readonly asOf?: number;
}
