import * as l10n from '@vscode/l10n';
import { longestQuery } from '../limits.ts';
import { wordDistance } from './wordDistance.ts';
import type { IssueGrouping, IssueQuery, IssueSort, QueryTerm } from './issueQuery.ts';
import { queryTokens, type QueryToken } from './queryTokens.ts';
import { isQueryKey, manyOf, negatableKeys, queryKeys, type QueryKey } from './queryWords.ts';
import { type Problem, readGrouping, readSort, readTerm } from './readValue.ts';

/** An error in a query, and how to fix it. Positions are offsets in the text. The end is exclusive. */
export interface QueryProblem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  /** The text to put in its place. Undefined if only the user can fix it. */
  readonly fix?: string;
}

/**
 * Parses a query. Never throws. If there are problems, the query contains only the valid terms, so use it only for
 * completion and coloring.
 */
export function parseQuery(text: string): { query: IssueQuery; problems: readonly QueryProblem[] } {
  if (text.length > longestQuery) {
    const message = l10n.t('The query is too long. Queries can have up to {0} characters.', longestQuery);
    return { query: { terms: [] }, problems: [{ from: 0, to: text.length, message }] };
  }
  const problems: QueryProblem[] = [];
  const draft: Draft = { query: { terms: [] }, filters: new Map() };
  for (const token of queryTokens(text)) {
    const message = readToken(draft, token);
    if (message !== undefined) problems.push({ from: token.from, to: token.to, message, ...fixOf(text, token) });
  }
  return { query: draft.query, problems };
}

/** The query so far. */
interface Draft {
  readonly query: { readonly terms: QueryTerm[]; sort?: IssueSort; group?: IssueGrouping };
  readonly filters: Map<QueryKey, Filter>;
}

/** The terms of a filter so far, so that no term is compared with all others. */
interface Filter {
  readonly terms: Set<string>;
  /** Whether a term isn't negated. */
  isWanted: boolean;
  /** Whether a term that isn't negated is `none` or `any`. */
  isWord: boolean;
}

/** Adds a token to the query, or returns the problem with it. */
function readToken(draft: Draft, token: QueryToken): Problem | undefined {
  const { key: written, isNot, value } = token;
  if (token.isOpen) return l10n.t('Missing closing quote.');
  if (token.isGlued) return l10n.t('Missing space after the closing quote.');
  if (written === undefined) {
    if (isNot) return l10n.t("GitLab can't exclude words. Remove the minus sign, or enclose the text in quotes.");
    if (value.trim() === '') return l10n.t('Enter text between the quotes.');
    return addTerm(draft, { key: 'text', value });
  }
  const key = written.toLowerCase();
  if (!isQueryKey(key)) return unknownKey(written, key);
  if (value === '') return l10n.t('Missing value. For example: {0}', exampleOf[key]);
  if (isNot && !negatableKeys.includes(key)) {
    return l10n.t("GitLab can't exclude by '{0}', only by {1}.", key, negatableKeys.join(', '));
  }
  if (key === 'sort' || key === 'group') return setView(draft, key, token);
  const term = readTerm(key, token);
  return typeof term === 'string' ? term : addTerm(draft, term);
}

function setView({ query }: Draft, key: 'sort' | 'group', token: QueryToken): Problem | undefined {
  if (query[key] !== undefined) return once(key);
  if (key === 'sort') {
    const sort = readSort(token);
    if ('problem' in sort) return sort.problem;
    query.sort = sort;
  } else {
    const group = readGrouping(token);
    if (typeof group === 'object') return group.problem;
    query.group = group;
  }
  return undefined;
}

function addTerm({ query, filters }: Draft, term: QueryTerm): Problem | undefined {
  const problem = term.key === 'text' ? undefined : addToFilter(filters, term);
  if (problem === undefined) query.terms.push(term);
  return problem;
}

function addToFilter(filters: Draft['filters'], term: Exclude<QueryTerm, { key: 'text' }>): Problem | undefined {
  const { key, value } = term;
  const filter = filters.get(key) ?? { terms: new Set(), isWanted: false, isWord: false };
  const written = JSON.stringify(term);
  if (filter.terms.has(written)) return l10n.t('Duplicate filter.');
  if (!('isNot' in term && term.isNot)) {
    const isWord = value === 'none' || value === 'any';
    if (filter.isWanted && !manyOf.includes(key)) return once(key);
    if (filter.isWanted && (isWord || filter.isWord))
      return l10n.t("'none' and 'any' can't be combined with another {0}.", key);
    filter.isWanted = true;
    filter.isWord = isWord;
  }
  filter.terms.add(written);
  filters.set(key, filter);
  return undefined;
}

function once(key: string): Problem {
  return l10n.t("'{0}' can be used only once.", key);
}

/** The token with the filter name that the user probably meant. Empty if its name is valid, or similar to none. */
function fixOf(text: string, { key, isNot, from, to }: QueryToken): Pick<QueryProblem, 'fix'> {
  const near = key === undefined || isQueryKey(key.toLowerCase()) ? undefined : nearKey(key.toLowerCase());
  if (key === undefined || near === undefined) return {};
  const nameFrom = from + (isNot ? 1 : 0);
  return { fix: text.slice(from, nameFrom) + near + text.slice(nameFrom + key.length, to) };
}

function nearKey(key: string): QueryKey | undefined {
  return queryKeys.find((name) => wordDistance(name, key) <= 2);
}

function unknownKey(written: string, key: string): Problem {
  const near = nearKey(key);
  return near === undefined
    ? l10n.t(
        "Unknown filter '{0}'. Enclose it in quotes to search for the text, or use {1}.",
        written,
        queryKeys.join(', '),
      )
    : l10n.t("Unknown filter '{0}'. Did you mean '{1}'?", written, near);
}

const exampleOf: Readonly<Record<QueryKey, string>> = {
  assignee: 'assignee:@me',
  author: 'author:@me',
  label: 'label:bug',
  milestone: 'milestone:%"18.6"',
  due: 'due:week',
  state: 'state:closed',
  type: 'type:incident',
  confidential: 'confidential:yes',
  weight: 'weight:>=3',
  created: 'created:2026-01-01..',
  updated: 'updated:<7d',
  reaction: 'reaction:thumbsup',
  in: 'in:title',
  sort: 'sort:due',
  group: 'group:milestone',
};
