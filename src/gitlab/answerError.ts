import type { Clock } from '../model/time/clock.ts';
import type { ErrorDetails, FailureFacts, GitLabErrorReason } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import {
  deepestErrorPart,
  longestErrorPart,
  longestPageStart,
  longestServerMessage,
  mostErrorParts,
} from '../model/limits.ts';

/** A complete response of the server, the input of {@link answerError}. */
export interface Answer {
  readonly status: number;
  /** Names in lowercase. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, possibly truncated. */
  readonly text: string;
  /** The content of a requested file. */
  readonly bytes?: Uint8Array;
}

type Verdict = { [R in GitLabErrorReason]: readonly [R, (ErrorDetails[R] | undefined)?] }[GitLabErrorReason];

/** The longest wait that a server can impose. A longer one is a mistake of its clock or its proxy. */
const longestPause = 60 * 60_000;
/** The wait if a 429 response specifies none, or the web host can't read it. */
const defaultPause = 60_000;

/**
 * Interprets an unsuccessful response. GitLab has several formats of error body. Facts and exact texts:
 * https://docs.gitlab.com/api/rest/troubleshooting/ and the catalog that test/unit/gitlab/errorCatalogue.test.ts
 * replays.
 */
export function answerError(answer: Answer, facts: FailureFacts, clock: Pick<Clock, 'now' | 'elapsed'>): GitLabError {
  const body = parseObject(answer);
  const serverMessage = messageOf(body);
  const [reason, detail] = verdict(answer, body, serverMessage);
  const isPause = answer.status === 429 || Boolean(answer.headers['retry-after']);
  const pause = isPause ? pauseOf(answer.headers, clock.now()) : undefined;
  return new GitLabError(reason, {
    ...facts,
    status: answer.status,
    detail,
    ...(serverMessage ? { serverMessage: withoutStatus(serverMessage) } : {}),
    ...(pause === undefined ? {} : { until: clock.now() + pause, resumeAt: clock.elapsed() + pause }),
  });
}

/** Whether the response doesn't come from GitLab itself: an HTML page from a proxy, a firewall, or single sign-on. */
export function isWebPage(answer: Answer): boolean {
  return /^\s*text\/html|application\/xhtml/i.test(answer.headers['content-type'] ?? '');
}

/**
 * Whether a 429 response is about the limit of a single endpoint in GitLab's application, such as search, or creating
 * comments. The other limits are those of the account, or a proxy's.
 * https://docs.gitlab.com/security/rate_limits/
 */
export function isEndpointLimit(answer: Answer): boolean {
  const message = parseObject(answer)?.message;
  return answer.status === 429 && typeof message === 'object' && message !== null && 'error' in message;
}

/** Whether a page is a sign-in page, based on its URL or its text. */
export function signInDetail(text: string): 'signInPage' | undefined {
  return /sign[\s_-]?in|log[\s_-]?in|single sign-on|\bsso\b|saml|oauth|openid|\bidp\b|adfs|password/i.test(
    text.slice(0, longestPageStart),
  )
    ? 'signInPage'
    : undefined;
}

function verdict(answer: Answer, body: ErrorBody | undefined, message: string): Verdict {
  const { status } = answer;
  const fromGitLab = body !== undefined || 'x-gitlab-meta' in answer.headers;
  const spam = spamDetail(body, message);
  if (spam && status >= 400 && status < 500) return ['invalid', spam];
  if (status === 429) return ['rateLimited', isEndpointLimit(answer) ? 'endpoint' : undefined];
  if (status === 407) return ['proxy'];
  if (status >= 500) return ['server', /maintenance/i.test(message) ? 'maintenance' : undefined];
  if (!fromGitLab && (isWebPage(answer) || status === 403 || status === 401 || status === 404)) {
    return ['notGitLab', signInDetail(answer.text)];
  }
  switch (status) {
    case 400:
    case 413:
    case 414:
    case 422:
      return ['invalid'];
    case 401:
      return ['auth', deadTokenDetail(body)];
    case 403:
      if (body?.error === 'insufficient_scope') return ['scope'];
      if (body?.error === 'insufficient_granular_scope') return ['scope', fineGrainedDetail(message)];
      if (/read-only/i.test(message)) return ['forbidden', 'readOnlyInstance'];
      return ['forbidden', /^403 Forbidden - ./.test(message) ? 'account' : undefined];
    case 404:
      return ['notFound', missingThing(body)];
    case 405:
      return /moved projects/i.test(message) ? ['notFound', 'moved'] : ['invalid'];
    case 409:
    case 412:
      return ['conflict'];
    case 410:
      return ['notFound', 'route'];
    default:
      return status >= 300 && status < 400 ? ['redirected'] : ['badData'];
  }
}

interface ErrorBody {
  readonly message?: unknown;
  readonly error?: unknown;
  readonly error_description?: unknown;
  readonly needs_captcha_response?: unknown;
}

function deadTokenDetail(body: ErrorBody | undefined): ErrorDetails['auth'] | undefined {
  if (body?.error === 'dpop_error') return 'proofRequired';
  if (body?.error === 'restricted_language_server_client_error') return 'restricted';
  const description = flatten(body?.error_description);
  if (/expired/i.test(description)) return 'expired';
  return /revoked/i.test(description) ? 'revoked' : undefined;
}

/**
 * Whether GitLab took a text for spam.
 * https://docs.gitlab.com/api/rest/troubleshooting/#requests-detected-as-spam
 */
function spamDetail(body: ErrorBody | undefined, message: string): 'captcha' | 'spam' | undefined {
  if (body?.needs_captcha_response === true) return 'captcha';
  return /\brecognized as spam\b|^error Spam detected$/.test(message) ? 'spam' : undefined;
}

/** Some endpoints don't support fine-grained tokens at all, whatever their permissions. */
function fineGrainedDetail(message: string): ErrorDetails['scope'] {
  return /not (?:yet )?support|n['’]t support/i.test(message) ? 'fineGrainedUnsupported' : 'fineGrained';
}

function missingThing(body: ErrorBody | undefined): ErrorDetails['notFound'] | undefined {
  if (body?.error !== undefined) return 'route';
  const message = typeof body?.message === 'string' ? body.message.toLowerCase() : '';
  return (['project', 'group', 'issue'] as const).find((thing) => message === `404 ${thing} not found`);
}

function parseObject({ text }: Answer): ErrorBody | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Returns GitLab's message. `message` can be a string, an array, an object of arrays, or an object with `error`. */
function messageOf(body: ErrorBody | undefined): string {
  const words = flatten(body?.message ?? body?.error_description ?? body?.error);
  return words
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestServerMessage);
}

/** Returns the part after the dash. Example: `403 Forbidden - Your account has been blocked.` */
function withoutStatus(message: string): string {
  return message.replace(/^\d{3} [A-Z][a-z]+(?: [a-z]+)?(?: - |: )(?=.)/, '');
}

/**
 * Returns the texts in a part of an error, each cut before a pattern reads it.
 * @param budget the number of parts that are still read, on all levels together.
 */
function flatten(value: unknown, budget = { parts: mostErrorParts }, depth = 0): string {
  if (typeof value === 'string') return value.slice(0, longestErrorPart);
  if (typeof value !== 'object' || value === null || depth === deepestErrorPart) return '';
  const parts: string[] = [];
  for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (budget.parts === 0) break;
    budget.parts -= 1;
    const text = flatten(inner, budget, depth + 1);
    const isName = typeof key === 'string' && key !== 'error' && key !== 'base';
    parts.push(isName ? `${flatten(key).replaceAll('_', ' ')} ${text}` : text);
  }
  return parts.join(', ').slice(0, longestErrorPart);
}

/**
 * Returns how long to wait after a 429 or a 503. `Retry-After` is either in seconds or a date. Dates and
 * `RateLimit-Reset` use the server's clock, so they count from the server's `Date` header, not from our clock.
 */
function pauseOf(headers: Answer['headers'], now: number): number {
  const retryAfter = headers['retry-after']?.trim() ?? '';
  let pause = Number.NaN;
  if (/^\d+$/.test(retryAfter)) pause = Number(retryAfter) * 1000;
  else if (retryAfter) pause = Date.parse(retryAfter) - serverTime(headers, now);
  else if (Number(headers['ratelimit-remaining']) === 0) pause = timeToReset(headers, now) ?? Number.NaN;
  // A much later reset has another unit than GitLab's.
  if (Number.isNaN(pause) || (retryAfter === '' && pause > longestPause + 1000)) pause = defaultPause;
  return Math.min(Math.max(pause, 1000), longestPause);
}

/**
 * Returns the milliseconds until the server counts requests from zero again, by `RateLimit-Reset`. Undefined if the
 * server doesn't report it.
 */
export function timeToReset(headers: Answer['headers'], now: number): number | undefined {
  const reset = Number(headers['ratelimit-reset'] ?? Number.NaN);
  return reset > 0 ? Math.max(reset * 1000 - serverTime(headers, now), 0) : undefined;
}

function serverTime(headers: Answer['headers'], now: number): number {
  return Date.parse(headers['date'] ?? '') || now;
}

/** Marks a write without a response as unconfirmed. It may have succeeded, so it is not sent again. */
export function unconfirmed(error: GitLabError, method: string): GitLabError {
  const { status, code, detail } = error.facts;
  const unknown =
    (error.reason === 'server' && detail === undefined) ||
    error.reason === 'timeout' ||
    (error.reason === 'offline' &&
      !/^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|NAME_NOT_RESOLVED|CONNECTION_REFUSED)$/.test(code ?? ''));
  if (method === 'GET' || !unknown || status === 503) return error;
  return new GitLabError<GitLabErrorReason>(error.reason, { ...error.facts, outcome: 'unconfirmed' });
}
