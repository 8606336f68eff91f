import { type Account, accountFor } from '../model/account.ts';
import type { InstanceUrl } from '../model/instanceUrl.ts';
import { mayBeGitLab, parseRemoteUrl, projectPathOn, type RemoteUrl, suggestedInstance } from '../model/remoteUrl.ts';
import type { WorkspaceRemote } from '../model/ports.ts';

/** A project whose issues the workspace is about, and the account that may ask for them. */
export interface PlannedTracker {
  /** Instance and path in lower case: GitLab's paths do not tell the cases apart. */
  readonly key: string;
  /** For a host that nobody is signed in to, the most likely address of its instance. */
  readonly instance: InstanceUrl;
  readonly path: string;
  /** Absent: nobody is signed in to that host. */
  readonly account?: Account;
}

/**
 * Which projects the remotes stand for. Of a repository, every remote counts that lies on an instance with an account;
 * if there is none, its likeliest one stands for the repository, so that the person can be told to sign in there.
 */
export function planTrackers(remotes: readonly WorkspaceRemote[], accounts: readonly Account[]): PlannedTracker[] {
  const byRepository = Map.groupBy(remotes, (remote) => remote.repository);
  const planned = [...byRepository.values()].flatMap((ofRepository) => {
    const urls = [...ofRepository]
      .sort((a, b) => rank(a) - rank(b))
      .map((remote) => parseRemoteUrl(remote.url))
      .filter((url) => url !== undefined);
    const known = urls.map((url) => onAnAccount(url, accounts)).filter((tracker) => tracker !== undefined);
    return known.length > 0
      ? known
      : urls
          .filter(mayBeGitLab)
          .map(withoutAccount)
          .filter((tracker) => tracker !== undefined)
          .slice(0, 1);
  });
  return [...new Map(planned.map((tracker) => [tracker.key, tracker])).values()];
}

/** The remotes that people name by custom come first. */
function rank({ name }: WorkspaceRemote): number {
  return name === 'origin' ? 0 : name === 'upstream' ? 1 : 2;
}

function onAnAccount(url: RemoteUrl, accounts: readonly Account[]): PlannedTracker | undefined {
  // Over ssh several instances of one host fit; the one without port and sub-path, the shortest, is the likeliest.
  const instances = [...new Set(accounts.map(({ instance }) => instance))].sort((a, b) => a.length - b.length);
  for (const instance of instances) {
    const path = projectPathOn(instance, url);
    const account = path === undefined ? undefined : accountFor(accounts, instance, path);
    if (path !== undefined && account) return { key: keyOf(instance, path), instance, path, account };
  }
  return undefined;
}

function withoutAccount(url: RemoteUrl): PlannedTracker | undefined {
  const instance = suggestedInstance(url);
  return instance && { key: keyOf(instance, url.path), instance, path: url.path };
}

function keyOf(instance: InstanceUrl, path: string): string {
  return `${instance}/${path.toLowerCase()}`;
}
