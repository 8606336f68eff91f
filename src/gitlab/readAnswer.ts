import type { RateLimit } from '../model/connection/connectionFacts.ts';
import type { FailureFacts } from '../model/error/errorReason.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { longestHeader } from '../model/limits.ts';
import { type Answer, isWebPage, signInDetail } from './answerError.ts';

/** Returns JSON only if the content type and the parser agree. The decoder checks the format. */
export function jsonOf(answer: Answer, facts: FailureFacts): unknown {
  if (answer.status === 204) return null;
  if (isWebPage(answer)) {
    const detail = signInDetail(answer.text);
    throw new GitLabError('notGitLab', { ...facts, status: answer.status, detail });
  }
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/i.test(answer.headers['content-type'] ?? '');
  try {
    if (isJson) return JSON.parse(answer.text) as unknown;
  } catch {
    // The parser's message would quote the body.
  }
  throw new GitLabError('badData', { ...facts, status: answer.status });
}

/** The headers of a response, each cut before a pattern reads it. Names are in lowercase. */
export function headersOf(response: Response): Answer['headers'] {
  return Object.fromEntries([...response.headers].map(([name, value]) => [name, value.slice(0, longestHeader)]));
}

/** GitLab's id of this request, if it is safe to log. */
export function requestId(headers: Answer['headers']): string | undefined {
  const id = headers['x-request-id'];
  return id && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

/** The path without ids, for the log. Example: `projects/12/issues/3` -> `projects/:id/issues/:iid` */
export function pathTemplate(path: string): string {
  return path
    .replace(/^(projects|groups|users)\/[^/]+/, '$1/:id')
    .replace(/\/issues\/\d+/, '/issues/:iid')
    .replace(/\/discussions\/[^/]+/, '/discussions/:id')
    .replace(/\/uploads\/.+/, '/uploads/:secret/:name')
    .replace(/\/repository\/files\/[^/]+/, '/repository/files/:path')
    .replace(/\/\d+(?=\/|$)/g, '/:id');
}

/** The `RateLimit-*` headers, if the server sends them. */
export function rateLimitOf(headers: Readonly<Record<string, string>>): RateLimit | undefined {
  const number = (name: string) => (/^\d+$/.test(headers[name] ?? '') ? Number(headers[name]) : undefined);
  const limit = number('ratelimit-limit');
  const observed = number('ratelimit-observed');
  const remaining = number('ratelimit-remaining');
  if (limit === undefined) return undefined;
  return { limit, ...(observed === undefined ? {} : { observed }), ...(remaining === undefined ? {} : { remaining }) };
}
