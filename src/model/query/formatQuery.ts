import type { IssueQuery, IssueSort, QueryTerm, TimeSpan } from './issueQuery.ts';
import { isReserved, naturalDirection } from './queryWords.ts';

/** Formats a query in canonical form. Parsing the result returns the same query. */
export function formatQuery({ terms, sort, group }: IssueQuery): string {
  return [
    ...terms.map(formatTerm),
    ...(sort ? [`sort:${formatSort(sort)}`] : []),
    ...(group === undefined ? [] : [`group:${quoteName(group)}`]),
  ].join(' ');
}

export function formatSort({ by, direction }: IssueSort): string {
  return direction === naturalDirection(by) ? by : `${by}-${direction}`;
}

/** Formats one term of a query. */
export function formatTerm(term: QueryTerm): string {
  if (term.key === 'text') return quoteWhereNeeded(term.value, /\s|^["-]|^[a-z_]+:(?!\/\/)/i);
  const minus = 'isNot' in term && term.isNot ? '-' : '';
  return `${minus}${term.key}:${formatValue(term)}`;
}

function formatValue(term: Exclude<QueryTerm, { key: 'text' }>): string {
  switch (term.key) {
    case 'assignee':
    case 'author':
      if (term.value === 'me') return '@me';
      return typeof term.value === 'string' ? term.value : `@${term.value.username}`;
    case 'label':
      if (typeof term.value === 'string') return term.value;
      return 'scope' in term.value
        ? quoteName(`${term.value.scope}::*`)
        : quoteName(term.value.title, isReserved('label', term.value.title));
    case 'milestone':
      return typeof term.value === 'string' ? term.value : `%${quoteName(term.value.title)}`;
    case 'weight':
      if (typeof term.value === 'string') return term.value;
      return `${term.value.is === '=' ? '' : term.value.is}${term.value.weight}`;
    case 'created':
    case 'updated':
      return formatSpan(term.value);
    case 'reaction':
      return typeof term.value === 'string'
        ? term.value
        : quoteName(term.value.emoji, isReserved('reaction', term.value.emoji));
    default:
      return term.value;
  }
}

function formatSpan(span: TimeSpan): string {
  if ('age' in span) return `${span.age}${span.count}${span.unit}`;
  const { from = '', to = '' } = span;
  return from === to ? from : `${from}..${to}`;
}

/** Encloses a name in quotes if the parser would otherwise misread it, for example as a keyword (`isWord`). */
export function quoteName(name: string, isWord = false): string {
  return isWord ? quoted(name) : quoteWhereNeeded(name, /\s|^["'@~%]|^$/);
}

function quoteWhereNeeded(text: string, needed: RegExp): string {
  return needed.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
