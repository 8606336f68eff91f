import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueScope } from '../../model/issueScope.ts';
import type { Project } from '../../model/project.ts';
import type { PlannedTracker } from './trackerPlan.ts';

/** How a tracker stands. Replaced, never changed. */
export interface TrackerState extends PlannedTracker {
  /** Known from the first look-up on. */
  readonly scope?: IssueScope | undefined;
  /** The scope, where that is one project. */
  readonly project?: Project | undefined;
  /** Of the issues of a group or a person: their projects by id, as far as they were looked up. */
  readonly projects?: ReadonlyMap<number, Project> | undefined;
  /** Something is being asked right now. */
  readonly loading: boolean;
  /** All open issues were read at least once. */
  readonly complete: boolean;
  /** When the issues were last known to be what the server has. Milliseconds since 1970, by our clock. */
  readonly asOf?: number | undefined;
  /** GitLab has answered in this window: {@link asOf} is never older than the interval without an error. */
  readonly answered?: boolean;
  /** What went wrong with the last look; the issues are as they were before. */
  readonly error?: GitLabError | undefined;
  /** There are more open issues than are held; this many in all. */
  readonly openInAll?: number | undefined;
  /** While the issues are read for the first time. `total`: undefined where the server does not tell. */
  readonly progress?: { readonly read: number; readonly total: number | undefined } | undefined;
}

/** The project of one of a tracker's issues, as far as it is known. */
export function projectOf(
  { project, projects }: Pick<TrackerState, 'project' | 'projects'>,
  { projectId }: Pick<Issue, 'projectId'>,
): Project | undefined {
  return project?.id === projectId ? project : projects?.get(projectId);
}

/** Milliseconds: what was read so short a time ago is as good as now. */
const worthAWord = 5 * 60_000;

/**
 * When the issues were last known to be current, while GitLab has not answered in this window; undefined where
 * that is not long, or where something went wrong, which says so itself.
 */
export function oldSince({ asOf, answered, error, account }: TrackerState, now: number): number | undefined {
  const isOld = account && !error && answered !== true && asOf !== undefined && now - asOf >= worthAWord;
  return isOld ? asOf : undefined;
}
