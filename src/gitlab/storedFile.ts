import { addressRange } from '../model/connection/addressRange.ts';
import type { FailureFacts } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { readBody } from '../model/readBody.ts';
import { isWebPage } from './answerError.ts';

/*
 * Uploads in object storage. Without `proxy_download` GitLab answers for one of them with a redirect to an address that is signed
 * for a few minutes, at the storage's own host. https://docs.gitlab.com/administration/object_storage/#proxy-download
 */

export interface StoredFileRequest {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly mostBytes: number;
  readonly facts: FailureFacts;
  /** Called when the headers are there, and then as bytes come. */
  readonly onHeaders: () => void;
  readonly onBytes: () => void;
}

const mostRedirects = 3;

/**
 * Whether a redirect from the instance may be followed for a file, without the token: to https, or as plain as the instance is; not
 * back to the instance itself; and to no address of this machine or a private network, unless the instance is at such a one too.
 */
export function isStorage(target: URL, instance: URL): boolean {
  if (target.origin === instance.origin || target.username !== '' || target.password !== '') return false;
  if (target.protocol !== 'https:' && !(target.protocol === 'http:' && instance.protocol === 'http:')) return false;
  const range = addressRange(target.hostname);
  return range === 'public' || (range !== 'linkLocal' && range === addressRange(instance.hostname));
}

/**
 * Fetches a file from the address that the instance returned: no token, no cookies, no referrer. What that server
 * returns does not concern the account: each of its refusals is `notFound`.
 * Rejects with a {@link GitLabError}, or with what `fetch` does.
 */
export async function fetchStored(target: URL, instance: URL, request: StoredFileRequest): Promise<Uint8Array> {
  const facts = { ...request.facts, host: target.host };
  let url = target;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    if (!isStorage(url, instance)) break;
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
    if (!response.ok || isWebPage({ status, headers: Object.fromEntries(response.headers), text: '' })) {
      await response.body?.cancel();
      break;
    }
    return readBody(response.body, request.mostBytes, { ...facts, status }, request.onBytes);
  }
  throw new GitLabError('notFound', { ...facts, detail: 'file' });
}
