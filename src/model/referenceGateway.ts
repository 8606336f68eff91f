import type { Project } from './project.ts';

/** What a name in a text stands for. */
export interface ResolvedReference {
  readonly title: string;
  /** What a label or a milestone is called, which the text may have named by its number. */
  readonly name?: string;
  readonly state?: 'opened' | 'closed' | 'merged';
  /** Of an issue that was moved to another project: GitLab returns this in place of closed. */
  readonly isMoved?: boolean;
  readonly webUrl: string;
  /** `#rrggbb`, of a label. */
  readonly color?: string;
}

/** An issue that another went to, or repeats. Empty where the account may not see it. */
export interface Successor {
  /** With its project: `group/project#12` */
  readonly reference?: string;
  readonly webUrl?: string;
}

/** Where an issue went on. */
export interface Successors {
  readonly movedTo?: Successor;
  readonly duplicateOf?: Successor;
}

/** What a text names, asked of GitLab for one account. Every call rejects with a `GitLabError` only. */
export interface ReferenceGateway {
  /**
   * Issues, merge requests, people, groups and commits by their names: `#12`, `group/app!3`, `@user`, `9ba12248`. A few requests,
   * however many names. null: the account can see none; absent: the server did not answer it.
   */
  find(
    project: Project,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, ResolvedReference | null>>;
  /** Of an issue that was moved or closed as a duplicate; nothing where the server did not answer it. */
  findSuccessors(project: Project, iid: number, signal?: AbortSignal): Promise<Successors>;
}
