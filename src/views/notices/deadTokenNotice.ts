import { l10n, commands as vscodeCommands, window } from 'vscode';
import { commands } from '../../manifest.ts';
import type { Account } from '../../model/account.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { Disposable } from '../../model/event.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';

/**
 * Shows the only notification from background work, which is about an invalid token. It appears once for each account
 * until the account gets another token. The view's message stays until then.
 */
export class DeadTokenNotice implements Disposable {
  /** Accounts with a notification. With another token, an account is another object. */
  private readonly notified = new WeakSet<Account>();
  /** When the last notification about a host appeared, and whether it is still open. By the host, as users see it. */
  private readonly shown = new Map<string, { readonly at: number; readonly isOpen: boolean }>();
  private readonly subscription: Disposable;

  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly clock: Clock,
  ) {
    this.subscription = synchronizer.onDidChange(() => {
      this.check();
    });
  }

  /** Whether the notification about a host is open, or appeared since a point in time of {@link Clock.elapsed}. */
  hasNotified(host: string | undefined, since: number): boolean {
    const shown = this.shown.get(host ?? '');
    return shown !== undefined && (shown.isOpen || shown.at >= since);
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
    const host = instanceLabel(instance);
    const at = this.clock.elapsed();
    this.shown.set(host, { at, isOpen: true });
    const answer = await window.showWarningMessage(message, signIn);
    this.shown.set(host, { at, isOpen: false });
    if (answer === signIn) {
      await vscodeCommands.executeCommand(commands.signIn, { url: instance }).then(undefined, () => undefined);
    }
  }
}
