import { env, window } from 'vscode';
import { commands } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueReferences } from '../../sync/trackers/issueReferences.ts';
import type { IssueTargets } from './issueTargets.ts';
import type { CommandRunner } from '../run.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/** The commands that copy and insert links and references. */
export class ReferenceCommands {
  constructor(
    private readonly targets: IssueTargets,
    private readonly references: IssueReferences,
  ) {}

  register(run: CommandRunner): void {
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
