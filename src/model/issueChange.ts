import * as v from 'valibot';

const texts = v.pipe(v.array(v.string()), v.readonly());

/** A change to an issue. Absent fields stay unchanged. https://docs.gitlab.com/api/issues/#update-an-issue */
export const issueChange = v.pipe(
  v.strictObject({
    title: v.exactOptional(v.string()),
    description: v.exactOptional(v.string()),
    state: v.exactOptional(v.picklist(['opened', 'closed'])),
    addLabels: v.exactOptional(texts),
    removeLabels: v.exactOptional(texts),
    /** The complete list. An empty one unassigns everyone. */
    assigneeIds: v.exactOptional(v.pipe(v.array(v.number()), v.readonly())),
    milestoneId: v.exactOptional(v.nullable(v.number())),
    /** `YYYY-MM-DD` */
    dueDate: v.exactOptional(v.nullable(v.string())),
    weight: v.exactOptional(v.nullable(v.number())),
    confidential: v.exactOptional(v.boolean()),
    locked: v.exactOptional(v.boolean()),
  }),
  v.readonly(),
);

export type IssueChange = v.InferOutput<typeof issueChange>;
