import { l10n, commands as vscodeCommands, window } from 'vscode';
import type { OwnSettings } from '../../host/ownSettings.ts';
import { notificationLevel } from '../../host/notificationLevel.ts';
import { commands, viewId } from '../../manifest.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import { plainExcerpt, plainMessage } from '../../model/text/plainText.ts';
import { loadEmoji, shownTitle } from '../../model/text/shownTitle.ts';
import type { UnreadIssues } from '../../sync/unread/unreadIssues.ts';
import type { IssueNews } from '../../sync/unread/unreadTracker.ts';

/** Projects are polled together, so their news is shown together. */
const pause = 2_000;
const longestTitle = 120;

/** Notifies the user of newly assigned or all relevant issues, depending on the setting, once per poll. */
export class NewsNotice implements Disposable {
  private waiting: readonly IssueNews[] = [];
  private timer: Disposable | undefined;
  private readonly subscription: Disposable;

  /** @param reveal shows the row of an issue. */
  constructor(
    unread: UnreadIssues,
    private readonly reveal: (tracker: string, issue: Issue) => Promise<boolean>,
    private readonly own: Pick<OwnSettings, 'get'>,
    private readonly clock: Clock,
  ) {
    this.subscription = unread.onDidFind((news) => {
      this.collect(news);
    });
  }

  dispose(): void {
    this.timer?.dispose();
    this.subscription.dispose();
  }

  private collect(news: readonly IssueNews[]): void {
    const level = notificationLevel(this.own);
    const wanted = news.filter(({ isAssignment }) => level === 'all' || (level === 'assigned' && isAssignment));
    if (wanted.length === 0) return;
    this.waiting = [...this.waiting, ...wanted];
    this.timer ??= this.clock.after(pause, () => {
      const { waiting } = this;
      this.waiting = [];
      this.timer = undefined;
      void this.notify(waiting);
    });
  }

  private async notify(news: readonly IssueNews[]): Promise<void> {
    const byIssue = new Map(news.map((each) => [each.issue.id, each]));
    const [first, another] = byIssue.values();
    if (!first) return;
    await loadEmoji();
    const show = l10n.t('Show');
    const open = l10n.t('Open');
    const text = another ? textOfSeveral([...byIssue.values()]) : textOfOne(first);
    const answer = await window.showInformationMessage(text, ...(another ? [show] : [show, open]));
    if (answer === show) await this.show(first);
    if (answer === open) await openIssue(first);
  }

  private async show(news: IssueNews): Promise<void> {
    await run(`${viewId}.focus`);
    const isShown = await this.reveal(news.tracker, news.issue).catch(() => false);
    if (!isShown) await openIssue(news);
  }
}

function textOfOne({ issue, isAssignment }: IssueNews): string {
  const name = plainMessage(`#${issue.iid} ${plainExcerpt(shownTitle(issue.title), longestTitle)}`);
  return isAssignment ? l10n.t('Assigned to you: {0}', name) : l10n.t('Updated: {0}', name);
}

function textOfSeveral(news: readonly IssueNews[]): string {
  const assigned = news.filter(({ isAssignment }) => isAssignment).length;
  if (assigned === news.length) return l10n.t('{0} issues were assigned to you.', assigned);
  if (assigned === 0) return l10n.t('{0} of your issues were updated.', news.length);
  return assigned === 1
    ? l10n.t('{0} of your issues were updated, including 1 that was assigned to you.', news.length)
    : l10n.t('{0} of your issues were updated, including {1} that were assigned to you.', news.length, assigned);
}

async function openIssue({ tracker, issue }: IssueNews): Promise<void> {
  await run(commands.openIssue, { project: tracker, iid: issue.iid });
}

async function run(command: string, ...args: readonly unknown[]): Promise<void> {
  await vscodeCommands.executeCommand(command, ...args).then(undefined, () => undefined);
}
