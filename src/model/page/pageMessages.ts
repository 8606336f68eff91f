import * as v from 'valibot';
import { longestName, longestNameOnPage, longestPageError, longestUrl, mostReferences } from '../limits.ts';
import { boxHeight, boxKind } from './boxHeights.ts';
import { draftTime } from './draftTime.ts';
import { type PageAct, pageAct, typedText } from './pageAct.ts';
import { pageActivity } from './pageActivity.ts';
import { pageFilter } from './pageFilter.ts';
import type { PageState } from './pageState.ts';
import type { ResolvedReference } from '../gateway/referenceGateway.ts';

/*
 * The messages between the issue page and the extension. Both sides import this file. A message from the page is
 * untrusted until {@link readPageMessage} validates it. It never identifies the issue, because the panel does that.
 */

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(longestNameOnPage));
/** Drops invalid names from a list and keeps the others. */
const names = v.transform((all: unknown[]) => all.filter((each) => v.is(name, each)));
/** Matches a response to its request. */
const ticket = v.pipe(v.number(), v.integer(), v.minValue(0));
const box = v.pipe(v.string(), v.regex(/^(?:title|description|comment|reply:[0-9a-f]{6,64}|note:\d{1,15})$/));

/** Actions that run VS Code commands and show VS Code's pickers. */
export const pageCommands = [
  'close',
  'reopen',
  'editLabels',
  'assign',
  'assignToMe',
  'setMilestone',
  'setDueDate',
  'setWeight',
  'setConfidential',
  'unsetConfidential',
  'lock',
  'unlock',
  'subscribe',
  'unsubscribe',
  'addTodo',
  'setEstimate',
  'addSpentTime',
  'linkIssue',
  'move',
  'delete',
  'openInBrowser',
  'copyLink',
  'copyReference',
  'markUnread',
] as const;

/** What the user can run on a page with a key: {@link pageCommands}, and what the page does itself. */
export const pageKeys = [...pageCommands, 'editTitle', 'comment', 'nextComment', 'previousComment'] as const;

/** The parts of the page that are drawn separately, so that an error in one leaves the others. */
export const pageParts = [
  'page',
  'header',
  'notices',
  'details',
  'field',
  'label',
  'description',
  'relations',
  'activity',
  'changes',
  'thread',
  'comment',
  'commentBox',
  'text',
] as const;

/** Identifies the issue of a page, in the state that the page saves. */
export const pageIdentity = v.object({ account: v.string(), project: v.number(), iid: v.number() });
export type PageIdentity = v.InferOutput<typeof pageIdentity>;

const pageMessage = v.variant('type', [
  /** The script is running and needs the state to render. */
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('refresh') }),
  /** Loads the next page of discussions. */
  v.strictObject({ type: v.literal('more') }),
  /** The user arranged the activity, for the pages of all issues. */
  v.strictObject({ type: v.literal('arrange'), activity: pageActivity }),
  /** The user resized a text box. */
  v.strictObject({ type: v.literal('resized'), box: boxKind, height: boxHeight }),
  v.strictObject({ type: v.literal('run'), command: v.picklist(pageCommands) }),
  /** Shows the Issues view, filtered by a label, milestone, or person. */
  v.strictObject({ type: v.literal('filter'), filter: pageFilter }),
  /** Signs in again to replace a read-only token. */
  v.strictObject({ type: v.literal('signIn') }),
  /** The user clicked a link. */
  v.strictObject({ type: v.literal('open'), url: v.pipe(v.string(), v.maxLength(longestUrl)) }),
  /** The current text of a box. Without a draft, the box is empty. */
  v.strictObject({
    type: v.literal('draft'),
    box,
    draft: v.optional(
      v.strictObject({
        text: typedText,
        base: v.optional(typedText),
        internal: v.optional(v.boolean()),
        typedAt: v.optional(v.pipe(v.unknown(), v.transform(draftTime))),
      }),
    ),
  }),
  v.strictObject({ type: v.literal('send'), ticket, box: v.optional(box), act: pageAct }),
  /**
   * Requests completions after a sign: `/` quick actions, `@` people, `#` issues, `~` labels, `%` milestones. (The page
   * itself completes `:`.)
   */
  v.strictObject({
    type: v.literal('complete'),
    ticket,
    sign: v.picklist(['/', '@', '#', '~', '%']),
    words: v.pipe(v.string(), v.maxLength(longestNameOnPage)),
  }),
  /** Resolves references: `foo/bar#12`, `#12`, `!3`, `@user`, `~label`, `%milestone`. */
  v.strictObject({
    type: v.literal('resolve'),
    ticket,
    references: v.pipe(v.array(v.unknown()), v.maxLength(mostReferences), names),
  }),
  /** Loads an image in Markdown. `isWanted`: the user asked to load it, although another host will see the request. */
  v.strictObject({
    type: v.literal('picture'),
    ticket,
    source: v.pipe(v.string(), v.maxLength(longestUrl)),
    isWanted: v.boolean(),
  }),
  /** Loads the avatar of a user on the page. The response is a `picture`. */
  v.strictObject({ type: v.literal('avatar'), ticket, user: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
  /** Saves an attachment where the user chooses. The user can then open it. */
  v.strictObject({ type: v.literal('saveFile'), source: v.pipe(v.string(), v.maxLength(longestUrl)) }),
  v.strictObject({
    type: v.literal('upload'),
    ticket,
    /** Stands in for its Markdown in the text of a box during the upload. */
    placeholder: v.pipe(v.string(), v.minLength(1), v.maxLength(longestName)),
    fileName: name,
    bytes: v.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  /** The first response to `respond`, sent at once. */
  v.strictObject({ type: v.literal('responding') }),
  /** The second response to `respond`. The page has drawn everything that it had received. */
  v.strictObject({ type: v.literal('drawn'), ticket }),
  /** The user wants the full page instead of the plain one. */
  v.strictObject({ type: v.literal('reload') }),
  /** A part couldn't be drawn. For the log. */
  v.strictObject({
    type: v.literal('partFailed'),
    part: v.picklist(pageParts),
    error: v.pipe(v.string(), v.maxLength(longestPageError)),
  }),
]);

export type { PageAct };
export type PageMessage = v.InferOutput<typeof pageMessage>;
export type PageCommand = (typeof pageCommands)[number];
export type PageKey = (typeof pageKeys)[number];
export type PagePart = (typeof pageParts)[number];

/** Validates a message from the page. Undefined if it's invalid. Never throws. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  const read = v.safeParse(pageMessage, value);
  return read.success ? read.output : undefined;
}

/** How a `send` ended. */
export type SendOutcome =
  | { readonly how: 'done'; readonly messages?: readonly string[] }
  /** Rejected or never sent. The box keeps its text, and `message` explains why. */
  | { readonly how: 'failed'; readonly message: string }
  /** Someone else changed the text. `merged` combines both changes, unless they affect the same line. */
  | { readonly how: 'conflict'; readonly theirs: string; readonly merged?: string }
  /** There was no response, and reloading the thread didn't show whether it was sent. */
  | { readonly how: 'unknown'; readonly message: string };

export interface Completion {
  /** Replaces the sign and the words. */
  readonly insert: string;
  readonly label: string;
  readonly detail?: string;
  /** The color of a label, `#rrggbb`. */
  readonly color?: string;
}

/** A message from the extension to the page. */
export type HostMessage =
  | { readonly type: 'show'; readonly state: PageState }
  /** Asks the page to respond at once, and again when it has drawn everything. */
  | { readonly type: 'respond'; readonly ticket: number }
  /** A user action failed, and no other message reports it. */
  | { readonly type: 'failed'; readonly message: string }
  /** There's nothing to show for the issue. `message` explains why. */
  | { readonly type: 'missing'; readonly message: string }
  /** Scroll to a comment. */
  | { readonly type: 'goTo'; readonly note: number }
  /** The user pressed a key that VS Code forwards. */
  | { readonly type: 'key'; readonly key: Exclude<PageKey, PageCommand> }
  | { readonly type: 'sent'; readonly ticket: number; readonly outcome: SendOutcome }
  | { readonly type: 'completions'; readonly ticket: number; readonly items: readonly Completion[] }
  | {
      readonly type: 'resolved';
      readonly ticket: number;
      /** By the requested reference. null if it doesn't exist or is hidden, missing if that's unknown. */
      readonly references: Readonly<Record<string, ResolvedReference | null>>;
    }
  | {
      readonly type: 'picture';
      readonly ticket: number;
      /** `data:image/…`. If absent, `problem` explains why. */
      readonly data?: string;
      readonly problem?: 'foreign' | 'notAPicture' | 'tooLarge' | 'notFound' | 'offline' | 'tooOld';
    }
  | {
      readonly type: 'uploaded';
      readonly ticket: number;
      readonly fileName: string;
      /** The Markdown to insert. If absent, `message` explains why. */
      readonly markdown?: string;
      readonly message?: string;
    };
