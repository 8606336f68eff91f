import * as l10n from '@vscode/l10n';
import type { IssueQuery, QueryTerm } from './issueQuery.ts';
import { queryTokens, type QueryToken } from './queryTokens.ts';
import { isQueryKey, manyOf, negatableKeys, queryKeys, type QueryKey } from './queryWords.ts';
import { type Problem, readGrouping, readSort, readTerm } from './readValue.ts';

/** An error in a query, and how to fix it. Positions are offsets in the text. The end is exclusive. */
export interface QueryProblem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/**
 * Parses a query. Never throws. If there are problems, the query contains only the valid terms, so use it only for
 * completion and coloring.
 */
export function parseQuery(text: string): { query: IssueQuery; problems: readonly QueryProblem[] } {
  const problems: QueryProblem[] = [];
  let query: IssueQuery = { terms: [] };
  for (const token of queryTokens(text)) {
    const next = readToken(query, token);
    if (typeof next === 'string') problems.push({ from: token.from, to: token.to, message: next });
    else query = next;
  }
  return { query, problems };
}

/** Adds a token to the query, or returns the problem with it. */
function readToken(query: IssueQuery, token: QueryToken): IssueQuery | Problem {
  const { key: written, isNot, value } = token;
  if (token.isOpen) return l10n.t('Missing closing quote.');
  if (token.isGlued) return l10n.t('Missing space after the closing quote.');
  if (written === undefined) {
    if (isNot) return l10n.t("GitLab can't exclude words. Remove the minus sign, or enclose the text in quotes.");
    if (value.trim() === '') return l10n.t('Enter text between the quotes.');
    return withTerm(query, { key: 'text', value });
  }
  const key = written.toLowerCase();
  if (!isQueryKey(key)) return unknownKey(written, key);
  if (value === '') return l10n.t('Missing value. For example: {0}', exampleOf[key]);
  if (isNot && !negatableKeys.includes(key)) {
    return l10n.t("GitLab can't exclude by '{0}', only by {1}.", key, negatableKeys.join(', '));
  }
  if (key === 'sort' || key === 'group') return withView(query, key, token);
  const term = readTerm(key, token);
  return typeof term === 'string' ? term : withTerm(query, term);
}

function withView(query: IssueQuery, key: 'sort' | 'group', token: QueryToken): IssueQuery | Problem {
  if (query[key] !== undefined) return once(key);
  const value = key === 'sort' ? readSort(token) : readGrouping(token);
  if (typeof value === 'object' && 'problem' in value) return value.problem;
  return { ...query, [key]: value };
}

function withTerm(query: IssueQuery, term: QueryTerm): IssueQuery | Problem {
  const { key } = term;
  const same = query.terms.filter((other) => other.key === key);
  const added = { ...query, terms: [...query.terms, term] };
  if (key === 'text' || same.length === 0) return added;
  if (same.some((other) => isEqual(other, term))) return l10n.t('Duplicate filter.');
  if ('isNot' in term && term.isNot) return added;
  const wanted = same.filter((other) => !('isNot' in other && other.isNot));
  if (wanted.length === 0) return added;
  if (!manyOf.includes(key)) return once(key);
  if ([...wanted, term].some(({ value }) => value === 'none' || value === 'any'))
    return l10n.t("'none' and 'any' can't be combined with another {0}.", key);
  return added;
}

function isEqual(a: QueryTerm, b: QueryTerm): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function once(key: string): Problem {
  return l10n.t("'{0}' can be used only once.", key);
}

function unknownKey(written: string, key: string): Problem {
  const near = queryKeys.find((name) => distance(name, key) <= 2);
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

/** The Levenshtein distance of two words. 3 if their lengths differ by more than 2. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const change = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
