import type { TrackerState } from '../../sync/trackers/trackerState.ts';
import type { Notice } from './treeNode.ts';

/** The row that a project shows instead of queries, if any. */
export function projectNotice(tracker: TrackerState, openIssues: number): Notice | undefined {
  if (!tracker.account) return 'noAccount';
  if (openIssues > 0) return undefined;
  if (tracker.project?.issuesEnabled === false) return 'issuesOff';
  if (tracker.complete) return undefined;
  return tracker.error ? 'failed' : 'loading';
}
