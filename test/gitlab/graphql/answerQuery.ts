import { execute, QueryFault } from './execute.ts';
import { parseDocument, type QueryDocument, SyntaxFault } from './parseDocument.ts';
import { type QueryContext, queryType } from './workItemSchema.ts';

/** GitLab's limit on the length of a query. https://docs.gitlab.com/api/graphql/#limits */
const longest = 10_000;

/** The response of `POST /api/graphql`: status 200 with `data` or with `errors`. */
export function answerQuery(body: Readonly<Record<string, unknown>>, context: QueryContext): unknown {
  const { query, variables } = body;
  if (typeof query !== 'string' || query === '') return errors('No query string was present');
  if (query.length > longest) return errors('Query too large');
  const given = ((typeof variables === 'string' ? JSON.parse(variables) : variables) ?? {}) as Record<string, unknown>;
  try {
    const document = parseDocument(query);
    checkVariables(document, given);
    return { data: execute(queryType(context), document.selections, given) };
  } catch (error) {
    if (error instanceof SyntaxFault || error instanceof QueryFault) return errors(error.message);
    throw error;
  }
}

/**
 * The declared and the used variables must be the same, and the required ones need a value.
 * https://github.com/rmosolgo/graphql-ruby: lib/graphql/static_validation/rules/variables_are_used_and_defined.rb
 */
function checkVariables({ name, declared, used }: QueryDocument, given: Readonly<Record<string, unknown>>): void {
  for (const [variable, type] of declared) {
    if (!used.has(variable)) throw new QueryFault(`Variable $${variable} is declared by ${name} but not used`);
    if (type.endsWith('!') && (given[variable] ?? null) === null)
      throw new QueryFault(`Variable $${variable} of type ${type} was provided invalid value`);
  }
  for (const variable of used)
    if (!declared.has(variable)) throw new QueryFault(`Variable $${variable} is used by ${name} but not declared`);
}

function errors(message: string): unknown {
  return { errors: [{ message }] };
}
