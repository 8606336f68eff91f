import { type AddressRange, addressRange, isAddress, narrowestRange } from '../model/connection/addressRange.ts';
import type { FailureFacts } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { readBody } from '../model/readBody.ts';
import { isWebPage } from './answerError.ts';
import { headersOf } from './readAnswer.ts';

/*
 * Uploads in object storage. Without `proxy_download`, GitLab redirects to a URL on the storage's own host, with a
 * signature that is valid for a few minutes. https://docs.gitlab.com/administration/object_storage/#proxy-download
 */

export interface StoredFileRequest {
  readonly fetch: typeof fetch;
  readonly resolveName: ResolveName;
  readonly signal: AbortSignal;
  readonly mostBytes: number;
  readonly facts: FailureFacts;
  /** Called after the headers arrive, and again as bytes arrive. */
  readonly onHeaders: () => void;
  readonly onBytes: () => void;
}

/** Resolves a host name to its IP addresses. Empty if it can't, for example because only the proxy can. */
export type ResolveName = (host: string) => Promise<readonly string[]>;

const mostRedirects = 3;

/**
 * Whether to follow a file's redirect from the instance, without the token. The target must use HTTPS, unless the
 * instance uses HTTP too. It must not be the instance itself. It must not be on this machine or in a private network,
 * unless the instance is there too.
 */
export async function isStorage(target: URL, instance: URL, resolve: ResolveName): Promise<boolean> {
  if (target.origin === instance.origin || target.username !== '' || target.password !== '') return false;
  if (target.protocol !== 'https:' && !(target.protocol === 'http:' && instance.protocol === 'http:')) return false;
  const range = await resolvedRange(target.hostname, resolve);
  return range === 'public' || (range !== 'linkLocal' && range === (await resolvedRange(instance.hostname, resolve)));
}

async function resolvedRange(host: string, resolve: ResolveName): Promise<AddressRange> {
  const addresses = isAddress(host) ? [] : await resolve(host);
  return narrowestRange([host, ...addresses].map(addressRange));
}

/** Fetches a file from the URL that the instance returned, with the rules of {@link isStorage}. See {@link fetchFile}. */
export function fetchStored(target: URL, instance: URL, request: StoredFileRequest): Promise<Uint8Array> {
  return fetchFile(target, (url) => isStorage(url, instance, request.resolveName), request);
}

/**
 * Fetches a file without a token, cookies, or a referrer. The server's response doesn't affect the account, so each
 * rejection becomes `notFound`. Rejects with a {@link GitLabError}, or with the error of `fetch`.
 * @param mayFetch whether to send a request to a URL, the first one or the target of a redirect.
 */
export async function fetchFile(
  target: URL,
  mayFetch: (url: URL) => Promise<boolean>,
  request: StoredFileRequest,
): Promise<Uint8Array> {
  const facts = { ...request.facts, host: target.host };
  let url = target;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    if (!(await mayFetch(url))) break;
    const response = await request.fetch(url.href, {
      headers: { Accept: '*/*' },
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: request.signal,
    });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url.href)) {
      await response.body?.cancel();
      url = new URL(location, url.href);
      continue;
    }
    request.onHeaders();
    const { status } = response;
    if (!response.ok || isWebPage({ status, headers: headersOf(response), text: '' })) {
      await response.body?.cancel();
      break;
    }
    return readBody(response.body, request.mostBytes, { ...facts, status }, request.onBytes);
  }
  throw new GitLabError('notFound', { ...facts, detail: 'file' });
}
