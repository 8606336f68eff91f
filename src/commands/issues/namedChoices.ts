import { GitLabError } from '../../model/error/gitLabError.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

/** Returns the ids of members by their usernames. Rejects a username that isn't a member's. */
export function memberIds(asked: ProjectAccess, usernames: readonly string[]): Promise<number[]> {
  return Promise.all(usernames.map((username) => memberId(asked, username)));
}

export async function memberId({ gateway, project }: ProjectAccess, name: string): Promise<number> {
  const username = name.trim().replace(/^@/, '').toLowerCase();
  const { people } = await gateway.findPeople(project, username);
  const person = people.find((user) => user.username.toLowerCase() === username);
  if (!person) throw new GitLabError('invalid', { detail: 'unknownMember', named: name });
  return person.id;
}

/** Returns the id of a milestone by its title. Rejects an unknown title. */
export async function milestoneId({ gateway, project }: ProjectAccess, title: string): Promise<number> {
  const found = (await gateway.listMilestones(project)).find((milestone) => milestone.title === title);
  if (!found) throw new GitLabError('invalid', { detail: 'unknownMilestone', named: title });
  return found.id;
}
