import type { Issue } from '../issue.ts';
import type { IssueSort } from './issueQuery.ts';

/** Compares two issues. Never returns 0 for two different ones. */
export type IssueOrder = (a: Issue, b: Issue) => number;

/**
 * The priority of a label in its project. 0 is the highest. Undefined if the label has none.
 * https://docs.gitlab.com/user/project/labels/#set-label-priority
 */
export type LabelPriority = (title: string) => number | undefined;

/** GitLab's default order. */
export const newestFirst: IssueOrder = (a, b) => b.createdAt - a.createdAt || b.id - a.id;

/**
 * Sorts like GitLab. Issues without a value come last in both directions, and issues with equal values come newest
 * first. Upvotes and milestone dates can be stale, because changing them doesn't change an issue's `updated_at`.
 * @param priorityOf without it, `priority` sorts only by milestone, and `label_priority` has no effect.
 */
export function issueOrder({ by, direction }: IssueSort, priorityOf: LabelPriority = () => undefined): IssueOrder {
  if (by === 'created' && direction === 'desc') return newestFirst;
  const keys = keysOf(by, priorityOf);
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)];
      if (x === y) continue;
      if (x === undefined) return 1;
      if (y === undefined) return -1;
      return x < y ? -sign : sign;
    }
    return b.id - a.id;
  };
}

/** Whether the order depends on label priorities. */
export function goesByLabels({ by }: IssueSort): boolean {
  return by === 'priority' || by === 'label_priority';
}

type SortKey = (issue: Issue) => string | number | undefined;

function keysOf(by: IssueSort['by'], priorityOf: LabelPriority): readonly SortKey[] {
  switch (by) {
    case 'created':
      return [({ createdAt }) => createdAt];
    case 'updated':
      return [({ updatedAt }) => updatedAt];
    case 'due':
      return [({ dueDate }) => dueDate];
    case 'milestone':
      return [milestoneDue];
    case 'title':
      return [({ title }) => title.toLowerCase()];
    case 'weight':
      return [({ weight }) => weight];
    case 'popularity':
      return [({ upvotes = 0 }) => upvotes];
    case 'priority':
      return [milestoneDue, (issue) => highestPriority(issue, priorityOf)];
    case 'label_priority':
      return [(issue) => highestPriority(issue, priorityOf)];
  }
}

const milestoneDue: SortKey = ({ milestone }) => milestone?.dueDate;

function highestPriority({ labels }: Issue, priorityOf: LabelPriority): number | undefined {
  const lowest = labels.reduce((least, label) => Math.min(least, priorityOf(label) ?? least), Infinity);
  return Number.isFinite(lowest) ? lowest : undefined;
}
