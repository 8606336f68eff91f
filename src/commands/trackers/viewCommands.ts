import * as v from 'valibot';
import { commands as vscodeCommands, l10n, window } from 'vscode';
import type { OutputLog } from '../../host/log.ts';
import { openGuide } from '../../host/openGuide.ts';
import { commands, extensionId, viewId } from '../../manifest.ts';
import type { QueryResults } from '../../sync/queries/queryResults.ts';
import type { TodoLists } from '../../sync/queries/todoLists.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { IssueTree } from '../../views/tree/issueTree.ts';
import type { IssueView } from '../../views/tree/issueView.ts';
import { readAnswers } from '../answers.ts';
import type { CommandRunner } from '../run.ts';

const refreshAnswers = v.strictObject({ project: v.optional(v.string()) });
/** In milliseconds. */
const timeInStatusBar = 5_000;

interface ViewCommandParts {
  readonly synchronizer: Synchronizer;
  readonly results: QueryResults;
  readonly todos: TodoLists;
  readonly tree: IssueTree;
  readonly view: Pick<IssueView, 'selectGroup'>;
  readonly log: OutputLog;
}

/** The commands of the whole view: refresh, show more, the log, the settings, and the documentation. */
export class ViewCommands {
  constructor(private readonly parts: ViewCommandParts) {}

  register(run: CommandRunner): void {
    run.register(commands.refresh, ({ answers }) => {
      const refresh = () => this.refresh(answers ? readAnswers(refreshAnswers, answers).project : undefined);
      return answers ? refresh() : this.refreshVisibly(refresh);
    });
    run.register(commands.refreshProject, async ({ rows }) => {
      const trackers = [...new Set(rows.map(({ tracker }) => tracker))];
      await this.refreshVisibly(async () => {
        await Promise.all(trackers.map((tracker) => this.refreshTracker(tracker)));
      });
    });
    run.register(commands.selectGroup, async ({ rows: [row] }) => {
      if (row?.kind !== 'group') return;
      const count = await this.parts.view.selectGroup(row);
      // The next command changes all of them.
      const text = count === 1 ? l10n.t('Selected 1 issue.') : l10n.t('Selected {0} issues.', count);
      window.setStatusBarMessage(text, timeInStatusBar);
    });
    run.register(commands.stopReading, () => {
      this.parts.synchronizer.stopInitialSync();
    });
    run.register(commands.showMore, ({ rows }) => {
      for (const row of rows) if (row.kind === 'more') this.parts.tree.showMore(row);
    });
    run.register(commands.showLog, () => {
      this.parts.log.show();
    });
    run.register(commands.showKeys, () => openGuide('keyboard.md'));
    run.register(commands.showQueryHelp, () => openGuide('queries.md'));
    run.register(commands.openSettings, async () => {
      await vscodeCommands.executeCommand('workbench.action.openSettings', `@ext:${extensionId}`);
    });
  }

  /** If there is nothing to refresh, the view explains why. */
  private async refreshVisibly(refresh: () => Promise<void>): Promise<void> {
    this.parts.tree.releaseKept();
    await window.withProgress({ location: { viewId } }, refresh);
    const { viewState } = this.parts.synchronizer;
    if (viewState !== 'ready' && viewState !== 'empty') await vscodeCommands.executeCommand(`${viewId}.focus`);
  }

  private async refresh(project: string | undefined): Promise<void> {
    await this.parts.synchronizer.ready();
    const tracker = project === undefined ? undefined : this.parts.synchronizer.expectTracker(project).key;
    await this.refreshTracker(tracker);
    await this.parts.todos.refresh();
  }

  /** @param tracker the only one to refresh. */
  private async refreshTracker(tracker: string | undefined): Promise<void> {
    await this.parts.synchronizer.refresh(tracker);
    await this.parts.results.refresh(tracker);
  }
}
