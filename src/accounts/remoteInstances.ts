import type { Event } from '../model/event.ts';
import type { InstanceUrl } from '../model/address/instanceUrl.ts';
import type { AccountSource, RemoteSource } from '../model/ports.ts';
import { parseRemoteUrl, suggestedInstances } from '../model/address/remoteUrl.ts';
import { projectPathOn } from '../model/address/repositoryOwners.ts';
import type { InstanceSuggestions } from './prompts/signInPrompts.ts';

/** The instances and projects that the workspace's Git remotes suggest, as far as they have been found. */
export class RemoteInstances implements InstanceSuggestions {
  readonly onDidChange: Event<void>;

  constructor(
    private readonly remotes: RemoteSource,
    private readonly accounts: Pick<AccountSource, 'accounts'>,
  ) {
    this.onDidChange = remotes.onDidChange;
  }

  /** Starts looking for remotes. */
  start(): void {
    this.remotes.start();
  }

  isComplete(): boolean {
    return this.remotes.state !== 'starting';
  }

  /** Resolves when the search for remotes is complete. */
  async complete(): Promise<void> {
    this.start();
    while (!this.isComplete()) {
      await new Promise<void>((resolve) => {
        const subscription = this.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** The instances that may be GitLab. Those without an account come first. */
  instances(): readonly InstanceUrl[] {
    const known = (this.accounts.accounts ?? []).map(({ instance }) => instance);
    const instances = suggestedInstances(this.remotes.remotes.map(({ url }) => url));
    return [...instances].sort((a, b) => Number(known.includes(a)) - Number(known.includes(b)));
  }

  /** The paths of the projects that remotes point to on an instance, in the order of the workspace's folders. */
  projectsOn(instance: InstanceUrl): readonly string[] {
    const paths = this.remotes.remotes
      .map(({ url }) => parseRemoteUrl(url))
      .map((remote) => remote && projectPathOn(instance, remote))
      .filter((path) => path !== undefined);
    return [...new Set(paths)];
  }
}
