import type { Event } from '../event.ts';
import { longestQueryName } from '../limits.ts';
import { plainExcerpt } from '../text/plainText.ts';
import type { IssueQuery } from './issueQuery.ts';
import { parseQuery, type QueryProblem } from './parseQuery.ts';

/** The queries that every view has, in the order of their rows. Those of the user are in the middle. */
const builtInBefore = ['assigned', 'created'] as const;
const builtInAfter = ['closed', 'open'] as const;
export const builtInQueries = [...builtInBefore, ...builtInAfter] as const;
export type BuiltInQuery = (typeof builtInQueries)[number];

/** A query that the user saved under a name. */
export interface SavedQuery {
  readonly name: string;
  readonly query: string;
  readonly hidden?: true;
}

/** The place of a built-in query that the user moved or hid. */
interface BuiltInEntry {
  readonly builtIn: BuiltInQuery;
  readonly hidden?: true;
}

/** An entry of the setting. */
export type QueryEntry = SavedQuery | BuiltInEntry;

/** The queries in the settings. */
export interface SavedQuerySource {
  /** Also the built-in ones, in the order of their rows. */
  readonly entries: readonly QueryEntry[];
  readonly onDidChange: Event<void>;
}

/** The setting can come from a workspace, so its size is limited. */
const mostQueries = 50;
const longestPiece = 100;

/**
 * Reads the entries of a setting of any shape. Skips invalid ones and reports each in `problems`. Names are unique,
 * ignoring case.
 */
export function readSavedQueries(value: unknown): {
  readonly entries: readonly QueryEntry[];
  readonly problems: readonly string[];
} {
  if (value === undefined) return { entries: [], problems: [] };
  if (!Array.isArray(value)) return { entries: [], problems: ['it is no list'] };
  const entries: QueryEntry[] = [];
  const problems: string[] = [];
  for (const [index, entry] of value.entries()) {
    const read = readEntry(entry);
    if (typeof read === 'string') problems.push(`entry ${index + 1}: ${read}`);
    else if (entries.some((other) => queryId(other) === queryId(read)))
      problems.push(`entry ${index + 1}: another one has that name`);
    else if ('name' in read && entries.filter(isSaved).length === mostQueries) {
      problems.push(`entry ${index + 1} and what follows: only ${mostQueries} are shown`);
      break;
    } else entries.push(read);
  }
  return { entries, problems };
}

export function isSaved(entry: QueryEntry): entry is SavedQuery {
  return 'name' in entry;
}

/** Unique among the entries, and stable when the query changes. */
export function queryId(entry: QueryEntry): string {
  return isSaved(entry) ? savedId(entry.name) : entry.builtIn;
}

export function savedId(name: string): string {
  return `own ${name.trim().toLowerCase()}`;
}

export function isSameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Parses a query, or returns one sentence with its first problem and the affected text. */
export function readQueryText(text: string): { readonly query: IssueQuery } | { readonly wrong: string } {
  const { query, problems } = parseQuery(text);
  const [problem] = problems;
  return problem ? { wrong: problemText(text, problem) } : { query };
}

function problemText(text: string, { from, to, message }: QueryProblem): string {
  const piece = plainExcerpt(text.slice(from, to).trim(), longestPiece);
  return piece === '' ? message : `${piece}: ${message}`;
}

/** The entry, or why it is none. */
export function readEntry(entry: unknown): QueryEntry | string {
  if (typeof entry !== 'object' || entry === null) return 'it is no object with "name" and "query"';
  const { name, query, builtIn, hidden } = entry as Record<string, unknown>;
  const visibility = hidden === true ? ({ hidden } as const) : {};
  if (builtIn !== undefined) {
    const known = builtInQueries.find((id) => id === builtIn);
    return known ? { builtIn: known, ...visibility } : 'it has an unknown built-in query';
  }
  if (typeof name !== 'string' || name.trim() === '') return 'it has no name';
  if (name.length > longestQueryName) return 'its name is too long';
  if (typeof query !== 'string') return 'its query is no text';
  return { name: name.trim(), query, ...visibility };
}

/** Adds the built-in queries that a list lacks. @param entries of the setting, which can be invalid. */
export function withBuiltIns<T>(entries: readonly T[]): readonly (T | BuiltInEntry)[] {
  const listed = new Set(entries.map(idOf));
  const missing = (ids: readonly BuiltInQuery[]) =>
    ids.filter((id) => !listed.has(id)).map((builtIn): BuiltInEntry => ({ builtIn }));
  return [...missing(builtInBefore), ...entries, ...missing(builtInAfter)];
}

/** Removes the built-in queries that {@link withBuiltIns} would add at the same places. */
export function withoutDefaults(entries: readonly unknown[]): readonly unknown[] {
  const fewer = entries.filter((entry) => {
    const read = readEntry(entry);
    return typeof read === 'string' || isSaved(read) || read.hidden === true;
  });
  const ids = (list: readonly unknown[]) => JSON.stringify(list.map(idOf));
  return ids(withBuiltIns(fewer)) === ids(entries) ? fewer : entries;
}

function idOf(entry: unknown): string | undefined {
  const read = readEntry(entry);
  return typeof read === 'string' ? undefined : queryId(read);
}
