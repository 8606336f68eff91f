import type { IssueRecord } from '../world/records.ts';
import type { ServerVersion } from '../world/serverVersion.ts';
import type { World } from '../world/world.ts';

/** A value to sort by. Null sorts last in both directions. */
export type OrderKey = string | number | null;

/** `lib/api/helpers/issues_helpers.rb`, `sort_options`. */
export function orderNames(version: ServerVersion): readonly string[] {
  return [
    'created_at',
    'due_date',
    'label_priority',
    'milestone_due',
    'popularity',
    'priority',
    'relative_position',
    ...(version.has('titleOrder') ? ['title'] : []),
    'updated_at',
  ];
}

/** The orders that keyset paging supports (docs: Issues API, since 18.3). */
export const keysetOrders: readonly string[] = [
  'created_at',
  'updated_at',
  'title',
  'id',
  'weight',
  'due_date',
  'relative_position',
];

function labelPriority(world: World): (issue: IssueRecord) => number | null {
  const byProject = new Map<number, Map<string, number>>();
  return (issue) => {
    let priorities = byProject.get(issue.projectId);
    if (!priorities) {
      priorities = new Map();
      for (const label of world.labelsOf(issue.projectId))
        if (label.priority !== null) priorities.set(label.name, label.priority);
      byProject.set(issue.projectId, priorities);
    }
    const found = issue.labels.map((name) => priorities.get(name)).filter((one) => one !== undefined);
    return found.length === 0 ? null : Math.min(...found);
  };
}

function milestoneDue(world: World): (issue: IssueRecord) => string | null {
  return (issue) => (issue.milestoneId === null ? null : (world.milestones.get(issue.milestoneId)?.dueDate ?? null));
}

/** The sort keys of an issue. `priority` has two: the milestone's due date, then the label priority. */
export function orderKeys(world: World, order: string): ((issue: IssueRecord) => OrderKey)[] {
  switch (order) {
    case 'updated_at':
      return [(issue) => issue.updatedAt];
    case 'due_date':
      return [(issue) => issue.dueDate];
    case 'title':
      return [(issue) => issue.title.toLowerCase()];
    case 'weight':
      return [(issue) => issue.weight];
    case 'relative_position':
      return [(issue) => issue.relativePosition];
    case 'popularity':
      return [(issue) => issue.upvotes];
    case 'milestone_due':
      return [milestoneDue(world)];
    case 'label_priority':
      return [labelPriority(world)];
    case 'priority':
      return [milestoneDue(world), labelPriority(world)];
    case 'id':
      return [];
    default:
      return [(issue) => issue.createdAt];
  }
}

export function compareKeys(a: OrderKey, b: OrderKey, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b === descending ? 1 : -1;
}

/** Returns a sorted copy. Ties are ordered by ID, newest first (`with_order_id_desc`). `id` itself follows `sort`. */
export function sortIssues(
  world: World,
  issues: readonly IssueRecord[],
  order: string,
  descending: boolean,
): IssueRecord[] {
  const keys = orderKeys(world, order);
  const rows = issues.map((issue) => ({ issue, keys: keys.map((key) => key(issue)) }));
  rows.sort((a, b) => {
    for (const [index, key] of a.keys.entries()) {
      const result = compareKeys(key, b.keys[index] ?? null, descending);
      if (result !== 0) return result;
    }
    return order === 'id' && !descending ? a.issue.id - b.issue.id : b.issue.id - a.issue.id;
  });
  return rows.map((row) => row.issue);
}
