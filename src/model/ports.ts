import type { Account } from './account.ts';
import type { Disposable, Event } from './event.ts';
import type { ServerVersion } from './serverVersion.ts';

/*
 * The ports of the folders below the views: the only way in which the mirror and the GitLab client reach their environment.
 * (Time is in clock.ts, GitLab in issueGateway.ts.)
 */

/** The log. Never given a token, a header or a body. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** A git remote of a repository that is open in the workspace. */
export interface WorkspaceRemote {
  /** Identifies the repository; remotes of one repository share it. */
  readonly repository: string;
  /** `origin`, `upstream`, … */
  readonly name: string;
  readonly url: string;
  /** The name of the workspace folder that the repository belongs to, where there is one. */
  readonly folder?: string;
}

/** The name of an issue source in the settings, as it is written there. */
export interface TrackerChoice {
  readonly value: string;
  /** Set in the settings of the workspace, not in the user's own. */
  readonly byWorkspace: boolean;
}

/** The issue sources in the settings, beside those of the remotes. */
export interface TrackerChoices {
  /** Folders of the workspace whose issues live elsewhere. */
  readonly folders: readonly (TrackerChoice & { readonly folder: string })[];
  /** What no folder has. */
  readonly projects: readonly TrackerChoice[];
  readonly onDidChange: Event<void>;
}

/** What the workspace has of git. */
export interface RemoteSource {
  /** `ready`: Git is available, and {@link remotes} has its result. The others are reasons for no result. */
  readonly state: 'starting' | 'noFolder' | 'untrusted' | 'noGit' | 'ready';
  /** In the order of the workspace's folders. */
  readonly remotes: readonly WorkspaceRemote[];
  readonly onDidChange: Event<void>;
  /** Begins to look; until then the state is `starting` and nothing is read. */
  start(): void;
}

/** The accounts that are signed in on this machine. */
export interface AccountSource {
  /** Undefined until they were read. */
  readonly accounts: readonly Account[] | undefined;
  /** Whether all that is stored was read: then one that is missing is signed out, and not only out of reach. */
  readonly isWhole: boolean;
  readonly onDidChange: Event<void>;
  /** Reads them, the first time it is called. */
  start(): void;
  /** Reads them again: another window may have renewed a token, and not every VS Code fires an event. */
  reread(): Promise<void>;
  /** Keeps the version that an account's server was found to have; the account is another object then, if that is new. */
  noteServerVersion(account: Account, version: ServerVersion): Promise<void>;
}

/**
 * A folder for what can be asked for again: read before anything is asked, shared by all windows, and never a reason to
 * fail. Paths are relative, with `/`. Every call may reject; callers continue without it.
 */
export interface CacheFiles {
  /** A part of a file; offsets in bytes, to its end without `end`. Shorter than asked for where the file ends. */
  readPart(path: string, start: number, end?: number): Promise<Uint8Array>;
  /** Undefined: there is none. */
  size(path: string): Promise<number | undefined>;
  /** Atomic: a reader never gets half of it. */
  write(path: string, text: string): Promise<void>;
  /** @returns the size after it, in bytes. */
  append(path: string, text: string): Promise<number>;
  /** A file, or a folder with all that is in it. */
  remove(path: string): Promise<void>;
  /** All files. `usedAt`: when one was last written, milliseconds since 1970. */
  list(): Promise<readonly { path: string; size: number; usedAt: number }[]>;
}

/** What was typed and not sent, as signing out asks about it. */
export interface DraftKeeper {
  /** How many issues of an account have drafts. */
  count(account: string): Promise<number>;
  /** All of an account go. */
  discard(account: string): Promise<void>;
}

/** Who the person is: with a project or group token the signed-in user is a bot. */
export interface Identity {
  /** The user's username on the account's instance; undefined where it is not known. */
  me(account: Account): string | undefined;
  readonly onDidChange: Event<void>;
}

/** Values that are kept over reloads on this machine. */
export interface KeptValues {
  /** What was written last; it may come from another version of the extension, or from another window. */
  read(key: string): unknown;
  write(key: string, value: unknown): void;
}

/** Settings that are one value each, by their names within our section. */
export interface SingleSettings {
  /** @param read undefined: the setting cannot be that. */
  get<T>(name: string, read: (value: unknown) => T | undefined): T | undefined;
  onDidChange(names: readonly string[], listener: () => void): Disposable;
}

/** How often GitLab is asked, and how much is held. */
export interface SyncSettings {
  /** Milliseconds between two looks; 0 means only when a person asks. */
  readonly interval: number;
  /** Of a tracker, as many of the newest open issues are held. */
  readonly mostIssues: number;
  readonly onDidChange: Event<void>;
}
