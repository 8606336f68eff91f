import { env } from 'vscode';
import { commands } from '../manifest.ts';
import type { Issue } from '../model/issue.ts';
import { openInBrowser } from './accountCommands.ts';
import type { IssueTargets } from './issueTargets.ts';
import type { CommandRunner } from './run.ts';

/** What can be done with issues that changes none of them. */
export class IssueCommands {
  constructor(private readonly targets: IssueTargets) {}

  register(run: CommandRunner): void {
    const open = (issues: readonly Issue[]) => {
      for (const { webUrl } of issues) openInBrowser(webUrl);
    };
    const copy = (text: (issue: Issue) => string) => async (issues: readonly Issue[]) => {
      if (issues.length > 0) await env.clipboard.writeText(issues.map(text).join('\n'));
    };
    const onIssues = (id: Parameters<CommandRunner['register']>[0], act: (issues: readonly Issue[]) => unknown) => {
      run.register(id, async (input) => act(await this.targets.find(input)));
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
  }
}
