import type { Account, AccountKind } from './account.ts';
import { type InstanceUrl, parseInstanceUrl } from './instanceUrl.ts';

/** Who the person is, by instance, where only a bot is signed in: the setting `gitlabIssues.me`, read. */
export type OwnNames = ReadonlyMap<InstanceUrl, string>;

/**
 * The bot that a user is, by its name: that of a project or group token bears the id of what it is bound to.
 * https://docs.gitlab.com/user/project/settings/project_access_tokens/#bot-users-for-projects
 */
export function botOf(username: string): { kind: Exclude<AccountKind, 'personal'>; id: number } | undefined {
  const bot = /^(project|group)_(\d+)_bot/.exec(username);
  return bot ? { kind: bot[1] === 'project' ? 'project' : 'group', id: Number(bot[2]) } : undefined;
}

/**
 * The username in a typed text, with or without `@`; undefined for an invalid one or a bot's.
 * https://docs.gitlab.com/user/reserved_names/#limitations-on-usernames-project-and-group-names-and-slugs
 */
export function readUsername(text: string): string | undefined {
  const name = text.trim().replace(/^@/, '');
  const isPossible = /^[a-z0-9_][a-z0-9_.-]{0,254}$/i.test(name) && !/(?:\.|\.git|\.atom)$/i.test(name);
  return isPossible && !botOf(name) ? name : undefined;
}

/**
 * Reads the setting: entries without a valid instance or username are ignored. An entry
 * written exactly as the instance is wins over another spelling of it.
 */
export function readOwnNames(value: unknown): OwnNames {
  const names = new Map<InstanceUrl, string>();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return names;
  for (const [address, username] of Object.entries(value)) {
    const instance = parseInstanceUrl(address);
    const name = typeof username === 'string' ? readUsername(username) : undefined;
    if (instance && name && (instance === address || !names.has(instance))) names.set(instance, name);
  }
  return names;
}

/**
 * The setting with the person's name on an instance. What else is in it stays as it is; other spellings of the instance go,
 * so that none of them counts.
 */
export function withOwnName(value: unknown, instance: InstanceUrl, username: string): Record<string, unknown> {
  const old = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const others = old.filter(([address]) => parseInstanceUrl(address) !== instance);
  return Object.fromEntries([...others, [instance, username]]);
}

/** The username of the account's user: a project or group token's own user is a bot. Undefined: not known. */
export function ownName({ kind, instance, user }: Account, names: OwnNames): string | undefined {
  return kind === 'personal' ? user.username : names.get(instance);
}
