import { l10n, window } from 'vscode';
import { commands } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';
import { titleProblem } from '../../model/titleProblem.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { OutboxEntry } from '../../sync/writes/outboxEntries.ts';
import type { TreeNode } from '../../views/tree/treeNode.ts';
import { changeName, explanation } from '../../views/tree/waitingRow.ts';
import { askAndSend } from '../pickers/sendingBox.ts';
import type { CommandRunner } from '../run.ts';

/** The commands for changes that GitLab doesn't have yet. */
export class WaitingCommands {
  constructor(private readonly synchronizer: Pick<Synchronizer, 'outbox'>) {}

  register(run: CommandRunner): void {
    run.register(commands.sendWaiting, async ({ rows }) => {
      for (const entry of this.entriesOf(rows)) await this.send(entry);
    });
    run.register(commands.editWaiting, async ({ rows }) => {
      const [entry] = this.entriesOf(rows);
      if (entry) await this.edit(entry);
    });
    run.register(commands.discardWaiting, ({ rows }) => this.discard(this.entriesOf(rows)));
  }

  /** The changes of the rows. All of them for the row above. */
  private entriesOf(rows: readonly TreeNode[]): readonly OutboxEntry[] {
    const { waiting } = this.synchronizer.outbox;
    if (rows.some(({ kind }) => kind === 'waiting')) return waiting;
    const ids = rows.flatMap((row) => (row.kind === 'waitingChange' ? [row.command] : []));
    return waiting.filter(({ record }) => ids.includes(record.command.id));
  }

  /** Asks first if the change would overwrite another one, or if GitLab might have it. */
  private async send(entry: OutboxEntry): Promise<void> {
    const { command, state } = entry.record;
    if (!(await this.mayOverwrite(entry))) return;
    // The outcome appears in the row.
    if (state.is === 'conflict') void this.synchronizer.outbox.edit(overwriting(command, state.theirs));
    else void this.synchronizer.outbox.retry(command.id);
  }

  private async mayOverwrite({ record }: OutboxEntry): Promise<boolean> {
    const { command, state } = record;
    const detail = explanation(record);
    if (state.is === 'refused' || detail === undefined) return true;
    const send = l10n.t('Send');
    const question = l10n.t('Send this? {0}', changeName(command.act, command.iid));
    return (await window.showWarningMessage(question, { modal: true, detail }, send)) === send;
  }

  private async edit({ record: { command } }: OutboxEntry): Promise<void> {
    const { act } = command;
    const text = textOf(command);
    if (text === undefined) return;
    await askAndSend({
      title: changeName(act, command.iid),
      prompt: act.kind === 'comment' ? l10n.t('Enter a comment') : l10n.t('Enter a title'),
      value: text,
      ...(act.kind === 'comment' ? {} : { problem: titleProblem }),
      draft: undefined,
      send: (typed) => this.sendText(command.id, typed),
    });
  }

  /** Sends another text. While the user typed, the earlier one may have been sent, or the issue may have changed. */
  private async sendText(id: string, typed: string): Promise<void> {
    const { outbox } = this.synchronizer;
    const entry = outbox.waiting.find(({ record }) => record.command.id === id);
    if (!entry || entry.record.state.is === 'sending') throw new GitLabError('invalid', { detail: 'notWaiting' });
    if (!(await this.mayOverwrite(entry))) throw new GitLabError('canceled');
    const { command, state } = entry.record;
    const edited = withText(command, typed);
    const outcome = outbox.edit(state.is === 'conflict' ? overwriting(edited, state.theirs) : edited);
    if (outcome === undefined) throw new GitLabError('invalid', { detail: 'notWaiting' });
  }

  private async discard(entries: readonly OutboxEntry[]): Promise<void> {
    const [first, another] = entries;
    if (!first) return;
    const { command } = first.record;
    const question = another
      ? l10n.t("Discard {0} changes that GitLab doesn't have yet?", entries.length)
      : l10n.t('Discard this? {0}', changeName(command.act, command.iid));
    const discard = l10n.t('Discard');
    const detail = l10n.t("You can't undo this.");
    if ((await window.showWarningMessage(question, { modal: true, detail }, discard)) !== discard) return;
    let isAll = true;
    // Removing a change also removes those that require it, which come later.
    for (const { record } of entries.toReversed())
      isAll = (await this.synchronizer.outbox.remove(record.command.id)) && isAll;
    if (!isAll) throw new GitLabError('invalid', { detail: 'notWaiting' });
  }
}

/** The same command for what GitLab has now, so that it replaces that. */
function overwriting(command: IssueCommand, theirs: string): IssueCommand {
  const { act } = command;
  if (act.kind === 'title') return { ...command, act: { ...act, base: theirs } };
  if (act.kind !== 'change') return command;
  return { ...command, act: { kind: 'change', change: act.change } };
}

function textOf({ act }: IssueCommand): string | undefined {
  if (act.kind === 'title') return act.title;
  return act.kind === 'comment' ? act.body : undefined;
}

function withText(command: IssueCommand, text: string): IssueCommand {
  const { act } = command;
  const title = text.trim();
  if (act.kind === 'title') return { ...command, act: { ...act, title } };
  return act.kind === 'comment' ? { ...command, act: { ...act, body: text } } : command;
}
