import type { StandInOptions } from '../standInOptions.ts';
import { World } from '../world/world.ts';
import { addTokens } from './demoTokens.ts';
import { DemoWorld } from './demoWorld.ts';
import { NdjsonData } from './ndjsonData.ts';

/** Builds the initial world: the demo group, or the content of the data folder. */
export function buildWorld(options: StandInOptions, now: () => number): { world: World; loaded: string } {
  const world = new World(now);
  const seed = options.seed ?? 1;
  const projects = options.dataDir === undefined ? (options.projects ?? 3) : 0;
  const places = new DemoWorld(world, seed, { projects, issues: options.issues ?? 120 }).build();
  if (options.dataDir === undefined) {
    addTokens(world, seed, places);
    return { world, loaded: '' };
  }
  const data = new NdjsonData(world, now()).load(options.dataDir);
  // Members of the demo group get the same roles in the loaded groups, including the personal token's user.
  const roles = world.people.memberships.filter((row) => row.groupId === places.groupId);
  for (const groupId of data.groupIds)
    for (const { userId, level } of roles) world.people.setRole(userId, { groupId }, level);
  addTokens(world, seed, { projectId: data.projectIds[0] ?? 0, groupId: data.groupIds[0] ?? places.groupId });
  return { world, loaded: data.summary };
}
