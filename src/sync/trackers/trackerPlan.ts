import { type Account, accountFor } from '../../model/account.ts';
import type { InstanceUrl } from '../../model/instanceUrl.ts';
import type { TrackerChoice, TrackerChoices, WorkspaceRemote } from '../../model/ports.ts';
import {
  mayBeGitLab,
  parseRemoteUrl,
  projectPathOn,
  type RemoteUrl,
  suggestedInstance,
} from '../../model/remoteUrl.ts';
import { readTrackerAddress, type TrackerAddress, trackerKey } from '../../model/trackerAddress.ts';

/** Whose issues the workspace is about, and the account that may ask for them. */
export interface PlannedTracker extends TrackerAddress {
  /** One for each tracker, however its path is written: see {@link trackerKey}. For a host without an account, the instance is the most likely address. */
  readonly key: string;
  /** Absent if no account is signed in to that host, or none with a token for this tracker. */
  readonly account?: Account;
  /** The name of the workspace folder that it belongs to, where there is one. */
  readonly folder?: string;
  /** The settings name it: in place of what the remotes of its folder say, or, without a folder, beside those. */
  readonly chosen?: TrackerChoice;
}

/** What was worked out, and what of the settings cannot be understood. */
export interface TrackerPlan {
  readonly trackers: readonly PlannedTracker[];
  readonly unread: readonly string[];
}

/**
 * Which trackers there are. Of a repository, every remote counts that lies on an instance with an account; if there is
 * none, its likeliest one stands for the repository, so that the person can be told to sign in there. In place of those
 * of a folder comes what the settings choose for it, and after them what they add.
 */
export function planTrackers(
  remotes: readonly WorkspaceRemote[],
  accounts: readonly Account[],
  choices: Pick<TrackerChoices, 'folders' | 'projects'> = { folders: [], projects: [] },
): TrackerPlan {
  const signedInTo = [...new Set(accounts.map(({ instance }) => instance))];
  const ofRemotes = trackersOfRemotes(remotes, accounts);
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
      chosen(choice, likeliestInstance(ownOf(choice.folder)) ?? onlyOne(signedInTo), choice.folder),
    ]),
  );
  const isMapped = (folder: string | undefined) => folder !== undefined && (byFolder.get(folder) ?? []).length > 0;
  const trackers = ofRemotes.flatMap((tracker) =>
    isMapped(tracker.folder) ? (byFolder.get(tracker.folder ?? '') ?? []) : [tracker],
  );
  const here = likeliestInstance(ofRemotes) ?? onlyOne(signedInTo);
  const added = choices.projects.flatMap((choice) => chosen(choice, here));
  const remoteKeys = new Set(ofRemotes.map(({ key }) => key));
  return { trackers: eachOnce([...trackers, ...[...byFolder.values()].flat(), ...added], remoteKeys), unread };
}

function inFolder(folder: string | undefined) {
  return folder === undefined ? {} : { folder };
}

/** A tracker as it is at its address, with the account that may speak for it. */
function planned(address: TrackerAddress, accounts: readonly Account[]): PlannedTracker {
  const account = accountFor(accounts, address.instance, address.path, address.kind);
  return { key: trackerKey(address), ...address, ...(account ? { account } : {}) };
}

function trackersOfRemotes(remotes: readonly WorkspaceRemote[], accounts: readonly Account[]): PlannedTracker[] {
  const byRepository = Map.groupBy(remotes, (remote) => remote.repository);
  return [...byRepository.values()].flatMap((ofRepository) => {
    const urls = [...ofRepository]
      .sort((a, b) => rank(a) - rank(b))
      .map((remote) => parseRemoteUrl(remote.url))
      .filter((url) => url !== undefined);
    const known = urls.map((url) => onAnAccount(url, accounts)).filter((tracker) => tracker !== undefined);
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

/** @param remoteKeys of what remotes name: a setting that names it, too, has chosen nothing new. */
function eachOnce(trackers: readonly PlannedTracker[], remoteKeys: ReadonlySet<string>): PlannedTracker[] {
  const once = new Map<string, PlannedTracker>();
  for (const tracker of trackers) {
    const before = once.get(tracker.key);
    // What the person chose, too, is the person's choice.
    if (!before || (before.chosen?.byWorkspace && !tracker.chosen?.byWorkspace)) once.set(tracker.key, tracker);
  }
  return [...once.values()].map((tracker) =>
    tracker.chosen && remoteKeys.has(tracker.key)
      ? { ...tracker, chosen: { ...tracker.chosen, byWorkspace: false } }
      : tracker,
  );
}

/** Where the paths of a folder's settings lie: an instance with an account comes first. */
function likeliestInstance(trackers: readonly PlannedTracker[]): InstanceUrl | undefined {
  return (trackers.find(({ account }) => account) ?? trackers[0])?.instance;
}

function onlyOne<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** The remotes that people name by custom come first. */
function rank({ name }: WorkspaceRemote): number {
  return name === 'origin' ? 0 : name === 'upstream' ? 1 : 2;
}

function onAnAccount(url: RemoteUrl, accounts: readonly Account[]): PlannedTracker | undefined {
  // Over ssh several instances of one host fit; the one without port and subpath, the shortest, is the likeliest.
  const instances = [...new Set(accounts.map(({ instance }) => instance))].sort((a, b) => a.length - b.length);
  for (const instance of instances) {
    const path = projectPathOn(instance, url);
    const tracker = path === undefined ? undefined : planned({ instance, kind: 'project', path }, accounts);
    if (tracker?.account) return tracker;
  }
  return undefined;
}

function withoutAccount(url: RemoteUrl): PlannedTracker | undefined {
  const instance = suggestedInstance(url);
  return instance && planned({ instance, kind: 'project', path: url.path }, []);
}
