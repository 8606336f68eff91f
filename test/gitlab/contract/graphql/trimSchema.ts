import { readFileSync } from 'node:fs';
import { type DefinitionNode, type DocumentNode, Kind, parse, print, type TypeNode, visit } from 'graphql';

/*
 * Cuts a schema of GitLab down to the part that issue clients use, and prints it.
 *
 *     npx tsx test/gitlab/contract/graphql/trimSchema.ts FULL.graphql
 *
 * With a second file, adds the types and fields that the first file lacks, except those of work items. The schema of
 * 19.4 that this folder started from has only the part about work items, see SOURCES.md.
 */

/** The fields to keep of each type. `*` keeps all fields whose types are kept. */
const kept = new Map(
  `
Query: group project users workItem
Mutation: workItemUpdate
Project: fullPath id issue issues mergeRequests name repository webUrl workItemTypes workItems
Group: fullName fullPath id name webUrl
UserCore: avatarUrl id name username webUrl
Issue: closedAsDuplicateOf id iid moved movedTo reference state title updatedAt webUrl
MergeRequest: id iid state title webUrl
Repository: tree
Tree: lastCommit
Commit: id sha title webUrl
Label: color id title
Milestone: id title
Iteration: dueDate id startDate title
AwardEmoji: emoji name user
Note: author awardEmoji body createdAt id internal system
Discussion: id notes
PageInfo: *
WorkItem: archived author closedAt confidential createdAt description features id iid lockVersion movedToWorkItemUrl duplicatedToWorkItemUrl reference state title updatedAt userPermissions webUrl widgets workItemType
WorkItemPermissions: *
WorkItemFeatures: *
WorkItemStatus: *
WorkItemStateCountsType: *
WorkItemTypeCountsByState: *
LinkedWorkItemType: linkType workItem
WorkItemType: archived enabled iconName id name widgetDefinitions
WorkItemUpdateInput: *
WorkItemUpdatePayload: errors workItem
`
    .trim()
    .split('\n')
    .map((line) => line.split(': ') as [string, string]),
);
const keptKinds =
  /^WorkItemWidget(?!.*(CustomField|Input$|CurrentUserTodos|Description$|Progress|RequirementLegacy|TestReports))/;
const keptInputs =
  /^WorkItemWidget(Assignees|AwardEmojiUpdate|HealthStatus|HierarchyUpdate|Iteration|LabelsUpdate|Milestone|StartAndDueDateUpdate|Status|StatusFilter|Weight)Input$/;

function keeps(type: string, field?: string): boolean {
  const fields =
    kept.get(type.replace(/Connection$/, '')) ?? (keptKinds.test(type) || keptInputs.test(type) ? '*' : undefined);
  if (fields === undefined) return false;
  if (field === undefined || fields === '*') return true;
  return type.endsWith('Connection') ? /^(count|nodes|pageInfo)$/.test(field) : fields.split(' ').includes(field);
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

const builtIn = new Set(['Boolean', 'Float', 'ID', 'Int', 'String']);

function trimmed(full: DocumentNode): DocumentNode {
  const kindOf = new Map(full.definitions.flatMap((one) => ('name' in one ? [[one.name.value, one.kind]] : [])));
  const isKept = (type: TypeNode): boolean => {
    const name = nameOf(type);
    const kind = kindOf.get(name);
    return (
      builtIn.has(name) || kind === Kind.ENUM_TYPE_DEFINITION || kind === Kind.SCALAR_TYPE_DEFINITION || keeps(name)
    );
  };
  const cut: DocumentNode = visit(full, {
    Directive: (node) => (node.name.value === 'deprecated' ? undefined : null),
    DirectiveDefinition: () => null,
    SchemaDefinition: () => null,
    UnionTypeDefinition: () => null,
    StringValue: (node, key) => (key === 'description' ? null : node),
    ObjectTypeDefinition: {
      enter: (node) => (keeps(node.name.value) ? undefined : null),
      leave: (node) => ({
        ...node,
        interfaces: node.interfaces?.filter((one) => keeps(one.name.value)),
        fields: node.fields?.filter((field) => keeps(node.name.value, field.name.value) && isKept(field.type)),
      }),
    },
    InterfaceTypeDefinition: (node) => (keeps(node.name.value) ? undefined : null),
    InputObjectTypeDefinition: {
      enter: (node) => (keeps(node.name.value) ? undefined : null),
      leave: (node) => ({ ...node, fields: node.fields?.filter((field) => isKept(field.type)) }),
    },
    FieldDefinition: (node) => ({ ...node, arguments: node.arguments?.filter((one) => isKept(one.type)) }),
  });
  const used = new Set<string>();
  visit(cut, { NamedType: (node) => void used.add(node.name.value) });
  return {
    ...cut,
    definitions: cut.definitions.filter(
      (one) => used.has(named(one)) || /^(Query|Mutation|WorkItemWidget)/.test(named(one)),
    ),
  };
}

/** Adds what `other` has in addition, except types of work items. */
function joined(one: DocumentNode, other: DocumentNode): DocumentNode {
  const byName = new Map(one.definitions.map((each) => [named(each), each]));
  for (const each of other.definitions) {
    const name = named(each);
    const own = byName.get(name);
    if (/^(Linked)?WorkItem/.test(name)) continue;
    if (!own) byName.set(name, each);
    else if (own.kind === Kind.OBJECT_TYPE_DEFINITION && each.kind === Kind.OBJECT_TYPE_DEFINITION) {
      const has = new Set(own.fields?.map((field) => field.name.value));
      const more = each.fields?.filter((field) => !has.has(field.name.value)) ?? [];
      byName.set(name, { ...own, fields: [...(own.fields ?? []), ...more] });
    }
  }
  return { ...one, definitions: [...byName.values()] };
}

function named(one: DefinitionNode): string {
  return 'name' in one ? one.name.value : one.kind;
}

const [first, second] = process.argv.slice(2).map((path) => parse(readFileSync(path, 'utf8'), { noLocation: true }));
if (!first) throw new Error('Name the file of a schema.');
const sorted = [...trimmed(second ? joined(first, second) : first).definitions].sort((a, b) =>
  named(a) < named(b) ? -1 : 1,
);
console.log(print({ kind: Kind.DOCUMENT, definitions: sorted }));
