import type { Account, AccountKind } from '../account.ts';
import { can, type ServerKind } from '../capabilities.ts';
import { type InstanceSite, pagesOf, pathBelow } from './instanceBases.ts';
import type { InstanceUrl } from './instanceUrl.ts';

const userSettings = '/-/user_settings/personal_access_tokens';

/** The owner of a token. Project and group tokens belong to the project or group with that path. */
export type TokenOwner =
  { readonly kind: 'personal' } | { readonly kind: Exclude<AccountKind, 'personal'>; readonly path: string };

/**
 * The page to create a personal access token, with name and scope filled in if GitLab supports it.
 * https://docs.gitlab.com/user/profile/personal_access_tokens/#create-a-personal-access-token-with-prefilled-name-description-and-scopes
 */
function personalTokenPage(instance: InstanceUrl): string {
  const filledIn = new URLSearchParams({ name: 'VS Code', description: 'Issues for GitLab in VS Code', scopes: 'api' });
  return `${instance}${userSettings}?${filledIn.toString()}`;
}

/** The page to create a token of that kind. Only the page for personal tokens supports prefilled values. */
export function tokenPage(site: InstanceSite, home: TokenOwner): string {
  const pages = pagesOf(site);
  return home.kind === 'personal' ? personalTokenPage(pages) : settingsPage(pages, home.kind, home.path);
}

/** The page to create another token like the account's. */
export function newTokenPage(account: InstanceSite & Pick<Account, 'kind' | 'boundTo'>): string {
  return tokenPage(account, ownerOfAccount(account));
}

/** The owner of an account's token. */
export function ownerOfAccount({ kind, boundTo }: Pick<Account, 'kind' | 'boundTo'>): TokenOwner {
  return kind !== 'personal' && boundTo ? { kind, path: boundTo.path } : { kind: 'personal' };
}

/** The page that lists the account's token, where the user can renew or revoke it. */
export function tokenListPage(account: InstanceSite & Pick<Account, 'kind' | 'boundTo'> & ServerKind): string {
  const { kind, boundTo } = account;
  const pages = pagesOf(account);
  if (kind !== 'personal' && boundTo) return settingsPage(pages, kind, boundTo.path);
  return `${pages}${can(account, 'userSettingsPage') ? userSettings : '/-/profile/personal_access_tokens'}`;
}

/**
 * Reads the path of a project (`group/name`) or group from user input, which can also be its URL.
 * Undefined if it can't be such a path.
 */
export function readHomePath(
  text: string,
  { instance, webAddress = instance }: InstanceSite,
  kind: Exclude<AccountKind, 'personal'>,
): string | undefined {
  const trimmed = text.trim();
  const path = (pathBelow([instance, webAddress], trimmed) ?? trimmed)
    .replace(/^\/?groups\//, '')
    .replace(/\/-\/.*$/s, '')
    .replace(/^\/+|(?<!\/)\/+$/g, '')
    .replace(/\.git$/, '');
  const segments = path.split('/');
  // https://docs.gitlab.com/user/reserved_names/#limitations-on-usernames-project-and-group-names-and-slugs
  return segments.length >= (kind === 'project' ? 2 : 1) &&
    segments.every((segment) => /^(?!\.{1,2}$)[\w.][\w.-]*$/.test(segment))
    ? path
    : undefined;
}

/** The parent groups of a project, nearest first: `a/b` and `a` for `a/b/c`. */
export function groupsAbove(projectPath: string): readonly string[] {
  const segments = projectPath.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, segments.length - index).join('/'));
}

function settingsPage(instance: InstanceUrl, kind: 'project' | 'group', path: string): string {
  return `${instance}/${kind === 'group' ? 'groups/' : ''}${path}/-/settings/access_tokens`;
}
