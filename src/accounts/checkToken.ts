import type { GitLabClient } from '../gitlab/gitLabClient.ts';
import { type Account, accountKey, isFineGrained } from '../model/account.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { botOf } from '../model/identity.ts';
import { type InstanceUrl, instanceLabel } from '../model/address/instanceUrl.ts';

/**
 * Either scope is enough to read issues.
 * https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes
 */
const enough = ['api', 'read_api'];

/**
 * Reads a token's user, type, scopes, and expiration date from the server. Stores nothing.
 * Rejects with a `GitLabError` if the token is invalid or can't read issues, or if the server isn't GitLab.
 */
export async function checkToken(client: GitLabClient, instance: InstanceUrl, signal?: AbortSignal): Promise<Account> {
  const details = await client.token.details(signal);
  const scopes = details?.scopes ?? [];
  if (details && !scopes.some((scope) => enough.includes(scope)) && !isFineGrained(details)) {
    throw new GitLabError('scope', { host: instanceLabel(instance), scopes });
  }
  if (!details) await client.token.mayReadApi(signal);
  const [user, server] = await Promise.all([client.token.user(signal), client.serverVersion(signal)]);
  const bot = botOf(user.username);
  const kind = bot?.kind ?? 'personal';
  const bound = bot && { boundTo: { id: bot.id, path: await client.token.pathOf(bot.kind, bot.id, signal) } };
  const account = {
    instance,
    kind,
    ...bound,
    user,
    scopes,
    ...(details?.permissions ? { permissions: details.permissions } : {}),
    ...(details?.expiresOn === undefined ? {} : { expiresOn: details.expiresOn }),
    serverVersion: server.version,
    edition: server.edition,
  } as const;
  return { key: accountKey(account), ...account };
}

/** What copying may add around a token: spaces, line ends, zero-width characters, quotation marks, and backticks. */
const around = String.raw`[\s\u200b-\u200d\u2060\ufeff"'\`\u2018-\u201f\u2039\u203a\u00ab\u00bb<>]`;
const edges = new RegExp(`^${around}+|(?<!${around})${around}+$`, 'g');

/** Removes `Bearer` and everything else that copying may add around a token. No token contains these characters. */
export function cleanToken(text: string): string {
  return text
    .replace(edges, '')
    .replace(/^Bearer\s+/i, '')
    .replace(edges, '');
}
