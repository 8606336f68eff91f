/**
 * The base URL of a GitLab server: scheme, host, port, and optional subpath (`relative_url_root`),
 * normalized and without a trailing slash, e.g. `https://gitlab.com` or `https://example.com:8443/gitlab`.
 */
export type InstanceUrl = string & { readonly __brand: 'InstanceUrl' };

export const gitlabDotCom = 'https://gitlab.com' as InstanceUrl;

/** The part of a pasted URL after the base URL, because users copy the URL of any page. */
const pagesOfGitLab =
  /\/(?:-(?:\/|$)|api\/v4(?:\/|$)|users\/sign_in|explore(?:\/|$)|dashboard(?:\/|$)|help(?:\/|$)).*$/s;

/**
 * Reads the address of a GitLab instance from user input or a setting.
 * A missing scheme means https. Drops user info, query, fragment, and the paths of GitLab's own pages.
 * Returns undefined if the text isn't an http(s) address.
 */
export function parseInstanceUrl(text: string): InstanceUrl | undefined {
  const trimmed = text.trim();
  if (!trimmed || /\s/.test(trimmed)) return undefined;
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  if (!hasScheme && /^[a-z][a-z0-9+.-]*:(?!\d+(?:\/|$))/i.test(trimmed)) return undefined;
  const url = tryUrl(hasScheme ? trimmed : `https://${trimmed}`);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || !url.hostname) return undefined;
  const path = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(pagesOfGitLab, '')
    .replace(/(?<!\/)\/+$/, '');
  // gitlab.com has no subpath, so the path is a page or a project.
  const subPath = url.hostname === 'gitlab.com' ? '' : path;
  return `${url.origin}${subPath}` as InstanceUrl;
}

/** The instance without its scheme, for display: `gitlab.com`, `example.com:8443/gitlab`. */
export function instanceLabel(instance: string): string {
  return instance.replace(/^https?:\/\//, '');
}

/** The subpath of an instance, with a leading and no trailing slash. Usually empty. */
export function subPathOf(instance: InstanceUrl): string {
  return new URL(instance).pathname.replace(/(?<!\/)\/+$/, '');
}

/** Whether the connection to the instance is unencrypted over a network, where others can read the token. */
export function isPlainHttp(instance: InstanceUrl): boolean {
  const { protocol, hostname } = new URL(instance);
  return protocol === 'http:' && !isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function tryUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
