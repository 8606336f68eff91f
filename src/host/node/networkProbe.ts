import { lookup } from 'node:dns/promises';
import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import { systemClock } from '../../model/time/clock.ts';
import type { CertificateFacts, Endpoint, Probe } from '../../model/connection/connectionFacts.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';

/*
 * Network probes below HTTP, used only by the connection check. Requests, and with them tokens, go through
 * gitlab/transport.ts. Each probe ends within its time limit, and rejects only with `canceled`.
 */

/** The time limit of a probe, in milliseconds. */
const timeLimit = 5_000;
/** A proxy's response to CONNECT is one line and a few headers. */
const longestHead = 16_384;

/** The addresses of a host name, as resolved by the operating system. */
export function resolveName(host: string, signal?: AbortSignal): Promise<Probe<readonly string[]>> {
  return probe(signal, async () => (await lookup(host, { all: true })).map(({ address }) => address));
}

/** Whether a port accepts connections, and after how many milliseconds. Sends no data. */
export function tryPort(endpoint: Endpoint, signal?: AbortSignal): Promise<Probe<number>> {
  return probe(signal, async (open) => {
    const started = systemClock.elapsed();
    await connected(open(connectSocket(endpoint)));
    return Math.round(systemClock.elapsed() - started);
  });
}

/**
 * Reads a server's certificate, trusted or not. Sends only the TLS handshake and, for an HTTP proxy, the CONNECT
 * request without credentials.
 */
export function readCertificate(
  endpoint: Endpoint,
  proxy: Endpoint | undefined,
  signal?: AbortSignal,
): Promise<Probe<CertificateFacts>> {
  return probe(signal, async (open) => {
    const { host, port } = endpoint;
    const tunnel = proxy && (await openTunnel(open(connectSocket(proxy)), endpoint));
    if (tunnel?.destroyed) throw closed();
    const socket = connectTls({
      host,
      port,
      ...(tunnel ? { socket: tunnel } : {}),
      ...(isIP(host) ? {} : { servername: host }),
      // Only safe here, because no request follows. Users need to see the certificate even if it isn't trusted.
      rejectUnauthorized: false,
    });
    await connected(open(socket), 'secureConnect');
    // The type is Error, but Node returns the code.
    const distrust: unknown = socket.authorized ? undefined : socket.authorizationError;
    return certificateFacts(socket.getPeerCertificate(), distrust);
  });
}

/** Runs a probe within its time limit and closes what it opened. */
function probe<T>(
  signal: AbortSignal | undefined,
  run: (open: <S extends Socket>(socket: S) => S) => Promise<T>,
): Promise<Probe<T>> {
  const sockets: Socket[] = [];
  return new Promise<Probe<T>>((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve({ code: 'ETIMEDOUT' });
    }, timeLimit);
    const cancel = () => {
      reject(new GitLabError('canceled'));
    };
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    const open = <S extends Socket>(socket: S): S => {
      sockets.push(socket);
      // A later error without a listener would end the extension host, even after the probe has ended.
      socket.on('error', () => undefined);
      return socket;
    };
    run(open)
      .then(
        (found) => {
          resolve({ found });
        },
        (error: unknown) => {
          resolve({ code: codeOf(error) });
        },
      )
      .finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
      });
  }).finally(() => {
    // Destroys the last socket first, because Node crashes if a tunnel is destroyed before the TLS connection inside
    // it.
    for (const socket of sockets.reverse()) socket.destroy();
  });
}

function connected(socket: Socket, event: 'connect' | 'secureConnect' = 'connect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.once('error', reject);
    socket.once('close', () => {
      reject(closed());
    });
  });
}

async function openTunnel(socket: Socket, { host, port }: Endpoint): Promise<Socket> {
  await connected(socket);
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const status = await new Promise<number>((resolve, reject) => {
    let head = '';
    const read = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n') && head.length < longestHead) return;
      socket.off('data', read);
      socket.pause();
      resolve(Number(/^HTTP\/1\.\d (\d{3})/.exec(head)?.[1] ?? 0));
    };
    socket.on('data', read);
    socket.once('error', reject);
    socket.once('end', () => {
      reject(closed());
    });
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  });
  if (status < 200 || status > 299) throw Object.assign(new Error('refused'), { code: `PROXY_${status}` });
  return socket;
}

function closed(): Error {
  return Object.assign(new Error('closed'), { code: 'ECONNRESET' });
}

function certificateFacts(certificate: PeerCertificate, distrust: unknown): CertificateFacts {
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: (certificate.subjectaltname ?? '').split(', ').filter((name) => name !== ''),
    validFrom: dateOf(certificate.valid_from),
    validTo: dateOf(certificate.valid_to),
    fingerprint: certificate.fingerprint256,
    ...(distrust === undefined ? {} : { distrust: typeof distrust === 'string' ? distrust : codeOf(distrust) }),
  };
}

/** The common name and the organization. Each can be missing or appear several times. */
function nameOf(name: unknown): string {
  const { CN, O, OU } = (typeof name === 'object' && name !== null ? name : {}) as Record<string, unknown>;
  const parts = [CN, O].some((part) => part !== undefined) ? [CN, O] : [OU];
  return parts
    .flat()
    .filter((part) => typeof part === 'string')
    .join(', ');
}

function dateOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString().slice(0, 10);
}

function codeOf(error: unknown): string {
  // For several addresses (IPv4 and IPv6), there is one combined error. Any of its parts works.
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code: unknown = one instanceof Error && 'code' in one ? one.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
