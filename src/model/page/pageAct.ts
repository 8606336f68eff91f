import * as v from 'valibot';
import { longestDescription, longestNameOnPage, longestNote } from '../limits.ts';

/** Allows more than GitLab does, so a text that's too long gets an error message and isn't lost. */
export const typedText = v.pipe(v.string(), v.maxLength(20 * longestDescription));
const title = v.pipe(v.string(), v.maxLength(longestNote));
const emoji = v.pipe(v.string(), v.minLength(1), v.maxLength(longestNameOnPage));
const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const discussion = v.pipe(v.string(), v.regex(/^[0-9a-f]{6,64}$/));

/** An action that the user typed or clicked. `base` is the original text when the edit started. */
export const pageAct = v.variant('kind', [
  v.strictObject({
    kind: v.literal('comment'),
    body: typedText,
    internal: v.boolean(),
    thread: v.boolean(),
    /** The change to make after the comment was added. */
    then: v.optional(v.picklist(['close', 'reopen'])),
  }),
  v.strictObject({ kind: v.literal('reply'), discussion, body: typedText }),
  v.strictObject({ kind: v.literal('editNote'), discussion, note: id, body: typedText, base: typedText }),
  v.strictObject({ kind: v.literal('deleteNote'), discussion, note: id }),
  v.strictObject({ kind: v.literal('resolve'), discussion, resolved: v.boolean() }),
  v.strictObject({ kind: v.literal('unlink'), link: id }),
  v.strictObject({ kind: v.literal('react'), note: v.optional(id), emoji, on: v.boolean() }),
  v.strictObject({ kind: v.literal('title'), title, base: title }),
  v.strictObject({ kind: v.literal('description'), body: typedText, base: typedText }),
  /** Toggles the checkbox of a task in the description or a note: the 0-based line, and its text as `source`. */
  v.strictObject({
    kind: v.literal('task'),
    discussion: v.optional(discussion),
    note: v.optional(id),
    line: v.pipe(v.number(), v.integer(), v.minValue(0)),
    source: typedText,
    checked: v.boolean(),
  }),
]);

export type PageAct = v.InferOutput<typeof pageAct>;
