import type { ErrorDetails, FailureFacts } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';

/**
 * Interprets a rejected `fetch`. Node's fetch hides its code in `cause` (one level deeper with a proxy). Chromium's
 * network stack, which VS Code can use instead, puts `net::ERR_…` into the message. The web worker has neither, so
 * name, certificate, and CORS errors all look alike there.
 */
export function networkError(error: unknown, facts: FailureFacts): GitLabError {
  const code = codeOf(error);
  const known = code === undefined ? undefined : meanings.find(([pattern]) => pattern.test(code));
  const [, reason, detail] = known ?? [undefined, 'offline' as const, undefined];
  return new GitLabError(reason, {
    ...facts,
    ...(code === undefined ? {} : { code: code.replace(/^net::ERR_/, '') }),
    detail,
    ...(reason === 'proxy' && code?.startsWith('407') ? { status: 407 } : {}),
  });
}

/** Whether to retry a GET at once, because the connection broke after it reached the server. */
export function isBrokenConnection(error: GitLabError): boolean {
  return (
    error.reason === 'offline' &&
    /^(?:ECONNRESET|UND_ERR_SOCKET|EPIPE|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE)$/.test(
      error.facts.code ?? '',
    )
  );
}

const meanings: readonly (readonly [RegExp, 'proxy' | 'tls' | 'timeout', ErrorDetails['tls']?])[] = [
  [/^407|PROXY|TUNNEL/, 'proxy'],
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CERT_DATE_INVALID/, 'tls', 'expired'],
  [/ALTNAME_INVALID|CERT_COMMON_NAME_INVALID|HOSTNAME_MISMATCH/, 'tls', 'wrongName'],
  [/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|^ERR_SSL|^ERR_TLS|net::ERR_SSL|EPROTO/, 'tls'],
  [/TIMEOUT|TIMED_OUT|ETIMEDOUT/, 'timeout'],
];

/** The first useful code in the chain of causes. */
function codeOf(error: unknown): string | undefined {
  let current = error;
  let found: string | undefined;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    const proxyStatus = /Proxy response \((\d{3})\)/.exec(current.message)?.[1];
    if (proxyStatus) return `${proxyStatus} PROXY`;
    const code: unknown = 'code' in current ? current.code : undefined;
    // For several addresses (IPv4 and IPv6), there is one combined error. Any of its parts works.
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    found = /net::ERR_\w+/.exec(current.message)?.[0] ?? (typeof code === 'string' ? code : undefined) ?? found;
    current = inner;
  }
  return found;
}
