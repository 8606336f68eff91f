import { isReadOnly } from '../../model/account.ts';
import { localDay } from '../../model/time/calendarDay.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import { projectNotice } from './projectNotice.ts';
import type { TreeNode } from './treeNode.ts';
import { ageOfOld } from './viewMessage.ts';

/**
 * Everything about trackers that the rows depend on. A poll without news changes nothing in it.
 * @param ownLists the rows above the projects.
 * @param countOf the number of open issues of a tracker.
 */
export function treeOutline(
  { viewState, trackers }: Pick<Synchronizer, 'viewState' | 'trackers'>,
  ownLists: readonly TreeNode[],
  countOf: (tracker: string) => number,
  now: number,
): string {
  return JSON.stringify([
    viewState,
    ownLists,
    // Issues become overdue at midnight.
    localDay(now),
    trackers.map((tracker) => [
      tracker.key,
      tracker.scope && 'path' in tracker.scope && tracker.scope.path,
      [...(tracker.projects?.values() ?? [])].map(({ id, accessLevel, archived }) => [id, accessLevel, archived]),
      tracker.folder,
      tracker.chosen,
      tracker.project?.accessLevel,
      tracker.project?.archived,
      tracker.account && isReadOnly(tracker.account),
      tracker.error?.message,
      tracker.complete,
      ageOfOld(tracker, now),
      tracker.openInAll,
      projectNotice(tracker, countOf(tracker.key)),
    ]),
  ]);
}
