import { isFullPath } from './fullPath.ts';
import { type InstanceUrl, parseInstanceUrl, subPathOf } from './instanceUrl.ts';

/** The server and project that the URL of a Git remote points to. */
export interface RemoteUrl {
  /** The protocol that Git uses. `ssh` includes the scp-like form (`git@host:path`). */
  readonly protocol: 'https' | 'http' | 'ssh' | 'git';
  /** Lowercase, without user info and port. IPv6 addresses have brackets. */
  readonly host: string;
  /** Only if the URL has a port that isn't the protocol's default. */
  readonly port?: number;
  /**
   * Without leading or trailing slash and without `.git`. With http(s), it might start with the instance's subpath. It
   * might be the path of a wiki. See {@link repositoryOwners}.
   */
  readonly path: string;
}

const defaultPorts = { https: 443, http: 80, ssh: 22, git: 9418 };

/**
 * SSH hosts with a different name than their website.
 * https://docs.gitlab.com/user/gitlab_com/#alternative-ssh-port
 */
const webHostOfSshHost: Readonly<Record<string, string>> = { 'altssh.gitlab.com': 'gitlab.com' };

/**
 * Forges that aren't GitLab, and their usual aliases, such as `github.com-work`. The extension doesn't ask the user for a
 * GitLab token for them.
 */
const otherForges =
  /(?:^|\.)(?:github\.com|bitbucket\.org|dev\.azure\.com|visualstudio\.com|codeberg\.org|sr\.ht|sourceforge\.net|gitea\.com|amazonaws\.com|huggingface\.co)(?:[-_][^.]*)?$/;

/**
 * Parses the URL of a Git remote: https, http, ssh, git, or the scp-like form, with ports, user info, and subpaths.
 * Returns undefined for a URL without a server (a folder, a bundle, a transport helper) or without a project or wiki.
 * Follows https://git-scm.com/docs/git-clone#_git_urls.
 */
export function parseRemoteUrl(text: string): RemoteUrl | undefined {
  const trimmed = text.trim();
  if (!trimmed || trimmed.length > 2000 || hasControlCharacter(trimmed)) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? parseWithScheme(trimmed) : parseScpLike(trimmed);
}

/** Whether a remote might be a GitLab project. Excludes only a few well-known forges. */
export function mayBeGitLab(remote: RemoteUrl): boolean {
  return !otherForges.test(remote.host);
}

/**
 * The instance to suggest for a remote without an account. For ssh, it's a guess: https on the same host. Never has a
 * subpath, because a subpath looks like a group in the project's path.
 */
export function suggestedInstance(remote: RemoteUrl): InstanceUrl | undefined {
  const web = isWeb(remote);
  const port = web && remote.port !== undefined ? `:${remote.port}` : '';
  return parseInstanceUrl(`${remote.protocol === 'http' ? 'http' : 'https'}://${webHost(remote)}${port}`);
}

/** Whether the host can be an alias from the SSH configuration, such as `work` in `git@work:a/b`. Any name can be one. */
export function mayBeAlias(remote: RemoteUrl): boolean {
  return !isWeb(remote) && webHost(remote) !== 'gitlab.com';
}

/** Whether it can only be an alias, because no website has such a name, as `gitlab.com-work`. */
export function mustBeAlias(remote: RemoteUrl): boolean {
  const lastLabel = remote.host.split('.').at(-1) ?? '';
  const isTopLevel = remote.host.includes('.') && (!/[-_]/.test(lastLabel) || lastLabel.startsWith('xn--'));
  return mayBeAlias(remote) && !isTopLevel && !/:|^localhost$/.test(remote.host);
}

/** The possible instances of remotes, without duplicates, for the user to select from. */
export function suggestedInstances(remoteUrls: readonly string[]): readonly InstanceUrl[] {
  const instances = remoteUrls
    .map((url) => parseRemoteUrl(url))
    .filter((remote) => remote !== undefined && mayBeGitLab(remote) && !mustBeAlias(remote))
    .map((remote) => remote && suggestedInstance(remote))
    .filter((instance) => instance !== undefined);
  return [...new Set(instances)];
}

/**
 * The repository's path without the subpath (`group/sub/project`) if the remote is on the instance, else undefined.
 * With http(s), the origin and subpath must exactly match the instance. With ssh, only the host name can match, because
 * ssh uses its own port, and its paths never contain the web subpath.
 */
export function repositoryPathOn(instance: InstanceUrl, remote: RemoteUrl): string | undefined {
  const { hostname, protocol, port } = new URL(instance);
  if (remote.protocol === 'ssh' || remote.protocol === 'git') {
    return hostname === webHost(remote) ? remote.path : undefined;
  }
  const samePort = (port ? Number(port) : undefined) === remote.port;
  if (`${remote.protocol}:` !== protocol || hostname !== remote.host || !samePort) return undefined;
  const prefix = subPathOf(instance).slice(1);
  if (!prefix) return remote.path;
  const path = remote.path.startsWith(`${prefix}/`) ? remote.path.slice(prefix.length + 1) : '';
  return /\/|\.wiki$/.test(path) ? path : undefined;
}

/**
 * The part of a remote's path before the project's path, if Git reaches the project at the remote's host: an empty
 * string, or a subpath with its slash, which only this URL has. Undefined if the host is another one. Over http(s), Git
 * follows a redirect from one protocol to the other.
 * @param asked the end of the remote's path that GitLab found a project by.
 * @param cloneUrl one of the project's URLs, as GitLab returns them.
 * @param projectPath the project's full path, which differs from `asked` if the project moved.
 */
export function prefixOf(remote: RemoteUrl, asked: string, cloneUrl: string, projectPath: string): string | undefined {
  const own = parseRemoteUrl(cloneUrl);
  if (!own || isWeb(own) !== isWeb(remote) || own.host !== remote.host) return undefined;
  const isSamePort = own.port === remote.port && (own.port === undefined || own.protocol === remote.protocol);
  if (isWeb(own) && !isSamePort) return undefined;
  const prefix = own.path.slice(0, own.path.length - projectPath.length);
  return `${prefix}${projectPath}`.toLowerCase() === own.path.toLowerCase() && `${prefix}${asked}` === remote.path
    ? prefix
    : undefined;
}

function isWeb({ protocol }: RemoteUrl): boolean {
  return protocol === 'https' || protocol === 'http';
}

function parseWithScheme(text: string): RemoteUrl | undefined {
  const scheme = /^[a-z0-9+.-]+/i.exec(text)?.[0].toLowerCase() ?? '';
  const protocol = schemes[scheme];
  // Parse it as https, because the URL standard normalizes host names only for "special" schemes.
  const asHttps = `https${text.slice(scheme.length)}`;
  if (!protocol || !URL.canParse(asHttps)) return undefined;
  const url = new URL(asHttps);
  // The parser drops :443 as the default port of https, but for other protocols it isn't the default.
  const named = /^[^/?#]*:(\d+)$/.exec(text.slice(scheme.length + 3).split(/[/?#]/)[0] ?? '')?.[1];
  const port = named === undefined ? defaultPorts[protocol] : Number(named);
  return remote(protocol, url.hostname, port, url.pathname);
}

const schemes: Readonly<Record<string, RemoteUrl['protocol']>> = {
  https: 'https',
  http: 'http',
  ssh: 'ssh',
  'git+ssh': 'ssh',
  'ssh+git': 'ssh',
  git: 'git',
};

function parseScpLike(text: string): RemoteUrl | undefined {
  // [user@]host:path. A slash before the first colon makes it a local path. Brackets enclose an IPv6 address, or a host
  // with its port, and the user before either of them. https://github.com/git/git/blob/master/t/t5601-clone.sh
  const match = /^(?:[^@/:[\s]+@)?(?:\[(?:[^@:/\s]+@)?([^@/[\]\s\\]+)\]|([^@/:[\]\s\\]+)):(?!:)(.+)$/i.exec(text);
  const [, bracketed, plain = '', path = ''] = match ?? [];
  const isAddress = bracketed !== undefined && /:.*:/.test(bracketed);
  const host = isAddress ? `[${bracketed}]` : (bracketed ?? plain);
  // A single letter before the colon is a Windows drive.
  if (/^[a-z]?$/i.test(host) || path.includes('\\') || !URL.canParse(`https://${host}/`)) return undefined;
  const port = isAddress ? undefined : /:(\d+)$/.exec(host)?.[1];
  return remote('ssh', new URL(`https://${host}/`).hostname, Number(port ?? defaultPorts.ssh), path);
}

function remote(protocol: RemoteUrl['protocol'], host: string, port: number, rawPath: string): RemoteUrl | undefined {
  const path = repositoryPath(rawPath);
  if (!host || !path) return undefined;
  return { protocol, host, ...(port === defaultPorts[protocol] ? {} : { port }), path };
}

/** `/Group//sub/project.git/` -> `Group/sub/project`. Undefined if it can't be a GitLab path. */
function repositoryPath(raw: string): string | undefined {
  const decoded = tryDecode(raw);
  const path = decoded
    ?.split(/[?#]/)[0]
    ?.replace(/\/{2,}/g, '/')
    .replace(/^\/+|(?<!\/)\/+$/g, '')
    .replace(/\.git$/i, '');
  // The repository of a group is its wiki. A snippet without a project has no issues.
  if (!path || !/\/|\.wiki$/.test(path) || /^snippets\/\d+$/.test(path)) return undefined;
  return isFullPath(path) ? path : undefined;
}

function webHost({ protocol, host }: RemoteUrl): string {
  return protocol === 'ssh' || protocol === 'git' ? (webHostOfSshHost[host] ?? host) : host;
}

function tryDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
