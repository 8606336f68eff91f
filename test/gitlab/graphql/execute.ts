import type { Selection, Value } from './parseDocument.ts';

/** A type of the schema with its resolvers. A resolver can return another `GraphType`. */
export interface GraphType {
  readonly name: string;
  readonly fields: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>;
}

/** GitLab's error for a query that doesn't match the schema. */
export class QueryFault extends Error {}

/** Resolves the selected fields of a type. Skips fragments on other types. */
export function execute(
  type: GraphType,
  selections: readonly Selection[],
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind === 'fragment') {
      if (selection.type === type.name) Object.assign(result, execute(type, selection.selections, variables));
      continue;
    }
    const field = type.fields[selection.name];
    if (selection.name === '__typename') result[selection.alias] = type.name;
    else if (!field) throw new QueryFault(`Field '${selection.name}' doesn't exist on type '${type.name}'`);
    else {
      const args = Object.fromEntries(
        Object.entries(selection.arguments).map(([name, value]) => [name, valueOf(value, variables)]),
      );
      result[selection.alias] = complete(field(args), selection, variables);
    }
  }
  return result;
}

function complete(
  value: unknown,
  field: Selection & { kind: 'field' },
  variables: Readonly<Record<string, unknown>>,
): unknown {
  if (Array.isArray(value)) return value.map((one) => complete(one, field, variables));
  if (!isGraphType(value)) return value ?? null;
  if (!field.selections)
    throw new QueryFault(
      `Field must have selections (field '${field.name}' returns ${value.name} but has no selections.)`,
    );
  return execute(value, field.selections, variables);
}

function isGraphType(value: unknown): value is GraphType {
  return typeof value === 'object' && value !== null && 'fields' in value;
}

function valueOf(value: Value, variables: Readonly<Record<string, unknown>>): unknown {
  return 'variable' in value ? variables[value.variable] : value.literal;
}
