import type { Account } from './account.ts';
import type { Disposable, Event } from './event.ts';
import type { ServerVersion } from './serverVersion.ts';

/*
 * The ports of the folders below the views. The mirror and the GitLab client access their environment only through
 * these, the clock (clock.ts), and GitLab (issueGateway.ts).
 */

/** The log. Callers must never pass tokens, headers, or bodies to it. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** A Git remote of a repository in the workspace. */
export interface WorkspaceRemote {
  /** Identifies the repository. The same for all its remotes. */
  readonly repository: string;
  /** `origin`, `upstream`, … */
  readonly name: string;
  /** The address that Git uses. A remote with another address to push to is listed once for each, in this order. */
  readonly url: string;
  /** The URI of the workspace folder that contains the repository, if any. Several folders can have the same name. */
  readonly folder?: string;
}

/** An issue source in the settings, as written there. */
export interface TrackerChoice {
  readonly value: string;
  /** Whether it comes from the workspace settings, not from the user settings. */
  readonly byWorkspace: boolean;
}

/** The issue sources from the settings, in addition to those from the remotes. */
export interface TrackerChoices {
  /** Workspace folders, by their URI, with an issue source other than their remotes. */
  readonly folders: readonly (TrackerChoice & { readonly folder: string })[];
  /** Issue sources without a workspace folder. */
  readonly projects: readonly TrackerChoice[];
  readonly onDidChange: Event<void>;
}

/** The Git remotes of the workspace. */
export interface RemoteSource {
  /** `ready`: Git is available, and {@link remotes} is complete. The other states explain why there are no remotes. */
  readonly state: 'starting' | 'noFolder' | 'untrusted' | 'noGit' | 'ready';
  /** In the order of the workspace's folders. */
  readonly remotes: readonly WorkspaceRemote[];
  readonly onDidChange: Event<void>;
  /** Starts reading the remotes. Until then, the state is `starting`. */
  start(): void;
  /** Reads the addresses of the remotes again. Git's configuration can change without an event. */
  reread(): void;
}

/** The signed-in accounts on this machine. */
export interface AccountSource {
  /** Until they're read, those of the last session, or undefined if there were none. */
  readonly accounts: readonly Account[] | undefined;
  /** Whether they were read, or can't be read. Until then, there may be others. */
  readonly isRead: boolean;
  /** Whether all stored accounts were read. If so, a missing account is signed out. If not, it might be unreadable. */
  readonly isWhole: boolean;
  readonly onDidChange: Event<void>;
  /** Reads the accounts. Later calls do nothing. */
  start(): void;
  /** Reads them again. Another window might have renewed a token, and not every VS Code fires an event for that. */
  reread(): Promise<void>;
  /** Stores the version of an account's server. If the version is new, this replaces the account object. */
  noteServerVersion(account: Account, version: ServerVersion): Promise<void>;
}

/** A folder of the extension's storage. */
export type StorageFolder = 'cache' | 'drafts' | 'documents' | 'outbox' | 'pages';

/**
 * A cache folder that all windows share. It holds only data that can be requested again. Paths are relative and use
 * `/`. Every call can reject, and callers then continue without the cache.
 */
export interface CacheFiles {
  /** Reads a part of a file, by default to its end. Offsets are in bytes. Shorter if the file ends before `end`. */
  readPart(path: string, start: number, end?: number): Promise<Uint8Array>;
  /** In bytes. Undefined if the file doesn't exist. */
  size(path: string): Promise<number | undefined>;
  /** Atomic. A reader never sees a partial file. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** @returns the new size of the file, in bytes. */
  append(path: string, text: string): Promise<number>;
  /** Deletes a file, or a folder with its contents. */
  remove(path: string): Promise<void>;
  /**
   * Lists the files in a folder and its subfolders, by default all files. `usedAt` is the last write, in milliseconds
   * since 1970.
   */
  list(folder?: string): Promise<readonly { path: string; size: number; usedAt: number }[]>;
}

/** Locks that several windows share. */
export interface WindowLocks {
  /**
   * Waits up to a minute until no one else holds the lock, and then runs the work. Rejects with `storage` if the lock
   * can't be taken.
   *
   * @param work its parameter returns whether the lock is still held. A window that was suspended might have lost it.
   */
  hold<T>(name: string, work: (isHeld: () => Promise<boolean>) => Promise<T>): Promise<T>;
}

/** Locks that a window holds for as long as it needs to, and that another window can take over after a crash. */
export interface OwnerLocks {
  /**
   * Takes a lock that no window holds. Undefined if a window holds it. Rejects with `storage` if that's unknown.
   *
   * @param waits whether to watch a lock until its holder shows a sign of life, which takes seconds, and to take it if
   * the holder has crashed. Otherwise, the lock of a crashed window counts as held.
   */
  tryTake(name: string, waits: boolean): Promise<HeldLock | undefined>;
}

export interface HeldLock {
  /** Whether the lock is still held. A window that was suspended might have lost it. */
  isHeld(): Promise<boolean>;
  /** Never rejects. */
  release(): Promise<void>;
}

/** Unsent drafts. Signing out asks whether to keep or discard them. */
export interface DraftKeeper {
  /** The number of drafts of an account. */
  count(account: string): Promise<number>;
  /** Discards all drafts of an account. */
  discard(account: string): Promise<void>;
}

/** The user's own username. With a project or group token, the signed-in user is a bot. */
export interface Identity {
  /** The user's own username on the account's instance. Undefined if unknown. */
  me(account: Account): string | undefined;
  readonly onDidChange: Event<void>;
}

/** Values that persist across reloads on this machine. */
export interface KeptValues {
  /** The last written value. Another version of the extension, or another window, might have written it. */
  read(key: string): unknown;
  write(key: string, value: unknown): void;
}

/** Settings with a single value, by their name within this extension's section. */
export interface SingleSettings {
  /** @param read returns undefined for an invalid value. */
  get<T>(name: string, read: (value: unknown) => T | undefined): T | undefined;
  onDidChange(names: readonly string[], listener: () => void): Disposable;
}

/** Controls how often to poll GitLab, and how many issues to store. */
export interface SyncSettings {
  /** Milliseconds between two polls. 0 turns polling off, so only the user can refresh. */
  readonly interval: number;
  /** The maximum number of open issues to store per tracker. The newest are kept. */
  readonly mostIssues: number;
  readonly onDidChange: Event<void>;
}
