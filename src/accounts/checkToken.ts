import type { GitLabClient } from '../gitlab/gitLabClient.ts';
import { type Account, accountKey, isFineGrained } from '../model/account.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { webAddressOf } from '../model/address/instanceBases.ts';
import { botOf } from '../model/identity.ts';
import { type InstanceUrl, instanceLabel } from '../model/address/instanceUrl.ts';
import type { ServerVersion } from '../model/serverVersion.ts';

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
  const [{ webUrl, ...user }, server] = await Promise.all([client.token.user(signal), knownVersion(client, signal)]);
  const webAddress = webAddressOf(instance, { username: user.username, webUrl });
  const bot = botOf(user.username);
  const kind = bot?.kind ?? 'personal';
  const bound = bot && { boundTo: { id: bot.id, path: await client.token.pathOf(bot.kind, bot.id, signal) } };
  const account = {
    instance,
    ...(webAddress === undefined ? {} : { webAddress }),
    kind,
    ...bound,
    user,
    scopes,
    ...(details?.permissions ? { permissions: details.permissions } : {}),
    ...(details?.expiresOn === undefined ? {} : { expiresOn: details.expiresOn }),
    serverVersion: server?.version ?? '',
    edition: server?.edition,
  } as const;
  return { key: accountKey(account), ...account };
}

/**
 * The version of the server. Undefined if the token or a firewall allows no access to it, which says nothing about the
 * issues. Only the response about the user shows whether the server is GitLab.
 */
async function knownVersion(client: GitLabClient, signal: AbortSignal | undefined): Promise<ServerVersion | undefined> {
  try {
    return await client.serverVersion(signal);
  } catch (error) {
    if (GitLabError.is(error, 'scope', 'forbidden', 'notFound', 'badData', 'notGitLab')) return undefined;
    throw error;
  }
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
