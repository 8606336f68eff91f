import * as v from 'valibot';
import { type PageAct, pageAct, typedText } from './pageAct.ts';
import type { PageState } from './pageState.ts';
import type { ResolvedReference } from '../referenceGateway.ts';

/*
 * What the issue page and the extension say to each other. Both sides import this file. Whatever comes from the page is
 * untrusted until {@link readPageMessage} has read it. It never contains which issue it is about: the panel decides that.
 */

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
/** The valid names of a list. An invalid one leaves the others in place. */
const names = v.transform((all: unknown[]) => all.filter((each) => v.is(name, each)));
/** Of a question, for its answer. */
const ticket = v.pipe(v.number(), v.integer(), v.minValue(0));
const box = v.pipe(v.string(), v.regex(/^(?:title|description|comment|reply:[0-9a-f]{6,64}|note:\d{1,15})$/));

/** What VS Code's own commands do, with its pickers. */
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
] as const;

const pageMessage = v.variant('type', [
  /** The script runs and wants to know what to draw. */
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('refresh') }),
  /** The next page of discussions. */
  v.strictObject({ type: v.literal('more') }),
  v.strictObject({ type: v.literal('run'), command: v.picklist(pageCommands) }),
  /** To replace a token that can only read. */
  v.strictObject({ type: v.literal('signIn') }),
  /** A link was clicked. */
  v.strictObject({ type: v.literal('open'), url: v.pipe(v.string(), v.maxLength(10_000)) }),
  /** What is in a box now; without a draft the box is empty. */
  v.strictObject({
    type: v.literal('draft'),
    box,
    draft: v.optional(
      v.strictObject({
        text: typedText,
        base: v.optional(typedText),
        internal: v.optional(v.boolean()),
        typedAt: v.optional(v.pipe(v.number(), v.minValue(0))),
      }),
    ),
  }),
  v.strictObject({ type: v.literal('send'), ticket, box: v.optional(box), act: pageAct }),
  /** What can stand after a sign: `/` quick actions, `@` people, `#` issues, `~` labels, `%` milestones. (`:` is the page's own.) */
  v.strictObject({
    type: v.literal('complete'),
    ticket,
    sign: v.picklist(['/', '@', '#', '~', '%']),
    words: v.pipe(v.string(), v.maxLength(255)),
  }),
  /** What a reference stands for. `foo/bar#12`, `#12`, `!3`, `@user`, `~label`, `%milestone`. */
  v.strictObject({
    type: v.literal('resolve'),
    ticket,
    references: v.pipe(v.array(v.unknown()), v.maxLength(200), names),
  }),
  /** An image in Markdown. `isWanted`: the user asked to load it although another host would see the request. */
  v.strictObject({
    type: v.literal('picture'),
    ticket,
    source: v.pipe(v.string(), v.maxLength(10_000)),
    isWanted: v.boolean(),
  }),
  /** An attachment: to a place that the person chooses, or opened after it was. */
  v.strictObject({ type: v.literal('saveFile'), source: v.pipe(v.string(), v.maxLength(10_000)) }),
  v.strictObject({
    type: v.literal('upload'),
    ticket,
    /** The placeholder for its Markdown in the text of a box during the upload. */
    placeholder: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
    fileName: name,
    bytes: v.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
]);

export type { PageAct };
export type PageMessage = v.InferOutput<typeof pageMessage>;
export type PageCommand = (typeof pageCommands)[number];

/** A message of the page; undefined for whatever else it is. Never throws. */
export function readPageMessage(value: unknown): PageMessage | undefined {
  const read = v.safeParse(pageMessage, value);
  return read.success ? read.output : undefined;
}

/** How a `send` ended. */
export type SendOutcome =
  | { readonly how: 'done'; readonly messages?: readonly string[] }
  /** Refused, or it never left: the text stays, and the sentence says why. */
  | { readonly how: 'failed'; readonly message: string }
  /** Someone else changed the text. `merged`: both changes in one, where no line was changed by both. */
  | { readonly how: 'conflict'; readonly theirs: string; readonly merged?: string }
  /** No response, and reading the thread again did not show whether it was sent. */
  | { readonly how: 'unknown'; readonly message: string };

export interface Completion {
  /** Put in place of the sign and the words. */
  readonly insert: string;
  readonly label: string;
  readonly detail?: string;
  /** `#rrggbb`, of a label. */
  readonly color?: string;
}

/** What the extension says to the page. */
export type HostMessage =
  | { readonly type: 'show'; readonly state: PageState }
  /** What a person asked for failed, and no other answer says so. */
  | { readonly type: 'failed'; readonly message: string }
  /** Nothing is known of the issue; and why. */
  | { readonly type: 'missing'; readonly message: string }
  /** Scroll to a comment. */
  | { readonly type: 'goTo'; readonly note: number }
  | { readonly type: 'sent'; readonly ticket: number; readonly outcome: SendOutcome }
  | { readonly type: 'completions'; readonly ticket: number; readonly items: readonly Completion[] }
  | {
      readonly type: 'resolved';
      readonly ticket: number;
      /** By the reference as it was asked. null: there is none, or it is hidden; missing: unknown. */
      readonly references: Readonly<Record<string, ResolvedReference | null>>;
    }
  | {
      readonly type: 'picture';
      readonly ticket: number;
      /** `data:image/…`, or why there is none. */
      readonly data?: string;
      readonly problem?: 'foreign' | 'notAPicture' | 'tooLarge' | 'notFound' | 'offline' | 'tooOld';
    }
  | {
      readonly type: 'uploaded';
      readonly ticket: number;
      readonly fileName: string;
      /** What to write for it, or why there is nothing. */
      readonly markdown?: string;
      readonly message?: string;
    };
