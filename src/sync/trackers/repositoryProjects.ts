import { pagesOf } from '../../model/address/instanceBases.ts';
import { isInFolder } from '../../model/isInFolder.ts';
import type { AccountSource, RemoteSource } from '../../model/ports.ts';
import type { RemoteHosts } from './remoteHosts.ts';
import { type PlannedTracker, planTrackers } from './trackerPlan.ts';

/** The projects that the workspace's repositories belong to, whatever issues are shown for their folders. */
export class RepositoryProjects {
  constructor(
    private readonly remotes: Pick<RemoteSource, 'remotes'>,
    private readonly accounts: Pick<AccountSource, 'accounts'>,
    private readonly hosts: Pick<RemoteHosts, 'pathOn' | 'ownerOf'>,
  ) {}

  /** The project of the innermost repository that contains the file. */
  ofDocument(document: string): PlannedTracker | undefined {
    const holding = this.remotes.remotes.filter(({ repository }) => isInFolder(document, repository));
    const longest = Math.max(0, ...holding.map(({ repository }) => repository.length));
    const own = holding.filter(({ repository }) => repository.length === longest);
    return planTrackers(own, this.accounts.accounts ?? [], undefined, this.hosts).trackers[0];
  }

  /** The web address of the project that a remote belongs to. Undefined if the user isn't signed in to its instance. */
  pageOf(repository: string, remote: string): string | undefined {
    const own = this.remotes.remotes.filter((each) => each.repository === repository && each.name === remote);
    // The files of a wiki have other pages.
    const code = own.filter(({ url }) => !/\.wiki(?:\.git)?$/i.test(url));
    const { trackers } = planTrackers(code, this.accounts.accounts ?? [], undefined, this.hosts);
    const { account, path } = trackers.find(({ kind, account }) => kind === 'project' && account) ?? {};
    return account && `${pagesOf(account)}/${path ?? ''}`;
  }
}
