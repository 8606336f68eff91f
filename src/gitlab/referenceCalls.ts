import * as v from 'valibot';
import type { Project } from '../model/project.ts';
import type { ReferenceGateway, ResolvedReference, Successors } from '../model/gateway/referenceGateway.ts';
import type { GraphQl } from './graphQl.ts';
import {
  commits,
  decodeSuccessors,
  groups,
  numbersAndPeople,
  type ReferenceQuery,
  successorsDocument,
} from './referenceDocuments.ts';

/** The maximum number of GraphQL documents for each kind of name. They are sent one at a time. */
const mostDocuments = 4;

type Found = ReadonlyMap<string, ResolvedReference | null>;

const answer = v.object({ data: v.record(v.string(), v.unknown()) });

/**
 * Resolves the references in a text with GraphQL. REST would require a request for each.
 */
export class ReferenceCalls implements ReferenceGateway {
  constructor(private readonly graphQl: GraphQl) {}

  async find(
    project: Project,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, ResolvedReference | null>> {
    const [first, found] = await Promise.all([
      this.askAll(project, names, numbersAndPeople, signal),
      this.askAll(project, names, commits, signal),
    ]);
    // A name that isn't a user may be a group. Most are neither.
    const others = names.filter((name) => name.startsWith('@') && (name.includes('/') || first.get(name) === null));
    const homes = await this.askAll(project, others, (_path, some) => groups(some), signal);
    // Ignores names that might be groups but weren't requested.
    const unasked = new Set(others.filter((name) => !homes.has(name)));
    return new Map([...[...first].filter(([name]) => !unasked.has(name)), ...found, ...homes]);
  }

  async findSuccessors(project: Project, iid: number, signal?: AbortSignal): Promise<Successors> {
    const found = await this.graphQl.askAbout(
      project,
      (path) => ({ document: successorsDocument, variables: { project: path, iid: String(iid) } }),
      signal,
    );
    return decodeSuccessors(found?.body);
  }

  /** Resolves names. The result doesn't include those that weren't requested, so that the next call requests them. */
  private async askAll(
    project: Project,
    names: readonly string[],
    queryFor: (ownPath: string, names: readonly string[]) => ReferenceQuery | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Found> {
    let found: Found = new Map();
    let rest = names;
    for (let documents = 0; documents < mostDocuments; documents += 1) {
      const some = rest;
      try {
        const asked = await this.graphQl.askAbout(project, (path) => queryFor(path, some), signal);
        if (!asked) break;
        const read = v.safeParse(answer, asked.body);
        if (read.success) found = new Map([...found, ...asked.query.read(read.output.data)]);
        const done = new Set(asked.query.names);
        rest = rest.filter((name) => !done.has(name));
      } catch (error) {
        if (found.size === 0) throw error;
        break;
      }
    }
    return found;
  }
}
