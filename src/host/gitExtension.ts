import type { Event, Uri } from 'vscode';

/*
 * The part of the built-in Git extension's API (version 1) that is used here.
 * https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts
 */

export interface GitExtension {
  /** False while `git.enabled` is off or no git was found. */
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  /** Throws while git is not {@link enabled}. */
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  /** `initialized` once the repositories of the workspace were looked for. */
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly repositories: readonly GitRepository[];
  readonly onDidOpenRepository: Event<GitRepository>;
  readonly onDidCloseRepository: Event<GitRepository>;
}

export interface GitRepository {
  readonly rootUri: Uri;
  readonly state: {
    /** Undefined until git was asked for the first time. */
    readonly HEAD: unknown;
    readonly remotes: readonly { readonly name: string; readonly fetchUrl?: string; readonly pushUrl?: string }[];
    readonly onDidChange: Event<void>;
  };
}
