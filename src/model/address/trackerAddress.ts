import { isFullPath } from './fullPath.ts';
import type { InstanceSite } from './instanceBases.ts';
import { type InstanceUrl, parseInstanceUrl, subPathOf } from './instanceUrl.ts';
import type { IssueScopeKind } from '../issueScope.ts';

/** The address of an issue source, from a setting or from user input. */
export interface TrackerAddress {
  readonly instance: InstanceUrl;
  readonly kind: IssueScopeKind;
  /** The full path, or `@me` for issues assigned to the user. */
  readonly path: string;
}

const longest = 500;

/** The path that stands for the issues assigned to the user. */
export const assignedPath = '@me';

/**
 * Reads the name or the GitLab URL of a project (`group/app`), a group (`groups/my-group`, or just `my-group`), or the
 * issues assigned to the user (`@me`). Undefined for any other text.
 *
 * The text can't send a token to another server. A path is always on the instance `here`. A URL is on a signed-in
 * instance only if its origin and subpath match exactly, or are those of the instance's web pages. Other instances have
 * no account.
 * @param here the instance for paths. If undefined, paths are invalid.
 */
export function readTrackerAddress(
  text: string,
  here: InstanceUrl | undefined,
  signedInTo: readonly InstanceSite[],
): TrackerAddress | undefined {
  const trimmed = text.trim();
  // GitLab's paths and URLs contain none of these characters. Browsers and URL parsers treat them differently.
  if (trimmed === '' || trimmed.length > longest || /[\s\\%\p{Cc}\p{Cf}]/u.test(trimmed)) return undefined;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return here && named(here, trimmed);
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  // A URL like `https://gitlab.com@elsewhere/…` is always deceptive.
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(trimmed)) return undefined;
  const isAt = (base: InstanceUrl) =>
    url.origin === new URL(base).origin && `${url.pathname}/`.startsWith(`${subPathOf(base)}/`);
  // A server can't claim the address of another instance.
  const known =
    longestFirst(signedInTo.map(({ instance }) => ({ instance, base: instance }))).find(({ base }) => isAt(base)) ??
    longestFirst(
      signedInTo.flatMap(({ instance, webAddress: base }) => (base === undefined ? [] : [{ instance, base }])),
    ).find(({ base }) => isAt(base));
  if (known) return named(known.instance, url.pathname.slice(subPathOf(known.base).length));
  const other = parseInstanceUrl(url.origin);
  return other && named(other, url.pathname.slice(subPathOf(other).length));
}

function longestFirst<T extends { readonly base: string }>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) => b.base.length - a.base.length);
}

/** The name to store in a setting: a path on the instance `here`, else a URL. @param here the instance for paths. */
export function trackerText({ instance, kind, path }: TrackerAddress, here?: InstanceUrl): string {
  const local = kind === 'group' ? `groups/${path}` : path;
  if (instance === here) return local;
  return `${instance}/${kind === 'assigned' ? 'dashboard/issues' : local}`;
}

/**
 * Identifies a tracker, regardless of spelling: GitLab's paths are case-insensitive. No group can be named `groups` or
 * `dashboard`, so keys don't collide.
 */
export function trackerKey(address: TrackerAddress): string {
  return `${address.instance}/${trackerText(address)
    .slice(address.instance.length + 1)
    .toLowerCase()}`;
}

function named(instance: InstanceUrl, text: string): TrackerAddress | undefined {
  const path = text
    .replace(/[?#].*$/s, '')
    .replace(/\/-(?:\/.*)?$/s, '')
    .replace(/^\/+|(?<!\/)\/+$/g, '')
    .replace(/\.git$/i, '');
  if (path === assignedPath || /^dashboard\/(?:issues|work_items)$/.test(path))
    return { instance, kind: 'assigned', path: assignedPath };
  const isGroup = path.startsWith('groups/');
  const own = isGroup ? path.slice('groups/'.length) : path;
  return isFullPath(own)
    ? { instance, kind: isGroup || !own.includes('/') ? 'group' : 'project', path: own }
    : undefined;
}
