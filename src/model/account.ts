import type { InstanceUrl } from './instanceUrl.ts';
import type { IssueScopeKind } from './issueScope.ts';
import { type Edition, editionOf, isAtLeast } from './serverVersion.ts';

/** Who a token acts as. https://docs.gitlab.com/security/tokens/ */
export type AccountKind = 'personal' | 'project' | 'group';

/** One access token on one instance, without the token itself: that stays with the account store. */
export interface Account {
  /** Origin, subpath, kind and the id of what the token is bound to: the same token twice is one account. */
  readonly key: string;
  readonly instance: InstanceUrl;
  readonly kind: AccountKind;
  /** The project or group of a project or group token; absent for a personal one. */
  readonly boundTo?: { readonly id: number; readonly path: string };
  readonly user: { readonly id: number; readonly username: string; readonly name: string };
  /** Empty where the server does not report them (before GitLab 15.5). */
  readonly scopes: readonly string[];
  /** `YYYY-MM-DD`; the token dies at midnight UTC as that day begins. Absent: never, or not known. */
  readonly expiresOn?: string;
  /** As the server reports it, for example `18.9.1-ee`. */
  readonly serverVersion: string;
  /** As the server reports it, since GitLab 15.6. Ask {@link hasEnterpriseEdition}. */
  readonly edition?: Edition | undefined;
}

/** Of the account, what names it: see {@link Account.key}. */
export function accountKey(account: Pick<Account, 'instance' | 'kind' | 'user' | 'boundTo'>): string {
  return `${account.instance}|${account.kind}|${account.boundTo?.id ?? account.user.id}`;
}

/**
 * The account to use for a project: the project's own token, then the token of the nearest group above it, then
 * a personal one. For a group its own token or that of a group above; what is assigned to a person is known to a personal
 * one alone. GitLab's paths are case-insensitive.
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

/** Whether the token is read-only. An old server does not report it; then the first rejection shows it. */
export function isReadOnly({ scopes }: Account): boolean {
  return scopes.includes('read_api') && !scopes.includes('api');
}

/**
 * Whether the token has permissions of its own in place of scopes (GitLab 19). GitLab does not report which.
 * https://docs.gitlab.com/auth/tokens/fine_grained_access_tokens/
 */
export function isFineGrained({ scopes }: Pick<Account, 'scopes'>): boolean {
  return scopes.includes(fineGrained);
}

/** What GitLab names in place of scopes then. */
export const fineGrained = 'granular';

/**
 * Whether issues can have several assignees, which Community Edition lacks. Without a license Enterprise Edition lacks
 * them, too; then its answer to the change shows it. A change of assignees must keep the others wherever this is true.
 */
export function allowsMultipleAssignees(account: Account | undefined): boolean {
  return hasEnterpriseEdition(account);
}

/**
 * Whether the server can have what Community Edition never has. True where the edition is not clear: what a server lacks
 * it ignores, but what it has can be overwritten.
 */
export function hasEnterpriseEdition(account: Account | undefined): boolean {
  return account !== undefined && (account.edition ?? editionOf(account.serverVersion)) !== 'ce';
}

/** Whole days until the token dies, at midnight UTC as `expiresOn` begins; 0 on its last day, negative when it is dead. */
export function daysLeft({ expiresOn }: Account, now: number): number | undefined {
  if (expiresOn === undefined) return undefined;
  return Math.floor((Date.parse(`${expiresOn}T00:00:00Z`) - now) / 86_400_000);
}

/** Whether GitLab can rotate the token: 16.10 and later, with the scope for it. */
export function canBeRenewed({ serverVersion, scopes }: Account): boolean {
  return isAtLeast(serverVersion, 16, 10) && (scopes.includes('api') || scopes.includes('self_rotate'));
}
