import { GitLabError } from '../../model/error/gitLabError.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

/** The ids of members by their usernames; rejects one that is not a member. */
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

/** The id of a milestone by its title; rejects one that is not there. */
export async function milestoneId({ gateway, project }: ProjectAccess, title: string): Promise<number> {
  const found = (await gateway.listMilestones(project)).find((milestone) => milestone.title === title);
  if (!found) throw new GitLabError('invalid', { detail: 'unknownMilestone', named: title });
  return found.id;
}
