import * as v from 'valibot';
import { issueBase } from './issueBase.ts';
import { linkTypes } from './issueActions.ts';
import { issueChange } from './issueChange.ts';
import { issueDraft } from './issueDraft.ts';
import { pageAct } from './page/pageAct.ts';

const projectName = v.pipe(v.strictObject({ id: v.number(), path: v.string(), webUrl: v.string() }), v.readonly());

/** What a command does. The page's acts have the text that the user started from as their `base`. */
const issueAct = v.variant('kind', [
  pageAct,
  v.strictObject({ kind: v.literal('create'), draft: issueDraft }),
  /** @param base the values that the user saw. If GitLab has others now, nothing is sent. Without it, there's no check. */
  v.strictObject({ kind: v.literal('change'), change: issueChange, base: v.exactOptional(issueBase) }),
  /** See {@link IssueActions} for these. */
  v.strictObject({ kind: v.literal('addSpentTime'), duration: v.string(), summary: v.exactOptional(v.string()) }),
  v.strictObject({ kind: v.literal('setEstimate'), duration: v.nullable(v.string()) }),
  v.strictObject({ kind: v.literal('subscribe'), on: v.boolean() }),
  v.strictObject({ kind: v.literal('addTodo') }),
  v.strictObject({
    kind: v.literal('link'),
    target: v.strictObject({ projectPath: v.string(), iid: v.number() }),
    type: v.picklist(linkTypes),
  }),
  v.strictObject({ kind: v.literal('move'), to: projectName }),
  v.strictObject({ kind: v.literal('delete') }),
]);

const issueCommand = v.pipe(
  v.strictObject({
    /** A random UUID. */
    id: v.pipe(v.string(), v.uuid()),
    /** {@link Account.key} */
    account: v.string(),
    project: projectName,
    /** Absent for a new issue. */
    iid: v.exactOptional(v.number()),
    act: issueAct,
    /** Milliseconds since 1970. */
    createdAt: v.number(),
  }),
  v.readonly(),
);

export type IssueAct = v.InferOutput<typeof issueAct>;

/** A change that the user made, as plain JSON, so that it can be stored until GitLab has it. */
export type IssueCommand = v.InferOutput<typeof issueCommand>;

/** Reads a stored command. Undefined if it's invalid. Never throws. */
export function readIssueCommand(value: unknown): IssueCommand | undefined {
  const read = v.safeParse(issueCommand, value);
  return read.success ? read.output : undefined;
}
