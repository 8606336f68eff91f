import { l10n, window } from 'vscode';
import { setContextKey } from '../../host/contextKeys.ts';
import { commands, contextKeys } from '../../manifest.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { CommandRunner } from '../run.ts';

/** How long a message without buttons stays in the status bar, in milliseconds. */
const timeInStatusBar = 5_000;

/** The last change in this window, for the command that undoes it, which also works after its message has closed. */
export class LastChange {
  private undo: (() => Promise<unknown>) | undefined;
  private trackers: ReadonlySet<string> = new Set();

  constructor(private readonly synchronizer: Pick<Synchronizer, 'tracker' | 'onDidChange'>) {}

  register(run: CommandRunner): void {
    run.register(commands.undo, async () => {
      const { undo } = this;
      this.set(undefined);
      if (undo) await undo();
      else window.setStatusBarMessage(l10n.t('No change to undo.'), timeInStatusBar);
    });
    // After signing in again, the user may be another one.
    this.synchronizer.onDidChange(() => {
      if ([...this.trackers].some((key) => !this.synchronizer.tracker(key)?.account)) this.set(undefined);
    });
  }

  /**
   * @param undo reverts the change. Undefined if that isn't possible.
   * @param trackers of the changed issues. If an account signs out, its change can't be undone.
   */
  set(undo: (() => Promise<unknown>) | undefined, trackers: readonly string[] = []): void {
    this.undo = undo;
    this.trackers = new Set(undo ? trackers : []);
    setContextKey(contextKeys.canUndo, undo !== undefined);
  }
}
