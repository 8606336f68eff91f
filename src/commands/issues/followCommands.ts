import { l10n } from 'vscode';
import { type CommandId, commands } from '../../manifest.ts';
import type { IssueAct } from '../../model/issueCommand.ts';
import type { TodoLists } from '../../sync/queries/todoLists.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { BulkWrite } from './bulkWrite.ts';
import { issueAnswers } from './issueTargets.ts';
import { sendTo } from './sendTo.ts';
import type { WriteCommands } from './writeCommands.ts';

/** Actions that only affect the user. Others don't see them. */
export class FollowCommands {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly todos: Pick<TodoLists, 'expectChange'>,
  ) {}

  register(write: WriteCommands): void {
    this.add(write, commands.subscribe, {
      title: l10n.t('Subscribing to issues'),
      done: (count, name) =>
        count === 1 ? l10n.t('Subscribed to #{0}.', name) : l10n.t('Subscribed to {0} issues.', count),
      act: { kind: 'subscribe', on: true },
      inverse: () => ({ kind: 'subscribe', on: false }),
    });
    this.add(write, commands.unsubscribe, {
      title: l10n.t('Unsubscribing from issues'),
      done: (count, name) =>
        count === 1 ? l10n.t('Unsubscribed from #{0}.', name) : l10n.t('Unsubscribed from {0} issues.', count),
      act: { kind: 'subscribe', on: false },
      inverse: () => ({ kind: 'subscribe', on: true }),
    });
    this.add(write, commands.addTodo, {
      title: l10n.t('Adding to your To-Do List'),
      done: (count, name) =>
        count === 1
          ? l10n.t('Added #{0} to your To-Do List.', name)
          : l10n.t('Added {0} issues to your To-Do List.', count),
      act: { kind: 'addTodo' },
    });
  }

  private add(
    write: WriteCommands,
    id: CommandId,
    { act, ...rest }: Omit<BulkWrite, 'act'> & { readonly act: IssueAct },
  ): void {
    write.add(id, issueAnswers, () => ({
      ...rest,
      act: async (target) => {
        const { changed } = await sendTo(this.synchronizer, target, act);
        if (id === commands.addTodo) this.todos.expectChange(this.synchronizer.tracker(target.tracker)?.account?.key);
        return changed ? 'done' : 'unchanged';
      },
    }));
  }
}
