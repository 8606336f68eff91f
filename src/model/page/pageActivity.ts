import * as v from 'valibot';

/** What the issue page shows of an issue's activity, and in which order. GitLab's page has the same choices. */
export const pageActivity = v.strictObject({
  show: v.picklist(['all', 'comments', 'history']),
  order: v.picklist(['oldest', 'newest']),
});

export type PageActivity = v.InferOutput<typeof pageActivity>;

export const wholeActivity: PageActivity = { show: 'all', order: 'oldest' };
