import type { QuerySummary } from '../../sync/queries/queryLists.ts';
import type { TrackerState } from '../../sync/trackers/trackerState.ts';
import type { Notice } from './treeNode.ts';

interface QueryNoticeFacts {
  /** The number of issues in the rows of the query. */
  readonly shown: number;
  readonly state: TrackerState | undefined;
  readonly isFiltered: boolean;
  /** Whether it is the query with all open issues. */
  readonly isOpen: boolean;
}

/** The row that a query shows instead of issues, if any. */
export function queryNotice(
  { from, answer }: QuerySummary,
  { shown, state, isFiltered, isOpen }: QueryNoticeFacts,
): Notice | undefined {
  if (shown > 0) return undefined;
  if (from === 'nowhere') return 'wrong';
  if (from === 'unknownMe') return from;
  if (from === 'gitlab' && answer?.asOf === undefined) return answer?.error ? 'failed' : 'loading';
  if (from === 'mirror' && state && !state.complete && !state.error) return 'loading';
  if (isFiltered) return 'noMatch';
  return isOpen ? 'empty' : 'none';
}
