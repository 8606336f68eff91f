import { labelScope } from '../projectChoices.ts';
import { formatTerm } from './formatQuery.ts';
import type { QueryTerm } from './issueQuery.ts';
import { parseQuery } from './parseQuery.ts';
import { queryTokens, type QueryToken } from './queryTokens.ts';
import {
  isQueryKey,
  manyOf,
  naturalDirection,
  negatableKeys,
  queryKeys,
  type QueryKey,
  wordsOf,
} from './queryWords.ts';

/** The names that can complete a query. */
export interface QueryFacts {
  readonly labels: readonly string[];
  /** Titles, the most useful first. */
  readonly milestones: readonly string[];
  readonly people: readonly { readonly username: string; readonly name: string }[];
}

/** The completions at a position in a query. They replace the text from `from` to `to`. */
export interface QueryCompletions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly QueryCompletion[];
}

export interface QueryCompletion {
  /** Inserted unchanged. */
  readonly text: string;
  /** The name of a person. */
  readonly detail?: string;
}

/** No one reads a longer list. */
const most = 100;

/**
 * Filters, values, and people that match at the cursor. Items that start with the typed text come first, then items
 * that contain it.
 */
export function completionsAt(text: string, position: number, facts: QueryFacts): QueryCompletions {
  const token = queryTokens(text).find(({ from, to }) => from < position && position <= to);
  if (!token) return { from: position, to: position, items: keyItems('', unused(text)) };
  const { key, from, valueFrom } = token;
  const typed = queryTokens(text.slice(from, position))[0];
  if (key !== undefined && position >= valueFrom) {
    const name = key.toLowerCase();
    const all = isQueryKey(name) ? valueItems(name, token, facts) : [];
    return { from: valueFrom, to: token.to, items: fitting(all, typed?.value ?? '') };
  }
  const rest = text.slice(0, from) + text.slice(token.to);
  const word = text.slice(from, position);
  return { from, to: key === undefined ? token.to : valueFrom, items: keyItems(word, unused(rest)) };
}

function keyItems(word: string, keys: readonly QueryKey[]): readonly QueryCompletion[] {
  const isNot = word.startsWith('-');
  const names = isNot ? keys.filter((key) => negatableKeys.includes(key)) : keys;
  return fitting(
    names.map((key) => ({ text: isNot ? `-${key}:` : `${key}:`, name: key })),
    isNot ? word.slice(1) : word,
  );
}

/** The filters that can still be added to a query. */
function unused(text: string): readonly QueryKey[] {
  const { terms, sort, group } = parseQuery(text).query;
  const used = new Set<string>(terms.filter((term) => !('isNot' in term && term.isNot)).map(({ key }) => key));
  if (sort) used.add('sort');
  if (group !== undefined) used.add('group');
  return queryKeys.filter((key) => !used.has(key) || manyOf.includes(key));
}

interface Candidate extends QueryCompletion {
  /** Matched with the typed text, like `text` and `detail`. */
  readonly name: string;
}

function valueItems(
  key: QueryKey,
  token: QueryToken,
  { labels, milestones, people }: QueryFacts,
): readonly Candidate[] {
  const { isNot, sigil, isQuoted } = token;
  const isName = sigil !== undefined || isQuoted;
  const words = wordsOf[key]
    .filter((word) => !(isNot && word !== '@me') && (word === '@me' ? !isQuoted : !isName))
    .map((word) => ({ text: word, name: word }));
  switch (key) {
    case 'assignee':
    case 'author':
      return [
        ...words,
        ...people.map(({ username, name }) => ({ text: `@${username}`, name: username, detail: name })),
      ];
    case 'label':
      return [
        ...words,
        ...labels.map((title) => candidate({ key, isNot: false, value: { title } }, title)),
        ...scopes(labels).map((scope) => candidate({ key, isNot: false, value: { scope } }, scope)),
      ];
    case 'milestone':
      return [...words, ...milestones.map((title) => candidate({ key, isNot: false, value: { title } }, title))];
    case 'weight':
      return [...words, ...(isNot ? weights : [...weights, '>=3', '<3']).map(plain)];
    case 'created':
    case 'updated':
      return ages.map(plain);
    case 'sort':
      return words.flatMap((word) => [word, plain(turned(word.text))]);
    case 'group':
      return [
        ...words,
        ...scopes(labels).map((scope) => candidate({ key: 'label', isNot: false, value: { scope } }, scope)),
      ];
    default:
      return words;
  }
}

const weights: readonly string[] = ['1', '2', '3', '5', '8'];
const ages: readonly string[] = ['<1d', '<7d', '<2w', '<1mo', '>1mo', '>6mo'];

function turned(by: string): string {
  return `${by}-${naturalDirection(by) === 'asc' ? 'desc' : 'asc'}`;
}

function plain(text: string): Candidate {
  return { text, name: text };
}

/** A candidate with the part of the formatted term after the colon. */
function candidate(term: QueryTerm, name: string): Candidate {
  const text = formatTerm(term);
  return { text: text.slice(text.indexOf(':') + 1), name };
}

function scopes(labels: readonly string[]): readonly string[] {
  return [...new Set(labels.map(labelScope).filter((scope) => scope !== undefined))];
}

function fitting(candidates: readonly Candidate[], typed: string): readonly QueryCompletion[] {
  const lower = typed.toLowerCase();
  const rank = ({ text, name, detail = '' }: Candidate) => {
    const names = [name.toLowerCase(), text.toLowerCase(), detail.toLowerCase()];
    if (names.some((each) => each.startsWith(lower))) return 0;
    return names.some((each) => each.includes(lower)) ? 1 : 2;
  };
  const ranked = candidates.map((each) => ({ each, rank: rank(each) }));
  return [0, 1]
    .flatMap((wanted) => ranked.filter((one) => one.rank === wanted))
    .slice(0, most)
    .map(({ each: { text, detail } }) => ({ text, ...(detail ? { detail } : {}) }));
}
