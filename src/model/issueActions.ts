import type { IssueAddress, SentNote } from './gateway/issueDetailsGateway.ts';
import type { Project } from './project.ts';

/** Link types between issues. All but `relates_to` require GitLab Premium. https://docs.gitlab.com/api/issue_links/ */
export const linkTypes = ['relates_to', 'blocks', 'is_blocked_by'] as const;
export type LinkType = (typeof linkTypes)[number];

/** Identifies an issue by its project and number, for example as the target of a link. */
export interface IssueName {
  readonly projectPath: string;
  readonly iid: number;
}

/**
 * Actions on an issue that don't change its fields. Every call rejects only with a `GitLabError`, and no write is ever
 * retried. A boolean result is false if nothing changed.
 */
export interface IssueActions {
  /** The server runs the quick actions in the body. https://docs.gitlab.com/api/notes/#create-new-issue-note */
  comment(issue: IssueAddress, body: string, internal: boolean): Promise<SentNote>;
  /**
   * @param duration in GitLab's format, `1h 30m`. A minus sign subtracts time.
   * https://docs.gitlab.com/user/project/time_tracking/
   */
  addSpentTime(issue: IssueAddress, duration: string, summary?: string): Promise<void>;
  /** @param duration null removes the estimate. */
  setEstimate(issue: IssueAddress, duration: string | null): Promise<void>;
  setSubscribed(issue: IssueAddress, wanted: boolean): Promise<boolean>;
  /** Adds it to the To-Do List of the token's user. */
  addTodo(issue: IssueAddress): Promise<boolean>;
  linkIssue(issue: IssueAddress, target: IssueName, type: LinkType): Promise<void>;
  /**
   * Finds projects of the token's user by words in their name or path. At most 50, the most recently active first.
   * @param leastRole the minimum access level of the user in the project.
   */
  findProjects(words: string, leastRole: number, signal?: AbortSignal): Promise<readonly Project[]>;
}
