import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { answerQuery } from '../graphql/answerQuery.ts';
import { Access } from '../world/access.ts';
import type { TokenRecord } from '../world/records.ts';
import type { ServerVersion } from '../world/serverVersion.ts';
import type { World } from '../world/world.ts';
import { ApiError } from './apiError.ts';
import { authenticate, checkScopes, checkUser } from './authenticate.ts';
import { Call } from './call.ts';
import { corsHeaders } from './cors.ts';
import { parseMultipart } from './multipart.ts';
import { parseBody, parseQuery, type ParamTree } from './paramTree.ts';
import type { Answer, Reply } from './reply.ts';
import type { Match, Route, Router } from './router.ts';
import type { Throttle } from './throttle.ts';

/** An incoming request. */
export interface ApiInput {
  readonly method: string;
  /** Without the relative root. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The server state that the pipeline needs. Read again for each request, because the admin route can change it. */
export interface Instance {
  readonly world: World;
  readonly version: ServerVersion;
  /** External URL, including the relative root. */
  readonly externalUrl: string;
}

/** Grape's message for invalid JSON in the body. */
const invalidJson =
  '\nProblem:\n  message body does not match declared format\nResolution:\n  when specifying application/json as ' +
  "content-type, you must pass valid application/json in the request's 'body' ";

/**
 * Handles a request in GitLab's order: throttle, unknown route, token, scope, user, endpoint, ETag, 304 (contract
 * sections 1 and 2).
 */
export class ApiPipeline {
  constructor(
    private readonly instance: Instance,
    private readonly router: Router,
    private readonly throttle: Throttle,
  ) {}

  answer(input: ApiInput): Answer {
    const started = process.hrtime.bigint();
    const headers = this.headers(input);
    if (input.method === 'OPTIONS') return this.options(input, headers);
    const limited = this.throttle.check(input, this.instance);
    let reply: Reply;
    try {
      if (limited.refusal) throw limited.refusal;
      reply = this.reply(input);
    } catch (error) {
      reply = errorReply(error);
    }
    return finish(input, reply, { ...headers, 'X-Runtime': seconds(started), ...limited.headers });
  }

  /** The headers of every response. */
  headers(input: Pick<ApiInput, 'headers'>): Record<string, string> {
    const date = new Date(this.instance.world.now()).toUTCString();
    return { Date: date, ...corsHeaders(input.headers, this.instance), ...standardHeaders() };
  }

  private options(input: ApiInput, headers: Record<string, string>): Answer {
    const preflight = input.headers['access-control-request-method'] !== undefined;
    if (preflight) return { status: 200, headers: { ...headers, 'Content-Type': 'text/plain' }, body: Buffer.alloc(0) };
    const match = this.match(input.path, 'GET');
    if (!match) return finish(input, errorReply(ApiError.grape(404, '404 Not Found')), headers);
    return { status: 204, headers: { ...headers, Allow: match.allow }, body: Buffer.alloc(0) };
  }

  private match(path: string, method: string): Match | undefined {
    const { version } = this.instance;
    return this.router.match(
      path.replace(/^\/api\/v4/, ''),
      method,
      ({ needs, forAll, isEnterprise = false }) =>
        (needs === undefined || version.has(needs)) &&
        (version.enterprise || (!isEnterprise && (forAll === undefined || version.has(forAll)))),
    );
  }

  private reply(input: ApiInput): Reply {
    if (/^\/api\/v3(\/|$)/.test(input.path))
      throw ApiError.grape(410, 'API V3 is no longer supported. Use API V4 instead.');
    if (input.path === '/api/graphql' && input.method === 'POST') return this.graphQl(input);
    if (!/^\/api\/v4(\/|$)/.test(input.path)) throw ApiError.grape(404, '404 Not Found');
    const query = parseQuery(input.query);
    const match = this.match(input.path, input.method);
    const reads = input.method === 'GET' || input.method === 'HEAD';
    if (!match && reads) throw ApiError.grape(404, '404 Not Found');
    const { world, version, externalUrl } = this.instance;
    const token = this.authenticate(input, query, match?.route);
    if (!match) throw ApiError.grape(404, '404 Not Found');
    const user = token && world.people.user(token.userId);
    const type = input.headers['content-type'];
    const body = parseBody(input.body, type);
    if (!body) throw ApiError.grape(400, invalidJson);
    const call = new Call({
      method: input.method,
      path: input.path,
      rawQuery: input.query,
      // Parameters can be in the body or in the query, for any method.
      query: { ...query, ...body },
      files: () => parseMultipart(input.body, type ?? '').filter((part) => part.filename !== undefined),
      headers: input.headers,
      route: match.values,
      url: externalUrl,
      world,
      version,
      access: new Access(world, version, user),
      token,
    });
    if (reads ? match.route.method !== undefined : match.route.method !== input.method) {
      // The redirect of a moved project comes first, as in GitLab.
      if (match.route.path.startsWith('/projects/:id')) call.project();
      throw new ApiError(405, { error: '405 Not Allowed' }, { Allow: match.allow });
    }
    if (!reads) call.requireUser();
    return match.route.handle(call);
  }

  /** An invalid token gets a 401 in GraphQL's own format. `read_api` is enough for a query (contract section 6). */
  private graphQl(input: ApiInput): Reply {
    const { world, version, externalUrl } = this.instance;
    let token: TokenRecord | undefined;
    try {
      token = authenticate(world, { path: input.path, query: {}, headers: input.headers });
      if (token) checkScopes(token, 'GET', undefined, version);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 401, json: { errors: [{ message: 'Invalid token' }] } };
    }
    let body: unknown;
    try {
      body = JSON.parse(input.body.toString('utf8'));
    } catch {
      body = {};
    }
    const user = token && world.people.user(token.userId);
    const access = new Access(world, version, user);
    const asker = user?.admin ? 'admin' : user ? 'user' : 'anonymous';
    return { json: answerQuery(body as Record<string, unknown>, { world, access, url: externalUrl, version, asker }) };
  }

  private authenticate(input: ApiInput, query: ParamTree, route: Route | undefined): TokenRecord | undefined {
    const { world, version } = this.instance;
    const token = authenticate(world, { path: input.path, query, headers: input.headers });
    if (!token) return undefined;
    checkScopes(token, input.method, route, version);
    checkUser(world.people.user(token.userId));
    // GitLab updates the time of last use at most every ten minutes.
    const now = world.now();
    if (token.lastUsedAt === null || now - token.lastUsedAt > 600_000) token.lastUsedAt = now;
    return token;
  }
}

function seconds(since: bigint): string {
  return (Number(process.hrtime.bigint() - since) / 1e9).toFixed(6);
}

/** The headers of every API response, including 401. `X-Gitlab-Meta` distinguishes GitLab from other servers. */
function standardHeaders(): Record<string, string> {
  const id = randomBytes(16).toString('hex');
  return {
    Vary: 'Origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'SAMEORIGIN',
    'X-Gitlab-Meta': `{"correlation_id":"${id}","version":"1"}`,
    'X-Request-Id': id,
    'Strict-Transport-Security': 'max-age=63072000',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  };
}

function errorReply(error: unknown): Reply {
  if (!(error instanceof ApiError)) {
    console.error(error);
    return { status: 500, json: { message: '500 Internal Server Error' } };
  }
  const { status, headers, body } = error;
  return typeof body === 'string'
    ? { status, headers, text: body, contentType: 'text/plain' }
    : { status, headers, json: body };
}

/** Serializes the body, adds a weak ETag to a success, and returns 304 if `If-None-Match` matches. */
function finish(input: ApiInput, reply: Reply, base: Record<string, string>): Answer {
  const status = reply.status ?? 200;
  const empty = status === 204 || status === 304;
  const body = empty ? Buffer.alloc(0) : (reply.bytes ?? Buffer.from(reply.text ?? JSON.stringify(reply.json ?? null)));
  const headers: Record<string, string> = empty ? {} : { 'Content-Type': reply.contentType ?? 'application/json' };
  const hasEtag = (status === 200 || status === 201) && body.length > 0;
  headers['Cache-Control'] = hasEtag ? 'max-age=0, private, must-revalidate' : 'no-cache';
  if (hasEtag) headers['ETag'] = `W/"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
  Object.assign(headers, base, reply.headers);
  const reads = input.method === 'GET' || input.method === 'HEAD';
  if (hasEtag && reads && input.headers['if-none-match'] === headers['ETag']) {
    delete headers['Content-Type'];
    return { status: 304, headers, body: Buffer.alloc(0) };
  }
  if (!empty) headers['Content-Length'] = String(body.length);
  return { status, headers, body: input.method === 'HEAD' ? Buffer.alloc(0) : body };
}
