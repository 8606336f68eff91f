import { GitLabError } from '../model/error/gitLabError.ts';
import { readBody } from '../model/readBody.ts';

const longestWait = 15_000;

/**
 * Fetches an image from another host at the user's request, without a token, cookies, or a referrer. Doesn't follow
 * redirects. Rejects with a `GitLabError`.
 */
export async function fetchForeignPicture(url: URL, mostBytes: number): Promise<Uint8Array> {
  const facts = { host: url.host };
  try {
    const response = await fetch(url, {
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(longestWait),
    });
    if (!response.ok || !response.body) throw new GitLabError('notFound', { ...facts, status: response.status });
    return await readBody(response.body, mostBytes, facts);
  } catch (error) {
    throw GitLabError.is(error) ? error : new GitLabError('offline', facts);
  }
}
