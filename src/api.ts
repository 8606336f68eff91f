/**
 * What other extensions get from Issues for GitLab:
 *
 *     const extension = vscode.extensions.getExtension('issues-for-gitlab.issues-for-gitlab');
 *     const issues = (await extension?.activate())?.getApi(1);
 *
 * Plain data, never a token. Copy this file to have the types.
 */
export interface IssuesForGitLab {
  /** Throws for a version that this extension does not have. */
  getApi(version: 1): IssuesApi;
}

export interface IssuesApi {
  /** The projects of the workspace that have an account and that GitLab has answered about. */
  readonly projects: readonly ProjectInfo[];
  /** The open issues of a project as the extension holds them, newest first; empty for an unknown project. */
  issues(project: string): readonly IssueInfo[];
  readonly onDidChangeProjects: ApiEvent<void>;
  readonly onDidChangeIssues: ApiEvent<IssueChangeInfo>;
  /** Resolves when what is held is as fresh as the server; rejects with a sentence for people. */
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
  readonly labels: string[];
  /** Usernames. */
  readonly assignees: string[];
  /** Title. */
  readonly milestone?: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly webUrl: string;
}

/** Numbers are iids. */
export interface IssueChangeInfo {
  /** The web address of the project. */
  readonly project: string;
  readonly added: number[];
  readonly changed: number[];
  readonly removed: number[];
}

/** The same shape as `vscode.Event`. */
export type ApiEvent<T> = (
  listener: (event: T) => unknown,
  thisArgs?: unknown,
  disposables?: { dispose(): unknown }[],
) => { dispose(): void };
