import type { Project } from '../project.ts';

/** The object that a reference in a text points to. */
export interface ResolvedReference {
  readonly title: string;
  /** The name of a label or milestone, which the text might reference by number. */
  readonly name?: string;
  readonly state?: 'opened' | 'closed' | 'merged';
  /** Whether an issue was moved to another project. GitLab then returns this instead of closed. */
  readonly isMoved?: boolean;
  readonly webUrl: string;
  /** The color of a label, `#rrggbb`. */
  readonly color?: string;
}

/** The issue that another one was moved to or is a duplicate of. Empty if the account can't access it. */
export interface Successor {
  /** Includes the project path: `group/project#12`. */
  readonly reference?: string;
  readonly webUrl?: string;
}

/** The issues where the work on a moved or duplicate issue continues. */
export interface Successors {
  readonly movedTo?: Successor;
  readonly duplicateOf?: Successor;
}

/** Resolves references in texts for one account. Every call rejects only with a `GitLabError`. */
export interface ReferenceGateway {
  /**
   * Finds issues, merge requests, users, groups, and commits by reference: `#12`, `group/app!3`, `@user`, `9ba12248`.
   * Sends only a few requests, regardless of the number of names. A value is null if the account can't see such an
   * object, and absent if the server didn't return a result.
   */
  find(
    project: Project,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, ResolvedReference | null>>;
  /** Finds the successors of a moved or duplicate issue. Empty if the server didn't return them. */
  findSuccessors(project: Project, iid: number, signal?: AbortSignal): Promise<Successors>;
}
