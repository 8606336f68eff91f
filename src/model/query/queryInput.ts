import { longestQuery } from '../limits.ts';
import { completionsAt, type QueryCompletion, type QueryFacts } from './completionsAt.ts';
import type { IssueQuery, QueryTerm } from './issueQuery.ts';
import { parseQuery, type QueryProblem } from './parseQuery.ts';
import { queryTokens } from './queryTokens.ts';
import { isQueryKey, type QueryKey } from './queryWords.ts';

/** The state of a query while the user types at its end. */
export interface QueryInput {
  readonly query: IssueQuery;
  readonly problems: readonly QueryProblem[];
  /** The completions at the end, except the text that is already there. */
  readonly completions: readonly QueryCompletion[];
  /** The filter whose value the user is typing. Undefined while the user types a filter name or a word. */
  readonly key: QueryKey | undefined;
  /** Without minus sign, sigil, and quotes. */
  readonly typed: string;
  /**
   * The effect of Enter: `accept` a finished query, `complete` a partial name or value from the completions, or
   * `nothing` because the query has errors.
   */
  readonly enter: 'accept' | 'complete' | 'nothing';
}

export function queryInput(text: string, facts: QueryFacts): QueryInput {
  const { query, problems } = parseQuery(text);
  if (text.length > longestQuery)
    return { query, problems, completions: [], key: undefined, typed: '', enter: 'nothing' };
  const { from, to, items } = completionsAt(text, text.length, facts);
  const completions = items.filter((item) => item.text !== text.slice(from, to));
  const last = queryTokens(text).at(-1);
  const isTyping = last?.to === text.length;
  const name = isTyping ? last.key?.toLowerCase() : undefined;
  const key = name !== undefined && isQueryKey(name) ? name : undefined;
  const typed = isTyping ? last.value : '';
  const input = { query, problems, completions, key, typed };
  const earlier = problems.filter((problem) => !isTyping || problem.from !== last.from);
  if (earlier.length > 0) return { ...input, enter: 'nothing' };
  const isBeginning = isTyping && completions.length > 0;
  if (problems.length > 0) return { ...input, enter: isBeginning ? 'complete' : 'nothing' };
  const isKnown = parseQuery(isTyping ? text.slice(last.from) : '').query.terms.every((term) => names(term, facts));
  return { ...input, enter: isBeginning && !isKnown ? 'complete' : 'accept' };
}

/** Inserts a completion at the end of the text, so the user can continue typing. */
export function completed(text: string, completion: QueryCompletion): string {
  const { from } = completionsAt(text, text.length, { labels: [], milestones: [], people: [] });
  // The value follows a filter name directly, without a space.
  return text.slice(0, from) + completion.text + (/^-?[a-z]+:$/.test(completion.text) ? '' : ' ');
}

/** Whether the label, milestone, or user in a term exists. True for other terms. */
function names(term: QueryTerm, { labels, milestones, people }: QueryFacts): boolean {
  if (typeof term.value === 'string') return true;
  switch (term.key) {
    case 'label': {
      const { value } = term;
      return 'title' in value
        ? labels.includes(value.title)
        : labels.some((label) => label.startsWith(`${value.scope}::`));
    }
    case 'milestone':
      return milestones.includes(term.value.title);
    case 'assignee':
    case 'author': {
      const wanted = term.value.username.toLowerCase();
      return people.some(({ username }) => username.toLowerCase() === wanted);
    }
    default:
      return true;
  }
}
