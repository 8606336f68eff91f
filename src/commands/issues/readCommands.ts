import * as v from 'valibot';
import { l10n, window } from 'vscode';
import { commands } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import { projectPathOf } from '../../model/issueScope.ts';
import { loadEmoji } from '../../model/text/shownTitle.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { NamedTracker } from '../../sync/trackers/trackerNames.ts';
import type { UnreadIssues } from '../../sync/unread/unreadIssues.ts';
import type { UndoHistory } from '../../sync/writes/undoHistory.ts';
import { readAnswers } from '../answers.ts';
import type { IssueTargets } from './issueTargets.ts';
import { messageName } from '../../model/text/messageName.ts';
import type { CommandRunner } from '../run.ts';

const projectAnswers = v.strictObject({ project: v.optional(v.string()) });
/** How long a message without buttons stays in the status bar, in milliseconds. */
const timeInStatusBar = 5_000;

/** The commands for the unread state, which is stored only on this computer because GitLab doesn't have one. */
export class ReadCommands {
  constructor(
    private readonly targets: IssueTargets,
    private readonly synchronizer: Synchronizer,
    private readonly unread: UnreadIssues,
    private readonly history: UndoHistory,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.markRead, async (input) => {
      const found = await this.targets.findOnly(input);
      await this.unread.markRead(found.map(({ issue }) => issue));
    });
    run.register(commands.markUnread, async (input) => {
      const found = await this.targets.findOnly(input);
      const isClosed = found.length > 0 && found.every(({ issue }) => issue.state === 'closed');
      if (isClosed) throw new GitLabError('invalid', { detail: 'closedUnread' });
      await this.unread.markUnread(found.map(({ issue }) => issue));
    });
    // From the view's title, VS Code passes the focused row. The command ignores it and covers the whole view.
    run.register(commands.markAllRead, async ({ answers }) => {
      if (!answers) return this.markAllVisibly();
      const { project } = readAnswers(projectAnswers, answers);
      await this.synchronizer.ready();
      const only = project === undefined ? undefined : this.synchronizer.expectNamed(project);
      return this.unread.markRead(this.unreadOf(only));
    });
  }

  private async markAllVisibly(): Promise<void> {
    const issues = this.unreadOf();
    await this.unread.markRead(issues);
    if (issues.length === 0) {
      window.setStatusBarMessage(l10n.t('No unread issues.'), timeInStatusBar);
      return;
    }
    // The message may stay open for long, so the command doesn't wait for it.
    void this.offerUndo(issues);
  }

  private async offerUndo(issues: readonly Issue[]): Promise<void> {
    const undo = l10n.t('Undo');
    const { length } = issues;
    let isOver = false;
    const act = {
      label: () =>
        length === 1
          ? l10n.t('Marked #{0} as read.', issues.map(messageName).join())
          : l10n.t('Marked {0} issues as read.', length),
      accounts: [],
      isOver: () => isOver,
      undo: async () => {
        await this.unread.markUnread(issues);
        isOver = true;
      },
    };
    this.history.add(act);
    await loadEmoji();
    if ((await window.showInformationMessage(act.label(), undo)) === undo) await this.history.undo(act);
  }

  private unreadOf(only?: NamedTracker): readonly Issue[] {
    const { trackers } = this.synchronizer;
    const path = only?.projectPath?.toLowerCase();
    return trackers
      .filter(({ key }) => only === undefined || key === only.tracker.key)
      .flatMap(({ key }) => this.unread.of(key))
      .filter((issue) => path === undefined || projectPathOf(issue).toLowerCase() === path);
  }
}
