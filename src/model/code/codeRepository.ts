/** A Git repository of the workspace, as far as a link to its code requires it. */
export interface CodeRepository {
  /** The URI of its folder, as in `WorkspaceRemote.repository`. */
  readonly uri: string;
  /** The names of its remotes. */
  readonly remotes: readonly string[];
  readonly head: {
    /** Undefined without any commit. */
    readonly commit: string | undefined;
    /** The branch that the current branch tracks. */
    readonly upstream: { readonly remote: string; readonly name: string } | undefined;
  };
  /** The names of the remotes with a branch that contains a commit, as of the last fetch or push. */
  remotesWith(commit: string): Promise<readonly string[]>;
  /** The newest commit that the current branch has in common with a branch such as `origin/main`, if there is one. */
  commonCommit(branch: string): Promise<string | undefined>;
  /** The text of a file in a commit. Undefined if the commit doesn't have the file. */
  textAt(commit: string, document: string): Promise<string | undefined>;
}
