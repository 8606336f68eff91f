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
    readonly HEAD: { readonly name?: string } | undefined;
    readonly remotes: readonly { readonly name: string; readonly fetchUrl?: string; readonly pushUrl?: string }[];
    readonly onDidChange: Event<void>;
  };
}
