import { type Disposable, l10n, commands as vscodeCommands, window } from 'vscode';
import type { OutputLog } from '../host/log.ts';
import { CodePlace } from '../editor/codePlace.ts';
import type { CommandId } from '../manifest.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { AccountSource } from '../model/ports.ts';
import type { Clock } from '../model/time/clock.ts';
import type { DeadTokenNotice } from '../views/notices/deadTokenNotice.ts';
import type { IssueTree } from '../views/tree/issueTree.ts';
import { PageIssue } from '../views/page/pageIssue.ts';
import type { TreeNode } from '../views/tree/treeNode.ts';
import { errorAction } from './errorAction.ts';
import { type FailedTest, readFailedTest } from './failedTest.ts';
import { runAction } from './runAction.ts';

/** The parsed arguments of a command. */
export interface CommandInput {
  /** The tree rows from a menu or a click. */
  readonly rows: readonly TreeNode[];
  /**
   * The arguments from a key binding, a task, another extension, or a test. Undefined if a user is present to answer.
   */
  readonly answers: Answers | undefined;
  /** The issue of the page that ran the command. */
  readonly page?: PageIssue;
  /** The code that a code action is about. */
  readonly place?: CodePlace;
  /** The message whose menu in the test results ran the command. */
  readonly test?: FailedTest;
}

export type Answers = Readonly<Record<string, unknown>>;

/**
 * Registers the commands, and decides for all of them how to treat arguments and failures:
 *
 * - Rows of our tree: the command applies to them. A menu passes the row and the selection. The selection is empty if
 *   it doesn't include the row.
 * - The issue of a page: the command applies to it. A failure rejects, and the page shows it.
 * - The place of a code action, or a message of a failed test: the command applies to it.
 * - A plain object: it supplies the values that the command would otherwise ask for. A failure rejects with a {@link GitLabError}, and nothing is shown.
 * - Anything else, such as a Uri or a row of another view: ignored.
 *
 * Without arguments, the command shows one message on a failure and resolves.
 */
export class CommandRunner implements Disposable {
  private readonly registered: Disposable[] = [];

  constructor(
    private readonly tree: IssueTree,
    private readonly accounts: Pick<AccountSource, 'accounts'>,
    private readonly deadTokens: Pick<DeadTokenNotice, 'hasNotified'>,
    private readonly clock: Clock,
    private readonly log: OutputLog,
  ) {}

  register(id: CommandId, handler: (input: CommandInput) => unknown): void {
    this.registered.push(vscodeCommands.registerCommand(id, (...args: unknown[]) => this.run(id, handler, args)));
  }

  dispose(): void {
    for (const command of this.registered) command.dispose();
  }

  /** Runs an action that isn't a command, such as a drop. It also shows one message on a failure. */
  async perform(name: string, work: () => Promise<void>): Promise<void> {
    const startedAt = this.clock.elapsed();
    try {
      await work();
    } catch (thrown) {
      const error = this.asOurs(name, thrown);
      if (error.reason !== 'canceled') void this.show(name, error, startedAt);
    }
  }

  private async run(id: CommandId, handler: (input: CommandInput) => unknown, args: unknown[]): Promise<unknown> {
    const input = this.parseArguments(args);
    const startedAt = this.clock.elapsed();
    try {
      return await handler(input);
    } catch (thrown) {
      const error = this.asOurs(id, thrown);
      if (input.answers || input.page) throw error;
      if (error.reason !== 'canceled') void this.show(id, error, startedAt);
      return undefined;
    }
  }

  private asOurs(name: string, thrown: unknown): GitLabError {
    if (!GitLabError.is(thrown))
      this.log.error(`${name}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : typeof thrown}`);
    return GitLabError.from(thrown);
  }

  private parseArguments([first, second]: unknown[]): CommandInput {
    if (this.tree.owns(first)) {
      const selection = Array.isArray(second) ? second.filter((row) => this.tree.owns(row)) : [];
      return { rows: selection.includes(first) ? selection : [first], answers: undefined };
    }
    if (first instanceof PageIssue) return { rows: [], answers: undefined, page: first };
    if (first instanceof CodePlace) return { rows: [], answers: undefined, place: first };
    const test = readFailedTest(first);
    if (test) return { rows: [], answers: undefined, test };
    return { rows: [], answers: isPlainObject(first) ? first : undefined };
  }

  /** Shows the failure and its cause in one sentence, with buttons for the most helpful actions. */
  private async show(name: string, error: GitLabError, startedAt: number): Promise<void> {
    this.log.warn(`${name}: ${error.reason}: ${error.message}`);
    // The user needs each message only once.
    if (error.reason === 'auth' && this.deadTokens.hasNotified(error.facts.host, startedAt)) return;
    const action = errorAction(error, this.accounts.accounts ?? []);
    const showLog = l10n.t('Show Log');
    const answer = await window.showErrorMessage(error.message, ...(action ? [action.title] : []), showLog);
    if (answer === showLog) this.log.show();
    else if (action && answer === action.title) await runAction(action.command, ...action.args);
  }
}

function isPlainObject(value: unknown): value is Answers {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
