import type { Account, AccountKind } from './account.ts';
import type { InstanceUrl } from './instanceUrl.ts';

const userSettings = '/-/user_settings/personal_access_tokens';

/** What a token is made for: project and group tokens live in the settings of the project or group with that path. */
export type TokenOwner =
  { readonly kind: 'personal' } | { readonly kind: Exclude<AccountKind, 'personal'>; readonly path: string };

/**
 * The page where a personal access token is made, with name and scope filled in where GitLab can (16.7 and later).
 * https://docs.gitlab.com/user/profile/personal_access_tokens/#create-a-personal-access-token-with-prefilled-name-description-and-scopes
 */
export function personalTokenPage(instance: InstanceUrl): string {
  const filledIn = new URLSearchParams({ name: 'VS Code', description: 'Issues for GitLab in VS Code', scopes: 'api' });
  return `${instance}${userSettings}?${filledIn.toString()}`;
}

/** The page where a token of that kind is made. Those of projects and groups cannot be filled in beforehand. */
export function tokenPage(instance: InstanceUrl, home: TokenOwner): string {
  return home.kind === 'personal' ? personalTokenPage(instance) : settingsPage(instance, home.kind, home.path);
}

/** The page where another token like an account's is made. */
export function newTokenPage(account: Pick<Account, 'instance' | 'kind' | 'boundTo'>): string {
  return tokenPage(account.instance, ownerOfAccount(account));
}

/** What the token of an account was made for. */
export function ownerOfAccount({ kind, boundTo }: Pick<Account, 'kind' | 'boundTo'>): TokenOwner {
  return kind !== 'personal' && boundTo ? { kind, path: boundTo.path } : { kind: 'personal' };
}

/** The page that lists the tokens beside that of an account, where it is renewed and revoked. */
export function tokenListPage({
  instance,
  kind,
  boundTo,
  serverVersion,
}: Pick<Account, 'instance' | 'kind' | 'boundTo' | 'serverVersion'>): string {
  if (kind !== 'personal' && boundTo) return settingsPage(instance, kind, boundTo.path);
  const [major = 0, minor = 0] = serverVersion.split('.').map((part) => Number.parseInt(part, 10));
  // Moved in 16.7. A version that cannot be read is taken for a new one.
  const isOld = major < 16 || (major === 16 && minor < 7);
  return `${instance}${isOld ? '/-/profile/personal_access_tokens' : userSettings}`;
}

/**
 * The path of a project (`group/name`) or group out of what a person typed or pasted: its address will do.
 * Undefined for what can be none.
 */
export function readHomePath(
  text: string,
  instance: InstanceUrl,
  kind: Exclude<AccountKind, 'personal'>,
): string | undefined {
  const trimmed = text.trim();
  const local = trimmed.toLowerCase().startsWith(`${instance.toLowerCase()}/`)
    ? trimmed.slice(instance.length)
    : trimmed;
  const path = local
    .replace(/^\/?groups\//, '')
    .replace(/\/-\/.*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  const segments = path.split('/');
  // https://docs.gitlab.com/user/reserved_names/#limitations-on-usernames-project-and-group-names-and-slugs
  return segments.length >= (kind === 'project' ? 2 : 1) &&
    segments.every((segment) => /^(?!\.{1,2}$)[\w.][\w.-]*$/.test(segment))
    ? path
    : undefined;
}

/** The groups that a project lies in, nearest first: `a/b/c` lies in `a/b` and `a`. */
export function groupsAbove(projectPath: string): readonly string[] {
  const segments = projectPath.split('/').slice(0, -1);
  return segments.map((_, index) => segments.slice(0, segments.length - index).join('/'));
}

function settingsPage(instance: InstanceUrl, kind: 'project' | 'group', path: string): string {
  return `${instance}/${kind === 'group' ? 'groups/' : ''}${path}/-/settings/access_tokens`;
}
