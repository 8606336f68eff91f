import type { Issue } from '../issue.ts';
import type { IssueSort } from './issueQuery.ts';

/** Which of two issues comes first; never 0 for two different ones. */
export type IssueOrder = (a: Issue, b: Issue) => number;

/** The priority that a project gave a label, 0 the highest; undefined for none. https://docs.gitlab.com/user/project/labels/#set-label-priority */
export type LabelPriority = (title: string) => number | undefined;

/** As GitLab lists them by default. */
export const newestFirst: IssueOrder = (a, b) => b.createdAt - a.createdAt || b.id - a.id;

/**
 * As GitLab sorts: what has nothing to go by comes last in either direction, and equal ones come newest first.
 * Upvotes and the dates of milestones are as old as the row: neither changes GitLab's date of an issue.
 * @param priorityOf without it, `priority` goes by milestones only, and `label_priority` by nothing.
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

/** Whether the priorities of labels have a say in it. */
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
  const priorities = labels.map(priorityOf).filter((priority) => priority !== undefined);
  return priorities.length === 0 ? undefined : Math.min(...priorities);
}
