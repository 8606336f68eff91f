import { changedIssue } from '../../model/changedIssue.ts';
import type { Issue } from '../../model/issue.ts';
import type { OutboxEntry } from './outboxEntries.ts';

/** The commands for an issue that GitLab doesn't have yet. */
export function waitingFor(
  { projectId, iid }: Pick<Issue, 'projectId' | 'iid'>,
  account: string | undefined,
  entries: readonly OutboxEntry[],
): readonly OutboxEntry[] {
  return entries.filter(
    ({ record: { command } }) => command.account === account && command.project.id === projectId && command.iid === iid,
  );
}

/** An issue as it will be when GitLab has the commands for it that are to be sent. */
export function issueAfter(issue: Issue, entries: readonly OutboxEntry[]): Issue {
  return entries.reduce((now, { record: { command, state } }) => {
    const { act } = command;
    if (state.is !== 'ready' && state.is !== 'sending') return now;
    if (act.kind === 'change') return changedIssue(now, act.change);
    return act.kind === 'title' ? changedIssue(now, { title: act.title }) : now;
  }, issue);
}

/** The issues that have commands in the outbox. */
export function placesOf(entries: readonly OutboxEntry[]): ReadonlySet<string> {
  return new Set(entries.map(({ record: { command } }) => placeOf(command.account, command.project.id, command.iid)));
}

/** A key for an issue of an account. */
export function placeOf(account: string | undefined, projectId: number, iid: number | undefined): string {
  return `${account ?? ''}|${projectId}|${iid ?? ''}`;
}
