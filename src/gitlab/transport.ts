import type { Clock } from '../model/time/clock.ts';
import type { FailureFacts, GitLabErrorFacts } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel, subPathOf } from '../model/address/instanceUrl.ts';
import { longestAnswer } from '../model/limits.ts';
import type { Log } from '../model/ports.ts';
import { type RequestCost, RequestMeter } from '../model/gateway/requestMeter.ts';
import type { CurrentPriority, RatePace } from '../model/gateway/requestPriority.ts';
import { readBody } from '../model/readBody.ts';
import { staysInApi } from './apiPath.ts';
import { type Answer, answerError, isWebPage, signInDetail, unconfirmed } from './answerError.ts';
import { isBrokenConnection, networkError } from './networkError.ts';
import { headersOf, jsonOf, pathTemplate, requestId } from './readAnswer.ts';
import { RequestScheduler } from './requestScheduler.ts';
import { fetchStored, isStorage, type ResolveName } from './storedFile.ts';

export interface ApiRequest {
  readonly method: string;
  /** Relative to `/api/v4/`, encoded, without a leading slash and without a query. */
  readonly path: string;
  readonly query?: string;
  /** Sends the request to the instance's `/api/graphql` and ignores the path. */
  readonly isGraphQl?: boolean;
  readonly body?: string | FormData;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** Reads a file of at most this many bytes instead of JSON. The body is then a `Uint8Array`. */
  readonly mostBytes?: number;
  /**
   * Requests the content only if it changed since this ETag. For repeated requests if the caller kept the last
   * response.
   */
  readonly etag?: string;
  /** Called with the headers of every response, including errors. Names are in lowercase. */
  readonly onHeaders?: (headers: Readonly<Record<string, string>>) => void;
}

export interface ApiResponse {
  readonly status: number;
  /** Names in lowercase. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, or the bytes of a file. Null for a response without a body (204, 304). */
  readonly body: unknown;
  /**
   * The server returned 304. Nothing has changed since the {@link ApiRequest.etag}, or a write had nothing to change.
   */
  readonly unchanged: boolean;
  /** The server and the request, for errors about the content. */
  readonly facts: FailureFacts;
}

export interface TransportOptions {
  readonly instance: InstanceUrl;
  /**
   * Absent for requests without a token. Only sent to the instance's own origin and subpath. A function reads it before
   * the first request. If that fails, no request is sent, and the next one tries again.
   */
  readonly token?: string | (() => Promise<string>);
  readonly fetch: typeof fetch;
  /** Finds out whether a name leads to a private network. If absent, the name alone decides. */
  readonly resolveName?: ResolveName;
  readonly clock: Clock;
  readonly log: Log;
  readonly userAgent?: string;
  /** Counts every response. If absent, the transport creates its own. */
  readonly meter?: RequestMeter;
  /** Shared by everything that uses the account. If absent, the transport creates its own. */
  readonly scheduler?: RequestScheduler;
  /** See {@link Transport.at}. */
  readonly priority?: CurrentPriority;
  readonly lifetime?: AbortSignal;
  /** Returns 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

const timeToHeaders = 15_000;
const timeInAll = 30_000;
/** Upload progress is unknown, so the timeout of a body allows for a slow connection (50 kB/s), up to five minutes. */
const slowBytesPerMs = 50;
const longestSending = 300_000;
const retryDelays = [1_000, 4_000];
const mostRedirects = 3;

/**
 * Sends all requests of one account. This is the only place that sends requests to GitLab's API. It implements the contract
 * in docs/sync.md ("Transport"): the token only goes to the instance's own API, only a GET is ever repeated, the
 * {@link RequestScheduler} decides when each is sent, and every failure is a {@link GitLabError}.
 */
export class Transport {
  private readonly base: URL;
  private readonly graphQl: URL;
  private readonly host: string;
  private readonly meter: RequestMeter;
  private readonly scheduler: RequestScheduler;
  private readonly resolveName: ResolveName;
  /** The token of {@link TransportOptions}, once it is read. */
  private token: string | undefined;

  constructor(private readonly options: TransportOptions) {
    if (typeof options.token === 'string') this.token = options.token;
    this.base = new URL(`${subPathOf(options.instance)}/api/v4/`, options.instance);
    this.graphQl = new URL('../graphql', this.base);
    this.host = instanceLabel(options.instance);
    this.meter = options.meter ?? new RequestMeter(options.clock);
    this.scheduler = options.scheduler ?? new RequestScheduler(options.clock);
    this.resolveName = options.resolveName ?? (() => Promise.resolve([]));
  }

  get cost(): RequestCost {
    return this.meter.cost;
  }

  /** What is known about the server's rate limit. */
  get pace(): RatePace | undefined {
    return this.scheduler.pace;
  }

  get clock(): Clock {
    return this.options.clock;
  }

  get instance(): InstanceUrl {
    return this.options.instance;
  }

  /**
   * The same transport for requests of another priority.
   * @param lifetime requests that still wait for their turn when it is aborted aren't sent. Requests in flight continue.
   */
  at(priority: CurrentPriority, lifetime = this.options.lifetime): Transport {
    const { meter, scheduler } = this;
    return new Transport({ ...this.options, meter, scheduler, priority, ...(lifetime ? { lifetime } : {}) });
  }

  /** Sends one request and reads its response. Rejects with a {@link GitLabError} only. */
  async request(request: ApiRequest): Promise<ApiResponse> {
    const path = request.isGraphQl ? 'graphql' : pathTemplate(request.path);
    const facts: FailureFacts = { host: this.host, method: request.method, path };
    const { priority = 'user', lifetime, token: given } = this.options;
    const signals = [request.signal, lifetime];
    if (typeof given === 'function') this.token ??= await this.readToken(given, signals, facts);
    const { token } = this;
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
      throw new GitLabError('auth', { ...facts, detail: 'malformed' });
    // GitLab limits searches separately from other lists of the same endpoint.
    const search = /(?:^|&)search=/.test(request.query ?? '') ? ' search' : '';
    const endpoint = `${request.method} ${path}${search}`;
    const isFile = request.mostBytes !== undefined || request.body instanceof FormData;
    const scheduled = { priority, signals, isFile, token, endpoint, facts };
    for (let attempt = 0; ; attempt++) {
      let started = this.options.clock.elapsed();
      try {
        const response = await this.scheduler.run(scheduled, () => {
          started = this.options.clock.elapsed();
          return this.once(request, endpoint, facts);
        });
        const { status, headers } = response;
        this.options.log.debug(
          `${request.method} ${facts.path ?? ''} ${status} in ${Math.round(this.options.clock.elapsed() - started)} ms (${requestId(headers) ?? ''})`,
        );
        return response;
      } catch (thrown) {
        const error = unconfirmed(GitLabError.from(thrown, facts), request.isGraphQl ? 'GET' : request.method);
        const delay = this.retryDelay(request, error, attempt);
        const next = delay === undefined ? '' : `, again in ${Math.round(delay)} ms`;
        this.options.log.debug(
          `${request.method} ${facts.path ?? ''} failed: ${error.reason} ${error.facts.status ?? error.facts.code ?? ''}${next}`,
        );
        if (delay === undefined) throw error;
        await this.wait(delay, request.signal, facts);
      }
    }
  }

  /** Rejects as soon as one of the signals is aborted. */
  private async readToken(
    read: () => Promise<string>,
    signals: readonly (AbortSignal | undefined)[],
    facts: FailureFacts,
  ): Promise<string> {
    const { promise: canceled, reject } = Promise.withResolvers<never>();
    const ended = AbortSignal.any(signals.filter((signal) => signal !== undefined));
    const cancel = () => {
      reject(new GitLabError('canceled', facts));
    };
    if (ended.aborted) cancel();
    ended.addEventListener('abort', cancel);
    try {
      return await Promise.race([canceled, read()]);
    } catch (error) {
      throw GitLabError.from(error, facts);
    } finally {
      ended.removeEventListener('abort', cancel);
    }
  }

  /** Retries only requests that change nothing, and only if a retry may succeed. */
  private retryDelay(request: ApiRequest, error: GitLabError, attempt: number): number | undefined {
    const delay = retryDelays[attempt];
    const { status, until } = error.facts;
    const passing = (error.reason === 'server' && [502, 503, 504].includes(status ?? 0)) || isBrokenConnection(error);
    if (delay === undefined || request.method !== 'GET' || !passing || until !== undefined) return undefined;
    return delay * (1 + 0.25 * (this.options.random ?? Math.random)());
  }

  private async once(request: ApiRequest, endpoint: string, facts: FailureFacts): Promise<ApiResponse> {
    if (!request.isGraphQl && !staysInApi(request.path)) throw new GitLabError('invalid', facts);
    const url = new URL(request.isGraphQl ? this.graphQl : `${this.base.href}${request.path}`);
    url.search = request.query ?? '';
    const answer = await this.exchange(url, request, facts);
    request.onHeaders?.(answer.headers);
    this.scheduler.note(answer);
    this.meter.count(answer.bytes?.byteLength ?? answer.text.length);
    const id = requestId(answer.headers);
    const answerFacts = id === undefined ? facts : { ...facts, requestId: id };

    const { status, headers } = answer;
    // A write that changes nothing (subscribe, to-do) also returns 304: https://docs.gitlab.com/api/issues/
    // Any other 304 refers to a response that the caller doesn't have.
    const mayBeUnchanged = Boolean(request.etag) || (request.method !== 'GET' && !request.isGraphQl);
    if (status === 304 && !mayBeUnchanged) throw new GitLabError('badData', { ...answerFacts, status });
    if (status === 304) return { status, headers, body: null, unchanged: true, facts: answerFacts };
    if (status < 200 || status > 299) {
      const error = answerError(answer, answerFacts, this.options.clock);
      if (GitLabError.is(error, 'rateLimited'))
        this.scheduler.pauseUntil(error.facts.resumeAt ?? 0, error.facts.detail && endpoint);
      if (isDeadToken(error)) this.scheduler.rejectWaiting(this.token, error);
      throw error;
    }
    const body = answer.bytes ?? jsonOf(answer, answerFacts);
    return { status, headers, body, unchanged: false, facts: answerFacts };
  }

  /**
   * Sends the request, follows the few redirects that stay in the API (or lead to a file's storage), and reads the
   * body, all within the time limits.
   */
  private async exchange(target: URL, request: ApiRequest, facts: FailureFacts): Promise<Answer> {
    const { clock } = this.options;
    const controller = new AbortController();
    const abort = () => {
      controller.abort();
    };
    request.signal?.addEventListener('abort', abort);
    if (request.signal?.aborted) abort();
    const sending = timeToSend(request.body);
    const headersTimer = clock.after(Math.min(timeToHeaders + sending, longestSending), abort);
    let totalTimer = clock.after(Math.min(timeInAll + sending, longestSending), abort);
    // A file may take a long time, but not without progress.
    const onBytes = () => {
      totalTimer.dispose();
      totalTimer = clock.after(timeInAll, abort);
    };
    try {
      let url = target;
      for (let redirects = 0; ; redirects++) {
        const response = await this.options.fetch(url.href, this.init(request, controller.signal));
        if (response.type === 'opaqueredirect') throw new GitLabError('redirected', facts);
        const next = redirectTarget(response, url);
        if (!next) {
          headersTimer.dispose();
          const { status } = response;
          const headers = headersOf(response);
          const ofAnswer = { ...facts, status };
          if (request.mostBytes === undefined || !response.ok || isWebPage({ status, headers, text: '' })) {
            const text = new TextDecoder().decode(await readBody(response.body, longestAnswer, ofAnswer));
            return { status, headers, text };
          }
          const bytes = await readBody(response.body, request.mostBytes, ofAnswer, onBytes);
          return { status, headers, text: '', bytes };
        }
        await response.body?.cancel();
        const { mostBytes } = request;
        const isFile = mostBytes !== undefined && request.method === 'GET';
        if (isFile && (await isStorage(next, this.base, this.resolveName))) {
          const onHeaders = () => {
            headersTimer.dispose();
          };
          const { fetch } = this.options;
          const { resolveName } = this;
          const stored = { fetch, resolveName, signal: controller.signal, mostBytes, facts, onHeaders, onBytes };
          // Headers from another server aren't GitLab's, so only the bytes are used.
          return { status: 200, headers: {}, text: '', bytes: await fetchStored(next, this.base, stored) };
        }
        const own = this.isOwn(next) ? next : this.renamedProject(url, next);
        if (request.method !== 'GET' || !own || redirects >= mostRedirects) {
          throw new GitLabError('notGitLab', { ...facts, status: response.status, ...refusedRedirect(url, next) });
        }
        url = own;
      }
    } catch (error) {
      if (GitLabError.is(error)) throw error;
      if (request.signal?.aborted) throw new GitLabError('canceled', facts);
      if (controller.signal.aborted) throw new GitLabError('timeout', facts);
      throw networkError(error, facts);
    } finally {
      headersTimer.dispose();
      totalTimer.dispose();
      request.signal?.removeEventListener('abort', abort);
    }
  }

  private init(request: ApiRequest, signal: AbortSignal): RequestInit {
    const { token } = this;
    const { userAgent } = this.options;
    return {
      method: request.method,
      headers: {
        Accept: request.mostBytes === undefined ? 'application/json' : '*/*',
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(userAgent === undefined ? {} : { 'User-Agent': userAgent }),
        ...(request.etag === undefined ? {} : { 'If-None-Match': request.etag }),
        ...(request.contentType === undefined ? {} : { 'Content-Type': request.contentType }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    };
  }

  /** Whether the token may be sent there, which is only the instance's own API. */
  private isOwn(url: URL): boolean {
    if (url.origin !== this.base.origin) return false;
    if (url.pathname === this.graphQl.pathname) return true;
    const { pathname } = this.base;
    return url.pathname.startsWith(pathname) && staysInApi(url.pathname.slice(pathname.length));
  }

  /**
   * The URL of the same request by the ID of its project. GitLab redirects the old path of a renamed project to its ID.
   * Behind a proxy, it may not know its own scheme, host, or subpath, so only the ID is used.
   */
  private renamedProject(from: URL, to: URL): URL | undefined {
    const projects = `${this.base.pathname}projects/`;
    const [, id] = /\/api\/v4\/projects\/(\d+)(?=\/|$)/.exec(to.pathname) ?? [];
    const path = from.pathname.slice(projects.length);
    const [name = ''] = path.split('/', 1);
    if (id === undefined || !from.pathname.startsWith(projects) || !/%2f/i.test(name)) return undefined;
    return new URL(`${projects}${id}${path.slice(name.length)}${from.search}`, this.base);
  }

  private wait(ms: number, signal: AbortSignal | undefined, facts: FailureFacts): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = () => {
        timer.dispose();
        reject(new GitLabError('canceled', facts));
      };
      const timer = this.options.clock.after(ms, () => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      });
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
    });
  }
}

/** The timeout for sending a body, in milliseconds. */
function timeToSend(body: string | FormData | undefined): number {
  if (body === undefined || typeof body === 'string') return (body?.length ?? 0) / slowBytesPerMs;
  const sizes = [...body.values()].map((value) => (typeof value === 'string' ? value.length : value.size));
  return sizes.reduce((sum, size) => sum + size, 0) / slowBytesPerMs;
}

function redirectTarget(response: Response, from: URL): URL | undefined {
  const location = response.headers.get('location');
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
  return URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
}

/** Why a redirect isn't followed, based on its target. */
function refusedRedirect(from: URL, to: URL): Pick<GitLabErrorFacts<'notGitLab'>, 'detail' | 'code'> {
  const detail = signInDetail(`${to.host}${to.pathname}`);
  if (detail) return { detail };
  if (to.hostname === from.hostname && from.protocol === 'http:' && to.protocol === 'https:')
    return { detail: 'https' };
  return to.origin === from.origin ? {} : { detail: 'elsewhere', code: to.host };
}

/** Whether no other request with the token can succeed. */
function isDeadToken({ reason, facts }: GitLabError): boolean {
  return reason === 'auth' && (facts.detail === 'expired' || facts.detail === 'revoked');
}
