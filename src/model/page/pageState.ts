import type { Issue, IssueUser } from '../issue.ts';
import type { ChildTask, Discussion, IssueLink, Reaction, RelatedMergeRequest } from '../issueDetails.ts';
import type { Successor } from '../gateway/referenceGateway.ts';
import type { IssueRights } from '../issueRights.ts';
import type { EventKind, IssueEvent } from '../issueEvent.ts';
import type { BoxHeights } from './boxHeights.ts';
import type { PageActivity } from './pageActivity.ts';
import type { PageAct } from './pageAct.ts';

/**
 * Everything that the issue page renders, as plain data. Every change sends the whole state, and the page renders the
 * difference. Undefined properties weren't loaded yet.
 */
export interface PageState {
  readonly issue: Issue;
  /** Markdown. Undefined until it's loaded. */
  readonly description?: string;
  readonly project: {
    readonly path: string;
    readonly webUrl: string;
    /** The base URL of its GitLab instance. */
    readonly instance: string;
  };
  /** The user, for assigning. Undefined if unknown. */
  readonly me?: IssueUser;
  /** The ID of the token's user, possibly a bot. The account can change this user's notes and reactions. */
  readonly writer: number;
  readonly rights: IssueRights & {
    /** A sentence that explains why the issue is read-only. Undefined if it isn't. */
    readonly why?: string;
    /** Whether signing in with another token would change that. */
    readonly signInHelps: boolean;
    /** Whether the user can edit and delete other people's notes. */
    readonly maintain: boolean;
    readonly hasWeight: boolean;
  };
  /** The known label colors, `#rrggbb` by label name. */
  readonly labelColors: Readonly<Record<string, string>>;
  /** The URLs of the avatars that the page can request, by user ID. */
  readonly avatars?: Readonly<Record<number, string>>;
  readonly details?: {
    readonly closedBy?: IssueUser;
    readonly closedAt?: number;
    /** Empty if the other issue is unknown or the user can't access it. */
    readonly movedTo?: Successor;
    readonly duplicateOf?: Successor;
    readonly isLocked: boolean;
    readonly isSubscribed?: boolean;
    /** In GitLab's format, e.g. `3h 30m`. Absent if there is none. */
    readonly timeEstimate?: string;
    readonly timeSpent?: string;
    readonly reactions?: readonly Reaction[];
    /** By note ID. If a note is missing, its reactions weren't loaded. */
    readonly noteReactions?: Readonly<Record<number, readonly Reaction[]>>;
    readonly participants?: readonly IssueUser[];
    readonly mergeRequests?: readonly RelatedMergeRequest[];
    readonly links?: readonly IssueLink[];
    readonly children?: readonly ChildTask[];
  };
  readonly discussions?: readonly Discussion[];
  readonly hasMoreDiscussions: boolean;
  /** Changes without system notes, oldest first. Undefined until they're loaded. */
  readonly events?: readonly IssueEvent[];
  /** The kinds of events that couldn't be loaded, or only in part. */
  readonly missingEvents?: readonly EventKind[];
  readonly activity: PageActivity;
  /**
   * The time up to which the user had read the activity when they opened the page, in milliseconds since 1970.
   * Undefined if nothing was new.
   */
  readonly newSince?: number;
  /** The heights that the user gave to text boxes, in pixels. */
  readonly boxHeights?: BoxHeights;
  /** The local day of the extension, which may run in another time zone than the page. See `localDay`. */
  readonly today: string;
  /** Whether data is loading. The page shows this without moving its content. */
  readonly isLoading: boolean;
  /** A sentence with the problem and the next step. The page keeps its content. */
  readonly problem?: string;
  /** Whether the problem is the token, so that signing in again solves it. */
  readonly signInAgain?: boolean;
  /** The age of the content, as text, if GitLab couldn't be reached. */
  readonly age?: string;
  /** Whether the issue was deleted or moved, or the user lost access. If so, the page allows no changes. */
  readonly isGone: boolean;
  /** Unsent text by box. A draft with an empty text records when the text was sent or discarded. */
  readonly drafts: Readonly<Record<string, PageDraft>>;
  /** Requests in progress, by box. */
  readonly sending?: Readonly<Record<string, SendUnderWay>>;
  /** The tickets of the uploads in progress. */
  readonly uploading?: readonly number[];
}

/** The text that the user typed into a box. */
export interface PageDraft {
  readonly text: string;
  /** For an edit, the original text when it started. */
  readonly base?: string;
  readonly internal?: boolean;
  /**
   * When the user typed it, in milliseconds since 1970, but always after the earlier drafts of the box. Of two drafts,
   * the later one wins.
   */
  readonly typedAt?: number;
  /** Whether it was sent without a response, so the outcome is unknown. */
  readonly mayBeSent?: boolean;
}

/** A request to GitLab in progress. */
export interface SendUnderWay {
  /** The ticket of the response. */
  readonly ticket: number;
  readonly act: PageAct;
}

/** The names of the text boxes, which are also the keys of their drafts. */
export type PageBox = 'title' | 'description' | 'comment' | `reply:${string}` | `note:${number}`;
