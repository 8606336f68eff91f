import { GitLabError } from '../model/error/gitLabError.ts';
import { signalled } from './libraryCalls.ts';
import type { Transport } from './transport.ts';

/**
 * Sends a read-only GraphQL query. Resolves to undefined if the server has no GraphQL or is too old, or if the token
 * has no access. Callers continue without the data. Rejects with a `GitLabError` for anything else.
 * https://docs.gitlab.com/api/graphql/
 */
export async function askGraphQl(
  transport: Transport,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  try {
    const { body } = await transport.request({
      method: 'POST',
      path: '',
      isGraphQl: true,
      contentType: 'application/json',
      body: JSON.stringify({ query, variables }),
      ...signalled(signal),
    });
    return body;
  } catch (thrown) {
    if (GitLabError.is(thrown, 'forbidden', 'scope', 'notFound', 'invalid', 'notGitLab', 'badData')) return undefined;
    throw thrown;
  }
}
