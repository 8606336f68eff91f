import {
  type DocumentNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  GraphQLSkipDirective,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';

/** What a field costs before its children, and how much more for each item of its page. */
interface FieldCost {
  readonly own: number;
  /** The part that each item of a page adds. GitLab's resolvers of lists add 0.01. */
  readonly perItem?: number;
}

/**
 * Fields that cost something other than 1. In `Types::BaseField` of GitLab (`app/graphql/types/base_field.rb`), a field
 * costs 1, a field that calls Gitaly 1 more, and a resolver with an argument `sort` (also by default) 1 more
 * (`app/graphql/resolvers/base_resolver.rb`). A list with a resolver costs 1 % more for each item of its page, unless
 * it was asked for by number. The comments name the exceptions.
 */
const costs: Readonly<Record<string, FieldCost>> = {
  'Query.users': { own: 2, perItem: 0.01 },
  'Project.issues': { own: 2, perItem: 0.01 },
  'Project.mergeRequests': { own: 2, perItem: 0.01 },
  'Project.workItems': { own: 2, perItem: 0.01 },
  'Project.workItemTypes': { own: 1, perItem: 0.01 },
  'Group.workItemTypes': { own: 1, perItem: 0.01 },
  // Calls Gitaly.
  'Repository.tree': { own: 2 },
  // `app/graphql/types/tree/tree_type.rb`: complexity 10.
  'Tree.lastCommit': { own: 10 },
  // Calls Gitaly.
  'Commit.title': { own: 2 },
  // `app/graphql/types/work_items/widgets/hierarchy_type.rb`: complexity 5.
  'WorkItemWidgetHierarchy.ancestors': { own: 5 },
  'WorkItemWidgetHierarchy.children': { own: 5 },
  'WorkItemWidgetHierarchy.parent': { own: 5 },
  // `app/graphql/types/work_items/widgets/linked_items_type.rb`: complexity 5.
  'WorkItemWidgetLinkedItems.linkedItems': { own: 5 },
  // `Resolvers::WorkItems::WorkItemDiscussionsResolver`: sorts, calls Gitaly, and costs 5 % for each item.
  'WorkItemWidgetNotes.discussions': { own: 3, perItem: 0.05 },
};

/** `default_max_page_size` of `app/graphql/gitlab_schema.rb` */
const pageSize = 100;

interface Field {
  readonly type: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
}

/** How complex and how deep a valid document is by GitLab's rule. */
export function measureDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): { readonly complexity: number; readonly depth: number } {
  const fragments = new Map<string, FragmentDefinitionNode>(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );

  /** The fields that an object of the type gets. Those with the same key are one field. */
  function fieldsOf(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Field[] {
    const byKey = new Map<string, FieldNode[]>();
    const collect = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) continue;
        if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false) continue;
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          byKey.set(key, [...(byKey.get(key) ?? []), selection]);
          continue;
        }
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
        if (fragment && (!condition || applies(condition, type))) collect(fragment.selectionSet);
      }
    };
    sets.forEach(collect);
    return [...byKey.values()].flatMap((nodes) => {
      const definition = definitionOf(type, nodes[0]!.name.value);
      return definition ? [{ type, definition, nodes }] : [];
    });
  }

  const applies = (condition: GraphQLNamedType, type: GraphQLObjectType): boolean =>
    condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));

  function definitionOf(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (type === schema.getQueryType() && name === '__schema') return SchemaMetaFieldDef;
    if (type === schema.getQueryType() && name === '__type') return TypeMetaFieldDef;
    return type.getFields()[name];
  }

  function possible(type: GraphQLNamedType): readonly GraphQLObjectType[] {
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  }

  function most(type: GraphQLNamedType, sets: readonly SelectionSetNode[], of: (fields: Field[]) => number): number {
    return Math.max(0, ...possible(type).map((one) => of(fieldsOf(one, sets))));
  }

  function below({ definition, nodes }: Field, of: (fields: Field[]) => number): number {
    const type = getNamedType(definition.type);
    const sets = nodes.flatMap((node) => node.selectionSet ?? []);
    return isCompositeType(type) ? most(type, sets, of) : 0;
  }

  const sum = (fields: readonly Field[]): number => fields.reduce((all, field) => all + costOf(field), 0);

  function costOf(field: Field): number {
    const { own, perItem = 0 } = costs[`${field.type.name}.${field.definition.name}`] ?? { own: 1 };
    const cost = own + below(field, sum);
    if (perItem === 0) return cost;
    const args = getArgumentValues(field.definition, field.nodes[0]!, variables);
    if (args['iid'] !== undefined || args['iids'] !== undefined) return cost;
    const sizes = [args['first'], args['last'], pageSize].filter((size) => typeof size === 'number');
    return Math.trunc(cost + cost * Math.min(...sizes) * perItem);
  }

  const depth = (fields: readonly Field[]): number => Math.max(0, ...fields.map((field) => 1 + below(field, depth)));

  const root = schema.getRootType(operation.operation);
  if (!root) throw new GraphQLError(`Schema is not configured for ${operation.operation}`);
  const fields = fieldsOf(root, [operation.selectionSet]);
  return { complexity: sum(fields), depth: depth(fields) };
}
