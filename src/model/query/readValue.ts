import * as l10n from '@vscode/l10n';
import {
  dueWords,
  groupingNames,
  queryTypes,
  sortNames,
  type Comparison,
  type IssueGrouping,
  type IssueSort,
  type QueryTerm,
} from './issueQuery.ts';
import type { QueryToken } from './queryTokens.ts';
import { naturalDirection, type QueryKey } from './queryWords.ts';
import { readSpan } from './timeSpan.ts';

/** An error message for the user, with the fix. */
export type Problem = string;

const noneOrAny = ['none', 'any'] as const;

/** Reads the term from a filter and its value, or returns the problem with the value. */
export function readTerm(key: Exclude<QueryKey, 'sort' | 'group'>, token: QueryToken): QueryTerm | Problem {
  switch (key) {
    case 'assignee': {
      const { isNot } = token;
      const word = wordOf(token, noneOrAny);
      if (word !== undefined) return { key, isNot: false, value: isNot ? opposite(word) : word };
      return readPerson(token, (value) => ({ key, isNot, value })) ?? noPerson(key);
    }
    case 'author': {
      const { isNot } = token;
      return readPerson(token, (value) => ({ key, isNot, value })) ?? noPerson(key);
    }
    case 'label':
      return readLabel(token);
    case 'milestone':
      return readMilestone(token);
    case 'weight':
      return readWeight(token);
    case 'created':
    case 'updated': {
      const span = readSpan(token.value);
      return span ? { key, value: span } : spanProblem(key);
    }
    case 'reaction':
      // Markdown writes an emoji between colons.
      return { key, value: wordOf(token, noneOrAny) ?? { emoji: token.value.replace(/^:(.+):$/, '$1') } };
    case 'state':
      return oneOf(token, ['opened', 'closed', 'all'], (value) => ({ key, value }));
    case 'due':
      return oneOf(token, dueWords, (value) => ({ key, value }));
    case 'type':
      return oneOf(token, queryTypes, (value) => ({ key, value }));
    case 'confidential':
      return oneOf(token, ['yes', 'no'], (value) => ({ key, value }));
    case 'in':
      return oneOf(token, ['title', 'description'], (value) => ({ key, value }));
  }
}

export function readSort(token: QueryToken): IssueSort | { readonly problem: Problem } {
  const [, name = '', written] = /^([a-z_]+?)(?:[-_](asc|desc))?$/i.exec(token.value) ?? [];
  const by = wordIn(name, sortNames);
  if (by === undefined) return { problem: wrongWord(sortNames) };
  return {
    by,
    direction: written?.toLowerCase() === 'asc' ? 'asc' : written === undefined ? naturalDirection(by) : 'desc',
  };
}

export function readGrouping({ value, sigil }: QueryToken): IssueGrouping | { readonly problem: Problem } {
  const by = sigil === undefined ? wordIn(value, groupingNames) : undefined;
  if (by !== undefined) return by;
  if (isScope(value)) return value;
  return { problem: wrongWord([...groupingNames, 'workflow::*']) };
}

function readPerson(
  { value, sigil }: QueryToken,
  term: (person: 'me' | { readonly username: string }) => QueryTerm,
): QueryTerm | undefined {
  if (sigil !== undefined && sigil !== '@') return undefined;
  if (value.toLowerCase() === 'me') return term('me');
  return /^\w[\w.-]*$/.test(value) ? term({ username: value }) : undefined;
}

function noPerson(key: string): Problem {
  return l10n.t("This isn't a valid username. Use the format {0}, or use {1}.", `${key}:@anna`, `${key}:@me`);
}

function readLabel(token: QueryToken): QueryTerm | Problem {
  const { isNot } = token;
  const word = wordOf(token, noneOrAny);
  if (word !== undefined) return { key: 'label', isNot: false, value: isNot ? opposite(word) : word };
  const title = nameOf(token, '~');
  if (title.includes(',')) return l10n.t("A label can't contain a comma. Use {0} once for each label.", 'label:');
  return { key: 'label', isNot, value: isScope(title) ? { scope: title.slice(0, -'::*'.length) } : { title } };
}

function readMilestone(token: QueryToken): QueryTerm | Problem {
  const { isNot } = token;
  const word = wordOf(token, noneOrAny);
  if (word !== undefined) return { key: 'milestone', isNot: false, value: isNot ? opposite(word) : word };
  const time = wordOf(token, ['started', 'upcoming'] as const);
  if (time !== undefined && isNot) {
    return l10n.t("GitLab can't exclude '{0}' milestones. Use a milestone title instead.", time);
  }
  return { key: 'milestone', isNot, value: time ?? { title: nameOf(token, '%') } };
}

function readWeight(token: QueryToken): QueryTerm | Problem {
  const { isNot, value } = token;
  const word = wordOf(token, noneOrAny);
  if (word !== undefined) return { key: 'weight', isNot: false, value: isNot ? opposite(word) : word };
  const [, sign, digits] = /^(<=|>=|<|>|=)?(\d{1,9})$/.exec(value) ?? [];
  if (digits === undefined || token.sigil !== undefined) {
    return l10n.t("A weight must be a whole number, 'none', or 'any'. For example: {0}", 'weight:3, weight:>=3');
  }
  const is = (sign ?? '=') as Comparison;
  if (isNot && is !== '=')
    return l10n.t('Use the opposite comparison instead of a minus sign. For example: {0}', 'weight:<3');
  return { key: 'weight', isNot, value: { is, weight: Number(digits) } };
}

/** The name in a value, trimmed like in GitLab. The sigil of another filter is part of the name: `label:@home`. */
function nameOf({ sigil = '', isQuoted, value }: QueryToken, own: string): string {
  if (sigil === own || isQuoted) return value.trim();
  return sigil + value;
}

/** The keyword that a value stands for. Undefined for names, which includes any value in quotes or after a sigil. */
function wordOf<W extends string>({ value, isQuoted, sigil }: QueryToken, words: readonly W[]): W | undefined {
  return isQuoted || sigil !== undefined ? undefined : wordIn(value, words);
}

function wordIn<W extends string>(value: string, words: readonly W[]): W | undefined {
  const lower = value.toLowerCase();
  return words.find((word) => word === lower);
}

function oneOf<W extends string>(
  { value, sigil }: QueryToken,
  words: readonly W[],
  term: (word: W) => QueryTerm,
): QueryTerm | Problem {
  const word = sigil === undefined ? wordIn(value, words) : undefined;
  return word === undefined ? wrongWord(words) : term(word);
}

function wrongWord(words: readonly string[]): Problem {
  return l10n.t('Use one of these values: {0}.', words.join(', '));
}

function spanProblem(key: string): Problem {
  const examples = ['<7d', '>2w', '2026-01-01', '2026-01-01..', '2026-01-01..2026-01-31'];
  return l10n.t(
    'Enter a relative or absolute date. For example: {0}',
    examples.map((value) => `${key}:${value}`).join(', '),
  );
}

function opposite(word: 'none' | 'any'): 'none' | 'any' {
  return word === 'none' ? 'any' : 'none';
}

function isScope(name: string): name is `${string}::*` {
  return name.length > '::*'.length && name.endsWith('::*');
}
