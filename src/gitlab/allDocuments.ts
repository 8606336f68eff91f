import { lacksMember, type ServerKind } from '../model/capabilities.ts';
import { type GraphQlDocument, printDocument, without } from './graphQlDocument.ts';
import { issuePageDocument } from './issuePageDocument.ts';
import { commits, groups, numbersAndPeople, successorsDocument } from './referenceDocuments.ts';

/** A document as it is sent, with variables as large as they get. */
export interface PrintedDocument {
  readonly name: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Enough names of each kind to fill a document. */
const numbers = Array.from({ length: 1000 }, (_, at) => at + 1);
const projects = ['g/a', 'g/b', 'g/c', 'g/d', 'g/e', 'g/f'];
const references = [
  numbersAndPeople('g/a', [
    ...projects.flatMap((path) => numbers.flatMap((iid) => [`${path}#${iid}`, `${path}!${iid}`])),
    ...numbers.map((id) => `@user${id}`),
  ]),
  groups(numbers.map((id) => `@group${id}`)),
  commits(
    'g/a',
    numbers.map((id) => `${projects[id % projects.length] ?? ''}@${id.toString(16).padStart(40, '0')}`),
  ),
];

/** Every GraphQL document that the extension sends to a server of that version and edition, at its largest. */
export function allDocuments(server: ServerKind): readonly PrintedDocument[] {
  const page = { project: 'g/a', iid: '1' };
  const documents: (readonly [GraphQlDocument, PrintedDocument['variables']])[] = [
    [issuePageDocument, { ...page, discussions: 'MQ', children: 'MQ' }],
    [successorsDocument, page],
    ...references.flatMap((query) => (query ? [[query.document, query.variables] as const] : [])),
  ];
  return documents.flatMap(([document, variables]) => {
    const part = without(document, (member) => lacksMember(server, member));
    return part ? [{ name: part.name, text: printDocument(part), variables }] : [];
  });
}
