import type { GitLabClient } from '../../gitlab/gitLabClient.ts';
import type { FoundPeople } from '../../model/gateway/issueGateway.ts';
import type { Account } from '../../model/account.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { readUsername } from '../../model/identity.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';

/** An account and its client. */
export interface Connected {
  readonly account: Account;
  readonly client: Pick<GitLabClient, 'findMembers' | 'findUser'>;
}

/**
 * The people who may use the project and group tokens of one instance, who are the members of those projects and
 * groups. Rejects only if none of the tokens may list members. Tokens with a low role may not.
 */
export async function findPeople(
  connected: readonly Connected[],
  query: string,
  signal?: AbortSignal,
): Promise<FoundPeople> {
  const answers = await Promise.allSettled(
    connected.flatMap(({ account, client }) => {
      const { kind, boundTo } = account;
      return kind === 'personal' || !boundTo ? [] : [client.findMembers({ kind, id: boundTo.id }, query, signal)];
    }),
  );
  const found = answers.filter((answer) => answer.status === 'fulfilled').map(({ value }) => value);
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (found.length === 0 && failed) throw GitLabError.from(failed.reason);
  const people = new Map(found.flatMap((page) => page.people).map((person) => [person.id, person]));
  return {
    people: [...people.values()].sort((a, b) => a.name.localeCompare(b.name)),
    isPart: failed !== undefined || found.some(({ isPart }) => isPart),
  };
}

/**
 * Verifies a username as far as the accounts can, and returns it in GitLab's spelling. Rejects with `invalid` if it
 * isn't valid, and with the network's error if the request fails.
 * @param connected the accounts of one instance.
 */
export async function confirmOwnName(
  connected: readonly Connected[],
  text: string,
  signal?: AbortSignal,
): Promise<string> {
  const [first] = connected;
  const host = first && instanceLabel(first.account.instance);
  const facts = { ...(host === undefined ? {} : { host }) };
  const name = readUsername(text);
  if (!first || !name) throw new GitLabError('invalid', { ...facts, detail: 'username', named: text.slice(0, 100) });
  const isName = (other: string) => other.toLowerCase() === name.toLowerCase();
  if (first.account.kind === 'personal') {
    const actual = first.account.user.username;
    if (!isName(actual)) throw new GitLabError('invalid', { ...facts, detail: 'notMe', named: name, actual });
    return actual;
  }
  try {
    const { people } = await findPeople(connected, name, signal);
    const member = people.find(({ username }) => isName(username));
    if (member) return member.username;
  } catch (error) {
    if (!GitLabError.is(error, ...hidden)) throw error;
    return await existingUser(first, name, signal);
  }
  const places = connected.map(({ account }) => account.boundTo?.path).filter((path) => path !== undefined);
  throw new GitLabError('invalid', { ...facts, detail: 'notMember', named: name, actual: places.join(', ') });
}

/** The errors for a token that may not list members, because its role is too low or it is fine-grained. */
const hidden = ['forbidden', 'notFound', 'scope'] as const;

async function existingUser({ account, client }: Connected, name: string, signal?: AbortSignal): Promise<string> {
  let user;
  try {
    user = await client.findUser(name, signal);
  } catch (error) {
    if (!GitLabError.is(error, ...hidden)) throw error;
    // The name can't be verified, so the user's answer counts.
    return name;
  }
  if (user) return user.username;
  throw new GitLabError('invalid', { host: instanceLabel(account.instance), detail: 'noSuchUser', named: name });
}
