import {
  type ASTNode,
  type DocumentNode,
  doTypesOverlap,
  getLocation,
  getNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInputType,
  isLeafType,
  isRequiredArgument,
  Kind,
  print,
  specifiedRules,
  TypeInfo,
  validate,
  VariablesInAllowedPositionRule,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** An error in the format of graphql-ruby, which GitLab uses. */
export interface DocumentFault {
  readonly message: string;
  readonly locations: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly string[];
  readonly extensions?: Readonly<Record<string, string>>;
}

type Ancestors = readonly (ASTNode | readonly ASTNode[])[];

/** `validate_max_errors` in GitLab's `app/graphql/gitlab_schema.rb` */
const mostFaults = 5;

/**
 * Validates a document as graphql-ruby does, with its messages and codes (its `lib/graphql/static_validation/rules`).
 * What is below a field that doesn't exist is not examined. An error that only the `graphql` package finds has the
 * message of that package.
 */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode): readonly DocumentFault[] {
  const faults = findFaults(schema, document);
  if (faults.length > 0) return faults.slice(0, mostFaults);
  return validate(schema, document, specifiedRules, { maxErrors: mostFaults }).map(({ message, locations }) => ({
    message,
    locations: locations ?? [],
  }));
}

function findFaults(schema: GraphQLSchema, document: DocumentNode): DocumentFault[] {
  const faults: DocumentFault[] = [];
  const types = new TypeInfo(schema);
  const hasFragments = document.definitions.some(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  /** The variables of the operation, and those that it uses. */
  const declared = new Set<string>();
  const used = new Set<string>();
  /** The uses of variables with the wrong type, each with its own and the expected type. */
  const misplaced = new Map(
    validate(schema, document, [VariablesInAllowedPositionRule]).map(({ nodes, message }) => [
      nodes?.[1],
      /of type "(.*)" used in position expecting type "(.*)"/.exec(message) ?? undefined,
    ]),
  );

  const add = (at: ASTNode, path: Ancestors, code: string, message: string, more: Record<string, string>): void => {
    faults.push({
      message,
      locations: at.loc ? [getLocation(at.loc.source, at.loc.start)] : [],
      path: path.flatMap(stepOf),
      extensions: { code, ...more },
    });
  };
  const noSuchType = (at: ASTNode, path: Ancestors, typeName: string): false => {
    add(at, path, 'undefinedType', `No such type ${typeName}, so it can't be a fragment condition`, { typeName });
    return false;
  };

  const visitor = visitWithTypeInfo(types, {
    OperationDefinition: {
      enter(node): undefined {
        declared.clear();
        used.clear();
        for (const one of node.variableDefinitions ?? []) {
          const variableName = one.variable.name.value;
          declared.add(variableName);
          const typeName = print(one.type).replace(/[[\]!]/g, '');
          if (isInputType(schema.getType(typeName))) continue;
          const message = `${typeName} isn't a defined input type (on $${variableName})`;
          add(one, [node], 'variableRequiresValidType', message, { typeName, variableName });
        }
      },
      leave(node): undefined {
        // The `graphql` package follows the variables into fragments.
        if (hasFragments) return;
        for (const one of node.variableDefinitions ?? []) {
          const variableName = one.variable.name.value;
          if (used.has(variableName)) continue;
          const message = `Variable $${variableName} is declared by ${nameOf(node)} but not used`;
          add(one, [node], 'variableNotUsed', message, { variableName });
        }
      },
    },
    VariableDefinition: () => false,
    FragmentDefinition(node): false | undefined {
      const name = node.typeCondition.name.value;
      return schema.getType(name) ? undefined : noSuchType(node, [node], name);
    },
    InlineFragment(node, _key, _parent, _path, ancestors): false | undefined {
      const name = node.typeCondition?.name.value;
      if (name === undefined) return undefined;
      const type = schema.getType(name);
      if (!type) return noSuchType(node, ancestors, name);
      const parent = types.getParentType();
      if (!parent || !isCompositeType(type) || doTypesOverlap(schema, type, parent)) return undefined;
      const message = `Fragment on ${name} can't be spread inside ${parent.name}`;
      const more = { typeName: name, fragmentName: 'unknown', parentName: parent.name };
      add(node, [...ancestors, node], 'cannotSpreadFragment', message, more);
      return undefined;
    },
    Field(node, _key, _parent, _path, ancestors): false | undefined {
      const name = node.name.value;
      const path = [...ancestors, node];
      const parent = types.getParentType();
      if (!parent) return false;
      const field = types.getFieldDef();
      if (!field) {
        const message = `Field '${name}' doesn't exist on type '${parent.name}'`;
        add(node, path, 'undefinedField', message, { typeName: parent.name, fieldName: name });
        return false;
      }
      const given = new Set(node.arguments?.map((one) => one.name.value));
      const missing = field.args.filter((one) => isRequiredArgument(one) && !given.has(one.name));
      if (missing.length > 0) {
        const all = missing.map((one) => one.name).join(', ');
        const message = `Field '${name}' is missing required arguments: ${all}`;
        add(node, path, 'missingRequiredArguments', message, { className: 'Field', name, arguments: all });
      }
      const type = getNamedType(field.type);
      const mismatch = { nodeName: `field '${name}'`, typeName: String(field.type) };
      if (isLeafType(type) && node.selectionSet) {
        const all = node.selectionSet.selections.map((one) => ('name' in one ? `"${one.name.value}"` : '"..."'));
        const message = `Selections can't be made on scalars (field '${name}' returns ${type.name} but has selections [${all.join(', ')}])`;
        add(node, path, 'selectionMismatch', message, mismatch);
      } else if (isCompositeType(type) && !node.selectionSet) {
        const message = `Field must have selections (field '${name}' returns ${type.name} but has no selections. Did you mean '${name} { ... }'?)`;
        add(node, path, 'selectionMismatch', message, mismatch);
      }
      return undefined;
    },
    Argument(node, _key, _parent, _path, ancestors): undefined {
      const owner = ancestors.findLast((one) => 'kind' in one);
      if (owner?.kind !== Kind.FIELD || types.getArgument()) return;
      const argumentName = node.name.value;
      const message = `Field '${owner.name.value}' doesn't accept argument '${argumentName}'`;
      const more = { name: owner.name.value, typeName: 'Field', argumentName };
      add(node, [...ancestors, node], 'argumentNotAccepted', message, more);
    },
    Variable(node, _key, parent, _path, ancestors): undefined {
      const path = [...ancestors, parent ?? []];
      const variableName = node.name.value;
      used.add(variableName);
      const operation = ancestors.find((one) => 'kind' in one && one.kind === Kind.OPERATION_DEFINITION);
      if (!declared.has(variableName)) {
        if (!operation) return;
        const message = `Variable $${variableName} is used by ${nameOf(operation)} but not declared`;
        add(node, path, 'variableNotDefined', message, { variableName });
        return;
      }
      const argumentName = types.getArgument()?.name;
      const [, typeName, wanted] = misplaced.get(node) ?? [];
      if (argumentName === undefined || typeName === undefined || wanted === undefined) return;
      const errorMessage = mismatchOf(typeName, wanted);
      const message = `${errorMessage} on variable $${variableName} and argument ${argumentName} (${typeName} / ${wanted})`;
      add(node, path, 'variableMismatch', message, { variableName, typeName, argumentName, errorMessage });
    },
  });
  visit(document, visitor);
  return faults;
}

/** One step in graphql-ruby's path of an error. */
function stepOf(node: ASTNode | readonly ASTNode[]): string[] {
  if (!('kind' in node)) return [];
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return [node.name ? `${node.operation} ${node.name.value}` : node.operation];
    case Kind.FRAGMENT_DEFINITION:
      return [`fragment ${node.name.value}`];
    case Kind.INLINE_FRAGMENT:
      return [node.typeCondition ? `... on ${node.typeCondition.name.value}` : '...'];
    case Kind.FIELD:
      return [node.alias?.value ?? node.name.value];
    case Kind.ARGUMENT:
      return [node.name.value];
    default:
      return [];
  }
}

function nameOf(operation: ASTNode): string {
  const name = operation.kind === Kind.OPERATION_DEFINITION ? operation.name?.value : undefined;
  return name ?? 'anonymous query';
}

/** What differs between two types, such as `String!` and `[String]`. */
function mismatchOf(has: string, wanted: string): string {
  const nameIn = (type: string): string => type.replace(/[[\]!]/g, '');
  const listsIn = (type: string): number => type.split('[').length;
  if (nameIn(has) !== nameIn(wanted)) return 'Type mismatch';
  return listsIn(has) === listsIn(wanted) ? 'Nullability mismatch' : 'List dimension mismatch';
}
