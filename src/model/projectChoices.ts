import type { IssueMilestone } from './issue.ts';

/*
 * The labels and milestones that an issue of a project can have.
 * https://docs.gitlab.com/api/labels/, https://docs.gitlab.com/api/milestones/
 */

export interface ProjectLabel {
  readonly id?: number;
  readonly name: string;
  /** A CSS color, e.g. `#d9534f`. */
  readonly color: string;
  readonly description?: string;
  /** The priority in the project. The lowest number, 0 or 1, is the most urgent. Absent if there is none. */
  readonly priority?: number;
  /** GitLab no longer offers an archived label. Issues that have it keep it. */
  readonly isArchived?: boolean;
}

/** The labels to offer. Includes archived ones only if they're in use. */
export function offered(labels: readonly ProjectLabel[], inUse: readonly string[] = []): readonly ProjectLabel[] {
  return labels.filter(({ name, isArchived }) => !isArchived || inUse.includes(name));
}

export interface ProjectMilestone extends IssueMilestone {
  /** The number in references to it. Only for a milestone of the project itself. */
  readonly iid?: number;
  readonly webUrl?: string;
}

/**
 * The scope of a label: the part before the last `::`. An issue can have only one label per scope.
 * https://docs.gitlab.com/user/project/labels/#scoped-labels
 */
export function labelScope(name: string): string | undefined {
  const end = name.lastIndexOf('::');
  return end > 0 ? name.slice(0, end) : undefined;
}
