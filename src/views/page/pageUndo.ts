import { l10n, window } from 'vscode';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';
import { inversePageAct } from '../../model/page/inversePageAct.ts';
import type { PageAct } from '../../model/page/pageAct.ts';
import { messageName } from '../../model/text/messageName.ts';
import type { IssueSender } from '../../sync/writes/issueSender.ts';
import type { UndoHistory } from '../../sync/writes/undoHistory.ts';

/** How long a message without buttons stays in the status bar, in milliseconds. */
const timeInStatusBar = 5_000;

/** Adds what the user changed on a page to the history. */
export class PageUndo {
  constructor(
    private readonly history: UndoHistory,
    private readonly sender: IssueSender,
  ) {}

  /** @param onDidUndo called when it was undone. */
  add(command: IssueCommand, act: PageAct, issue: Issue, onDidUndo: () => void): void {
    const inverse = inversePageAct(act);
    const label = () => labelOf(act, messageName(issue));
    let isOver = false;
    const undo = async (back: IssueCommand) => {
      try {
        await this.sender.expectDone(back, { issue });
      } catch (thrown) {
        const { message } = GitLabError.from(thrown);
        // With these, it will never be undone.
        isOver = GitLabError.is(thrown, 'conflict', 'notFound');
        void window.showErrorMessage(l10n.t("Couldn't undo the change to #{0}. {1}", messageName(issue), message));
        return;
      }
      isOver = true;
      onDidUndo();
      window.setStatusBarMessage(l10n.t('Undone: {0}', label()), timeInStatusBar);
    };
    const back = inverse && { ...command, id: crypto.randomUUID(), act: inverse };
    this.history.add({
      label,
      accounts: [command.account],
      isOver: () => isOver,
      undo: back && (() => undo(back)),
    });
  }
}

function labelOf(act: PageAct, name: string): string {
  switch (act.kind) {
    case 'title':
      return l10n.t('Updated the title of #{0}.', name);
    case 'description':
      return l10n.t('Updated the description of #{0}.', name);
    case 'task':
      return l10n.t('Updated a task in #{0}.', name);
    case 'comment':
    case 'reply':
      return l10n.t('Commented on #{0}.', name);
    case 'editNote':
      return l10n.t('Edited a comment on #{0}.', name);
    case 'deleteNote':
      return l10n.t('Deleted a comment on #{0}.', name);
    case 'resolve':
      return act.resolved ? l10n.t('Resolved a thread on #{0}.', name) : l10n.t('Reopened a thread on #{0}.', name);
    case 'react':
      return act.on ? l10n.t('Added a reaction to #{0}.', name) : l10n.t('Removed a reaction from #{0}.', name);
    case 'unlink':
      return l10n.t('Removed a link from #{0}.', name);
  }
}
