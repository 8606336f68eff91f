/** A GitLab project, as far as its issues need it. https://docs.gitlab.com/api/projects/ */
export interface Project {
  /** Numeric and stable: a rename or a transfer keeps it. Used in every request after the first look-up. */
  readonly id: number;
  /** Full path, e.g. `group/sub/project`. */
  readonly path: string;
  readonly name: string;
  readonly webUrl: string;
  readonly issuesEnabled: boolean;
  /** Nothing in it can be changed. */
  readonly archived: boolean;
  /**
   * The role of the token's user; absent where GitLab returns none: no membership, or one through a shared group.
   * https://docs.gitlab.com/api/members/#roles
   */
  readonly accessLevel?: number;
}
