import type { Account } from './account.ts';

/**
 * The scopes that another scope includes.
 * https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes
 */
const included: Readonly<Record<string, readonly string[]>> = {
  api: ['read_api', 'read_user'],
  read_api: ['read_user'],
  write_repository: ['read_repository'],
  write_registry: ['read_registry'],
};

/** Whether a token has all these scopes. True if an old server doesn't report scopes, until it rejects a request. */
export function hasScopes({ scopes }: Pick<Account, 'scopes'>, asked: readonly string[]): boolean {
  if (scopes.length === 0) return true;
  const all = new Set(scopes.flatMap((scope) => [scope, ...(included[scope] ?? [])]));
  return asked.every((scope) => all.has(scope));
}
