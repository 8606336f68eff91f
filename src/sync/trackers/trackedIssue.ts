import type { Issue } from '../../model/issue.ts';

/** An issue, and the tracker that it was found in: the same issue may be in several. */
export interface TrackedIssue {
  readonly tracker: string;
  readonly issue: Issue;
}
