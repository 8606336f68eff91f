import type { IncomingHttpHeaders } from 'node:http';
import type { TokenRecord, UserRecord } from '../world/records.ts';
import type { ServerVersion } from '../world/serverVersion.ts';
import type { World } from '../world/world.ts';
import { ApiError } from './apiError.ts';
import type { ParamTree } from './paramTree.ts';
import type { Route } from './router.ts';

const realm = 'Bearer realm="Protected by OAuth 2.0"';

function invalidToken(description: string): ApiError {
  return new ApiError(
    401,
    { error: 'invalid_token', error_description: description },
    { 'WWW-Authenticate': `${realm}, error="invalid_token", error_description="${description}"` },
  );
}

/**
 * The token from the request, in GitLab's order: query, `PRIVATE-TOKEN`, `Authorization: Bearer` (contract section 2).
 */
export function tokenText(query: ParamTree, headers: IncomingHttpHeaders): string | undefined {
  const inQuery = query['private_token'];
  if (typeof inQuery === 'string' && inQuery !== '') return inQuery;
  const own = headers['private-token'];
  if (typeof own === 'string' && own !== '') return own;
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '');
  return bearer?.[1];
}

/** The parts of a request that can hold a token, and its path. */
interface TokenRequest {
  readonly path: string;
  readonly query: ParamTree;
  readonly headers: IncomingHttpHeaders;
}

/** `api_guard.rb`: checks for an expired token first, then revoked, then a missing scope, then a blocked user. */
export function authenticate(world: World, { path, query, headers }: TokenRequest): TokenRecord | undefined {
  const text = tokenText(query, headers);
  if (text === undefined) return undefined;
  const token = world.tokenOf(text);
  if (!token) throw ApiError.unauthorized();
  if (isExpired(token, world.now()))
    throw invalidToken('Token is expired. You can either do re-authorization or token refresh.');
  if (token.revoked) {
    if (/access_tokens\/(?:\d+|self)\/rotate$/.test(path)) revokeFamily(world, token);
    throw invalidToken('Token was revoked. You have to re-authorize from the user.');
  }
  return token;
}

/**
 * Rotating with an already rotated token also revokes its successor (automatic reuse detection). Other requests with it
 * only fail.
 * https://docs.gitlab.com/api/personal_access_tokens/#automatic-reuse-detection
 */
function revokeFamily(world: World, token: TokenRecord): void {
  for (const other of world.tokens.values()) if (other.rotatedFrom?.includes(token.text)) other.revoked = true;
}

/** A token expires at midnight UTC at the start of its expiry date. */
export function isExpired(token: TokenRecord, now: number): boolean {
  return token.expiresAt !== null && Date.parse(`${token.expiresAt}T00:00:00Z`) <= now;
}

/** Throws 403 if the token's scopes don't allow the call. */
export function checkScopes(
  token: TokenRecord,
  method: string,
  route: Route | undefined,
  version: ServerVersion,
): void {
  const reads = method === 'GET' || method === 'HEAD';
  if (route?.scopes === 'any' && reads) return;
  // The stand-in doesn't model the permissions of fine-grained tokens. Tests use faults to reject single calls.
  if (token.scopes.includes('api') || token.scopes.includes('granular')) return;
  const extra = route?.scopes === 'any' ? [] : (route?.scopes ?? []);
  const enough = reads ? ['read_api', ...extra] : (route?.writeScopes ?? []);
  if (enough.some((scope) => token.scopes.includes(scope))) return;
  const named = ['api', 'read_api', ...extra].join(' ');
  throw new ApiError(403, {
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token.',
    scope: route?.namesAiWorkflows && version.has('aiWorkflowsScope') ? `ai_workflows ${named}` : named,
  });
}

/** Throws 403 for blocked and deactivated users. */
export function checkUser(user: UserRecord): void {
  if (user.state === 'blocked') throw ApiError.forbidden('Your account has been blocked.');
  if (user.state === 'deactivated')
    throw ApiError.forbidden(
      'Your account has been deactivated by your administrator. Please log back in from a web browser to reactivate your account at /users/sign_in',
    );
}
