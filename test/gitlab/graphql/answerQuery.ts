import {
  defaultFieldResolver,
  executeSync,
  type ASTNode,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  print,
  type GraphQLFieldResolver,
  parse,
  type DocumentNode,
} from 'graphql';
import type { ServerVersion } from '../world/serverVersion.ts';
import { measureDocument } from './measureDocument.ts';
import type { QueryContext } from './queryContext.ts';
import { queryRoot } from './queryRoot.ts';
import { schemaOf } from './schemaOf.ts';
import { validateDocument } from './validateDocument.ts';

/** GitLab's limit on the length of a query. https://docs.gitlab.com/api/graphql/#limits */
const longest = 10_000;

/** The limits of `app/graphql/gitlab_schema.rb`, by who asks. https://docs.gitlab.com/api/graphql/#limits */
const limits = {
  anonymous: { complexity: 200, depth: 15 },
  user: { complexity: 250, depth: 20 },
  admin: { complexity: 300, depth: 20 },
};

/** Who sends the query. */
export type Asker = keyof typeof limits;

/** The response of `POST /api/graphql`: status 200 with `data`, with `errors`, or with both. */
export function answerQuery(
  body: Readonly<Record<string, unknown>>,
  {
    version,
    asker,
    ...data
  }: Omit<QueryContext, 'schema'> & { readonly version: ServerVersion; readonly asker: Asker },
): unknown {
  const { query, variables, operationName } = body;
  if (typeof query !== 'string' || query === '') return failed('No query string was present');
  if (Buffer.byteLength(query) > longest) return failed('Query too large');
  const schema = schemaOf(version.text, version.edition);
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [{ message: error.message, locations: error.locations }] };
  }
  const faults = validateDocument(schema, document);
  if (faults.length > 0) return { errors: faults };
  const operation = getOperationAST(document, typeof operationName === 'string' ? operationName : undefined);
  if (!operation) return failed('An operation name is required');
  const given = ((typeof variables === 'string' ? JSON.parse(variables) : variables) ?? {}) as Record<string, unknown>;
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  if (errors) return failed(...errors.map(({ nodes }) => invalidValue(nodes?.[0])));
  const { complexity, depth } = measureDocument(schema, document, operation, coerced);
  const most = limits[asker];
  const excesses = [
    ...(complexity > most.complexity
      ? [`Query has complexity of ${complexity}, which exceeds max complexity of ${most.complexity}`]
      : []),
    ...(depth > most.depth ? [`Query has depth of ${depth}, which exceeds max depth of ${most.depth}`] : []),
  ];
  if (excesses.length > 0) return failed(...excesses);
  return executeSync({
    schema,
    document,
    rootValue: queryRoot({ ...data, schema }),
    variableValues: given,
    operationName: operation.name?.value,
    fieldResolver,
  });
}

/** Fails for what the schema has, but this server doesn't. GitLab would answer it. */
const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
  if (typeof source === 'object' && source !== null && !(info.fieldName in source))
    throw new GraphQLError(`The mock server doesn't support ${info.parentType.name}.${info.fieldName}`);
  return defaultFieldResolver(source, args, context, info);
};

/** graphql-ruby's message for the value of a variable that doesn't fit. */
function invalidValue(definition: ASTNode | undefined): string {
  if (definition?.kind !== Kind.VARIABLE_DEFINITION) return 'A variable was provided invalid value';
  return `Variable $${definition.variable.name.value} of type ${print(definition.type)} was provided invalid value`;
}

function failed(...messages: string[]): unknown {
  return { errors: messages.map((message) => ({ message })) };
}
