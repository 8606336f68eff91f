import type { EventRecord } from './records.ts';
import type { World } from './world.ts';

/**
 * The resource events of an issue in the order of their IDs. Like `ResourceMilestoneEventFinder`, leaves out those with a
 * deleted milestone.
 */
export function eventsOf(world: World, issueId: number): EventRecord[] {
  return world.activity.events
    .filter((event) => event.issueId === issueId)
    .filter(({ change }) => change.kind !== 'milestone' || world.milestones.has(change.milestoneId))
    .toSorted((a, b) => a.id - b.id);
}
