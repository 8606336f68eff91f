import type { Issue } from './issue.ts';
import type { IssueAddress, SentNote } from './issueDetailsGateway.ts';
import type { Project } from './project.ts';

/** How one issue is linked to another. All but `relates_to` need GitLab Premium. https://docs.gitlab.com/api/issue_links/ */
export const linkTypes = ['relates_to', 'blocks', 'is_blocked_by'] as const;
export type LinkType = (typeof linkTypes)[number];

/** An issue by its project and number, as a link names its other end. */
export interface IssueName {
  readonly projectPath: string;
  readonly iid: number;
}

/**
 * What is done to an issue that is no change of its fields. Every call rejects with a `GitLabError` only, and none is ever
 * repeated. Where the answer is a boolean: whether it made a difference.
 */
export interface IssueActions {
  /** Quick actions in the body run on the server. https://docs.gitlab.com/api/notes/#create-new-issue-note */
  comment(issue: IssueAddress, body: string, internal: boolean): Promise<SentNote>;
  /** @param duration as GitLab has it, `1h 30m`; with a minus to take time off. https://docs.gitlab.com/user/project/time_tracking/ */
  addSpentTime(issue: Issue, duration: string, summary?: string): Promise<void>;
  /** @param duration null: none. */
  setEstimate(issue: Issue, duration: string | null): Promise<void>;
  setSubscribed(issue: Issue, wanted: boolean): Promise<boolean>;
  /** Adds it to the To-Do List of the token's user. */
  addTodo(issue: Issue): Promise<boolean>;
  linkIssue(issue: Issue, target: IssueName, type: LinkType): Promise<void>;
  /**
   * Projects of the token's user that have these words in name or path, the most recently used first, 50 at most.
   * @param leastRole the level of the role that the user has there at least.
   */
  findProjects(words: string, leastRole: number, signal?: AbortSignal): Promise<readonly Project[]>;
}
