/** A GitLab project, with the properties that its issues need. https://docs.gitlab.com/api/projects/ */
export interface Project {
  /** Stable, even if the project is renamed or transferred. All requests after the first lookup use it. */
  readonly id: number;
  /** Full path, e.g. `group/sub/project`. */
  readonly path: string;
  readonly name: string;
  readonly webUrl: string;
  readonly issuesEnabled: boolean;
  /** Archived projects are read-only. */
  readonly archived: boolean;
  /**
   * The role of the token's user. Absent if GitLab returns none, because the user isn't a member, or is a member only
   * through a shared group.
   * https://docs.gitlab.com/api/members/#roles
   */
  readonly accessLevel?: number;
}

/** The URLs that Git reaches a project by. The SSH host and the web address can differ from those of the API. */
export interface CloneUrls {
  /** The project's full path. */
  readonly path: string;
  readonly urls: readonly string[];
}
