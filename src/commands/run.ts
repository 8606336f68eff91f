import { type Disposable, l10n, commands as vscodeCommands, window } from 'vscode';
import type { OutputLog } from '../host/log.ts';
import { type CommandId, commands } from '../manifest.ts';
import type { GitLabErrorReason } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { IssueTree } from '../views/tree/issueTree.ts';
import { PageIssue } from '../views/page/pageIssue.ts';
import type { TreeNode } from '../views/tree/treeNode.ts';

/** What a command was called with, sorted out. */
export interface CommandInput {
  /** Rows of the tree that it was called on, from a menu or by a click. */
  readonly rows: readonly TreeNode[];
  /** The answers that a key binding, a task, another extension or a test gave; undefined: a person is there to be asked. */
  readonly answers: Answers | undefined;
  /** The issue of the page that it was called on. */
  readonly page?: PageIssue;
}

export type Answers = Readonly<Record<string, unknown>>;

/**
 * Registers every command and decides, once for all of them, what their arguments mean and where their failures go:
 *
 * - rows of our tree are what the command is about: a menu passes the row and the selection, and the selection is empty
 *   when the row lies outside it;
 * - the issue of a page is what the command is about; a failure rejects, and the page shows it;
 * - a plain object answers the questions; then a failure rejects with a {@link GitLabError} and shows nothing;
 * - anything else (a Uri, a row of another view) is ignored;
 * - without answers a failure is one message, and the command resolves.
 */
export class CommandRunner implements Disposable {
  private readonly registered: Disposable[] = [];

  constructor(
    private readonly tree: IssueTree,
    private readonly log: OutputLog,
  ) {}

  register(id: CommandId, handler: (input: CommandInput) => unknown): void {
    this.registered.push(vscodeCommands.registerCommand(id, (...args: unknown[]) => this.run(id, handler, args)));
  }

  dispose(): void {
    for (const command of this.registered) command.dispose();
  }

  /** What a person did by other means than a command, such as a drop: a failure is one message, too. */
  async perform(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const error = this.asOurs(name, thrown);
      if (error.reason !== 'canceled') void this.show(name, error);
    }
  }

  private async run(id: CommandId, handler: (input: CommandInput) => unknown, args: unknown[]): Promise<unknown> {
    const input = this.parseArguments(args);
    try {
      return await handler(input);
    } catch (thrown) {
      const error = this.asOurs(id, thrown);
      if (input.answers || input.page) throw error;
      if (error.reason !== 'canceled') void this.show(id, error);
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
    return { rows: [], answers: isPlainObject(first) ? first : undefined };
  }

  /** What failed and why, in one sentence, with the steps that help most. */
  private async show(name: string, error: GitLabError): Promise<void> {
    this.log.warn(`${name}: ${error.reason}: ${error.message}`);
    const signIn = l10n.t('Sign In');
    const check = l10n.t('Check Connection');
    const showLog = l10n.t('Show Log');
    const buttons = aboutToken.includes(error.reason) ? [signIn] : aboutNetwork.includes(error.reason) ? [check] : [];
    const answer = await window.showErrorMessage(error.message, ...buttons, showLog);
    if (answer === signIn) await vscodeCommands.executeCommand(commands.signIn);
    if (answer === check) await vscodeCommands.executeCommand(commands.checkConnection);
    if (answer === showLog) this.log.show();
  }
}

const aboutToken: readonly GitLabErrorReason[] = ['auth', 'scope'];
const aboutNetwork: readonly GitLabErrorReason[] = ['offline', 'tls', 'proxy', 'timeout', 'redirected', 'notGitLab'];

function isPlainObject(value: unknown): value is Answers {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
