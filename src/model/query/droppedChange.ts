import type { Issue } from '../issue.ts';
import type { IssueChange } from '../issueChange.ts';
import { labelScope } from '../projectChoices.ts';
import { relabelling } from '../relabelling.ts';
import type { GroupFact } from './issueGroups.ts';
import { dueRange } from './dueDates.ts';

/** Why an issue can't be dropped on a group. */
export type DropRefusal = 'author' | 'type' | 'due';

/** Undefined if a dropped issue can get the exact value of the group. */
export function dropRefusal(onto: GroupFact): DropRefusal | undefined {
  if (onto.by === 'author' || onto.by === 'type') return onto.by;
  // The other due date groups don't stand for a single day.
  return onto.by === 'due' && onto.due !== 'today' && onto.due !== 'none' ? 'due' : undefined;
}

/**
 * The change for an issue that the user drags from one group to another. It adds the value of the new group and removes
 * that of the old one, as on GitLab's boards. Undefined if nothing changes.
 * @param from the group that it was dragged from.
 * @param several whether an issue can have several assignees. If so, the others stay.
 * @param now milliseconds since 1970.
 */
export function droppedChange(
  issue: Pick<Issue, 'labels' | 'assignees' | 'milestone' | 'dueDate'>,
  onto: GroupFact,
  from: GroupFact | undefined,
  { several, now }: { readonly several: boolean; readonly now: number },
): IssueChange | undefined {
  switch (onto.by) {
    case 'milestone': {
      // The group contains the milestones of several projects if they have the same title.
      if (issue.milestone?.title === onto.milestone?.title) return undefined;
      return { milestoneId: onto.milestone?.id ?? null };
    }
    case 'scope':
      if (onto.label !== undefined) return relabelling(issue.labels, [onto.label], []);
      return relabelling(
        issue.labels,
        [],
        issue.labels.filter((label) => labelScope(label) === onto.scope),
      );
    case 'label': {
      if (onto.label === undefined) return relabelling(issue.labels, [], issue.labels);
      const left = from?.by === 'label' && from.label !== undefined && from.label !== onto.label ? [from.label] : [];
      return relabelling(issue.labels, [onto.label], left);
    }
    case 'assignee': {
      const ids = issue.assignees.map(({ id }) => id);
      const left = from?.by === 'assignee' ? from.user?.id : undefined;
      const { user } = onto;
      const others = several && user ? ids.filter((id) => id !== left && id !== user.id) : [];
      const assigneeIds = user ? [...others, user.id] : [];
      const isSame = ids.length === assigneeIds.length && ids.every((id) => assigneeIds.includes(id));
      return isSame ? undefined : { assigneeIds };
    }
    case 'due': {
      const dueDate = onto.due === 'today' ? dueRange('today', now).to : null;
      return (issue.dueDate ?? null) === dueDate ? undefined : { dueDate };
    }
    default:
      return undefined;
  }
}
