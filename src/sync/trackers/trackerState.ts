import { type Account, isReadOnly } from '../../model/account.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueScope } from '../../model/issueScope.ts';
import type { Project } from '../../model/project.ts';
import type { PlannedTracker } from './trackerPlan.ts';

/** The state of a tracker. It is replaced, never changed. */
export interface TrackerState extends PlannedTracker {
  /** Known after the first look-up. */
  readonly scope?: IssueScope | undefined;
  /** The scope, if it is a single project. */
  readonly project?: Project | undefined;
  /** For a group or assigned issues: their projects by id, as far as they are loaded. */
  readonly projects?: ReadonlyMap<number, Project> | undefined;
  /** Whether a request is in progress. */
  readonly loading: boolean;
  /** Whether all open issues were read at least once. */
  readonly complete: boolean;
  /** When the issues last matched the server, in milliseconds since 1970 by the local clock. */
  readonly asOf?: number | undefined;
  /**
   * Whether GitLab has responded in this window. If so, {@link asOf} is never older than the interval unless there is
   * an error.
   */
  readonly answered?: boolean;
  /** The error of the last poll. The issues are unchanged. */
  readonly error?: GitLabError | undefined;
  /** The total number of open issues if there are more than are held. */
  readonly openInAll?: number | undefined;
  /** The progress of the first load. `total` is undefined if the server does not return it. */
  readonly progress?: { readonly read: number; readonly total: number | undefined } | undefined;
}

/** Whether the account's token can create and change issues. */
export function isWritable<T extends TrackerState>(tracker: T): tracker is T & { readonly account: Account } {
  return tracker.account !== undefined && !isReadOnly(tracker.account);
}

/** The project of one of a tracker's issues, as far as it is loaded. */
export function projectOf(
  { project, projects }: Pick<TrackerState, 'project' | 'projects'>,
  { projectId }: Pick<Issue, 'projectId'>,
): Project | undefined {
  return project?.id === projectId ? project : projects?.get(projectId);
}

/** In milliseconds. Newer issues count as current. */
const worthAWord = 5 * 60_000;

/**
 * When the issues were last current, if GitLab has not responded in this window. Undefined if
 * that is recent, or if there is an error, which is shown instead.
 */
export function oldSince({ asOf, answered, error, account }: TrackerState, now: number): number | undefined {
  const isOld = account && !error && answered !== true && asOf !== undefined && now - asOf >= worthAWord;
  return isOld ? asOf : undefined;
}
