import { type InstanceUrl, parseInstanceUrl, subPathOf } from './instanceUrl.ts';
import type { IssueScopeKind } from './issueScope.ts';

/** Whose issues are meant, as a setting or a person names them. */
export interface TrackerAddress {
  readonly instance: InstanceUrl;
  readonly kind: IssueScopeKind;
  /** Full path; for what is assigned to the person `@me`. */
  readonly path: string;
}

const longest = 500;

/** What is assigned to the person, as a path. */
export const assignedPath = '@me';

/**
 * Reads the name of a project (`group/app`), a group (`groups/my-group`, and what has one segment can be nothing else) or
 * of what is assigned to the person (`@me`), or the address of its page on GitLab. It never decides where a token goes:
 * a path lies on the instance that is given, and an address on one of those signed in to only if origin and subpath are
 * exactly theirs; elsewhere there is no account. Undefined for what is neither.
 * @param here where paths lie; undefined: nowhere.
 */
export function readTrackerAddress(
  text: string,
  here: InstanceUrl | undefined,
  signedInTo: readonly InstanceUrl[],
): TrackerAddress | undefined {
  const trimmed = text.trim();
  // Neither GitLab's paths nor its addresses hold any of these; address bars and parsers disagree about them.
  if (trimmed === '' || trimmed.length > longest || /[\s\\%\p{Cc}\p{Cf}]/u.test(trimmed)) return undefined;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return here && named(here, trimmed);
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  const url = new URL(trimmed);
  // `https://gitlab.com@elsewhere/…` is only ever meant to deceive.
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(trimmed)) return undefined;
  const known = [...signedInTo]
    .sort((a, b) => b.length - a.length)
    .find(
      (instance) => url.origin === new URL(instance).origin && `${url.pathname}/`.startsWith(`${subPathOf(instance)}/`),
    );
  const instance = known ?? parseInstanceUrl(url.origin);
  return instance && named(instance, url.pathname.slice(subPathOf(instance).length));
}

/** The text that names it in a setting: a path where that is enough, else its address. @param here where paths lie. */
export function trackerText({ instance, kind, path }: TrackerAddress, here?: InstanceUrl): string {
  const local = kind === 'group' ? `groups/${path}` : path;
  if (instance === here) return local;
  return `${instance}/${kind === 'assigned' ? 'dashboard/issues' : local}`;
}

/** One for each tracker, however it is written: GitLab's paths are case-insensitive. `groups` and `dashboard` cannot be names of groups. */
export function trackerKey(address: TrackerAddress): string {
  return `${address.instance}/${trackerText(address)
    .slice(address.instance.length + 1)
    .toLowerCase()}`;
}

function named(instance: InstanceUrl, text: string): TrackerAddress | undefined {
  const path = text
    .replace(/[?#].*$/, '')
    .replace(/\/-(?:\/.*)?$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '');
  if (path === assignedPath || path === 'dashboard/issues') return { instance, kind: 'assigned', path: assignedPath };
  const isGroup = path.startsWith('groups/');
  const own = isGroup ? path.slice('groups/'.length) : path;
  const segments = own.split('/');
  // https://docs.gitlab.com/user/reserved_names/#limitations-on-usernames-project-and-group-names-and-slugs
  if (!segments.every((segment) => /^(?!\.{1,2}$)[\w.][\w.-]*$/.test(segment))) return undefined;
  return { instance, kind: isGroup || segments.length === 1 ? 'group' : 'project', path: own };
}
