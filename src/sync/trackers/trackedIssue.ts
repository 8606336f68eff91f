import type { Issue } from '../../model/issue.ts';

/** An issue, and the tracker that it was found in. Several trackers can have the same issue. */
export interface TrackedIssue {
  readonly tracker: string;
  readonly issue: Issue;
}
