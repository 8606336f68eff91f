import * as l10n from '@vscode/l10n';
import type { Issue } from '../../model/issue.ts';
import { issueTypeIcon, issueTypeName } from '../../model/issueTypeIcon.ts';
import { dueGrouper } from '../../model/query/dueGroups.ts';
import { dayText } from '../../model/time/dayText.ts';
import { plainText } from '../../model/text/plainText.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';

const mostLabels = 3;
const mostPeople = 2;

/** What is urgent about an issue, as marks at the end of its row, where VS Code cuts nothing off. */
export interface RowMarks {
  readonly isOverdue: boolean;
  readonly isUnread: boolean;
  /** Whether GitLab doesn't have all of the user's changes yet. */
  readonly isWaiting: boolean;
}

/** How the row of an issue looks, besides its title. */
interface IssueLook {
  /**
   * The name of a VS Code icon. Its shape shows whether the issue is closed or confidential, and otherwise its type.
   */
  readonly icon: string;
  /** The ID of a theme color. It repeats what the shape or the marks show. */
  readonly color: string;
  readonly marks: RowMarks;
  /**
   * `overdue · @anna · web-shop · bug, priority::1 · %18.9`, in GitLab's own marks. The most important parts come
   * first, because a narrow sidebar cuts off the last ones.
   */
  readonly description: string;
  /** All of it as one sentence for a screen reader. */
  readonly spoken: string;
}

/** @param place the project, if a tracker has several. */
export function issueLook(
  issue: Issue,
  { isUnread, isWaiting, place, ...at }: Omit<RowMarks, 'isOverdue'> & { readonly place: string } & DueFacts,
): IssueLook {
  const due = dueText(issue, at);
  return {
    icon: iconOf(issue),
    color: colorOf(issue, due?.group),
    marks: { isOverdue: due?.group === 'overdue', isUnread, isWaiting },
    description: description(issue, [isWaiting ? l10n.t('waiting to send') : '', due?.pressing ?? ''], place),
    spoken: spoken(issue, { isUnread, isWaiting, due: due?.spoken ?? '', place }),
  };
}

interface DueFacts {
  readonly now: number;
  /** A BCP 47 language tag. */
  readonly language: string;
}

/** When an issue is due, and how urgent it is. A closed issue is not overdue. */
export function dueText({ dueDate, state }: Issue, { now, language }: DueFacts) {
  if (dueDate === undefined) return undefined;
  const day = dayText(dueDate, language);
  const group = state === 'closed' ? 'later' : dueGrouper(now)(dueDate);
  if (group === 'overdue') return { group, day, pressing: l10n.t('overdue'), spoken: l10n.t('overdue since {0}', day) };
  if (group === 'today') return { group, day, pressing: l10n.t('due today'), spoken: l10n.t('due today') };
  return { group, day, pressing: '', spoken: l10n.t('due {0}', day) };
}

function iconOf({ state, confidential, type }: Issue): string {
  if (state === 'closed') return 'issue-closed';
  return confidential ? 'eye-closed' : issueTypeIcon(type);
}

function colorOf({ state }: Issue, due: string | undefined): string {
  if (state === 'closed') return 'charts.purple';
  if (due === 'overdue') return 'charts.red';
  return due === 'today' ? 'charts.yellow' : 'charts.green';
}

function description(
  { labels, milestone, assignees, confidential }: Issue,
  pressing: readonly string[],
  place: string,
): string {
  const people = assignees.map(({ username }) => `@${plainText(username)}`);
  const parts = [
    ...pressing,
    confidential ? l10n.t('confidential') : '',
    withRest(people, mostPeople, ' '),
    place,
    withRest(labels.map(plainText), mostLabels, ', '),
    milestone ? `%${plainText(milestone.title)}` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function withRest(names: readonly string[], most: number, separator: string): string {
  const shown = names.slice(0, most).join(separator);
  return names.length > most ? `${shown} +${names.length - most}` : shown;
}

function spoken(
  issue: Issue,
  { isUnread, isWaiting, due, place }: Omit<RowMarks, 'isOverdue'> & { readonly due: string; readonly place: string },
): string {
  const parts = [
    `#${issue.iid} ${plainText(shownTitle(issue.title))}`,
    isUnread ? l10n.t('unread') : '',
    isWaiting ? l10n.t('waiting to send') : '',
    issueTypeName(issue.type),
    issue.state === 'opened' ? l10n.t('open') : l10n.t('closed'),
    due,
    issue.confidential ? l10n.t('confidential') : '',
    issue.locked ? l10n.t('discussion locked') : '',
    issue.assignees.length > 0
      ? l10n.t('assigned to {0}', issue.assignees.map(({ name, username }) => plainText(name || username)).join(', '))
      : '',
    place === '' ? '' : l10n.t('in {0}', place),
    issue.labels.length > 0 ? l10n.t('labels {0}', issue.labels.map(plainText).join(', ')) : '',
    issue.milestone ? l10n.t('milestone {0}', plainText(issue.milestone.title)) : '',
    issue.weight === undefined ? '' : l10n.t('weight {0}', issue.weight),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
