import { env, l10n, window } from 'vscode';
import { openInBrowser } from '../../host/browser.ts';
import { commands } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueReferences } from '../../sync/trackers/issueReferences.ts';
import type { IssueTargets } from './issueTargets.ts';
import type { CommandRunner } from '../run.ts';
import type { TreeNode } from '../../views/tree/treeNode.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/** The command asks before it opens more pages than this. */
const mostUnasked = 5;

/** Actions that don't change issues. */
export class IssueCommands {
  /** @param open shows an issue. @param clickedRows the selected rows after a click in the tree. */
  constructor(
    private readonly targets: IssueTargets,
    private readonly open: (target: TrackedIssue) => Promise<void>,
    private readonly clickedRows: () => Promise<readonly TreeNode[]>,
    private readonly references: IssueReferences,
  ) {}

  register(run: CommandRunner): void {
    const open = async (targets: readonly TrackedIssue[]) => {
      if (targets.length > mostUnasked && !(await confirmOpening(targets.length))) return;
      for (const target of targets) await this.open(target);
    };
    const browse = async (targets: readonly TrackedIssue[]) => {
      if (targets.length > mostUnasked && !(await confirmOpening(targets.length))) return;
      for (const { issue } of targets) await openInBrowser(issue.webUrl);
    };
    const copy = (text: (issue: Issue) => string) => async (targets: readonly TrackedIssue[]) => {
      if (targets.length > 0) await env.clipboard.writeText(targets.map(({ issue }) => text(issue)).join('\n'));
    };
    const onIssues = (
      id: Parameters<CommandRunner['register']>[0],
      act: (targets: readonly TrackedIssue[]) => unknown,
    ) => {
      run.register(id, async (input) => {
        return act(await this.targets.findOnly(input));
      });
    };
    onIssues(commands.openIssue, open);
    run.register(commands.openSelected, async () => {
      const rows = await this.clickedRows();
      if (rows.length > 0) await open(await this.targets.findOnly({ rows, answers: undefined }));
    });
    onIssues(commands.openIssueInBrowser, browse);
    onIssues(
      commands.copyIssueLink,
      copy(({ webUrl }) => webUrl),
    );
    onIssues(
      commands.copyIssueReference,
      copy(({ reference }) => reference),
    );
    onIssues(commands.insertReference, (targets) => this.insert(targets.map(({ issue }) => issue)));
  }

  /** Inserts at every cursor of the editor and replaces the selected text. */
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
  const open = l10n.t('Open {0} Issues', count);
  return (await window.showWarningMessage(l10n.t('Open {0} issues?', count), { modal: true }, open)) === open;
}
