import type { Instance } from './apiPipeline.ts';
import type { ErrorCase, FaultAction, HtmlPage } from './fault.ts';
import type { Answer } from './reply.ts';

interface Case {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

function invalidToken(description: string): Case {
  return {
    status: 401,
    body: { error: 'invalid_token', error_description: description },
    headers: {
      'WWW-Authenticate': `Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="${description}"`,
    },
  };
}

/** Bodies of the error catalogue, mainly those that no state of the stand-in causes. */
const cases: Readonly<Record<ErrorCase, Case>> = {
  unauthorized: { status: 401, body: { message: '401 Unauthorized' } },
  expired: invalidToken('Token is expired. You can either do re-authorization or token refresh.'),
  revoked: invalidToken('Token was revoked. You have to re-authorize from the user.'),
  scope: {
    status: 403,
    body: {
      error: 'insufficient_scope',
      error_description: 'The request requires higher privileges than provided by the access token.',
      scope: 'ai_workflows api read_api',
    },
  },
  forbidden: { status: 403, body: { message: '403 Forbidden' } },
  blocked: { status: 403, body: { message: '403 Forbidden - Your account has been blocked.' } },
  notFound: { status: 404, body: { message: '404 Not found' } },
  projectNotFound: { status: 404, body: { message: '404 Project Not Found' } },
  conflict: { status: 409, body: { message: 'Duplicated issue' } },
  resourceLock: { status: 409, body: { message: '409 Conflict: Resource lock' } },
  captcha: {
    status: 409,
    body: {
      needs_captcha_response: true,
      spam_log_id: 42,
      captcha_site_key: 'site-key',
      message: {
        error: 'Your issue has been recognized as spam. Please, change the content or solve the reCAPTCHA to proceed.',
      },
    },
  },
  spam: {
    status: 400,
    body: { message: { base: ['Your issue has been recognized as spam and has been discarded.'] } },
  },
  internal: { status: 500, body: { message: '500 Internal Server Error' } },
  overloaded: {
    status: 503,
    body: { message: 'Upstream Gitaly has been exhausted. Try again later' },
    headers: { 'Retry-After': '30' },
  },
  maintenance: { status: 503, body: { message: 'GitLab Maintenance: system is in maintenance mode' } },
};

const pages: Readonly<Record<HtmlPage, { status: number; title: string; text: string }>> = {
  signIn: { status: 200, title: 'Sign in', text: 'Sign in with your company account to continue.' },
  badGateway: {
    status: 502,
    title: 'GitLab is not responding (502)',
    text: 'Whoops, GitLab is taking too much time to respond.',
  },
  deploy: { status: 503, title: 'Deploy in progress', text: 'Please try again in a few minutes.' },
  waf: { status: 403, title: 'Access denied', text: 'This request was blocked by the security rules. Event 8f3a1c.' },
  notFound: { status: 404, title: '404 Not Found', text: 'nginx' },
};

/** A page from a proxy or an error page, without GitLab and CORS headers. */
export function htmlPage(page: HtmlPage, status?: number): Answer {
  const { title, text, status: usual } = pages[page];
  const body = Buffer.from(
    `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><h1>${title}</h1><p>${text}</p></body></html>\n`,
  );
  return {
    status: status ?? usual,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': String(body.length) },
    body,
  };
}

/** A response from the catalogue, with the headers of every API response. */
export function catalogueAnswer(
  fault: Extract<FaultAction, { kind: 'error' | 'throttled' | 'applicationLimit' }>,
  usual: Record<string, string>,
  instance: Instance,
): Answer {
  const kept = Object.entries(usual).filter(
    ([name]) =>
      !/^(etag|link|content-.*|cache-control|x-(total|page|per|next|prev).*|www-authenticate|location)$/i.test(name),
  );
  const found = describe(fault, instance);
  const body = Buffer.from(typeof found.body === 'string' ? found.body : JSON.stringify(found.body));
  const headers = {
    'Content-Type': typeof found.body === 'string' ? 'text/plain' : 'application/json',
    'Cache-Control': 'no-cache',
    ...Object.fromEntries(kept),
    ...found.headers,
    'Content-Length': String(body.length),
  };
  return { status: found.status, headers, body };
}

function describe(
  fault: Extract<FaultAction, { kind: 'error' | 'throttled' | 'applicationLimit' }>,
  instance: Instance,
): Case {
  if (fault.kind === 'error') return cases[fault.case];
  if (fault.kind === 'applicationLimit') {
    const { retryAfter = 60 } = fault;
    return {
      status: 429,
      body: { message: { error: 'This endpoint has been requested too many times. Try again later.' } },
      headers: retryAfter === null ? {} : { 'Retry-After': String(retryAfter) },
    };
  }
  const retryAfter = fault.retryAfter === undefined ? 30 : fault.retryAfter;
  const reset = Math.ceil(instance.world.now() / 60_000) * 60;
  return {
    status: 429,
    body: 'Retry later\n',
    headers: {
      ...(retryAfter === null ? {} : { 'Retry-After': String(retryAfter) }),
      'RateLimit-Limit': '120',
      'RateLimit-Name': 'throttle_authenticated_api',
      'RateLimit-Observed': '121',
      'RateLimit-Remaining': '0',
      'RateLimit-Reset': String(reset),
      'RateLimit-ResetTime': new Date(reset * 1000).toUTCString(),
    },
  };
}
