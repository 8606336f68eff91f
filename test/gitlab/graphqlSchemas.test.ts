import assert from 'node:assert/strict';
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  getOperationAST,
} from 'graphql';
import { fieldFacts } from './graphql/fieldFacts.ts';
import { measureDocument } from './graphql/measureDocument.ts';
import { schemaOf } from './graphql/schemaOf.ts';
import { validateDocument } from './graphql/validateDocument.ts';

/** The names of types, fields, arguments, and enum values. */
function namesIn(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))) {
    names.add(type.name);
    if (isEnumType(type)) for (const { name } of type.getValues()) names.add(`${type.name}.${name}`);
    if (isInputObjectType(type)) for (const name of Object.keys(type.getFields())) names.add(`${type.name}.${name}`);
    if (isObjectType(type) || isInterfaceType(type))
      for (const { name, args } of Object.values(type.getFields())) {
        names.add(`${type.name}.${name}`);
        for (const argument of args) names.add(`${type.name}.${name}(${argument.name})`);
      }
  }
  return names;
}

const names = (version: string, edition: 'ee' | 'ce' = 'ee') => namesIn(schemaOf(version, edition));
const isBefore = (one: string, other: string) =>
  one.localeCompare(other, undefined, { numeric: true, sensitivity: 'base' }) < 0;

describe('the GraphQL schemas of versions and editions', () => {
  const real = ['15.8', '16.2', '16.3', '19.4'];

  // Until 17.11, a widget with this name showed whether a requirement was satisfied.
  const isReused = (name: string) => name.startsWith('WorkItemWidgetStatus');

  it('agree with the facts about fields', () => {
    for (const version of real) {
      const has = names(version);
      const wrong = fieldFacts.filter(
        ({ name, since }) => since !== undefined && has.has(name) === isBefore(version, since) && !isReused(name),
      );
      assert.deepEqual(
        wrong.map(({ name }) => name),
        [],
        version,
      );
    }
  });

  it('have more names in later versions', () => {
    for (const [older, newer] of [
      ['13.12', '14.9'],
      ['14.9', '15.1'],
      ['15.1', '15.8'],
      ['15.8', '15.11'],
      ['15.11', '16.0'],
      ['16.0', '16.2'],
      ['16.3', '16.7'],
      ['17.3', '18.2'],
      ['18.2', '18.9'],
      ['18.9', '19.4'],
    ] as const) {
      const later = names(newer);
      const lost = [...names(older)].filter((name) => !later.has(name) && !isReused(name) && !isGoneBy(name, newer));
      assert.deepEqual(lost, [], `${older} and ${newer}`);
      assert.ok(later.size >= names(older).size, `${older} and ${newer}`);
    }
  });

  it('have fewer names in Community Edition', () => {
    for (const version of [...real, '13.12', '16.7', '18.10']) {
      const [ee, ce] = [names(version, 'ee'), names(version, 'ce')];
      assert.deepEqual(
        [...ce].filter((name) => !ee.has(name)),
        [],
        version,
      );
    }
    assert.ok(names('18.9', 'ce').has('WorkItemFeatures.hierarchy'));
    for (const field of ['healthStatus', 'iteration', 'status', 'weight'])
      assert.deepEqual(
        [names('18.9', 'ee').has(`WorkItemFeatures.${field}`), names('18.9', 'ce').has(`WorkItemFeatures.${field}`)],
        [true, false],
        field,
      );
  });

  it('R7, R8: lack the fields that came later', () => {
    const versionsOf = (name: string) =>
      ['13.0', '13.12', '14.9', '15.1', '15.8', '16.0', '16.1', '16.2'].filter((version) => names(version).has(name));
    assert.deepEqual(versionsOf('Issue.closedAsDuplicateOf'), ['15.1', '15.8', '16.0', '16.1', '16.2']);
    assert.deepEqual(versionsOf('WorkItemWidgetAwardEmoji'), ['16.0', '16.1', '16.2']);
    assert.deepEqual(versionsOf('Note.awardEmoji'), ['16.1', '16.2']);
    assert.equal(versionsOf('Issue.movedTo')[0], '13.12');
    assert.equal(versionsOf('Issue.reference')[0], '13.0');
  });

  /** Names of an old schema that the newest one, which was copied in part, doesn't have. */
  function isGoneBy(name: string, version: string): boolean {
    return !isBefore(version, '16.4') && names('16.3').has(name) && !names('19.4').has(name);
  }
});

describe('the validation of GraphQL documents', () => {
  const schema = schemaOf('18.9.1-ee', 'ee');
  const faultsOf = (text: string) =>
    validateDocument(schema, parse(text)).map(({ message, path, extensions }) => [message, path, extensions?.['code']]);

  it("reports each kind of error in GitLab's format", () => {
    const cases: [string, unknown[]][] = [
      ['query a { x: project { id } }', ["Field 'project' is missing required arguments: fullPath", ['query a', 'x']]],
      [
        '{ project(fullPath: "a", id: 1) { id } }',
        ["Field 'project' doesn't accept argument 'id'", ['query', 'project', 'id']],
      ],
      [
        '{ project(fullPath: "a") }',
        [
          "Field must have selections (field 'project' returns Project but has no selections. Did you mean 'project { ... }'?)",
          ['query', 'project'],
        ],
      ],
      [
        '{ project(fullPath: "a") { id { b } } }',
        [
          `Selections can't be made on scalars (field 'id' returns ID but has selections ["b"])`,
          ['query', 'project', 'id'],
        ],
      ],
      [
        '{ project(fullPath: "a") { ... on Gone { id } } }',
        ["No such type Gone, so it can't be a fragment condition", ['query', 'project']],
      ],
      [
        '{ project(fullPath: "a") { ... on Issue { id } } }',
        ["Fragment on Issue can't be spread inside Project", ['query', 'project', '... on Issue']],
      ],
      [
        'query a($p: String!) { project(fullPath: $p) { id } }',
        ['Type mismatch on variable $p and argument fullPath (String! / ID!)', ['query a', 'project', 'fullPath']],
      ],
      [
        'query a($p: ID) { project(fullPath: $p) { id } }',
        ['Nullability mismatch on variable $p and argument fullPath (ID / ID!)', ['query a', 'project', 'fullPath']],
      ],
      [
        'query a($p: ID!, $i: String) { project(fullPath: $p) { issues(iids: $i) { nodes { iid } } } }',
        [
          'List dimension mismatch on variable $i and argument iids (String / [String!])',
          ['query a', 'project', 'issues', 'iids'],
        ],
      ],
      ['query a($p: ID!) { group(fullPath: "a") { id } }', ['Variable $p is declared by a but not used', ['query a']]],
      [
        'query a { project(fullPath: $p) { id } }',
        ['Variable $p is used by a but not declared', ['query a', 'project', 'fullPath']],
      ],
      ['query a($p: Gone) { project(fullPath: $p) { id } }', ["Gone isn't a defined input type (on $p)", ['query a']]],
    ];
    const codes = [
      ...['missingRequiredArguments', 'argumentNotAccepted', 'selectionMismatch', 'selectionMismatch', 'undefinedType'],
      ...['cannotSpreadFragment', 'variableMismatch', 'variableMismatch', 'variableMismatch', 'variableNotUsed'],
      ...['variableNotDefined', 'variableRequiresValidType'],
    ];
    cases.forEach(([text, expected], at) => {
      assert.deepEqual(faultsOf(text), [[...expected, codes[at]]], text);
    });
  });

  it('reports other errors, and at most five', () => {
    assert.equal(faultsOf('{ project(fullPath: "a") { ...gone } }').length, 1);
    assert.equal(faultsOf('{ project(fullPath: 1.5) { id } }').length, 1);
    assert.equal(faultsOf('{ a b c d e f }').length, 5);
  });

  it('accepts variables with defaults, directives, and fragments on interfaces', () => {
    const text = `query a($p: ID!, $n: Int = 5, $no: Boolean!) {
      project(fullPath: $p) {
        workItems(first: $n) { nodes { widgets(onlyTypes: [STATUS]) { type ...status @skip(if: $no) } } }
      }
    }
    fragment status on WorkItemWidget { ... on WorkItemWidgetStatus { status { id name category color } } }`;
    assert.deepEqual(faultsOf(text), []);
  });
});

describe('the complexity of GraphQL documents', () => {
  const schema = schemaOf('18.9.1-ee', 'ee');
  const measured = (text: string, variables: Record<string, unknown> = {}) => {
    const document = parse(text);
    return measureDocument(schema, document, getOperationAST(document)!, variables);
  };
  const complexity = (text: string, variables?: Record<string, unknown>) => measured(text, variables).complexity;

  it("follows GitLab's rule", () => {
    // A field with children, by `Types::BaseField`.
    assert.deepEqual(measured('{ group(fullPath: "a") { fullName webUrl } }'), { complexity: 3, depth: 2 });
    // A list with a resolver that sorts doubles with a page of 100, and grows by half with a page of 50.
    assert.equal(complexity('{ users(usernames: ["a"]) { nodes { username name webUrl } } }'), 12);
    assert.equal(complexity('{ users(first: 50) { nodes { username name webUrl } } }'), 9);
    assert.equal(complexity('query a($n: Int) { users(first: $n) { nodes { name } } }', { n: 50 }), 6);
    // It doesn't if it was asked for by number.
    const issues = '{ project(fullPath: "a") { issues(iids: ["1"]) { nodes { iid title state webUrl moved } } } }';
    assert.equal(complexity(issues), 9);
    // Commits, from `Types::Tree::TreeType` and `Types::Repositories::CommitType`.
    const commit = '{ project(fullPath: "a") { repository { tree(ref: "b") { lastCommit { sha title webUrl } } } } }';
    assert.equal(complexity(commit), 18);
  });

  it('counts the most expensive type of an interface, and each key once', () => {
    const widgets = (text: string) =>
      `{ project(fullPath: "a") { workItems(iid: "1") { nodes { widgets { ${text} } } } } }`;
    const children = '... on WorkItemWidgetHierarchy { children { nodes { iid } } }';
    const reactions = '... on WorkItemWidgetAwardEmoji { awardEmoji { nodes { name } } }';
    assert.equal(complexity(widgets(children)), complexity(widgets(children + reactions)));
    assert.equal(complexity(widgets(children)), complexity(widgets(children + children)));
    assert.equal(complexity('{ a: group(fullPath: "a") { id } b: group(fullPath: "b") { id } }'), 4);
    assert.equal(
      complexity('query a($no: Boolean!) { group(fullPath: "a") { id name @skip(if: $no) } }', { no: true }),
      2,
    );
  });
});
