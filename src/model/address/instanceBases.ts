import { type InstanceUrl, parseInstanceUrl } from './instanceUrl.ts';

/** An instance, and the address of its web pages if it is known and another one. */
export interface InstanceSite {
  readonly instance: InstanceUrl;
  /** See {@link basesOf}. */
  readonly webAddress?: InstanceUrl;
}

/** A project or group, as far as its URL shows where GitLab's web pages are. */
interface Addressed {
  readonly path: string;
  readonly webUrl: string;
}

/**
 * The base URLs of an instance, without trailing slashes. The first is that of its web pages (`external_url`), which
 * GitLab uses in its own URLs. It differs from the second, that of the API, if the user signed in by another host name
 * or by IP address. Only to read URLs. Tokens are sent only to the instance that they were stored for.
 * https://docs.gitlab.com/omnibus/settings/configuration/#configure-the-external-url-for-gitlab
 * @param named a project or group of the instance, if one is known.
 */
export function basesOf(instance: string, named?: Addressed): readonly string[] {
  const bases = [named && webBaseOf(named), instance].flatMap((base) => (base === undefined ? [] : [trimmed(base)]));
  return [...new Set(bases)];
}

/** The address of an instance's web pages, if it isn't that of the API. @param user of the instance. */
export function webAddressOf(instance: InstanceUrl, { username, webUrl }: OfUser): InstanceUrl | undefined {
  const base = webUrl === undefined ? undefined : webBaseOf({ path: username, webUrl });
  const address = base === undefined ? undefined : parseInstanceUrl(base);
  return address === instance ? undefined : address;
}

interface OfUser {
  readonly username: string;
  readonly webUrl?: string | undefined;
}

/**
 * Where the pages of an instance open: at the address of its web pages, unless the connection would be encrypted only
 * at the other address.
 */
export function pagesOf({ instance, webAddress }: InstanceSite): InstanceUrl {
  return webAddress !== undefined && (webAddress.startsWith('https:') || !instance.startsWith('https:'))
    ? webAddress
    : instance;
}

/** An instance as one of the accounts knows it. */
export function siteOf(instance: InstanceUrl, accounts: readonly InstanceSite[]): InstanceSite {
  const here = accounts.filter((account) => account.instance === instance);
  return here.find(({ webAddress }) => webAddress !== undefined) ?? { instance };
}

/** Returns the part of a URL after one of these base URLs and its slash. Undefined for a URL elsewhere. */
export function pathBelow(bases: readonly string[], url: string): string | undefined {
  // Hosts are case-insensitive, and so are GitLab's paths.
  const base = bases.find((each) => url.toLowerCase().startsWith(`${each.toLowerCase()}/`));
  return base === undefined ? undefined : url.slice(base.length + 1);
}

function webBaseOf({ path, webUrl }: Addressed): string | undefined {
  const url = trimmed(webUrl);
  const end = [`/groups/${path}`, `/${path}`].find((each) => url.toLowerCase().endsWith(each.toLowerCase()));
  return end === undefined || path === '' ? undefined : url.slice(0, -end.length);
}

function trimmed(url: string): string {
  return url.replace(/(?<!\/)\/+$/, '');
}
