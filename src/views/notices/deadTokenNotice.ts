import { l10n, commands as vscodeCommands, window } from 'vscode';
import { commands } from '../../manifest.ts';
import type { Account } from '../../model/account.ts';
import type { Disposable } from '../../model/event.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';

/**
 * Shows the only notification from background work, which is about an invalid token. It appears once for each account
 * until the account gets another token. The view's message stays until then.
 */
export class DeadTokenNotice implements Disposable {
  /** Accounts with a notification. With another token, an account is another object. */
  private readonly notified = new WeakSet<Account>();
  private readonly subscription: Disposable;

  constructor(private readonly synchronizer: Synchronizer) {
    this.subscription = synchronizer.onDidChange(() => {
      this.check();
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private check(): void {
    for (const { account, error } of this.synchronizer.trackers) {
      if (!account || error?.reason !== 'auth' || this.notified.has(account)) continue;
      this.notified.add(account);
      void this.notify(account, error);
    }
  }

  private async notify({ instance }: Account, { message }: GitLabError): Promise<void> {
    const signIn = l10n.t('Sign In');
    if ((await window.showWarningMessage(message, signIn)) === signIn) {
      await vscodeCommands.executeCommand(commands.signIn, { url: instance }).then(undefined, () => undefined);
    }
  }
}
