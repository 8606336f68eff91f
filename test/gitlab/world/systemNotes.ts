import type { IssueRecord } from './records.ts';
import { humanTime } from './timeTracking.ts';

/** `a, b, and c`, like Rails' `to_sentence`. */
function sentence(parts: readonly string[]): string {
  if (parts.length < 3) return parts.join(' and ');
  return `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1) ?? ''}`;
}

/** Marks the differing middle of both titles, as GitLab does. The common start and end stay unmarked. */
function marked(old: string, next: string): string {
  let start = 0;
  while (start < Math.min(old.length, next.length) && old[start] === next[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, next.length) - start && old.at(-1 - end) === next.at(-1 - end)) end += 1;
  const mark = (text: string, sign: string): string => {
    const middle = text.slice(start, text.length - end);
    const inside = middle === '' ? '' : `{${sign}${middle}${sign}}`;
    return text.slice(0, start) + inside + text.slice(text.length - end);
  };
  return `changed title from **${mark(old, '-')}** to **${mark(next, '+')}**`;
}

function taskItems(description: string | null): Map<string, boolean> {
  const items = [...(description ?? '').matchAll(/^\s*(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s+(.+)$/gm)];
  return new Map(items.map((match) => [match[2] ?? '', match[1] !== ' ']));
}

function descriptionNotes(before: string | null, after: string | null): string[] {
  const old = taskItems(before);
  const ticked = [...taskItems(after)].filter(([text, done]) => old.has(text) && old.get(text) !== done);
  if (ticked.length === 0) return ['changed the description'];
  return ticked.map(([text, done]) => `marked the checklist item **${text}** as ${done ? 'completed' : 'incomplete'}`);
}

function assigneeNote(before: readonly number[], after: readonly number[], username: (id: number) => string): string {
  const names = (ids: readonly number[]): string => sentence(ids.map((id) => `@${username(id)}`));
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  return [added.length > 0 && `assigned to ${names(added)}`, removed.length > 0 && `unassigned ${names(removed)}`]
    .filter(Boolean)
    .join(' and ');
}

function longDate(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
}

function dateNote(before: IssueRecord, after: IssueRecord): string {
  const part = (kind: string, date: string | null): string =>
    date === null ? `removed ${kind} date` : `changed ${kind} date to ${longDate(date)}`;
  const parts: string[] = [];
  if (before.startDate !== after.startDate) parts.push(part('start', after.startDate));
  if (before.dueDate !== after.dueDate) parts.push(part('due', after.dueDate));
  return parts.join(' and ');
}

function timeSpentNote(difference: number, spent: number): string {
  if (spent === 0 && difference < 0) return 'removed time spent';
  return `${difference > 0 ? 'added' : 'subtracted'} ${humanTime(Math.abs(difference)) ?? ''} of time spent`;
}

/**
 * The system notes for a change (`app/services/system_notes/`). State, labels, milestone, and weight have none, because
 * GitLab stores them as resource events.
 */
export function systemNotes(before: IssueRecord, after: IssueRecord, username: (id: number) => string): string[] {
  const notes: string[] = [];
  if (before.title !== after.title) notes.push(marked(before.title, after.title));
  if ((before.description ?? '') !== (after.description ?? ''))
    notes.push(...descriptionNotes(before.description, after.description));
  if (before.timeEstimate !== after.timeEstimate) {
    const time = humanTime(after.timeEstimate);
    notes.push(time === null ? 'removed time estimate' : `changed time estimate to ${time}`);
  }
  if (before.timeSpent !== after.timeSpent)
    notes.push(timeSpentNote(after.timeSpent - before.timeSpent, after.timeSpent));
  if (before.dueDate !== after.dueDate || before.startDate !== after.startDate) notes.push(dateNote(before, after));
  const assignees = assigneeNote(before.assigneeIds, after.assigneeIds, username);
  if (assignees !== '') notes.push(assignees);
  if (before.confidential !== after.confidential)
    notes.push(after.confidential ? 'made the issue confidential' : 'made the issue visible to everyone');
  if ((before.discussionLocked ?? false) !== (after.discussionLocked ?? false))
    notes.push(`${after.discussionLocked ? 'locked' : 'unlocked'} the discussion in this issue`);
  if (before.type !== after.type)
    notes.push(`changed type from ${before.type.replace('_', ' ')} to ${after.type.replace('_', ' ')}`);
  if (before.healthStatus !== after.healthStatus)
    notes.push(
      after.healthStatus === null
        ? 'removed health status'
        : `changed health status to **${after.healthStatus.replaceAll('_', ' ')}**`,
    );
  return notes;
}
