import * as v from 'valibot';
import type { Project } from '../model/project.ts';
import type { ReferenceGateway, ResolvedReference, Successors } from '../model/referenceGateway.ts';
import { askGraphQl } from './graphQl.ts';
import {
  commits,
  decodeSuccessors,
  groups,
  numbersAndPeople,
  type ReferenceQuery,
  successorsQuery,
} from './referenceQuery.ts';
import type { Transport } from './transport.ts';

const answer = v.object({ data: v.record(v.string(), v.unknown()) });

/** Names in a text, asked of GraphQL over one {@link Transport}: REST would want a request for each. */
export class ReferenceCalls implements ReferenceGateway {
  constructor(private readonly transport: Transport) {}

  async find(
    project: Project,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, ResolvedReference | null>> {
    const [first, found] = await Promise.all([
      this.ask(numbersAndPeople(project.path, names), signal),
      this.ask(commits(project.path, names), signal),
    ]);
    // Who is no person may be a group; most are neither.
    const others = names.filter((name) => name.startsWith('@') && (name.includes('/') || first.get(name) === null));
    const homes = await this.ask(groups(others), signal);
    // A group beyond those that were asked for is nobody's to deny.
    const unasked = new Set(others.filter((name) => !homes.has(name)));
    return new Map([...[...first].filter(([name]) => !unasked.has(name)), ...found, ...homes]);
  }

  async findSuccessors(project: Project, iid: number, signal?: AbortSignal): Promise<Successors> {
    const json = await askGraphQl(this.transport, successorsQuery, { project: project.path, iid: String(iid) }, signal);
    return decodeSuccessors(json);
  }

  private async ask(
    asked: ReferenceQuery | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, ResolvedReference | null>> {
    if (!asked) return new Map();
    const read = v.safeParse(answer, await askGraphQl(this.transport, asked.query, asked.variables, signal));
    return read.success ? asked.read(read.output.data) : new Map();
  }
}
