import type { Account } from '../account.ts';
import type { GitLabError } from '../error/gitLabError.ts';
import type { InstanceUrl } from '../instanceUrl.ts';
import type { RemoteSource } from '../ports.ts';
import type { Project } from '../project.ts';
import type { ProxyChoice } from './proxyChoice.ts';

/*
 * What a check of a connection finds out, before it is put into words (networkSteps.ts, serverSteps.ts). Nothing in it
 * is secret: no token, no cookie, no header as it came.
 */

/** What was found, or the network's own word for why not, e.g. `ENOTFOUND`. */
export type Probe<T> = { readonly found: T } | { readonly code: string };

export interface Endpoint {
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A server's certificate as it came, trusted or not. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** The names it is for, as they stand in it: `DNS:example.com`, `IP Address:127.0.0.1`. */
  readonly names: readonly string[];
  /** `YYYY-MM-DD` */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, in pairs of digits with colons between. */
  readonly fingerprint: string;
  /** Why Node with its own authorities does not trust it: VS Code may trust more of them. */
  readonly distrust?: string;
}

/** The `RateLimit-*` headers. https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/#response-headers */
export interface RateLimit {
  /** Requests a minute. */
  readonly limit: number;
  readonly remaining?: number;
}

/** How a server answered the question for its version. */
export interface ServerAnswer {
  /** Absent: it returned its version. `auth` is what GitLab returns without a token. */
  readonly error?: GitLabError;
  /** It bears `X-Gitlab-Meta`, as every answer of GitLab's API does. */
  readonly isMarked: boolean;
  /** The server's clock, in milliseconds since 1970. */
  readonly serverTime?: number;
  readonly rateLimit?: RateLimit;
}

export interface CheckedAccount {
  /** As the server returns it now; as stored where {@link error} explains why it does not. */
  readonly account: Account;
  readonly error?: GitLabError;
}

export interface CheckedProject {
  readonly path: string;
  /** Absent: there is no account for it, or its token is not valid. */
  readonly project?: Project;
  readonly error?: GitLabError;
}

export interface ConnectionFacts {
  readonly instance: InstanceUrl;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly proxy: ProxyChoice;
  /** What name resolution and the port were tried of: the instance, or the proxy on the way to it. */
  readonly target: Endpoint;
  readonly addresses: Probe<readonly string[]>;
  /** Milliseconds until the connection stood. Absent: not tried. */
  readonly port?: Probe<number>;
  /** Absent: not tried, or there is none. */
  readonly certificate?: Probe<CertificateFacts>;
  /** `http.systemCertificates` and `http.proxyStrictSSL` of VS Code. */
  readonly trust: { readonly systemCertificates: boolean; readonly strict: boolean };
  /** What VS Code's own way of sending requests came to, without a token. */
  readonly answer: ServerAnswer;
  /** Where GitLab answers instead, if the address is not quite right. */
  readonly betterAddress?: InstanceUrl;
  readonly accounts: readonly CheckedAccount[];
  readonly projects: readonly CheckedProject[];
  readonly remotes: RemoteSource['state'];
  readonly rateLimit?: RateLimit;
}

/** Whether a server answered, whatever it said: with it, name, port and certificate are proven good. */
export function wasReached({ error }: ServerAnswer): boolean {
  return error === undefined || (error.facts.status !== undefined && error.reason !== 'proxy');
}

/** Whether it is GitLab's API that answered. */
export function isGitLab({ error, isMarked }: ServerAnswer): boolean {
  return error === undefined || error.reason === 'auth' || isMarked;
}
