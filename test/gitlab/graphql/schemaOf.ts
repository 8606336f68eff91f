import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  type TypeNode,
} from 'graphql';
import type { Edition } from '../standInOptions.ts';
import { type FieldFact, fieldFacts } from './fieldFacts.ts';

/*
 * The GraphQL schema of each version and edition. Four are real (`contract/graphql/SOURCES.md`). The others are derived
 * from the next newer real one. A name (type, field, argument, or enum value) stays if the next older real schema has
 * it too, or if `fieldFacts.ts` gives a version for it. Versions before the oldest real schema have only names with a
 * fact. Community Edition lacks the names with the edition `ee`.
 */

/** The versions with a real schema, all of them Enterprise Edition. */
const real = ['15.8', '16.2', '16.3', '19.4'];
const folder = join(import.meta.dirname, '../contract/graphql');
const facts = new Map(fieldFacts.map((fact) => [fact.name, fact]));
const documents = new Map<string, DocumentNode>();
const schemas = new Map<string, GraphQLSchema>();

/** The schema of a version such as `18.9.1-ee`. */
export function schemaOf(version: string, edition: Edition): GraphQLSchema {
  const [, minor = version] = /^(\d+\.\d+)/.exec(version) ?? [];
  const key = `${minor} ${edition}`;
  const known = schemas.get(key);
  if (known) return known;
  const schema = buildASTSchema(closed(documentOf(minor, edition)), { assumeValidSDL: true });
  schemas.set(key, schema);
  return schema;
}

function documentOf(version: string, edition: Edition): DocumentNode {
  const newer = real.find((one) => isAtLeast(one, version)) ?? real.at(-1)!;
  const older = real.findLast((one) => isAtLeast(version, one));
  const isReal = older === newer;
  const names = older === undefined ? new Set<string>() : namesIn(realDocument(older));
  return cut(realDocument(newer), (name, isOpen) => {
    if (edition === 'ce' && prefixes(name).some((one) => facts.get(one)?.edition === 'ee')) return false;
    if (isReal || names.has(name)) return true;
    const [fact] = prefixes(name).flatMap((one) => facts.get(one) ?? []);
    return fact ? isBetween(fact, older, version) : isOpen && !names.has(container(name));
  });
}

function isBetween({ since }: FieldFact, older: string | undefined, version: string): boolean {
  if (since === undefined) return false;
  return isAtLeast(version, since) && (older === undefined || !isAtLeast(older, since));
}

function isAtLeast(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major > otherMajor || (major === otherMajor && minor >= otherMinor);
}

function realDocument(version: string): DocumentNode {
  const known = documents.get(version);
  if (known) return known;
  const parsed = parse(readFileSync(join(folder, `gitlab-${version}.graphql`), 'utf8'), { noLocation: true });
  documents.set(version, parsed);
  return parsed;
}

/** `A.b(c)` → `A.b(c)`, `A.b`, `A` */
function prefixes(name: string): string[] {
  const field = name.replace(/\(.*/, '');
  return [...new Set([name, field, container(field)])];
}

function container(name: string): string {
  return name.replace(/\(.*|\.[^.(]*$/, '');
}

function namesIn(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  cut(document, (name) => {
    names.add(name).add(container(name));
    return true;
  });
  return names;
}

/** Leaves out names. Enums and scalars are open: they have the values of their time unless something is known. */
function cut(document: DocumentNode, keeps: (name: string, isOpen: boolean) => boolean): DocumentNode {
  const definitions = document.definitions.flatMap((one): DefinitionNode[] => {
    if (!('name' in one)) return [one];
    const type = one.name.value;
    switch (one.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
        return [one];
      case Kind.ENUM_TYPE_DEFINITION:
        return [{ ...one, values: one.values?.filter((value) => keeps(`${type}.${value.name.value}`, true)) ?? [] }];
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return [{ ...one, fields: one.fields?.filter((field) => keeps(`${type}.${field.name.value}`, false)) ?? [] }];
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const fields = one.fields?.flatMap((field) => {
          const name = `${type}.${field.name.value}`;
          const args = field.arguments?.filter((argument) => keeps(`${name}(${argument.name.value})`, false)) ?? [];
          return keeps(name, false) ? [{ ...field, arguments: args }] : [];
        });
        return [{ ...one, fields: fields ?? [] }];
      }
      default:
        return [one];
    }
  });
  return { ...document, definitions };
}

/** Leaves out types without fields, and then the fields and arguments of such types, until nothing changes. */
function closed(document: DocumentNode): DocumentNode {
  const rest = document.definitions.filter(
    (one) => (!('fields' in one) || one.fields.length > 0) && (!('values' in one) || one.values.length > 0),
  );
  const defined = new Set([
    ...['Boolean', 'Float', 'ID', 'Int', 'String'],
    ...rest.flatMap((one) => ('name' in one ? [one.name.value] : [])),
  ]);
  const isDefined = ({ type }: { readonly type: TypeNode }): boolean => defined.has(nameOf(type));
  const definitions = rest.map((one): DefinitionNode => {
    switch (one.kind) {
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return { ...one, fields: one.fields?.filter(isDefined) ?? [] };
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        return {
          ...one,
          interfaces: one.interfaces?.filter(({ name }) => defined.has(name.value)) ?? [],
          fields:
            one.fields
              ?.filter(isDefined)
              .map((field) => ({ ...field, arguments: field.arguments?.filter(isDefined) ?? [] })) ?? [],
        };
      default:
        return one;
    }
  });
  const next = { ...document, definitions };
  return sizeOf(next) === sizeOf(document) ? next : closed(next);
}

function sizeOf(document: DocumentNode): number {
  return namesIn(document).size + document.definitions.length;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
