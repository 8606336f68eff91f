import { randomBytes } from 'node:crypto';
import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/**
 * A proxy between the browser and VS Code's server that answers `POST /mint-key`, which the server lacks.
 *
 * The workbench encrypts its secrets with two half keys, one of its own and one from this endpoint. Without a response,
 * it keeps secrets in memory, and each reload signs the user out. The proxy also forwards to other local servers: the
 * workbench opens `http://127.0.0.1:80/page` as its own `/proxy/80/page`, which code-server's wrapper would serve.
 */
export class KeyProxy {
  private readonly key = randomBytes(32);
  private readonly agent = new Agent({ keepAlive: false });
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (socket) => {
      this.track(socket);
    });
    server.on('request', (incoming, outgoing) => {
      this.answer(incoming, outgoing);
    });
    server.on('upgrade', (incoming, socket: Socket, head) => {
      this.tunnel(incoming, socket, head);
    });
  }

  /** Listens on a free port of 127.0.0.1, in front of the server on port `target`. */
  static async start(target: number): Promise<KeyProxy> {
    const server = createServer();
    const proxy = new KeyProxy(server, target);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Stops listening and closes all connections. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    this.agent.destroy();
    await closed;
  }

  private answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (!this.isOurs(incoming)) {
      outgoing.writeHead(403).end();
      return;
    }
    if (incoming.method === 'POST' && incoming.url?.split('?')[0]?.endsWith('/mint-key')) {
      outgoing.writeHead(200, { 'content-type': 'application/octet-stream' }).end(this.key);
      return;
    }
    const { method, headers, url: path } = incoming;
    const forwarded = /^\/proxy\/(\d+)(\/.*)?$/.exec(path ?? '');
    if (forwarded) {
      outgoing.writeHead(302, { location: `http://127.0.0.1:${forwarded[1]}${forwarded[2] ?? '/'}` }).end();
      return;
    }
    const onward = request({ ...this.address, agent: this.agent, method, headers, path }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    onward.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    });
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  private tunnel(incoming: IncomingMessage, socket: Socket, head: Buffer): void {
    if (!this.isOurs(incoming)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = connect(this.address);
    this.track(onward);
    const lines = [`${incoming.method ?? 'GET'} ${incoming.url ?? '/'} HTTP/1.1`];
    for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
      lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
    }
    onward.write(`${lines.join('\r\n')}\r\n\r\n`);
    onward.write(head);
    onward.pipe(socket).pipe(onward);
    socket.on('close', () => onward.destroy()).on('error', () => onward.destroy());
    onward.on('close', () => socket.destroy()).on('error', () => socket.destroy());
  }

  private get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.target };
  }

  /**
   * VS Code's server runs here without a password, so other websites in the same browser must not reach it. They could
   * use a DNS name that points to this machine, or a WebSocket, which browsers allow across origins.
   */
  private isOurs(incoming: IncomingMessage): boolean {
    const host = `127.0.0.1:${this.port}`;
    const { origin } = incoming.headers;
    const guarded = incoming.method !== 'GET' || incoming.headers.upgrade !== undefined;
    return incoming.headers.host === host && (!guarded || origin === undefined || origin === `http://${host}`);
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }
}
