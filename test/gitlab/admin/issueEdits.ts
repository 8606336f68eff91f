import type { MilestoneRecord, ProjectRecord } from '../world/records.ts';
import type { IssueChange } from '../world/issueChange.ts';
import type { World } from '../world/world.ts';
import type { IssueEdit } from './adminTypes.ts';

/** The ID of the user with this username. Throws if there is none. */
export function userId(world: World, username: string): number {
  const user = world.people.byUsername(username);
  if (!user) throw new Error(`No user ${username}`);
  return user.id;
}

function milestoneId(world: World, project: ProjectRecord, title: string | null): number | null {
  if (title === null) return null;
  const groups = new Set(world.groupAndAncestors(project.groupId).map((group) => group.id));
  const fits = (one: MilestoneRecord): boolean =>
    one.title === title && (one.projectId === project.id || (one.groupId !== null && groups.has(one.groupId)));
  const found = [...world.milestones.values()].find(fits);
  if (!found) throw new Error(`No milestone ${title}`);
  return found.id;
}

/** Resolves usernames and the milestone title to IDs. */
export function toIssueChange(world: World, project: ProjectRecord, edit: IssueEdit): IssueChange {
  const { assignees, author, milestone, ...plain } = edit;
  return {
    ...plain,
    ...(assignees ? { assigneeIds: assignees.map((name) => userId(world, name)) } : {}),
    ...(author === undefined ? {} : { authorId: userId(world, author) }),
    ...(milestone === undefined ? {} : { milestoneId: milestoneId(world, project, milestone) }),
  };
}
