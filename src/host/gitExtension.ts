import type { Event, Uri } from 'vscode';

/*
 * The used part of the built-in Git extension's API (version 1).
 * https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts
 */

export interface GitExtension {
  /** False if `git.enabled` is off or Git isn't found. */
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  /** Throws if Git isn't {@link enabled}. */
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  /** The program that the extension runs. */
  readonly git: { readonly path: string };
  /** `initialized` after the search for the workspace's repositories. */
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: Event<GitRepository>;
  readonly onDidCloseRepository: Event<GitRepository>;
}

export interface GitRepository {
  readonly rootUri: Uri;
  readonly state: {
    /** Undefined until Git has read the repository. */
    readonly HEAD: GitBranch | undefined;
    readonly remotes: readonly { readonly name: string; readonly fetchUrl?: string; readonly pushUrl?: string }[];
    readonly onDidChange: Event<void>;
  };
  /** Reads the state again. */
  status(): Promise<void>;
  /** With `remote`, also lists remote branches. With `contains`, only those that contain the commit. */
  getBranches(query: { readonly remote: boolean; readonly contains: string }): Promise<readonly { remote?: string }[]>;
  /** Undefined, or rejects, if there is none. */
  getMergeBase(first: string, second: string): Promise<string | undefined>;
  /** The text of a file in a commit. Rejects if the commit doesn't have the file. @param path of the file on disk. */
  show(commit: string, path: string): Promise<string>;
}

/** The current branch. */
interface GitBranch {
  /** Undefined if a commit is checked out, not a branch. */
  readonly name?: string;
  readonly commit?: string;
  readonly upstream?: { readonly remote: string; readonly name: string };
}
