import { GraphQLError } from 'graphql';

/** GitLab's default and maximum page size. https://docs.gitlab.com/api/graphql/#limits */
const mostNodes = 100;

/**
 * A page of a list. GitLab's cursors identify a row. These contain a row count, which only the server reads.
 * https://docs.gitlab.com/api/graphql/getting_started/#pagination
 */
export function connection<T>(nodes: readonly T[], args: Readonly<Record<string, unknown>> = {}) {
  const cursor = typeof args['after'] === 'string' ? Buffer.from(args['after'], 'base64url').toString() : '0';
  if (!/^\d+$/.test(cursor)) throw new GraphQLError('Please provide a valid cursor');
  const begin = Number(cursor);
  const end = begin + Math.min(typeof args['first'] === 'number' ? args['first'] : mostNodes, mostNodes);
  const hasNextPage = end < nodes.length;
  return {
    nodes: nodes.slice(begin, end),
    count: nodes.length,
    pageInfo: {
      hasNextPage,
      hasPreviousPage: begin > 0,
      startCursor: null,
      endCursor: hasNextPage ? Buffer.from(String(end)).toString('base64url') : null,
    },
  };
}
