import * as l10n from '@vscode/l10n';
import type { QueryKey } from './queryWords.ts';

/** Describes a filter. */
export function keyHelp(key: QueryKey): string {
  switch (key) {
    case 'assignee':
      return l10n.t('assignee');
    case 'author':
      return l10n.t('author');
    case 'label':
      return l10n.t('label, or a scope such as {0}', 'workflow::*');
    case 'milestone':
      return l10n.t('milestone');
    case 'due':
      return l10n.t('due date');
    case 'state':
      return l10n.t('open, closed, or all');
    case 'type':
      return l10n.t('issue, incident, task…');
    case 'confidential':
      return l10n.t('confidentiality');
    case 'weight':
      return l10n.t('weight, such as {0}', 'weight:>=3');
    case 'created':
      return l10n.t('created, such as {0}', 'created:2026-01-01..');
    case 'updated':
      return l10n.t('last updated, such as {0}', 'updated:<7d');
    case 'reaction':
      return l10n.t('your reaction');
    case 'in':
      return l10n.t('search in title or description');
    case 'sort':
      return l10n.t('sort order');
    case 'group':
      return l10n.t('grouping');
  }
}

/** Describes a keyword after a filter. Empty if it's self-explanatory. */
export function wordHelp(key: QueryKey, word: string): string {
  if (word === '@me') return l10n.t('you');
  if (word === 'any' || word === 'none') return anyOrNone(key, word);
  if (word.endsWith('::*')) return l10n.t('any label in this scope');
  switch (`${key}:${word}`) {
    case 'milestone:started':
      return l10n.t('an open milestone that has started');
    case 'milestone:upcoming':
      return l10n.t('the open milestone due next');
    case 'due:overdue':
      return l10n.t('before today');
    case 'due:week':
      return l10n.t('this week, Monday to Sunday');
    case 'due:month':
      return l10n.t('this month');
    default:
      return key === 'created' || key === 'updated' ? ageHelp(word) : '';
  }
}

function anyOrNone(key: QueryKey, word: 'any' | 'none'): string {
  const isNone = word === 'none';
  switch (key) {
    case 'assignee':
      return isNone ? l10n.t('unassigned') : l10n.t('assigned to anyone');
    case 'label':
      return isNone ? l10n.t('no labels') : l10n.t('any label');
    case 'milestone':
      return isNone ? l10n.t('no milestone') : l10n.t('any milestone');
    case 'due':
      return isNone ? l10n.t('no due date') : l10n.t('any due date');
    case 'weight':
      return isNone ? l10n.t('no weight') : l10n.t('any weight');
    case 'reaction':
      return isNone ? l10n.t('no reaction from you') : l10n.t('any reaction from you');
    case 'group':
      return l10n.t('no grouping');
    default:
      return '';
  }
}

function ageHelp(word: string): string {
  const [, sign, count = '', unit] = /^([<>])(\d+)(d|w|mo)$/.exec(word) ?? [];
  if (sign === undefined) return '';
  const spans: Readonly<Record<string, string>> = {
    d: count === '1' ? l10n.t('a day') : l10n.t('{0} days', count),
    w: count === '1' ? l10n.t('a week') : l10n.t('{0} weeks', count),
    mo: count === '1' ? l10n.t('a month') : l10n.t('{0} months', count),
  };
  const span = spans[unit ?? ''] ?? '';
  return sign === '<' ? l10n.t('less than {0} ago', span) : l10n.t('more than {0} ago', span);
}
