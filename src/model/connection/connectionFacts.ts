import type { Account } from '../account.ts';
import type { GitLabError } from '../error/gitLabError.ts';
import type { InstanceUrl } from '../address/instanceUrl.ts';
import type { RemoteSource } from '../ports.ts';
import type { Project } from '../project.ts';
import type { ProxyChoice } from './proxyChoice.ts';

/*
 * The results of a connection check. networkSteps.ts and serverSteps.ts turn them into text. They contain no secrets:
 * no tokens, cookies, or raw headers.
 */

/** The result, or the network error code, e.g. `ENOTFOUND`. */
export type Probe<T> = { readonly found: T } | { readonly code: string };

export interface Endpoint {
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** The certificate that a server presented, trusted or not. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** The subject alternative names, as written in the certificate: `DNS:example.com`, `IP Address:127.0.0.1`. */
  readonly names: readonly string[];
  /** `YYYY-MM-DD` */
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, as pairs of hex digits separated by colons. */
  readonly fingerprint: string;
  /** Why Node.js doesn't trust it, with its built-in certificate authorities. VS Code might trust more authorities. */
  readonly distrust?: string;
}

/**
 * The `RateLimit-*` headers.
 * https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/#response-headers
 */
export interface RateLimit {
  /** Requests per minute. GitLab rounds it up. */
  readonly limit: number;
  /** The requests in the current period, and those that are left. A period can be shorter or longer than a minute. */
  readonly observed?: number;
  readonly remaining?: number;
}

/** The server's response to the version request. */
export interface ServerAnswer {
  /** Absent if it returned its version. Without a token, GitLab returns `auth`. */
  readonly error?: GitLabError;
  /** Whether it has the `X-Gitlab-Meta` header, like every response of the GitLab API. */
  readonly isMarked: boolean;
  /** The server's clock, in milliseconds since 1970. */
  readonly serverTime?: number;
  readonly rateLimit?: RateLimit;
}

export interface CheckedAccount {
  /** As the server returns it now. If the request failed with {@link error}, as stored. */
  readonly account: Account;
  readonly error?: GitLabError;
}

export interface CheckedProject {
  readonly path: string;
  /** Absent if the project has no account, or if its token isn't valid. */
  readonly project?: Project;
  readonly error?: GitLabError;
}

export interface ConnectionFacts {
  readonly instance: InstanceUrl;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly proxy: ProxyChoice;
  /** The host and port that the check resolved and connected to: the instance, or the proxy in front of it. */
  readonly target: Endpoint;
  readonly addresses: Probe<readonly string[]>;
  /** Milliseconds until the connection was established. Absent if it wasn't tried. */
  readonly port?: Probe<number>;
  /** Absent if the check didn't try to read it, or if there is none. */
  readonly certificate?: Probe<CertificateFacts>;
  /** `http.systemCertificates` and `http.proxyStrictSSL` of VS Code. */
  readonly trust: { readonly systemCertificates: boolean; readonly strict: boolean };
  /** The response to a request sent through VS Code's own networking, without a token. */
  readonly answer: ServerAnswer;
  /** Where GitLab responds instead, if the address isn't quite right. */
  readonly betterAddress?: InstanceUrl;
  readonly accounts: readonly CheckedAccount[];
  readonly projects: readonly CheckedProject[];
  readonly remotes: RemoteSource['state'];
  readonly rateLimit?: RateLimit;
}

/** Whether a server sent any response. If so, name resolution, port, and certificate work. */
export function wasReached({ error }: ServerAnswer): boolean {
  return error === undefined || (error.facts.status !== undefined && error.reason !== 'proxy');
}

/** Whether the response came from the GitLab API. */
export function isGitLab({ error, isMarked }: ServerAnswer): boolean {
  return error === undefined || error.reason === 'auth' || isMarked;
}
