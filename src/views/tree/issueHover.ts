import * as l10n from '@vscode/l10n';
import type { Issue } from '../../model/issue.ts';
import { issueTypeName } from '../../model/issueTypeIcon.ts';
import { dayText } from '../../model/time/dayText.ts';
import { escapedMarkdown, plainExcerpt, plainMarkdown, plainText } from '../../model/text/plainText.ts';
import { relativeTime } from '../../model/time/relativeTime.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';
import { textColorOn } from '../../model/text/textColorOn.ts';
import { textOfMarkdown } from '../../model/text/textOfMarkdown.ts';
import { dueText } from './issueLook.ts';

/** The most lines and characters of a description in a hover. The page shows all of it. */
const mostLines = 8;
const longestExcerpt = 600;
const mostLabels = 30;
const mostPeople = 10;

export interface HoverFacts {
  readonly now: number;
  /** A BCP 47 language tag. */
  readonly language: string;
  /** GitLab's Markdown. Undefined if there is none, or if it is unknown. */
  readonly description: string | undefined;
  /** The colors of labels by name, as far as they are loaded. */
  readonly colors: ReadonlyMap<string, string>;
}

/**
 * Everything that doesn't fit into the row of an issue, as Markdown with HTML. Text from GitLab is escaped, so that only
 * the labels have markup. VS Code allows colors and round corners, in this order, in the style of a `span`.
 */
export function issueHover(issue: Issue, { now, language, description, colors }: HoverFacts): string {
  const created = relativeTime(issue.createdAt, now, language);
  const updated = relativeTime(issue.updatedAt, now, language);
  const due = dueText(issue, { now, language });
  const { milestone, assignees, author, labels, weight, commentCount } = issue;
  const state = [
    plainText(issue.reference),
    issueTypeName(issue.type),
    issue.state === 'opened' ? l10n.t('Open') : l10n.t('Closed'),
    issue.confidential ? l10n.t('Confidential') : '',
    issue.locked ? l10n.t('Discussion locked') : '',
  ];
  const people = assignees.map(({ name, username }) => `${plainText(name)} (@${plainText(username)})`);
  const facts = [
    due ? l10n.t('Due: {0}', due.pressing === '' ? due.day : `${due.day} (${due.pressing})`) : '',
    people.length > 0 ? l10n.t('Assignees: {0}', withRest(people, mostPeople).join(', ')) : '',
    milestone ? l10n.t('Milestone: {0}', milestoneText(milestone, language)) : '',
    weight === undefined ? '' : l10n.t('Weight: {0}', weight),
    commentCount > 0 ? l10n.t('Comments: {0}', commentCount) : '',
    author
      ? l10n.t('Created {0} by {1}, updated {2}', created, `@${plainText(author.username)}`, updated)
      : l10n.t('Created {0}, updated {1}', created, updated),
  ];
  const chips = labels.slice(0, mostLabels).map((label) => chip(label, colors.get(label)));
  const more = labels.length > mostLabels ? [escapedMarkdown(`+${labels.length - mostLabels}`)] : [];
  const parts = [
    `**${plainMarkdown(shownTitle(issue.title))}**`,
    lines([state.filter((part) => part !== '').join(' · ')]),
    chips.length > 0 ? `${escapedMarkdown(l10n.t('Labels:'))} ${[...chips, ...more].join(' ')}` : '',
    lines(facts.filter((fact) => fact !== '')),
    excerpt(description ?? ''),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function milestoneText({ title, dueDate }: NonNullable<Issue['milestone']>, language: string): string {
  if (dueDate === undefined) return plainText(title);
  return l10n.t('{0}, due {1}', plainText(title), dayText(dueDate, language));
}

function withRest(names: readonly string[], most: number): readonly string[] {
  return names.length > most ? [...names.slice(0, most), `+${names.length - most}`] : names;
}

/** A label in its color, with a readable text. */
function chip(label: string, color: string | undefined): string {
  const text = color === undefined ? undefined : textColorOn(color);
  const style =
    text === undefined
      ? 'color:var(--vscode-badge-foreground);background-color:var(--vscode-badge-background);'
      : `color:${text};background-color:${color};`;
  return `<span style="${style}border-radius:4px;">&nbsp;${plainMarkdown(label)}&nbsp;</span>`;
}

/** The start of the description below a line. */
function excerpt(description: string): string {
  const all = textOfMarkdown(description);
  const shown = all.slice(0, mostLines);
  const text = shown.join('\n');
  const cut = text.length > longestExcerpt ? `${text.slice(0, longestExcerpt).replace(/\p{Cs}$/u, '')}…` : text;
  const end = text.length <= longestExcerpt && all.length > shown.length ? '\n…' : '';
  const body = lines(
    `${cut}${end}`
      .split('\n')
      .map((line) => plainExcerpt(line, longestExcerpt))
      .filter((line) => line.trim() !== ''),
  );
  return body === '' ? '' : `---\n\n${body}`;
}

/** Lines of plain text in one paragraph. */
function lines(texts: readonly string[]): string {
  return texts.map(escapedMarkdown).join('  \n');
}
