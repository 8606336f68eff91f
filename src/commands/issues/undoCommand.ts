import { l10n, window } from 'vscode';
import { setContextKey } from '../../host/contextKeys.ts';
import { commands, contextKeys } from '../../manifest.ts';
import { loadEmoji } from '../../model/text/shownTitle.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { UndoableAct, UndoHistory } from '../../sync/writes/undoHistory.ts';
import type { CommandRunner } from '../run.ts';

/** How long a message without buttons stays in the status bar, in milliseconds. */
const timeInStatusBar = 5_000;

/** The command that undoes the last changes, one by one, which also works after their messages have closed. */
export class UndoCommand {
  constructor(
    private readonly history: UndoHistory,
    private readonly synchronizer: Pick<Synchronizer, 'mayBeSignedIn' | 'onDidChange'>,
  ) {}

  register(run: CommandRunner): void {
    const { history, synchronizer } = this;
    run.register(commands.undo, () => this.undo());
    history.onDidChange(() => {
      setContextKey(contextKeys.canUndo, history.canUndo);
    });
    synchronizer.onDidChange(() => {
      history.keepOnly((account) => synchronizer.mayBeSignedIn(account));
    });
  }

  private async undo(): Promise<void> {
    await loadEmoji();
    const { last, lastUndoable } = this.history;
    if (last && !last.undo) {
      // The message may stay open for long, so the command doesn't wait for it.
      void this.offerEarlier(last, lastUndoable);
      return;
    }
    if (!lastUndoable) {
      window.setStatusBarMessage(l10n.t('No change to undo.'), timeInStatusBar);
      return;
    }
    const undone = this.history.undo(lastUndoable);
    window.setStatusBarMessage(l10n.t('Undoing: {0}', lastUndoable.label()), undone);
    await undone;
  }

  /** The user might not expect that an earlier change is undone, so this asks first. */
  private async offerEarlier(last: UndoableAct, earlier: UndoableAct | undefined): Promise<void> {
    const text = l10n.t("{0} You can't undo this.", last.label());
    if (!earlier) {
      window.setStatusBarMessage(text, timeInStatusBar);
      return;
    }
    const undo = l10n.t('Undo');
    const question = l10n.t('Undo the change before it? {0}', earlier.label());
    if ((await window.showInformationMessage(`${text} ${question}`, undo)) === undo) await this.history.undo(earlier);
  }
}
