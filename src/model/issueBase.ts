import * as v from 'valibot';
import type { Issue } from './issue.ts';
import type { IssueChange } from './issueChange.ts';
import { isLabelOf } from './inverseChange.ts';

/** The values of the fields of an issue that a change affects, before or after it. */
export const issueBase = v.pipe(
  v.strictObject({
    title: v.exactOptional(v.string()),
    state: v.exactOptional(v.picklist(['opened', 'closed'])),
    /** Only those that the change affects. Others don't matter. */
    labels: v.exactOptional(v.pipe(v.array(v.string()), v.readonly())),
    assigneeIds: v.exactOptional(v.pipe(v.array(v.number()), v.readonly())),
    milestoneId: v.exactOptional(v.nullable(v.number())),
    dueDate: v.exactOptional(v.nullable(v.string())),
    weight: v.exactOptional(v.nullable(v.number())),
    confidential: v.exactOptional(v.boolean()),
    locked: v.exactOptional(v.boolean()),
  }),
  v.readonly(),
);

export type IssueBase = v.InferOutput<typeof issueBase>;

export type IssueField = keyof IssueBase;

/** The values that an issue has in the fields of a change. */
export function baseOf(issue: Issue, change: IssueChange): IssueBase {
  const { title, state, labels, assignees, milestone, dueDate, weight, confidential, locked } = issue;
  return {
    ...(change.title === undefined ? {} : { title }),
    ...(change.state === undefined ? {} : { state }),
    ...(change.addLabels || change.removeLabels ? { labels: labels.filter(isLabelOf(change)) } : {}),
    ...(change.assigneeIds === undefined ? {} : { assigneeIds: assignees.map(({ id }) => id) }),
    ...(change.milestoneId === undefined ? {} : { milestoneId: milestone?.id ?? null }),
    ...(change.dueDate === undefined ? {} : { dueDate: dueDate ?? null }),
    ...(change.weight === undefined ? {} : { weight: weight ?? null }),
    ...(change.confidential === undefined ? {} : { confidential }),
    ...(change.locked === undefined ? {} : { locked: locked === true }),
  };
}

/** The first field that has another value than before, and that the change would overwrite. Undefined if there is none. */
export function changedField(base: IssueBase, change: IssueChange, now: Issue): IssueField | undefined {
  const current = baseOf(now, change);
  const fields = Object.keys(base) as IssueField[];
  return fields.find((field) => field in current && sorted(base[field]) !== sorted(current[field]));
}

function sorted(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
}
