import * as l10n from '@vscode/l10n';
import type { QueryKey } from './queryWords.ts';

/** What a name of the language asks for. */
export function keyHelp(key: QueryKey): string {
  switch (key) {
    case 'assignee':
      return l10n.t('who it is assigned to');
    case 'author':
      return l10n.t('who wrote it');
    case 'label':
      return l10n.t('a label, or a scope as in {0}', 'workflow::*');
    case 'milestone':
      return l10n.t('the milestone it is in');
    case 'due':
      return l10n.t('when it is due');
    case 'state':
      return l10n.t('open, closed or both');
    case 'type':
      return l10n.t('issue, incident, task …');
    case 'confidential':
      return l10n.t('confidential or not');
    case 'weight':
      return l10n.t('its weight, as in {0}', 'weight:>=3');
    case 'created':
      return l10n.t('when it was written, as in {0}', 'created:2026-01-01..');
    case 'updated':
      return l10n.t('when it last changed, as in {0}', 'updated:<7d');
    case 'reaction':
      return l10n.t('how you reacted');
    case 'in':
      return l10n.t('where the words are');
    case 'sort':
      return l10n.t('in which order');
    case 'group':
      return l10n.t('in which groups');
  }
}

/** What a word of the language stands for behind a name; empty where it explains itself. */
export function wordHelp(key: QueryKey, word: string): string {
  if (word === '@me') return l10n.t('you');
  if (word === 'any' || word === 'none') return anyOrNone(key, word);
  if (word.endsWith('::*')) return l10n.t('any label of that scope');
  switch (`${key}:${word}`) {
    case 'milestone:started':
      return l10n.t('an open milestone whose start date has come');
    case 'milestone:upcoming':
      return l10n.t('the open milestone that is due next');
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
      return isNone ? l10n.t('assigned to nobody') : l10n.t('assigned to somebody');
    case 'label':
      return isNone ? l10n.t('without labels') : l10n.t('with a label');
    case 'milestone':
      return isNone ? l10n.t('in no milestone') : l10n.t('in a milestone');
    case 'due':
      return isNone ? l10n.t('without due date') : l10n.t('with a due date');
    case 'weight':
      return isNone ? l10n.t('without weight') : l10n.t('with a weight');
    case 'reaction':
      return isNone ? l10n.t('without a reaction of yours') : l10n.t('with a reaction of yours');
    case 'group':
      return l10n.t('no groups');
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
