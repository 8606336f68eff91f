import * as v from 'valibot';
import { draftTypes } from './document/documentFields.ts';

/** A new issue. https://docs.gitlab.com/api/issues/#new-issue */
export const issueDraft = v.pipe(
  v.strictObject({
    title: v.string(),
    description: v.exactOptional(v.string()),
    labels: v.exactOptional(v.pipe(v.array(v.string()), v.readonly())),
    assigneeIds: v.exactOptional(v.pipe(v.array(v.number()), v.readonly())),
    milestoneId: v.exactOptional(v.number()),
    /** `YYYY-MM-DD` */
    dueDate: v.exactOptional(v.string()),
    confidential: v.exactOptional(v.boolean()),
    /** GitLab creates an issue by default. */
    issueType: v.exactOptional(v.picklist(draftTypes)),
    /** GitLab Premium only. */
    weight: v.exactOptional(v.number()),
  }),
  v.readonly(),
);

export type IssueDraft = v.InferOutput<typeof issueDraft>;
