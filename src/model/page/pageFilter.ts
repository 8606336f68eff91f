import * as v from 'valibot';
import { longestNameOnPage } from '../limits.ts';
import { formatQuery } from '../query/formatQuery.ts';
import type { QueryTerm } from '../query/issueQuery.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(longestNameOnPage));

/** A label, milestone, or person on the page, by which the user filters the Issues view. */
export const pageFilter = v.variant('key', [
  v.strictObject({ key: v.picklist(['label', 'milestone']), title: name }),
  v.strictObject({ key: v.picklist(['assignee', 'author']), username: name }),
]);
export type PageFilter = v.InferOutput<typeof pageFilter>;

/** The query that finds the issues with the same label, milestone, or person. */
export function queryOf(filter: PageFilter): string {
  return formatQuery({ terms: [termOf(filter)] });
}

function termOf(filter: PageFilter): QueryTerm {
  switch (filter.key) {
    case 'label':
    case 'milestone':
      return { key: filter.key, isNot: false, value: { title: filter.title } };
    case 'assignee':
    case 'author':
      return { key: filter.key, isNot: false, value: { username: filter.username } };
  }
}
