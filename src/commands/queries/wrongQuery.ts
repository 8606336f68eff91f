import type { IssueQuery } from '../../model/query/issueQuery.ts';
import { planFilteredQuery } from '../../model/query/planFilteredQuery.ts';
import { readQueryText } from '../../model/query/savedQueries.ts';

/** Describes the problem of a query and its position, or why the query can never match. Undefined for a valid query. */
export function wrongQuery(text: string): string | undefined {
  const read = readQueryText(text);
  return 'wrong' in read ? read.wrong : unanswerable(read.query);
}

/** Why a query can never match, even on an instance with all features and for a known user. */
export function unanswerable(query: IssueQuery): string | undefined {
  const plan = planFilteredQuery(query, { terms: [] }, { me: 'me', now: 0, edition: 'ee', isWhole: true });
  return plan.from === 'nowhere' ? plan.problems[0] : undefined;
}
