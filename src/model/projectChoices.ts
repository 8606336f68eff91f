import type { IssueMilestone } from './issue.ts';

/* What an issue of a project can be given. https://docs.gitlab.com/api/labels/, https://docs.gitlab.com/api/milestones/ */

export interface ProjectLabel {
  readonly id?: number;
  readonly name: string;
  /** As CSS has it, e.g. `#d9534f`. */
  readonly color: string;
  readonly description?: string;
  /** Of a project's: 0 or 1 is the most urgent; absent for none. */
  readonly priority?: number;
}

export interface ProjectMilestone extends IssueMilestone {
  /** Of a milestone of the project itself: the number that texts name it by. */
  readonly iid?: number;
  readonly webUrl?: string;
}

/** What is before the last `::` of a scoped label: an issue has one label of a scope. https://docs.gitlab.com/user/project/labels/#scoped-labels */
export function labelScope(name: string): string | undefined {
  const end = name.lastIndexOf('::');
  return end > 0 ? name.slice(0, end) : undefined;
}
