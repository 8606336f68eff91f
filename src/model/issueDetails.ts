import type { Issue, IssueUser } from './issue.ts';
import type { Successors } from './referenceGateway.ts';

/*
 * What an issue has beyond its row: loaded when the user opens it. Times are milliseconds since 1970.
 * https://docs.gitlab.com/api/issues/, https://docs.gitlab.com/api/discussions/
 */

/** A user's reaction. https://docs.gitlab.com/api/emoji_reactions/ */
export interface Reaction {
  /** GitLab's name of the emoji, without colons. */
  readonly name: string;
  readonly user: IssueUser;
}

export interface Note {
  readonly id: number;
  /** Absent where the user was deleted and GitLab returns none. */
  readonly author?: IssueUser;
  /** Markdown; of a system note, GitLab's words for what was done. */
  readonly body: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Written by GitLab about a user's action. */
  readonly isSystem: boolean;
  /** For members alone (Planner and above). */
  readonly isInternal: boolean;
  readonly isResolvable: boolean;
  readonly resolved?: { readonly by?: IssueUser; readonly at?: number };
}

/** A thread, or a single note without replies. */
export interface Discussion {
  readonly id: string;
  /** Started as a thread, or replied to. */
  readonly isThread: boolean;
  /** At least one; the oldest first. */
  readonly notes: readonly Note[];
}

/** A merge request that names the issue. */
export interface RelatedMergeRequest {
  readonly id: number;
  readonly title: string;
  readonly state: 'opened' | 'closed' | 'locked' | 'merged';
  readonly isDraft: boolean;
  /** Closes the issue when it is merged. */
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

/** A task that belongs to the issue. Only GraphQL returns them. */
export interface ChildTask {
  readonly iid: number;
  readonly title: string;
  readonly state: 'opened' | 'closed';
  readonly webUrl: string;
}

/** One issue as its page shows it; a part that is undefined was not read yet, or the server has none of it. */
export interface IssueDetails {
  readonly issue: Issue;
  /** Markdown. */
  readonly description: string;
  readonly closedBy?: IssueUser;
  readonly closedAt?: number;
  /** It was moved to another project, or closed as a duplicate; see its successors. */
  readonly isMoved: boolean;
  readonly isDuplicate: boolean;
  readonly successors?: Successors;
  readonly isLocked: boolean;
  readonly isSubscribed?: boolean;
  /** Seconds. */
  readonly timeEstimate: number;
  readonly timeSpent: number;
  readonly discussions?: readonly Discussion[];
  /** Whether the server has more of them than were read. */
  readonly hasMoreDiscussions: boolean;
  readonly reactions?: readonly Reaction[];
  /** By the note's id, as far as they were read. A note that is missing is unknown. */
  readonly noteReactions?: ReadonlyMap<number, readonly Reaction[]>;
  readonly participants?: readonly IssueUser[];
  readonly mergeRequests?: readonly RelatedMergeRequest[];
  readonly links?: readonly IssueLink[];
  readonly children?: readonly ChildTask[];
}
