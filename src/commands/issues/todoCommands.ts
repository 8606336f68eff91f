import { l10n, type QuickPickItem, window } from 'vscode';
import { readAnswers } from '../answers.ts';
import { commands } from '../../manifest.ts';
import { plainLabel } from '../../model/text/plainText.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';
import type { Todo } from '../../model/todo.ts';
import type { TodoLists } from '../../sync/queries/todoLists.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';
import type { TreeNode } from '../../views/tree/treeNode.ts';
import type { CommandInput, CommandRunner } from '../run.ts';
import { issueAnswers, type IssueTargets } from './issueTargets.ts';
import { messageName } from '../../model/text/messageName.ts';

/** How long a message without buttons stays in the status bar, in milliseconds. */
const timeInStatusBar = 5_000;

interface ListedTodo {
  readonly account: string;
  readonly todo: Todo;
}

/** The command that marks items of the To-Do List as done. */
export class TodoCommands {
  constructor(
    private readonly lists: TodoLists,
    private readonly targets: IssueTargets,
    private readonly synchronizer: Synchronizer,
    private readonly selection: () => readonly TreeNode[],
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.markTodoDone, async (input) => {
      const found = await this.find(input);
      const results = await Promise.allSettled(found.map(({ account, todo }) => this.lists.finish(account, todo.id)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      const [only, another] = found;
      if (input.answers || !only) return;
      const text = another
        ? l10n.t('Marked {0} to-do items as done.', found.length)
        : l10n.t('Marked the to-do item for #{0} as done.', messageName(only.todo.issue));
      window.setStatusBarMessage(text, timeInStatusBar);
    });
  }

  /** The items of the rows or the selection, those of issues, or those that the user selects. */
  private async find(input: CommandInput): Promise<readonly ListedTodo[]> {
    const rows = input.rows.length > 0 ? input.rows : this.selection();
    const listed = rows.flatMap((row) => {
      const todo = row.kind === 'todo' ? this.lists.find(row.account, row.todoId) : undefined;
      return row.kind === 'todo' && todo ? [{ account: row.account, todo }] : [];
    });
    if (listed.length > 0 && !input.answers) return listed.filter((each) => this.isPending(each));
    if (!input.answers) return this.pick();
    const issues = await this.targets.find(input, readAnswers(issueAnswers, input.answers));
    return (await Promise.all(issues.map((target) => this.itemsOf(target)))).flat();
  }

  private isPending({ account, todo }: ListedTodo): boolean {
    return !this.lists.of(account).done.has(todo.id);
  }

  private async itemsOf({ tracker, issue }: TrackedIssue): Promise<readonly ListedTodo[]> {
    const account = this.synchronizer.tracker(tracker)?.account?.key ?? '';
    const items = (await this.pendingOf(account)).filter(({ todo }) => todo.issue.id === issue.id);
    return items;
  }

  private async pendingOf(account: string): Promise<readonly ListedTodo[]> {
    const { todos } = await this.lists.load(account);
    return todos.map((todo) => ({ account, todo })).filter((each) => this.isPending(each));
  }

  private async pick(): Promise<readonly ListedTodo[]> {
    await this.synchronizer.ready();
    const choices = Promise.all(this.lists.accounts.map(({ key }) => this.pendingOf(key))).then((all) =>
      all.flat().map((listed): QuickPickItem & { listed: ListedTodo } => {
        const { issue } = listed.todo;
        const label = plainLabel(`#${issue.iid} ${shownTitle(issue.title)}`);
        return { label, description: plainLabel(issue.reference), listed };
      }),
    );
    const placeHolder = l10n.t('Select a to-do item to mark as done');
    const picked = await window.showQuickPick(choices, { placeHolder, matchOnDescription: true });
    return picked ? [picked.listed] : [];
  }
}
