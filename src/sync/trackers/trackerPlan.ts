import { type Account, accountFor } from '../../model/account.ts';
import type { InstanceUrl } from '../../model/address/instanceUrl.ts';
import type { TrackerChoice, TrackerChoices, WorkspaceRemote } from '../../model/ports.ts';
import {
  mayBeAlias,
  mayBeGitLab,
  mustBeAlias,
  parseRemoteUrl,
  type RemoteUrl,
  repositoryPathOn,
  suggestedInstance,
} from '../../model/address/remoteUrl.ts';
import { likeliestOwner, repositoryAddress, repositoryOwners } from '../../model/address/repositoryOwners.ts';
import type { RemoteHosts } from './remoteHosts.ts';
import { readTrackerAddress, type TrackerAddress, trackerKey } from '../../model/address/trackerAddress.ts';

/** A tracker of the workspace, and the account to request it with. */
export interface PlannedTracker extends TrackerAddress {
  /**
   * Unique for each tracker, however its path is written. See {@link trackerKey}. For a host without an account, the
   * instance is the most likely address.
   */
  readonly key: string;
  /** Absent if no account is signed in to that host, or none with a token for this tracker. */
  readonly account?: Account;
  /**
   * Whether the instance is only a guess, because the remote's host might be another name for an instance with an account,
   * or because the setting contains only a path. Absent with an account.
   */
  readonly isGuess?: boolean;
  /** The URI of the workspace folder that it belongs to, if there is one. */
  readonly folder?: string;
  /** It is in the settings, and replaces the remotes of its folder, or, without a folder, is added to them. */
  readonly chosen?: TrackerChoice;
}

/** The trackers, and the errors in the settings. */
export interface TrackerPlan {
  readonly trackers: readonly PlannedTracker[];
  readonly unread: readonly string[];
  /** The addresses of repositories that can belong to several projects or groups. */
  readonly repositories: readonly TrackerAddress[];
}

/**
 * Determines the trackers. In a repository, every remote on an instance with an account counts. If there is none, the
 * most likely remote represents the repository, so the user can sign in there. The settings can replace the trackers of
 * a folder, and add others at the end.
 */
export function planTrackers(
  remotes: readonly WorkspaceRemote[],
  accounts: readonly Account[],
  choices: Pick<TrackerChoices, 'folders' | 'projects'> = { folders: [], projects: [] },
  hosts?: Pick<RemoteHosts, 'pathOn' | 'ownerOf'>,
): TrackerPlan {
  const signedInTo = [...new Set(accounts.map(({ instance }) => instance))];
  const repositories: TrackerAddress[] = [];
  const planned = (address: TrackerAddress): PlannedTracker => {
    if (repositoryOwners(address).length > 1) repositories.push(address);
    const owner = hosts?.ownerOf(address) ?? likeliestOwner(address);
    const account = accountFor(accounts, owner.instance, owner.path, owner.kind);
    return { key: trackerKey(owner), ...owner, ...(account ? { account } : {}) };
  };
  const ofRemotes = trackersOfRemotes(remotes, signedInTo, planned, hosts);
  const unread: string[] = [];
  const chosen = (choice: TrackerChoice, here: readonly PlannedTracker[], folder?: string): PlannedTracker[] => {
    const known = likeliestInstance(here, signedInTo);
    const address = readTrackerAddress(choice.value, known, accounts);
    const guess = address ?? readTrackerAddress(choice.value, here[0]?.instance ?? signedInTo[0], accounts);
    if (!guess) unread.push(choice.value);
    if (!guess) return [];
    const { value, byWorkspace } = choice;
    const tracker = address ? planned(address) : { key: trackerKey(guess), ...guess, isGuess: true };
    return [{ ...tracker, ...inFolder(folder), chosen: { value, byWorkspace } }];
  };
  const ownOf = (folder: string) => ofRemotes.filter((tracker) => tracker.folder === folder);
  const byFolder = new Map(
    choices.folders.map((choice) => [choice.folder, chosen(choice, ownOf(choice.folder), choice.folder)]),
  );
  const isMapped = (folder: string | undefined) => folder !== undefined && (byFolder.get(folder) ?? []).length > 0;
  const trackers = ofRemotes.flatMap((tracker) =>
    isMapped(tracker.folder) ? (byFolder.get(tracker.folder ?? '') ?? []) : [tracker],
  );
  const added = choices.projects.flatMap((choice) => chosen(choice, ofRemotes));
  const remoteKeys = new Set(ofRemotes.map(({ key }) => key));
  const all = [...trackers, ...[...byFolder.values()].flat(), ...added];
  return { trackers: eachOnce(all, remoteKeys), unread, repositories };
}

function inFolder(folder: string | undefined) {
  return folder === undefined ? {} : { folder };
}

function trackersOfRemotes(
  remotes: readonly WorkspaceRemote[],
  signedInTo: readonly InstanceUrl[],
  planned: (address: TrackerAddress) => PlannedTracker,
  hosts: Pick<RemoteHosts, 'pathOn'> | undefined,
): PlannedTracker[] {
  // Over ssh several instances of one host match. The shortest, without port and subpath, is the most likely.
  const instances = [...signedInTo].sort((a, b) => a.length - b.length);
  const onAnAccount = (url: RemoteUrl) =>
    [repositoryPathOn, hosts?.pathOn.bind(hosts)]
      .flatMap((pathOn) => instances.map((instance) => ({ instance, path: pathOn?.(instance, url) })))
      .map(({ instance, path }) => (path === undefined ? undefined : planned(repositoryAddress(instance, path))))
      .find((tracker) => tracker?.account);
  const byRepository = Map.groupBy(remotes, (remote) => remote.repository);
  return [...byRepository.values()].flatMap((ofRepository) => {
    const urls = [...ofRepository]
      .sort((a, b) => rank(a) - rank(b))
      .map((remote) => parseRemoteUrl(remote.url))
      .filter((url) => url !== undefined);
    const known = urls.map(onAnAccount).filter((tracker) => tracker !== undefined);
    const trackers =
      known.length > 0
        ? known
        : urls
            .filter(mayBeGitLab)
            .map((url) => withoutAccount(url, signedInTo.length > 0))
            .filter((tracker) => tracker !== undefined)
            .slice(0, 1);
    return trackers.map((tracker) => ({ ...tracker, ...inFolder(ofRepository[0]?.folder) }));
  });
}

/** @param remoteKeys the trackers of remotes. A setting that selects one of them changes nothing. */
function eachOnce(trackers: readonly PlannedTracker[], remoteKeys: ReadonlySet<string>): PlannedTracker[] {
  const once = new Map<string, PlannedTracker>();
  for (const tracker of trackers) {
    const before = once.get(tracker.key);
    // A tracker that the user selected too counts as the user's choice.
    if (!before || (before.chosen?.byWorkspace && !tracker.chosen?.byWorkspace)) once.set(tracker.key, tracker);
  }
  return [...once.values()].map((tracker) =>
    tracker.chosen && remoteKeys.has(tracker.key)
      ? { ...tracker, chosen: { ...tracker.chosen, byWorkspace: false } }
      : tracker,
  );
}

/**
 * The base of the paths in a folder's settings. The instance of a remote without an account is only a guess, and no one's
 * projects are there, so it isn't used if there are accounts.
 */
export function likeliestInstance(
  trackers: readonly Pick<PlannedTracker, 'account' | 'instance'>[],
  signedInTo: readonly InstanceUrl[],
): InstanceUrl | undefined {
  const [only, another] = signedInTo;
  if (only === undefined) return trackers[0]?.instance;
  return trackers.find(({ account }) => account)?.instance ?? (another === undefined ? only : undefined);
}

/** Remotes with conventional names come first. */
function rank({ name }: WorkspaceRemote): number {
  return name === 'origin' ? 0 : name === 'upstream' ? 1 : 2;
}

function withoutAccount(url: RemoteUrl, isSignedIn: boolean): PlannedTracker | undefined {
  const instance = suggestedInstance(url);
  const owner = instance && likeliestOwner(repositoryAddress(instance, url.path));
  const isGuess = mustBeAlias(url) || (isSignedIn && mayBeAlias(url));
  return owner && { key: trackerKey(owner), ...owner, ...(isGuess ? { isGuess } : {}) };
}
