import type { Clock } from '../../model/clock.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueDetails } from '../../model/issueDetails.ts';
import type { IssueGateway } from '../../model/issueGateway.ts';
import type { Log } from '../../model/ports.ts';
import type { Project } from '../../model/project.ts';

/** What an issue's account asks GitLab through, and the project that it is in. */
export interface PageSource {
  readonly gateway: IssueGateway;
  readonly project: Project;
}

export interface OpenIssueParts {
  /** Asked at each look: a renewed token brings another gateway. Rejects when signed out. */
  readonly source: () => Promise<PageSource>;
  /** What the mirror holds of the issue; undefined for one that is not open, or unknown. */
  readonly held: () => Issue | undefined;
  /** Sends a change, through the mirror as every other. */
  readonly send: <T>(act: (source: PageSource) => Promise<T>) => Promise<T>;
  /** It was read, or a change answered with it: whoever shows it is to know. */
  readonly took: (issue: Issue, about: TakenIssue) => void;
  /** The user whose notes and reactions the account writes. */
  readonly userId: () => number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is known of an issue that was read. */
export interface TakenIssue {
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
