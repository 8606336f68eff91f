import type { Clock } from '../model/clock.ts';
import type { FailureFacts, GitLabErrorFacts } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel, subPathOf } from '../model/instanceUrl.ts';
import type { Log } from '../model/ports.ts';
import { type RequestCost, RequestMeter } from '../model/requestMeter.ts';
import { readBody } from '../model/readBody.ts';
import { type Answer, answerError, isWebPage, signInDetail, unconfirmed } from './answerError.ts';
import { isBrokenConnection, networkError } from './networkError.ts';
import { jsonOf, pathTemplate, requestId } from './readAnswer.ts';
import { fetchStored, isStorage } from './storedFile.ts';

export interface ApiRequest {
  readonly method: string;
  /** Below `/api/v4/`, already encoded, without a leading slash and without a query. */
  readonly path: string;
  readonly query?: string;
  /** Sent to GitLab's GraphQL instead, below the instance as `/api/graphql`; then the path is ignored. */
  readonly isGraphQl?: boolean;
  readonly body?: string | FormData;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** Reads a file of at most so many bytes in place of JSON: the body is a `Uint8Array` then. */
  readonly mostBytes?: number;
  /** Asks only for a change since this ETag: for repeated requests whose last answer the caller kept. */
  readonly etag?: string;
  /** Hears of the headers, names in lower case, of whatever answer comes, one that becomes an error too. */
  readonly onHeaders?: (headers: Readonly<Record<string, string>>) => void;
}

export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, or a file's bytes; null for an answer that has none (204, 304). */
  readonly body: unknown;
  /** The server returned 304: nothing changed since the {@link ApiRequest.etag}, or a write had nothing to change. */
  readonly unchanged: boolean;
}

export interface TransportOptions {
  readonly instance: InstanceUrl;
  /** Absent for a question that needs none. Sent nowhere but to the instance's own origin and subpath. */
  readonly token?: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly userAgent?: string;
  /** Told of every answer; one of its own if absent. */
  readonly meter?: RequestMeter;
  /** 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

const timeToHeaders = 15_000;
const timeInAll = 30_000;
/** A body gets the time that a slow line (50 kB/s) needs on top, five minutes at most in all, because upload progress is unknown. */
const slowBytesPerMs = 50;
const longestSending = 300_000;
/** Larger than any response requested here. A page of 100 issues with the longest descriptions fits. */
const longestAnswer = 20 * 1024 * 1024;
const retryDelays = [1_000, 4_000];
const mostRedirects = 3;

/**
 * One account's line to its GitLab: the only place where a request is sent. It holds to the contract of
 * docs/sync.md ("Transport"): the token goes to the instance's own API and nowhere else, only a GET is ever
 * repeated, a 429 closes the line until the server's time has come, and whatever fails is a {@link GitLabError}.
 */
export class Transport {
  private readonly base: URL;
  private readonly graphQl: URL;
  private readonly host: string;
  private readonly meter: RequestMeter;
  /** Nothing is sent before this time. */
  private pausedUntil = 0;

  constructor(private readonly options: TransportOptions) {
    this.base = new URL(`${subPathOf(options.instance)}/api/v4/`, options.instance);
    this.graphQl = new URL('../graphql', this.base);
    this.host = instanceLabel(options.instance);
    this.meter = options.meter ?? new RequestMeter(options.clock);
  }

  get cost(): RequestCost {
    return this.meter.cost;
  }

  get instance(): InstanceUrl {
    return this.options.instance;
  }

  /** Sends one request and reads its answer. Rejects with a {@link GitLabError} only. */
  async request(request: ApiRequest): Promise<ApiResponse> {
    const path = request.isGraphQl ? 'graphql' : pathTemplate(request.path);
    const facts: FailureFacts = { host: this.host, method: request.method, path };
    const { token } = this.options;
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
      throw new GitLabError('auth', { ...facts, detail: 'malformed' });
    for (let attempt = 0; ; attempt++) {
      this.throwIfPaused(facts);
      const started = this.options.clock.now();
      try {
        const response = await this.once(request, facts);
        const { status, headers } = response;
        this.options.log.debug(
          `${request.method} ${facts.path ?? ''} ${status} in ${this.options.clock.now() - started} ms (${requestId(headers) ?? ''})`,
        );
        return response;
      } catch (thrown) {
        const error = unconfirmed(GitLabError.from(thrown, facts), request.isGraphQl ? 'GET' : request.method);
        if (error.reason === 'rateLimited') this.pauseUntil(error.facts.until ?? 0);
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

  private throwIfPaused(facts: FailureFacts): void {
    if (this.options.clock.now() >= this.pausedUntil) return;
    throw new GitLabError('rateLimited', { ...facts, until: this.pausedUntil });
  }

  /** Several answers may ask to wait; the longest counts. */
  private pauseUntil(time: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, time);
  }

  /** Only what changes nothing is sent twice, and only where the next try has a chance. */
  private retryDelay(request: ApiRequest, error: GitLabError, attempt: number): number | undefined {
    const delay = retryDelays[attempt];
    const { status, until } = error.facts;
    const passing = (error.reason === 'server' && [502, 503, 504].includes(status ?? 0)) || isBrokenConnection(error);
    if (delay === undefined || request.method !== 'GET' || !passing || until !== undefined) return undefined;
    return delay * (1 + 0.25 * (this.options.random ?? Math.random)());
  }

  private async once(request: ApiRequest, facts: FailureFacts): Promise<ApiResponse> {
    const url = request.isGraphQl ? new URL(this.graphQl) : new URL(request.path, this.base);
    if (!this.isOwn(url)) throw new GitLabError('invalid', facts);
    url.search = request.query ?? '';
    const answer = await this.exchange(url, request, facts);
    request.onHeaders?.(answer.headers);
    this.meter.count(answer.bytes?.byteLength ?? answer.text.length);
    const id = requestId(answer.headers);
    const answerFacts = id === undefined ? facts : { ...facts, requestId: id };

    const { status, headers } = answer;
    // A write that changes nothing (subscribe, to-do) answers 304 as well: https://docs.gitlab.com/api/issues/
    if (status === 304) return { status, headers, body: null, unchanged: true };
    if (status < 200 || status > 299) throw answerError(answer, answerFacts, this.options.clock.now());
    return { status, headers, body: answer.bytes ?? jsonOf(answer, answerFacts), unchanged: false };
  }

  /** Sends, follows the few redirects that stay in the API (for a file also to where that is stored), and reads the body, within the time limits. */
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
    // A file may take long, but not without a sign of life.
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
          const headers = Object.fromEntries(response.headers);
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
        if (mostBytes !== undefined && request.method === 'GET' && isStorage(next, this.base)) {
          const onHeaders = () => {
            headersTimer.dispose();
          };
          const { signal } = controller;
          const stored = { fetch: this.options.fetch, signal, mostBytes, facts, onHeaders, onBytes };
          // The headers of another server are not GitLab's: only the bytes are used.
          return { status: 200, headers: {}, text: '', bytes: await fetchStored(next, this.base, stored) };
        }
        if (request.method !== 'GET' || !this.isOwn(next) || redirects >= mostRedirects) {
          throw new GitLabError('notGitLab', { ...facts, status: response.status, ...refusedRedirect(url, next) });
        }
        url = next;
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
    const { token, userAgent } = this.options;
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

  /** Whether the token may go there: the instance's own API. */
  private isOwn(url: URL): boolean {
    if (url.origin !== this.base.origin) return false;
    return url.pathname.startsWith(this.base.pathname) || url.pathname === this.graphQl.pathname;
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

/** Milliseconds that sending a body may take. */
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

/** Why a redirect is not followed, by its target. */
function refusedRedirect(from: URL, to: URL): Pick<GitLabErrorFacts<'notGitLab'>, 'detail' | 'code'> {
  const detail = signInDetail(`${to.host}${to.pathname}`);
  if (detail) return { detail };
  if (to.hostname === from.hostname && from.protocol === 'http:' && to.protocol === 'https:')
    return { detail: 'https' };
  return to.origin === from.origin ? {} : { detail: 'elsewhere', code: to.host };
}
