import { env, l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { IssueAct } from '../../model/issueCommand.ts';
import type { IssueChange } from '../../model/issueChange.ts';
import { plainExcerpt, plainText } from '../../model/text/plainText.ts';
import { relativeTime } from '../../model/time/relativeTime.ts';
import type { OutboxEntry } from '../../sync/writes/outboxEntries.ts';
import type { OutboxRecord, OutboxState } from '../../sync/writes/outboxRecords.ts';

/** A row is one line. */
const longestLabel = 300;
const longestTooltip = 2_000;

/** The row above the changes that GitLab doesn't have yet. */
export function waitingListRow(count: number): TreeItem {
  const title = l10n.t('Waiting to Send');
  const item = new TreeItem(title, TreeItemCollapsibleState.Collapsed);
  item.id = 'waiting';
  item.contextValue = 'waiting';
  item.iconPath = new ThemeIcon('cloud-upload');
  item.description = count.toLocaleString();
  item.tooltip = l10n.t("Changes that GitLab doesn't have yet");
  item.accessibilityInformation = { label: `${title}, ${count.toLocaleString()}` };
  return item;
}

/** The row of a change that GitLab doesn't have yet. @param reason why nothing is sent at the moment. */
export function waitingRow({ record }: OutboxEntry, reason: string | undefined, now: number): TreeItem {
  const { command, state } = record;
  const label = changeName(command.act, command.iid);
  const age = relativeTime(command.createdAt, now, env.language);
  const item = new TreeItem(plainExcerpt(label, longestLabel));
  item.id = `waiting ${command.id}`;
  item.contextValue = ['waitingChange', isEditable(record) ? 'editable' : ''].filter((fact) => fact !== '').join(' ');
  item.iconPath = new ThemeIcon(iconOf(state), isForUser(state) ? new ThemeColor('list.warningForeground') : undefined);
  item.description = [stateText(state), plainText(command.project.path), age].join(' · ');
  item.tooltip = [label, textOf(command.act), explanation(record) ?? reason, age]
    .filter((line) => line !== undefined && line !== '')
    .join('\n\n')
    .slice(0, longestTooltip);
  item.accessibilityInformation = { label: [label, stateText(state), age].join(', ') };
  return item;
}

/** Whether its text fits into an input box, and GitLab can't have it yet. */
function isEditable({ command: { act }, state }: OutboxRecord): boolean {
  if (state.is === 'sending') return false;
  return act.kind === 'title' || (act.kind === 'comment' && !act.body.includes('\n'));
}

/** Whether the user has to decide what happens to it. */
export function isForUser({ is }: OutboxState): boolean {
  return is === 'refused' || is === 'conflict' || is === 'question';
}

function iconOf({ is }: OutboxState): string {
  if (is === 'sending') return 'sync';
  if (is === 'ready') return 'clock';
  return is === 'question' ? 'question' : 'warning';
}

function stateText({ is }: OutboxState): string {
  switch (is) {
    case 'ready':
      return l10n.t('waiting');
    case 'sending':
      return l10n.t('checking GitLab');
    case 'refused':
      return l10n.t('rejected');
    case 'conflict':
      return l10n.t('conflict');
    case 'question':
      return l10n.t('needs your decision');
  }
}

/** Whether the value that GitLab has is a text that the message lacks, and not the number of a person or a milestone. */
function isValueShown(act: IssueAct): boolean {
  if (act.kind !== 'change') return false;
  const { addLabels, removeLabels, dueDate, weight } = act.change;
  return [addLabels, removeLabels, dueDate, weight].some((value) => value !== undefined);
}

/** What the user needs to know to decide. */
export function explanation({ command: { act }, state }: OutboxRecord): string | undefined {
  switch (state.is) {
    case 'refused':
      return state.message;
    case 'conflict':
      return isValueShown(act) ? l10n.t("{0} It's now '{1}'.", state.message, plainText(state.theirs)) : state.message;
    case 'question':
      if (state.why === 'old') return l10n.t('This was left by a closed window more than an hour ago.');
      if (state.why === 'unconfirmed')
        return (
          state.message ?? l10n.t("GitLab didn't confirm this. Check whether it was made before you send it again.")
        );
      return l10n.t(
        'GitLab has several that could be this one. Check them before you send it again. {0}',
        (state.candidates ?? []).map(({ webUrl }) => webUrl).join(' '),
      );
    default:
      return undefined;
  }
}

/** Such as "Close #12". */
export function changeName(act: IssueAct, iid = 0): string {
  switch (act.kind) {
    case 'create':
      return l10n.t("Create '{0}'", plainText(act.draft.title));
    case 'comment':
      return l10n.t('Comment on #{0}', iid);
    case 'title':
      return l10n.t("Rename #{0} to '{1}'", iid, plainText(act.title));
    case 'addSpentTime':
      return l10n.t('Add time spent on #{0}', iid);
    case 'setEstimate':
      return l10n.t('Set the estimate for #{0}', iid);
    case 'change':
      return fieldName(act.change, iid);
    default:
      return l10n.t('Change #{0}', iid);
  }
}

function fieldName(change: IssueChange, iid: number): string {
  if (change.state !== undefined)
    return change.state === 'closed' ? l10n.t('Close #{0}', iid) : l10n.t('Reopen #{0}', iid);
  if (change.addLabels ?? change.removeLabels) return l10n.t('Update labels on #{0}', iid);
  if (change.assigneeIds) return l10n.t('Update assignees on #{0}', iid);
  if (change.milestoneId !== undefined) return l10n.t('Update the milestone on #{0}', iid);
  if (change.dueDate !== undefined) return l10n.t('Update the due date on #{0}', iid);
  if (change.weight !== undefined) return l10n.t('Update the weight of #{0}', iid);
  return l10n.t('Change #{0}', iid);
}

function textOf(act: IssueAct): string {
  if (act.kind === 'comment') return act.body;
  if (act.kind === 'create') return act.draft.description ?? '';
  if (act.kind !== 'change') return '';
  const { addLabels = [], removeLabels = [], dueDate, weight } = act.change;
  return [
    ...addLabels.map((label) => `+ ${plainText(label)}`),
    ...removeLabels.map((label) => `- ${plainText(label)}`),
    dueDate ?? '',
    weight === undefined ? '' : `${weight ?? ''}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
