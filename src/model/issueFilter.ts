/**
 * The filters that GitLab supports for a list of issues, except state and times. An issue must match all of them.
 * https://docs.gitlab.com/api/issues/#list-project-issues
 */
export interface IssueFilter {
  /** An issue must have all of them. Case-sensitive. */
  readonly labels?: 'None' | 'Any' | readonly string[];
  /** Usernames. More than one only if an issue can have several assignees (GitLab Premium). */
  readonly assignees?: 'None' | 'Any' | readonly string[];
  readonly author?: string;
  readonly milestone?: MilestoneWord | { readonly title: string };
  /** `0` means no due date. The other words of GitLab aren't used, because they depend on the server's day. */
  readonly due?: '0' | 'any' | 'next_month_and_previous_two_weeks' | undefined;
  readonly type?: string;
  readonly confidential?: boolean;
  /** GitLab Community Edition silently ignores it. */
  readonly weight?: 'None' | 'Any' | number;
  /** A reaction of the token's user. */
  readonly reaction?: 'None' | 'Any' | { readonly emoji: string };
  readonly searchIn?: 'title' | 'description';
  /** Excludes issues with any of these labels, people, and so on. */
  readonly not?: {
    readonly labels?: readonly string[];
    readonly assignees?: readonly string[];
    readonly author?: string;
    readonly milestone?: string;
    readonly weight?: number;
  };
}

/** `Started`: an open milestone that has started. `Upcoming`: the open milestone due next in each project and group. */
export type MilestoneWord = 'None' | 'Any' | 'Started' | 'Upcoming';
