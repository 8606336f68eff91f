import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { AdminRoutes } from './admin/adminRoutes.ts';
import { allRoutes } from './api/allRoutes.ts';
import { ApiPipeline } from './http/apiPipeline.ts';
import type { Fault } from './http/fault.ts';
import { FaultList } from './http/faultList.ts';
import { sendFault } from './http/sendFault.ts';
import type { Answer } from './http/reply.ts';
import { Router } from './http/router.ts';
import { Throttle, type RateLimit } from './http/throttle.ts';
import { buildWorld } from './seed/buildWorld.ts';
import type { Edition, RequestRecord, StandInOptions, StandInTokens, TokenName } from './standInOptions.ts';
import { WebPages } from './web/webPages.ts';
import { ServerVersion } from './world/serverVersion.ts';
import type { World } from './world/world.ts';

/**
 * A GitLab on a loopback port, for tests, benchmarks, and `npm start`. Create it with `start` and stop it with `close`.
 */
export class StandInGitLab {
  readonly world: World;
  /** One line about the loaded data, to print in a shell. */
  readonly loaded: string;
  version: ServerVersion;
  private baseUrl = '';
  private clock: (() => number) | undefined;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly log: RequestRecord[] = [];
  private readonly webLog: RequestRecord[] = [];
  private readonly faults = new FaultList();
  private readonly throttle = new Throttle();
  private readonly api: ApiPipeline;
  private readonly admin: AdminRoutes;
  private readonly pages: WebPages;

  private constructor(private readonly options: StandInOptions) {
    this.version = new ServerVersion(options.version ?? '18.9.1-ee', options.edition);
    const built = buildWorld(options, () => this.now());
    this.world = built.world;
    this.loaded = built.loaded;
    this.api = new ApiPipeline(this, new Router(allRoutes(this.world)), this.throttle);
    this.admin = new AdminRoutes(this);
    this.pages = new WebPages(this);
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.handle(request, response).catch((error: unknown) => {
        // A client that disconnected isn't an error.
        if (!request.destroyed) console.error(error);
        response.destroy();
      });
    };
    this.server = options.tls ? createHttps({ ...options.tls }, listener) : createHttp(listener);
    // A long timeout, so that clients don't reuse a connection that the server has just closed.
    this.server.keepAliveTimeout = 60_000;
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(options: StandInOptions = {}): Promise<StandInGitLab> {
    const standIn = new StandInGitLab(options);
    await standIn.listen();
    return standIn;
  }

  /** The server's URL, with the relative root and without a trailing slash. */
  get url(): string {
    return this.baseUrl;
  }

  /** The URL that responses contain. Differs from `url` only if `externalUrl` was given. */
  get externalUrl(): string {
    return this.options.externalUrl?.replace(/\/$/, '') ?? this.baseUrl;
  }

  get tokens(): StandInTokens {
    return Object.fromEntries([...this.world.tokens].map(([name, token]) => [name, token.text])) as Record<
      TokenName,
      string
    >;
  }

  /** Requests to `/api`, in order of arrival. */
  get requests(): readonly RequestRecord[] {
    return this.log;
  }

  /** Requests to everything else, such as avatars. */
  get webRequests(): readonly RequestRecord[] {
    return this.webLog;
  }

  clearRequests(): void {
    this.log.length = 0;
    this.webLog.length = 0;
  }

  /** Changes matching responses until removed. The first matching fault applies. Returns a function that removes it. */
  addFault(fault: Fault): () => void {
    const id = this.faults.add(fault);
    return () => {
      this.faults.remove(id);
    };
  }

  clearFaults(): void {
    this.faults.clear();
  }

  /** The faults with their IDs, for the admin route. */
  get faultList(): FaultList {
    return this.faults;
  }

  /** Milliseconds from the time set by `setClock`, the clock given to `start`, or the machine's clock. */
  now(): number {
    return (this.clock ?? this.options.now ?? Date.now)();
  }

  /** Stops the clock at a time, or (undefined) restarts it. */
  setClock(ms: number | undefined): void {
    this.clock = ms === undefined ? undefined : () => ms;
  }

  get restrictsPublicVisibility(): boolean {
    return this.options.restrictsPublicVisibility ?? false;
  }

  setVersion(version: string, edition?: Edition): void {
    this.version = new ServerVersion(version, edition ?? this.version.edition);
  }

  /** Turns on rate limiting, or (without a limit) turns it off. */
  setRateLimit(...limits: readonly (RateLimit | undefined)[]): void {
    this.throttle.set(...limits.filter((limit) => limit !== undefined));
  }

  /** Counts requests that a token's user sends with a browser or git. */
  spendRateLimit(requests: number, token: TokenName = 'personal'): void {
    const user = this.world.tokens.get(token);
    if (user) this.throttle.spend(user.userId, requests, this);
  }

  /** Stops listening and closes all connections, even those that hang. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async listen(): Promise<void> {
    const { host = '127.0.0.1', port = 0 } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    const { port: bound } = this.server.address() as AddressInfo;
    this.baseUrl = `${this.options.tls ? 'https' : 'http'}://${host}:${bound}${this.root}`;
  }

  private get root(): string {
    const trimmed = (this.options.relativeRoot ?? '').replace(/^\/|\/$/g, '');
    return trimmed === '' ? '' : `/${trimmed}`;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [fullPath, query] = split(request.url ?? '/');
    const body = await readBody(request);
    const method = request.method ?? 'GET';
    if (!fullPath.startsWith(`${this.root}/`) && fullPath !== this.root) {
      send(response, this.pages.notFound());
      return;
    }
    const path = fullPath.slice(this.root.length) || '/';
    const input = { method, path, query, headers: request.headers, body };
    if (path.startsWith('/-/stand-in')) send(response, this.admin.answer(input));
    else if (!/^\/api(\/|$)/.test(path)) {
      const answer = this.pages.answer(input);
      const { headers } = request;
      this.webLog.push({ method, path, query, headers, status: answer.status, at: this.now() });
      send(response, answer);
    } else await this.handleApi(input, request, response);
  }

  private async handleApi(
    input: { method: string; path: string; query: string; headers: IncomingMessage['headers']; body: Buffer },
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { method, path, query, headers } = input;
    const record = { method, path, query, headers, status: 0, at: this.now() };
    this.log.push(record);
    const note = (status: number): void => {
      record.status = status;
    };
    const fault = this.faults.take(input);
    if (fault) {
      await fault.released;
      await sendFault(fault.action, {
        response,
        request,
        note,
        headers: () => this.api.headers(input),
        answer: () => this.api.answer(input),
        instance: this,
      });
    } else {
      const answer = this.api.answer(input);
      note(answer.status);
      send(response, answer);
    }
  }
}

function split(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}
