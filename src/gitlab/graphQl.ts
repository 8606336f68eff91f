import * as v from 'valibot';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { ProjectName } from '../model/issueScope.ts';
import { lenient } from './decode/decode.ts';
import { type GraphQlDocument, halves, membersOf, printDocument, without } from './graphQlDocument.ts';
import type { KnownServer } from './knownServer.ts';
import { signalled } from './libraryCalls.ts';
import type { Transport } from './transport.ts';

/** Each rejection shows another missing member. A server that keeps rejecting isn't asked again and again. */
const mostAttempts = 6;

const error = v.object({
  message: v.fallback(v.string(), ''),
  extensions: lenient(
    v.object({
      code: lenient(v.string()),
      typeName: lenient(v.string()),
      fieldName: lenient(v.string()),
      name: lenient(v.string()),
    }),
  ),
});
type QueryError = v.InferOutput<typeof error>;
const answer = v.object({ data: v.nullish(v.record(v.string(), v.unknown())), errors: lenient(v.array(error)) });

const named = v.fallback(v.object({ path_with_namespace: lenient(v.string()) }), {});

/** A document with its variables. The path of a project is in the variable with the name of the field that it selects. */
export interface GraphQlQuery {
  readonly document: GraphQlDocument;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Sends read-only GraphQL queries. https://docs.gitlab.com/api/graphql/ */
export class GraphQl {
  constructor(
    private readonly transport: Transport,
    private readonly server: KnownServer,
  ) {}

  /**
   * Returns the response to the part of a document that the server supports. If the server rejects a field, the field
   * is left out from then on. A document that is too complex is sent in halves. Undefined if the server has no GraphQL
   * or nothing of the document, or if the token has no access. Callers continue without the data. Rejects with a
   * `GitLabError` for anything else.
   */
  async ask(
    document: GraphQlDocument,
    variables: Readonly<Record<string, unknown>>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    for (let attempts = 0; attempts < mostAttempts && !this.isRefused; attempts += 1) {
      const part = without(document, (member) => this.server.lacks(member));
      if (!part) return undefined;
      const text = printDocument(part);
      if (this.server.isTooComplex(text)) return this.askInHalves(part, variables, signal);
      const body = await this.send(text, variables, signal);
      const read = v.safeParse(answer, body);
      if (!read.success || read.output.data || !read.output.errors) return body;
      const { errors } = read.output;
      const missing = missingMembers(part, errors);
      if (errors.some(isTooComplex)) this.server.noteTooComplex(text);
      else if (missing.length === 0) return body;
      this.server.noteMissing(missing);
    }
    return undefined;
  }

  /**
   * Sends a query that contains the full path of a project. Unlike REST, GraphQL doesn't find a renamed or transferred
   * project by its old path. If it returns null for the project, this looks up the path and sends the query again.
   * @returns the query that was answered, and the response as for {@link ask}. Undefined if there is no query.
   */
  async askAbout<Q extends GraphQlQuery>(
    project: ProjectName,
    queryFor: (path: string) => Q | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly query: Q; readonly body: unknown } | undefined> {
    const path = this.server.pathOf(project) ?? project.path;
    const query = queryFor(path);
    if (!query) return undefined;
    const body = await this.ask(query.document, query.variables, signal);
    const asked = { ...project, path };
    if (!isMissing(body, query.variables, path) || this.server.pathOf(asked) === path) return { query, body };
    const found = await this.transport.request({ method: 'GET', path: `projects/${project.id}`, ...signalled(signal) });
    const { path_with_namespace: current } = v.parse(named, found.body);
    for (const known of [project, asked]) this.server.notePath(known, current ?? path);
    return current === undefined || current === path ? { query, body } : this.askAbout(project, queryFor, signal);
  }

  /** Whether the server supports a part of the schema that a document needs, and everything above it. */
  includes(document: GraphQlDocument, member: string): boolean {
    if (this.isRefused) return false;
    const part = without(document, (each) => this.server.lacks(each));
    return part !== undefined && membersOf(part.selections).includes(member);
  }

  /** Whether the server refuses GraphQL as a whole, for example because of a firewall or the token type. */
  private get isRefused(): boolean {
    return this.server.refusesGraphQl(this.transport.clock.elapsed());
  }

  private async askInHalves(
    document: GraphQlDocument,
    variables: Readonly<Record<string, unknown>>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const [first, second] = halves(document) ?? [];
    if (!first || !second) return undefined;
    const answers = [await this.ask(first, variables, signal), await this.ask(second, variables, signal)];
    const [one, other] = answers
      .map((body) => v.safeParse(answer, body))
      .map((read) => read.success && read.output.data);
    return one && other ? { data: merged(one, other) } : undefined;
  }

  private async send(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    // GitLab refuses a variable that the document doesn't declare.
    const named = new Set(query.match(/(?<=\$)\w+/g));
    const used = Object.entries(variables).filter(([name]) => named.has(name));
    try {
      const { body } = await this.transport.request({
        method: 'POST',
        path: '',
        isGraphQl: true,
        contentType: 'application/json',
        body: JSON.stringify({ query, variables: Object.fromEntries(used) }),
        ...signalled(signal),
      });
      return body;
    } catch (thrown) {
      if (GitLabError.is(thrown, 'forbidden', 'scope', 'notFound', 'notGitLab'))
        this.server.noteGraphQlRefusal(this.transport.clock.elapsed());
      else if (!GitLabError.is(thrown, 'invalid', 'badData')) throw thrown;
      return undefined;
    }
  }
}

/** Whether the response has no project for a path. */
function isMissing(body: unknown, variables: GraphQlQuery['variables'], path: string): boolean {
  const read = v.safeParse(answer, body);
  const { data } = read.success ? read.output : {};
  return !!data && Object.entries(variables).some(([name, value]) => value === path && data[name] === null);
}

/** https://docs.gitlab.com/api/graphql/#limits */
function isTooComplex({ message }: QueryError): boolean {
  return /^Query has (?:complexity|depth) of \d+|^Query too large/i.test(message);
}

/**
 * The members of a document that the errors name. Versions of GitLab declare some fields on other types, so a field on
 * an unknown type stands for all fields with its name.
 */
function missingMembers(document: GraphQlDocument, errors: readonly QueryError[]): readonly string[] {
  const all = membersOf(document.selections);
  return errors.flatMap(({ message, extensions }) => {
    const [, readField = extensions?.fieldName ?? extensions?.name, readType = extensions?.typeName] =
      /^Field '(\w+)' doesn't (?:exist on type '(\w+)'|accept argument)/.exec(message) ?? [];
    const [, unknownType] = /^(?:No such type|Fragment on) (\w+)/.exec(message) ?? [];
    const members = all.filter((member) => member === unknownType || member === `${readType ?? ''}.${readField ?? ''}`);
    return members.length > 0 ? members : all.filter((member) => member.endsWith(`.${readField ?? ' '}`));
  });
}

/** The data of two halves of a document. Undefined in place of lists that changed between the two requests. */
function merged(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length ? one.map((value, at) => merged(value, other[at])) : undefined;
  if (!isRecord(one) || !isRecord(other)) return other ?? one;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(one[key], other[key])]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
