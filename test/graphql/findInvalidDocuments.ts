import { getOperationAST, parse } from 'graphql';
import { measureDocument } from '../gitlab/graphql/measureDocument.ts';
import { schemaOf } from '../gitlab/graphql/schemaOf.ts';
import { validateDocument } from '../gitlab/graphql/validateDocument.ts';

/** A GraphQL document, and the variables that it is sent with. */
export interface SentDocument {
  readonly name: string;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** GitLab's limits for users who aren't administrators. https://docs.gitlab.com/api/graphql/#limits */
const limits = { complexity: 250, depth: 20, bytes: 10_000 };

/** One line for each reason for which a GitLab server of the version and edition rejects a document. */
export function findInvalidDocuments(
  documents: readonly SentDocument[],
  version: string,
  edition: 'ce' | 'ee',
): string[] {
  const schema = schemaOf(version, edition);
  return documents.flatMap(({ name, text, variables }) => {
    const at = `${version} ${edition}, ${name}: `;
    const document = parse(text);
    const faults = validateDocument(schema, document).map(({ message }) => at + message);
    const operation = getOperationAST(document);
    if (faults.length > 0 || !operation) return faults;
    const size = { ...measureDocument(schema, document, operation, variables), bytes: Buffer.byteLength(text) };
    return (['complexity', 'depth', 'bytes'] as const)
      .filter((kind) => size[kind] > limits[kind])
      .map((kind) => `${at}${kind} ${size[kind]}, but at most ${limits[kind]}`);
  });
}
