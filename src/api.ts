/**
 * The API of Issues for GitLab for other extensions:
 *
 *     const extension = vscode.extensions.getExtension('issues-for-gitlab.issues-for-gitlab');
 *     const issues = (await extension?.activate())?.getApi(1);
 *
 * Plain data, never a token. The API and its events are frozen, because other extensions get the same objects. Each call
 * returns new lists. Copy this file to get the types.
 */
export interface IssuesForGitLab {
  /** Throws for an unsupported version. */
  getApi(version: 1): IssuesApi;
}

export interface IssuesApi {
  /** The workspace's projects that have an account and that GitLab has returned. */
  readonly projects: readonly ProjectInfo[];
  /** The loaded open issues of a project, newest first. Empty for an unknown project. */
  issues(project: string): readonly IssueInfo[];
  readonly onDidChangeProjects: ApiEvent<void>;
  readonly onDidChangeIssues: ApiEvent<IssueChangeInfo>;
  /** Resolves when the loaded issues are up to date with the server. Rejects with a message for the user. */
  refresh(project?: string): Promise<void>;
}

export interface ProjectInfo {
  /** The web address, e.g. `https://gitlab.com/group/project`. */
  readonly url: string;
  /** The full path, e.g. `group/project`. */
  readonly path: string;
  /** The base URL of the instance, e.g. `https://gitlab.com`. */
  readonly instance: string;
}

export interface IssueInfo {
  readonly iid: number;
  readonly title: string;
  readonly state: 'opened' | 'closed';
  readonly labels: readonly string[];
  /** Usernames. */
  readonly assignees: readonly string[];
  /** Title. */
  readonly milestone?: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly webUrl: string;
}

/** The numbers are issue IIDs. */
export interface IssueChangeInfo {
  /** The web address of the project. */
  readonly project: string;
  readonly added: readonly number[];
  readonly changed: readonly number[];
  readonly removed: readonly number[];
}

/** The same shape as `vscode.Event`. */
export type ApiEvent<T> = (
  listener: (event: T) => unknown,
  thisArgs?: unknown,
  disposables?: { dispose(): unknown }[],
) => { dispose(): void };
