import { env, l10n, window } from 'vscode';
import { commands } from '../manifest.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueReferences } from '../sync/issueReferences.ts';
import { readAnswers } from './answers.ts';
import { issueAnswers, type IssueTargets } from './issueTargets.ts';
import type { CommandRunner } from './run.ts';

/** More pages than this are opened only when the person means it. */
const mostUnasked = 5;

/** What can be done with issues that changes none of them. */
export class IssueCommands {
  /** @param open shows an issue. */
  constructor(
    private readonly targets: IssueTargets,
    private readonly open: (issue: Issue) => Promise<void>,
    private readonly references: IssueReferences,
  ) {}

  register(run: CommandRunner): void {
    const open = async (issues: readonly Issue[]) => {
      if (issues.length > mostUnasked && !(await confirmOpening(issues.length))) return;
      for (const issue of issues) await this.open(issue);
    };
    const copy = (text: (issue: Issue) => string) => async (issues: readonly Issue[]) => {
      if (issues.length > 0) await env.clipboard.writeText(issues.map(text).join('\n'));
    };
    const onIssues = (id: Parameters<CommandRunner['register']>[0], act: (issues: readonly Issue[]) => unknown) => {
      run.register(id, async ({ rows, answers }) => {
        if (answers) readAnswers(issueAnswers, answers);
        const found = await this.targets.find({ rows, answers });
        return act(found.map(({ issue }) => issue));
      });
    };
    onIssues(commands.openIssue, open);
    onIssues(commands.openIssueInBrowser, open);
    onIssues(
      commands.copyIssueLink,
      copy(({ webUrl }) => webUrl),
    );
    onIssues(
      commands.copyIssueReference,
      copy(({ reference }) => reference),
    );
    onIssues(commands.insertReference, (issues) => this.insert(issues));
  }

  /** At every cursor of the editor, in place of what is selected. */
  private async insert(issues: readonly Issue[]): Promise<void> {
    if (issues.length === 0) return;
    const editor = window.activeTextEditor;
    if (!editor) throw new GitLabError('invalid', { detail: 'noEditor' });
    const text = this.references.textFor(editor.document.uri.toString(), issues);
    await editor.edit((edit) => {
      for (const selection of editor.selections) edit.replace(selection, text);
    });
  }
}

async function confirmOpening(count: number): Promise<boolean> {
  const open = l10n.t('Open {0} Pages', count);
  return (
    (await window.showWarningMessage(l10n.t('Open {0} issues in the browser?', count), { modal: true }, open)) === open
  );
}
