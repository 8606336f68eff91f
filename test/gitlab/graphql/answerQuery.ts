import { execute, QueryFault } from './execute.ts';
import { parseDocument, SyntaxFault } from './parseDocument.ts';
import { type QueryContext, queryType } from './workItemSchema.ts';

/** GitLab's limit on the length of a query. https://docs.gitlab.com/api/graphql/#limits */
const longest = 10_000;

/** The response of `POST /api/graphql`: status 200 with `data` or with `errors`. */
export function answerQuery(body: Readonly<Record<string, unknown>>, context: QueryContext): unknown {
  const { query, variables } = body;
  if (typeof query !== 'string' || query === '') return errors('No query string was present');
  if (query.length > longest) return errors('Query too large');
  const given = typeof variables === 'string' ? (JSON.parse(variables) as unknown) : variables;
  try {
    return { data: execute(queryType(context), parseDocument(query), (given ?? {}) as Record<string, unknown>) };
  } catch (error) {
    if (error instanceof SyntaxFault || error instanceof QueryFault) return errors(error.message);
    throw error;
  }
}

function errors(message: string): unknown {
  return { errors: [{ message }] };
}
