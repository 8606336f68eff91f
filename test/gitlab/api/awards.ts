import type { IssueRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';

/** Whether the text has the form of an emoji name. The stand-in has no list of existing emoji. */
export function isEmojiName(name: string): boolean {
  return /^[a-z0-9_+-]{1,64}$/.test(name);
}

/** Adds or removes a user's reaction to an issue (`/react`). */
export function toggleAward(world: World, issue: IssueRecord, name: string, userId: number): void {
  const awards = world.activity.issueAwards(issue);
  const at = awards.findIndex((one) => one.name === name && one.userId === userId);
  if (at >= 0) awards.splice(at, 1);
  else world.activity.addAward(awards, name, userId);
  world.activity.countAwards(issue, name, at >= 0 ? -1 : 1);
}
