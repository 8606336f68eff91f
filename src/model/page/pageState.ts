import type { Issue, IssueUser } from '../issue.ts';
import type { ChildTask, Discussion, IssueLink, Reaction, RelatedMergeRequest } from '../issueDetails.ts';
import type { Successor } from '../referenceGateway.ts';
import type { IssueRights } from '../issueRights.ts';
import type { PageAct } from './pageAct.ts';

/**
 * All that the issue page draws, as plain data: whole each time something changed, and the page draws the difference.
 * What is undefined was not read yet.
 */
export interface PageState {
  readonly issue: Issue;
  /** Markdown; undefined until it was read. */
  readonly description?: string;
  readonly project: {
    readonly path: string;
    readonly webUrl: string;
    /** The base URL of the GitLab that it is on. */
    readonly instance: string;
  };
  /** The user, for assigning; undefined if unknown. */
  readonly me?: IssueUser;
  /** The user id that the account writes as, of a bot perhaps: whose notes and reactions it may change. */
  readonly writer: number;
  readonly rights: IssueRights & {
    /** Why nothing can be changed, in a sentence; undefined where something can. */
    readonly why?: string;
    /** Whether signing in with another token would change that. */
    readonly signInHelps: boolean;
    /** Of other people's notes: edit and delete. */
    readonly maintain: boolean;
    readonly hasWeight: boolean;
  };
  /** The known colors of labels, `#rrggbb` by name. */
  readonly labelColors: Readonly<Record<string, string>>;
  readonly details?: {
    readonly closedBy?: IssueUser;
    readonly closedAt?: number;
    /** Empty where it is not known which issue that is, or the person may not see it. */
    readonly movedTo?: Successor;
    readonly duplicateOf?: Successor;
    readonly isLocked: boolean;
    readonly isSubscribed?: boolean;
    /** As GitLab writes it, e.g. `3h 30m`; absent for none. */
    readonly timeEstimate?: string;
    readonly timeSpent?: string;
    readonly reactions?: readonly Reaction[];
    /** By the note's id; a note that is missing was not read. */
    readonly noteReactions?: Readonly<Record<number, readonly Reaction[]>>;
    readonly participants?: readonly IssueUser[];
    readonly mergeRequests?: readonly RelatedMergeRequest[];
    readonly links?: readonly IssueLink[];
    readonly children?: readonly ChildTask[];
  };
  readonly discussions?: readonly Discussion[];
  readonly hasMoreDiscussions: boolean;
  /** What is being read, so that the page can say so without moving anything. */
  readonly isLoading: boolean;
  /** What is wrong, in a sentence with the next step; what was there stays. */
  readonly problem?: string;
  /** How old what is shown is, in words, where GitLab could not be asked. */
  readonly age?: string;
  /** The issue no longer exists (deleted, moved, or access lost), so nothing can be written. */
  readonly isGone: boolean;
  /** What was typed and not sent, by its box; an empty text: what was there went at that time. */
  readonly drafts: Readonly<Record<string, PageDraft>>;
  /** What is being sent, by its box. */
  readonly sending?: Readonly<Record<string, SendUnderWay>>;
  /** The tickets of files that are being uploaded. */
  readonly uploading?: readonly number[];
}

/** What the user typed into a box. */
export interface PageDraft {
  readonly text: string;
  /** For an edit: what the text was when it began. */
  readonly base?: string;
  readonly internal?: boolean;
  /** When, in milliseconds since 1970: of two the later one counts. */
  readonly typedAt?: number;
  /** It was sent, and what became of that was not heard. */
  readonly mayBeSent?: boolean;
}

/** Something on its way to GitLab. */
export interface SendUnderWay {
  /** Of its answer. */
  readonly ticket: number;
  readonly act: PageAct;
}

/** The names of the text boxes, which are also the keys of their drafts. */
export type PageBox = 'title' | 'description' | 'comment' | `reply:${string}` | `note:${number}`;
