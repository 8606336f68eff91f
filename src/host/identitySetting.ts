import { ConfigurationTarget, EventEmitter, workspace } from 'vscode';
import { settings } from '../manifest.ts';
import type { Account } from '../model/account.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { type OwnNames, ownName, readOwnNames, withOwnName } from '../model/identity.ts';
import type { InstanceUrl } from '../model/address/instanceUrl.ts';
import type { Identity } from '../model/ports.ts';

/**
 * `gitlabIssues.me`: the user's own username on an instance where the token belongs to a bot. Only the user setting
 * counts.
 */
export class IdentitySetting implements Identity {
  private readonly changed = new EventEmitter<void>();
  private readonly subscription = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settings.section}.${settings.me}`)) this.changed.fire();
  });

  readonly onDidChange = this.changed.event;

  me(account: Account): string | undefined {
    return ownName(account, this.names);
  }

  /** Rejects with `storage` if it can't write the settings. */
  async keep(instance: InstanceUrl, username: string): Promise<void> {
    if (this.names.get(instance) === username) return;
    try {
      const value = withOwnName(this.value, instance, username);
      await workspace.getConfiguration(settings.section).update(settings.me, value, ConfigurationTarget.Global);
    } catch {
      // VS Code's message names files. The usual cause is an error in settings.json.
      throw new GitLabError('storage', { detail: 'settings' });
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private get names(): OwnNames {
    return readOwnNames(this.value);
  }

  private get value(): unknown {
    return workspace.getConfiguration(settings.section).inspect<unknown>(settings.me)?.globalValue;
  }
}
