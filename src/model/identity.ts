import type { Account, AccountKind } from './account.ts';
import { type InstanceUrl, parseInstanceUrl } from './address/instanceUrl.ts';

/** The user's own username on each instance where only a bot is signed in, from the `gitlabIssues.me` setting. */
export type OwnNames = ReadonlyMap<InstanceUrl, string>;

/**
 * Recognizes a bot user by its username, which contains the ID of the project or group that its token belongs to.
 * Undefined for other users.
 * https://docs.gitlab.com/user/project/settings/project_access_tokens/#bot-users-for-projects
 */
export function botOf(username: string): { kind: Exclude<AccountKind, 'personal'>; id: number } | undefined {
  const bot = /^(project|group)_(\d+)_bot/.exec(username);
  return bot ? { kind: bot[1] === 'project' ? 'project' : 'group', id: Number(bot[2]) } : undefined;
}

/**
 * Reads a username from user input, with or without `@`. Undefined if it's invalid or belongs to a bot.
 * https://docs.gitlab.com/user/reserved_names/#limitations-on-usernames-project-and-group-names-and-slugs
 */
export function readUsername(text: string): string | undefined {
  const name = text.trim().replace(/^@/, '');
  const isPossible = /^[a-z0-9_][a-z0-9_.-]{0,254}$/i.test(name) && !/(?:\.|\.git|\.atom)$/i.test(name);
  return isPossible && !botOf(name) ? name : undefined;
}

/**
 * Reads the setting and ignores entries without a valid instance or username. If an instance has several entries, the
 * one with its normalized address wins.
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
 * Returns the setting with the user's username on an instance. Keeps all other entries, except other spellings of that
 * instance.
 */
export function withOwnName(value: unknown, instance: InstanceUrl, username: string): Record<string, unknown> {
  const old = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const others = old.filter(([address]) => parseInstanceUrl(address) !== instance);
  return Object.fromEntries([...others, [instance, username]]);
}

/**
 * The user's own username. The user of a project or group token is a bot, so the name then comes from the setting.
 * Undefined if unknown.
 */
export function ownName({ kind, instance, user }: Account, names: OwnNames): string | undefined {
  return kind === 'personal' ? user.username : names.get(instance);
}
