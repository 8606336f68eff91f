import { formatTerm } from './formatQuery.ts';
import type { IssueQuery, QueryTerm } from './issueQuery.ts';

/**
 * A query of which only those are wanted that a filter lets pass. Where one of the two says nothing of open and closed,
 * the other does. It may contradict itself, which a query that was read does not.
 * @returns undefined where one is about open issues only and the other about closed ones.
 */
export function filteredQuery(query: IssueQuery, filter: Pick<IssueQuery, 'terms'>): IssueQuery | undefined {
  const states = [stateOf(query), stateOf(filter)].filter((state) => state !== undefined);
  const narrow = states.filter((state) => state !== 'all');
  if (new Set(narrow).size > 1) return undefined;
  const state = narrow[0] ?? states[0];
  const terms = new Map<string, QueryTerm>();
  for (const term of [...query.terms, ...filter.terms])
    if (term.key !== 'state') terms.set(`${term.key} ${formatTerm(term)}`, term);
  return {
    ...query,
    terms: [...terms.values(), ...(state === undefined ? [] : [{ key: 'state', value: state } as const])],
  };
}

/** Whether open issues are asked for, or closed ones, or all; undefined where it is not said. */
export function stateOf({ terms }: Pick<IssueQuery, 'terms'>): 'opened' | 'closed' | 'all' | undefined {
  return terms.find((term) => term.key === 'state')?.value;
}
