import * as v from 'valibot';
import { commands as vscodeCommands, window } from 'vscode';
import type { OutputLog } from '../../host/log.ts';
import { openGuide } from '../../host/openGuide.ts';
import { commands, extensionId, viewId } from '../../manifest.ts';
import type { QueryResults } from '../../sync/queries/queryResults.ts';
import type { TodoLists } from '../../sync/queries/todoLists.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { IssueTree } from '../../views/tree/issueTree.ts';
import { readAnswers } from '../answers.ts';
import type { CommandRunner } from '../run.ts';

const refreshAnswers = v.strictObject({ project: v.optional(v.string()) });

/** The commands of the whole view: refresh, show more, the log, the settings, and the documentation. */
export class ViewCommands {
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly results: QueryResults,
    private readonly todos: TodoLists,
    private readonly tree: IssueTree,
    private readonly log: OutputLog,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.refresh, ({ answers }) => {
      const refresh = () => this.refresh(answers ? readAnswers(refreshAnswers, answers).project : undefined);
      return answers ? refresh() : this.refreshVisibly(refresh);
    });
    run.register(commands.stopReading, () => {
      this.synchronizer.stopInitialSync();
    });
    run.register(commands.showMore, ({ rows }) => {
      for (const row of rows) if (row.kind === 'more') this.tree.showMore(row);
    });
    run.register(commands.showLog, () => {
      this.log.show();
    });
    run.register(commands.showKeys, () => openGuide('keyboard.md'));
    run.register(commands.showQueryHelp, () => openGuide('queries.md'));
    run.register(commands.openSettings, async () => {
      await vscodeCommands.executeCommand('workbench.action.openSettings', `@ext:${extensionId}`);
    });
  }

  /** If there is nothing to refresh, the view explains why. */
  private async refreshVisibly(refresh: () => Promise<void>): Promise<void> {
    await window.withProgress({ location: { viewId } }, refresh);
    const { viewState } = this.synchronizer;
    if (viewState !== 'ready' && viewState !== 'empty') await vscodeCommands.executeCommand(`${viewId}.focus`);
  }

  private async refresh(project: string | undefined): Promise<void> {
    await this.synchronizer.ready();
    const tracker = project === undefined ? undefined : this.synchronizer.expectTracker(project).key;
    await this.synchronizer.refresh(tracker);
    await Promise.all([this.results.refresh(tracker), this.todos.refresh()]);
  }
}
