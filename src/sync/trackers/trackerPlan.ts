import { type Account, accountFor } from '../../model/account.ts';
import type { InstanceUrl } from '../../model/address/instanceUrl.ts';
import type { TrackerChoice, TrackerChoices, WorkspaceRemote } from '../../model/ports.ts';
import {
  mayBeAlias,
  mayBeGitLab,
  parseRemoteUrl,
  projectPathOn,
  type RemoteUrl,
  suggestedInstance,
} from '../../model/address/remoteUrl.ts';
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
   * Whether the instance is only an SSH host that might be an alias, so no one can sign in to it. Absent with an account.
   */
  readonly isAlias?: boolean;
  /** The name of the workspace folder that it belongs to, if there is one. */
  readonly folder?: string;
  /** It is in the settings, and replaces the remotes of its folder, or, without a folder, is added to them. */
  readonly chosen?: TrackerChoice;
}

/** The trackers, and the errors in the settings. */
export interface TrackerPlan {
  readonly trackers: readonly PlannedTracker[];
  readonly unread: readonly string[];
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
  hosts?: Pick<RemoteHosts, 'pathOn'>,
): TrackerPlan {
  const signedInTo = [...new Set(accounts.map(({ instance }) => instance))];
  const ofRemotes = trackersOfRemotes(remotes, accounts, hosts);
  const unread: string[] = [];
  const chosen = (choice: TrackerChoice, here: InstanceUrl | undefined, folder?: string): PlannedTracker[] => {
    const address = readTrackerAddress(choice.value, here, signedInTo);
    if (!address) unread.push(choice.value);
    if (!address) return [];
    const { value, byWorkspace } = choice;
    return [{ ...planned(address, accounts), ...inFolder(folder), chosen: { value, byWorkspace } }];
  };
  const ownOf = (folder: string) => ofRemotes.filter((tracker) => tracker.folder === folder);
  const byFolder = new Map(
    choices.folders.map((choice) => [
      choice.folder,
      chosen(choice, likeliestInstance(ownOf(choice.folder), signedInTo), choice.folder),
    ]),
  );
  const isMapped = (folder: string | undefined) => folder !== undefined && (byFolder.get(folder) ?? []).length > 0;
  const trackers = ofRemotes.flatMap((tracker) =>
    isMapped(tracker.folder) ? (byFolder.get(tracker.folder ?? '') ?? []) : [tracker],
  );
  const here = likeliestInstance(ofRemotes, signedInTo);
  const added = choices.projects.flatMap((choice) => chosen(choice, here));
  const remoteKeys = new Set(ofRemotes.map(({ key }) => key));
  return { trackers: eachOnce([...trackers, ...[...byFolder.values()].flat(), ...added], remoteKeys), unread };
}

function inFolder(folder: string | undefined) {
  return folder === undefined ? {} : { folder };
}

/** A tracker at its address, with the account that is used for it. */
function planned(address: TrackerAddress, accounts: readonly Account[]): PlannedTracker {
  const account = accountFor(accounts, address.instance, address.path, address.kind);
  return { key: trackerKey(address), ...address, ...(account ? { account } : {}) };
}

function trackersOfRemotes(
  remotes: readonly WorkspaceRemote[],
  accounts: readonly Account[],
  hosts: Pick<RemoteHosts, 'pathOn'> | undefined,
): PlannedTracker[] {
  const byRepository = Map.groupBy(remotes, (remote) => remote.repository);
  return [...byRepository.values()].flatMap((ofRepository) => {
    const urls = [...ofRepository]
      .sort((a, b) => rank(a) - rank(b))
      .map((remote) => parseRemoteUrl(remote.url))
      .filter((url) => url !== undefined);
    const known = urls.map((url) => onAnAccount(url, accounts, hosts)).filter((tracker) => tracker !== undefined);
    const trackers =
      known.length > 0
        ? known
        : urls
            .filter(mayBeGitLab)
            .map(withoutAccount)
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
 * The base of the paths in a folder's settings. An instance with an account comes first, because the instance of a remote
 * without an account is only a guess.
 */
export function likeliestInstance(
  trackers: readonly Pick<PlannedTracker, 'account' | 'instance'>[],
  signedInTo: readonly InstanceUrl[],
): InstanceUrl | undefined {
  return trackers.find(({ account }) => account)?.instance ?? onlyOne(signedInTo) ?? trackers[0]?.instance;
}

function onlyOne<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** Remotes with conventional names come first. */
function rank({ name }: WorkspaceRemote): number {
  return name === 'origin' ? 0 : name === 'upstream' ? 1 : 2;
}

function onAnAccount(
  url: RemoteUrl,
  accounts: readonly Account[],
  hosts: Pick<RemoteHosts, 'pathOn'> | undefined,
): PlannedTracker | undefined {
  // Over ssh several instances of one host match. The shortest, without port and subpath, is the most likely.
  const instances = [...new Set(accounts.map(({ instance }) => instance))].sort((a, b) => a.length - b.length);
  for (const instance of instances) {
    const path = projectPathOn(instance, url) ?? hosts?.pathOn(instance, url);
    const tracker = path === undefined ? undefined : planned({ instance, kind: 'project', path }, accounts);
    if (tracker?.account) return tracker;
  }
  return undefined;
}

function withoutAccount(url: RemoteUrl): PlannedTracker | undefined {
  const instance = suggestedInstance(url);
  const tracker = instance && planned({ instance, kind: 'project', path: url.path }, []);
  return tracker && (mayBeAlias(url) ? { ...tracker, isAlias: true } : tracker);
}
