import { formatTerm } from './formatQuery.ts';
import type { IssueQuery, QueryTerm } from './issueQuery.ts';

/**
 * Combines a query with a filter. An issue must match both. If only one of them has a state, that state applies. Unlike
 * a parsed query, the result can contain contradicting terms.
 * @returns undefined if one requires open issues and the other closed ones.
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

/** The state that a query asks for. Undefined if it has no `state:` term. */
export function stateOf({ terms }: Pick<IssueQuery, 'terms'>): 'opened' | 'closed' | 'all' | undefined {
  return terms.find((term) => term.key === 'state')?.value;
}
