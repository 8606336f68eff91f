import * as v from 'valibot';
import type { Project } from '../model/project.ts';
import type { ReferenceGateway, ResolvedReference, Successors } from '../model/referenceGateway.ts';
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
      this.askAll(names, (some) => numbersAndPeople(project.path, some), signal),
      this.askAll(names, (some) => commits(project.path, some), signal),
    ]);
    // A name that isn't a user may be a group. Most are neither.
    const others = names.filter((name) => name.startsWith('@') && (name.includes('/') || first.get(name) === null));
    const homes = await this.askAll(others, groups, signal);
    // Ignores names that might be groups but weren't requested.
    const unasked = new Set(others.filter((name) => !homes.has(name)));
    return new Map([...[...first].filter(([name]) => !unasked.has(name)), ...found, ...homes]);
  }

  async findSuccessors(project: Project, iid: number, signal?: AbortSignal): Promise<Successors> {
    const variables = { project: project.path, iid: String(iid) };
    return decodeSuccessors(await this.graphQl.ask(successorsDocument, variables, signal));
  }

  /** Resolves names. The result doesn't include those that weren't requested, so that the next call requests them. */
  private async askAll(
    names: readonly string[],
    queryFor: (names: readonly string[]) => ReferenceQuery | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Found> {
    let found: Found = new Map();
    let rest = names;
    for (let documents = 0; documents < mostDocuments; documents += 1) {
      const asked = queryFor(rest);
      if (!asked) break;
      try {
        found = new Map([...found, ...(await this.ask(asked, signal))]);
      } catch (error) {
        if (found.size === 0) throw error;
        break;
      }
      const done = new Set(asked.names);
      rest = rest.filter((name) => !done.has(name));
    }
    return found;
  }

  private async ask(asked: ReferenceQuery, signal: AbortSignal | undefined): Promise<Found> {
    const read = v.safeParse(answer, await this.graphQl.ask(asked.document, asked.variables, signal));
    return read.success ? asked.read(read.output.data) : new Map();
  }
}
