import type { IssueQuery } from '../../model/query/issueQuery.ts';
import { narrowedPlan } from '../../model/query/narrowedPlan.ts';
import { readQueryText } from '../../model/query/savedQueries.ts';

/** What is wrong with a query that somebody wrote and where, or why nobody can ever answer it; undefined: all is well. */
export function wrongQuery(text: string): string | undefined {
  const read = readQueryText(text);
  return 'wrong' in read ? read.wrong : unanswerable(read.query);
}

/** Why nobody can ever answer a query, on an instance that has all and for somebody who is known. */
export function unanswerable(query: IssueQuery): string | undefined {
  const plan = narrowedPlan(query, { terms: [] }, { me: 'me', now: 0, edition: 'ee', isWhole: true });
  return plan.from === 'nowhere' ? plan.problems[0] : undefined;
}
