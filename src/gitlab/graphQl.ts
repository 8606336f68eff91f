import { GitLabError } from '../model/error/gitLabError.ts';
import { signalled } from './libraryCalls.ts';
import type { Transport } from './transport.ts';

/**
 * The answer to a GraphQL document that only reads; undefined from a server without GraphQL, one that is too old, or for a
 * token without access. Callers do without. Rejects with a `GitLabError` for anything else. https://docs.gitlab.com/api/graphql/
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
