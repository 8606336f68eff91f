import { can, type CapabilityName, lacksMember, type ServerKind } from '../model/capabilities.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { ProjectName } from '../model/issueScope.ts';
import type { ServerVersion } from '../model/serverVersion.ts';

/** The token, a firewall, or an administrator may allow GraphQL again. */
const refusalLifetime = 10 * 60_000;

/**
 * What the server of one account can do, by its version and edition, and by its responses. If the table of capabilities
 * is wrong about a server, only its first answer is lost.
 */
export class KnownServer {
  private readonly missing = new Set<string>();
  private readonly tooComplex = new Set<string>();
  /** By {@link Clock.elapsed}. */
  private graphQlRefusedAt: number | undefined;
  private readonly withOneAssignee = new Set<number>();
  private readonly paths = new Map<string, string>();

  /** @param kind absent before sign-in. Until it's known, the server counts as the newest. */
  constructor(private kind?: ServerKind) {}

  /** Requests the version, unless it's known. A token without access to it may still have access to issues. */
  async identify(request: () => Promise<ServerVersion>): Promise<this> {
    if (this.kind) return this;
    try {
      const { version, edition } = await request();
      this.kind = { serverVersion: version, edition };
    } catch (error) {
      if (!GitLabError.is(error, 'scope', 'forbidden', 'notFound', 'badData')) throw error;
      this.kind = {};
    }
    return this;
  }

  can(name: CapabilityName): boolean {
    return can(this.kind ?? {}, name);
  }

  /** Whether it lacks a type or a field (`Type.field`) of the GraphQL schema. */
  lacks(member: string): boolean {
    return this.missing.has(member) || lacksMember(this.kind ?? {}, member);
  }

  /** Remembers members that it has rejected. */
  noteMissing(members: readonly string[]): void {
    for (const member of members) this.missing.add(member);
  }

  /** The current full path of a project that had a given one before, or still has it. Undefined if it wasn't looked up. */
  pathOf({ id, path }: ProjectName): string | undefined {
    return this.paths.get(`${id} ${path}`);
  }

  notePath({ id, path }: ProjectName, current: string): void {
    this.paths.set(`${id} ${path}`, current);
  }

  /** Whether it has recently rejected GraphQL as a whole. @param now by {@link Clock.elapsed}. */
  refusesGraphQl(now: number): boolean {
    return this.graphQlRefusedAt !== undefined && now - this.graphQlRefusedAt < refusalLifetime;
  }

  noteGraphQlRefusal(now: number): void {
    this.graphQlRefusedAt = now;
  }

  allowsOneAssignee(projectId: number): boolean {
    return this.withOneAssignee.has(projectId);
  }

  /** Remembers a project that kept only one of several assignees, or that can have several now. */
  noteOneAssignee(projectId: number, isOne: boolean): void {
    if (isOne) this.withOneAssignee.add(projectId);
    else this.withOneAssignee.delete(projectId);
  }

  /** Whether it has rejected this document as too complex. */
  isTooComplex(document: string): boolean {
    return this.tooComplex.has(document);
  }

  noteTooComplex(document: string): void {
    this.tooComplex.add(document);
  }
}
