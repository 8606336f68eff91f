/**
 * Which issues a list is to hold, beyond state and times: what GitLab can distinguish, and no more. All must hold.
 * https://docs.gitlab.com/api/issues/#list-project-issues
 */
export interface IssueFilter {
  /** All of them; titles have their case. */
  readonly labels?: 'None' | 'Any' | readonly string[];
  /** Usernames; more than one only where an issue can have as many (GitLab Premium). */
  readonly assignees?: 'None' | 'Any' | readonly string[];
  readonly author?: string;
  readonly milestone?: MilestoneWord | { readonly title: string };
  /** `0` for none. Days are those of the server, in UTC. */
  readonly due?: '0' | 'any' | 'overdue' | 'today' | 'tomorrow' | 'week' | 'month';
  readonly type?: string;
  readonly confidential?: boolean;
  /** GitLab Community Edition ignores it without an error. */
  readonly weight?: 'None' | 'Any' | number;
  /** An emoji with which the person of the token reacted. */
  readonly reaction?: 'None' | 'Any' | { readonly emoji: string };
  readonly searchIn?: 'title' | 'description';
  /** What the issues must not have: none of the labels, none of the people. */
  readonly not?: {
    readonly labels?: readonly string[];
    readonly assignees?: readonly string[];
    readonly author?: string;
    readonly milestone?: string;
    readonly weight?: number;
  };
}

/** `Started`: an open milestone that has begun. `Upcoming`: the open one that is due next, of each project and group. */
export type MilestoneWord = 'None' | 'Any' | 'Started' | 'Upcoming';
