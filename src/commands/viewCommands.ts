import * as v from 'valibot';
import { window } from 'vscode';
import type { OutputLog } from '../host/log.ts';
import { commands, viewId } from '../manifest.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { IssueTree } from '../views/issueTree.ts';
import { readAnswers } from './answers.ts';
import type { CommandRunner } from './run.ts';

const refreshAnswers = v.object({ project: v.optional(v.string()) });

/** The view as a whole: looking again, showing more, the log. */
export class ViewCommands {
  constructor(
    private readonly synchroniser: Synchroniser,
    private readonly tree: IssueTree,
    private readonly log: OutputLog,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.refresh, ({ answers }) => {
      const refresh = () => this.refresh(answers ? readAnswers(refreshAnswers, answers).project : undefined);
      return answers ? refresh() : window.withProgress({ location: { viewId } }, refresh);
    });
    run.register(commands.showMore, ({ rows }) => {
      for (const row of rows) this.tree.showMore(row.tracker);
    });
    run.register(commands.showLog, () => {
      this.log.show();
    });
  }

  private async refresh(project: string | undefined): Promise<void> {
    await this.synchroniser.ready();
    const tracker = project === undefined ? undefined : this.synchroniser.findTracker(project);
    if (project !== undefined && !tracker)
      throw new GitLabError('invalid', { detail: 'unknownProject', serverMessage: project });
    await this.synchroniser.refresh(tracker?.key);
  }
}
