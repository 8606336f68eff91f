import * as v from 'valibot';
import { longestText } from './longestText.ts';

/** More than GitLab takes: what is too long is said and kept, not lost on the way. */
export const typedText = v.pipe(v.string(), v.maxLength(20 * longestText));
const title = v.pipe(v.string(), v.maxLength(longestText));
const emoji = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const discussion = v.pipe(v.string(), v.regex(/^[0-9a-f]{6,64}$/));

/** Sends something that was typed or clicked. Where it changes a text, `base` is what that was when the edit began. */
export const pageAct = v.variant('kind', [
  v.strictObject({
    kind: v.literal('comment'),
    body: typedText,
    internal: v.boolean(),
    thread: v.boolean(),
    /** What is done with the issue once the comment is there. */
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
  /** Ticks the box of a task: the line, from 0, of the description or of a note, which reads as `source` there. */
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
