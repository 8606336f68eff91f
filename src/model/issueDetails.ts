import type { Issue, IssueUser } from './issue.ts';
import type { EventKind, IssueEvent } from './issueEvent.ts';
import type { Successors } from './gateway/referenceGateway.ts';

/*
 * The details of an issue that its row doesn't need, loaded when the user opens it. Times are milliseconds since 1970.
 * https://docs.gitlab.com/api/issues/, https://docs.gitlab.com/api/discussions/
 */

/** A user on the issue's page. */
export interface Person extends IssueUser {
  /** Absolute, or a path on the instance. Absent if the user has none. Untrusted. */
  readonly avatarUrl?: string;
}

/** A user's reaction. https://docs.gitlab.com/api/emoji_reactions/ */
export interface Reaction {
  /** GitLab's name for the emoji, without colons. */
  readonly name: string;
  readonly user: IssueUser;
}

export interface Note {
  readonly id: number;
  /** Absent if the user was deleted and GitLab returns no author. */
  readonly author?: Person;
  /** Markdown. In a system note, GitLab's description of the action. */
  readonly body: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Whether GitLab wrote it to record a user's action. */
  readonly isSystem: boolean;
  /** Visible only to members with the Planner role or higher. */
  readonly isInternal: boolean;
  readonly isResolvable: boolean;
  readonly resolved?: { readonly by?: IssueUser; readonly at?: number };
}

/** A thread, or a single note without replies. */
export interface Discussion {
  readonly id: string;
  /** Whether it was started as a thread or has replies. */
  readonly isThread: boolean;
  /** At least one, oldest first. */
  readonly notes: readonly Note[];
}

/** A merge request that mentions the issue. */
export interface RelatedMergeRequest {
  readonly id: number;
  readonly title: string;
  readonly state: 'opened' | 'closed' | 'locked' | 'merged';
  readonly isDraft: boolean;
  /** Whether merging it closes the issue. */
  readonly closes: boolean;
  /** `group/project!7` */
  readonly reference: string;
  readonly webUrl: string;
}

/** https://docs.gitlab.com/api/issue_links/ */
export interface IssueLink {
  readonly linkId: number;
  readonly type: 'relates_to' | 'blocks' | 'is_blocked_by';
  readonly issue: Issue;
}

/** A child task of the issue. Only GraphQL returns these. */
export interface ChildTask {
  readonly iid: number;
  readonly title: string;
  readonly state: 'opened' | 'closed';
  readonly webUrl: string;
}

/** One issue, as its page shows it. An undefined part wasn't loaded yet, or the server doesn't provide it. */
export interface IssueDetails {
  readonly issue: Issue;
  /** Markdown. */
  readonly description: string;
  /** The author and the assignees. The mirror has no avatars, so the people of `issue` have none. */
  readonly people?: readonly Person[];
  readonly closedBy?: Person;
  readonly closedAt?: number;
  /** Whether it was moved to another project. See {@link successors}. */
  readonly isMoved: boolean;
  /** Whether it was closed as a duplicate. See {@link successors}. */
  readonly isDuplicate: boolean;
  readonly successors?: Successors;
  readonly isLocked: boolean;
  readonly isSubscribed?: boolean;
  /** Seconds. */
  readonly timeEstimate: number;
  readonly timeSpent: number;
  readonly discussions?: readonly Discussion[];
  /** Whether the server has more discussions than were loaded. */
  readonly hasMoreDiscussions: boolean;
  /** Oldest first. If the server has more discussions, only those from before the last loaded one are complete. */
  readonly events?: readonly IssueEvent[];
  /** The kinds of events that couldn't be loaded, or only in part. */
  readonly missingEvents?: readonly EventKind[];
  readonly reactions?: readonly Reaction[];
  /** Loaded reactions by note ID. If a note is missing, its reactions weren't loaded. */
  readonly noteReactions?: ReadonlyMap<number, readonly Reaction[]>;
  readonly participants?: readonly Person[];
  readonly mergeRequests?: readonly RelatedMergeRequest[];
  readonly links?: readonly IssueLink[];
  readonly children?: readonly ChildTask[];
}
