import type { InstanceUrl } from './instanceUrl.ts';
import { type RemoteUrl, repositoryPathOn } from './remoteUrl.ts';
import type { TrackerAddress } from './trackerAddress.ts';

/**
 * The projects and groups that a repository can belong to, in the order in which GitLab looks for them: the one with the
 * whole path, and the one whose wiki, designs, or snippet it is. A project's or group's own path can end in `.wiki`.
 * https://gitlab.com/gitlab-org/gitlab/-/blob/master/lib/gitlab/repo_path.rb
 */
export function repositoryOwners(address: TrackerAddress): readonly TrackerAddress[] {
  const { instance, kind, path } = address;
  const [, owner = '', part] = /^(.+?)(\.wiki|\.design|\/snippets\/\d+)$/.exec(kind === 'assigned' ? '' : path) ?? [];
  const isProject = kind === 'project' && owner.includes('/');
  const isGroup = part === '.wiki';
  return [
    address,
    ...(isProject ? [{ instance, kind: 'project', path: owner } as const] : []),
    ...(isGroup ? [{ instance, kind: 'group', path: owner } as const] : []),
  ];
}

/** The owner to use until GitLab has answered. A path that ends in `.wiki` is usually that of a wiki. */
export function likeliestOwner(address: TrackerAddress): TrackerAddress {
  return repositoryOwners(address)[1] ?? address;
}

/** A repository's own address, from which {@link repositoryOwners} follow. */
export function repositoryAddress(instance: InstanceUrl, path: string): TrackerAddress {
  return { instance, kind: path.includes('/') ? 'project' : 'group', path };
}

/** The path of the likeliest project of a remote, if the remote is on the instance. */
export function projectPathOn(instance: InstanceUrl, remote: RemoteUrl): string | undefined {
  const path = repositoryPathOn(instance, remote);
  const owner = path === undefined ? undefined : likeliestOwner(repositoryAddress(instance, path));
  return owner?.kind === 'project' ? owner.path : undefined;
}
