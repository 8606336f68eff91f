import { can } from './capabilities.ts';
import type { InstanceUrl } from './address/instanceUrl.ts';
import type { EventKind } from './issueEvent.ts';
import type { IssueScopeKind } from './issueScope.ts';
import type { Edition } from './serverVersion.ts';

/** Who a token acts as. https://docs.gitlab.com/security/tokens/ */
export type AccountKind = 'personal' | 'project' | 'group';

/** Describes one access token on one instance. The token itself stays in the account store. */
export interface Account {
  /** The instance, the kind, and the ID of the user, project, or group. Signing in twice gives the same key. */
  readonly key: string;
  readonly instance: InstanceUrl;
  /**
   * The address of GitLab's web pages, if it isn't the instance. GitLab uses it in its own URLs. Only to read URLs and
   * to open pages. The token is sent only to the instance.
   */
  readonly webAddress?: InstanceUrl;
  readonly kind: AccountKind;
  /** The project or group of a project or group token. Absent for a personal one. */
  readonly boundTo?: { readonly id: number; readonly path: string };
  readonly user: { readonly id: number; readonly username: string; readonly name: string };
  /** Empty if the server doesn't report them. */
  readonly scopes: readonly string[];
  /** The permissions of a fine-grained token, if the server reports them. */
  readonly permissions?: readonly TokenPermission[];
  /** `YYYY-MM-DD`. The token expires at 00:00 UTC on that day. Absent if it never expires, or if that's unknown. */
  readonly expiresOn?: string;
  /** As the server reports it, for example `18.9.1-ee`. Empty if the token has no access to it. */
  readonly serverVersion: string;
  /** As the server reports it. `capabilities` reads it. */
  readonly edition?: Edition | undefined;
}

/** What a fine-grained token may do, and where. https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/ */
export interface TokenPermission {
  /** In GitLab's words, such as `user` or `selected_memberships`. */
  readonly access: string;
  /** In GitLab's words, such as `read_issue`. */
  readonly permissions: readonly string[];
  readonly projectId?: number;
  readonly groupId?: number;
}

/** Returns the {@link Account.key} of an account. */
export function accountKey(account: Pick<Account, 'instance' | 'kind' | 'user' | 'boundTo'>): string {
  return `${account.instance}|${account.kind}|${account.boundTo?.id ?? account.user.id}`;
}

/**
 * Selects the account to use for a project: its own token, then the token of the nearest parent group, then a personal
 * token. A group uses its own token, then a parent group's, then a personal token. Only a personal token can list the
 * issues assigned to a person. GitLab's paths are case-insensitive.
 */
export function accountFor(
  accounts: readonly Account[],
  instance: InstanceUrl,
  homePath: string,
  kind: IssueScopeKind = 'project',
): Account | undefined {
  const path = homePath.toLowerCase();
  const here = accounts.filter((account) => account.instance === instance);
  const personal = here.find((account) => account.kind === 'personal');
  if (kind === 'assigned') return personal;
  const boundPath = (account: Account) => account.boundTo?.path.toLowerCase() ?? '';
  const isIts = (account: Account) => account.kind === kind && boundPath(account) === path;
  return (
    here.find(isIts) ??
    here
      .filter((account) => account.kind === 'group' && path.startsWith(`${boundPath(account)}/`))
      .sort((a, b) => boundPath(b).length - boundPath(a).length)[0] ??
    personal
  );
}

/** Whether the token is read-only. False if an old server doesn't report scopes, until it rejects a change. */
export function isReadOnly({ scopes }: Account): boolean {
  return scopes.includes('read_api') && !scopes.includes('api');
}

/**
 * Whether the token has fine-grained permissions instead of scopes.
 * https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/
 */
export function isFineGrained({ scopes }: Pick<Account, 'scopes'>): boolean {
  return scopes.includes(fineGrained);
}

/** GitLab reports this single scope for a fine-grained token. */
export const fineGrained = 'granular';

/** The kinds of events that the server has. Before them, GitLab wrote system notes instead. */
export function eventKindsOf(account: Account): readonly EventKind[] {
  return [
    'label',
    ...(can(account, 'milestoneEvents') ? (['milestone'] as const) : []),
    ...(can(account, 'stateEvents') ? (['state'] as const) : []),
    ...(can(account, 'weightEvents') ? (['weight'] as const) : []),
    ...(can(account, 'iterationEvents') ? (['iteration'] as const) : []),
  ];
}

/** Whole days until the token expires at 00:00 UTC on `expiresOn`: 0 on its last day, negative once it has expired. */
export function daysLeft({ expiresOn }: Account, now: number): number | undefined {
  if (expiresOn === undefined) return undefined;
  return Math.floor((Date.parse(`${expiresOn}T00:00:00Z`) - now) / 86_400_000);
}

/** Whether GitLab can rotate the token, which also requires a scope that allows it. */
export function canBeRenewed(account: Account): boolean {
  const { scopes } = account;
  return can(account, 'selfRotation') && (scopes.includes('api') || scopes.includes('self_rotate'));
}
