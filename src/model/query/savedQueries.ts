import type { Event } from '../event.ts';
import { longestQueryName } from '../limits.ts';
import { plainExcerpt } from '../text/plainText.ts';
import type { IssueQuery } from './issueQuery.ts';
import { parseQuery, type QueryProblem } from './parseQuery.ts';

/** A query that the user saved under a name. */
export interface SavedQuery {
  readonly name: string;
  readonly query: string;
}

/** The saved queries in the settings. */
export interface SavedQuerySource {
  readonly queries: readonly SavedQuery[];
  readonly onDidChange: Event<void>;
}

/** The setting can come from a workspace, so its size is limited. */
const mostQueries = 50;
const longestPiece = 100;

/**
 * Reads the saved queries from a setting of any shape. Skips invalid entries and reports each in `problems`. Names are
 * unique, ignoring case.
 */
export function readSavedQueries(value: unknown): { queries: readonly SavedQuery[]; problems: readonly string[] } {
  if (value === undefined) return { queries: [], problems: [] };
  if (!Array.isArray(value)) return { queries: [], problems: ['it is no list'] };
  const queries: SavedQuery[] = [];
  const problems: string[] = [];
  for (const [index, entry] of value.entries()) {
    const read = readEntry(entry);
    if (typeof read === 'string') problems.push(`entry ${index + 1}: ${read}`);
    else if (queries.some(({ name }) => isSameName(name, read.name)))
      problems.push(`entry ${index + 1}: another one has that name`);
    else if (queries.length === mostQueries) {
      problems.push(`entry ${index + 1} and what follows: only ${mostQueries} are shown`);
      break;
    } else queries.push(read);
  }
  return { queries, problems };
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

function readEntry(entry: unknown): SavedQuery | string {
  if (typeof entry !== 'object' || entry === null) return 'it is no object with "name" and "query"';
  const { name, query } = entry as Record<string, unknown>;
  if (typeof name !== 'string' || name.trim() === '') return 'it has no name';
  if (name.length > longestQueryName) return 'its name is too long';
  if (typeof query !== 'string') return 'its query is no text';
  return { name: name.trim(), query };
}
