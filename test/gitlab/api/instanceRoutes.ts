import { randomBytes } from 'node:crypto';
import { canary } from '../canary.ts';
import { presentMyself, presentUserDetails } from '../entities/userEntity.ts';
import { presentUser, time } from '../entities/presenter.ts';
import { ApiError } from '../http/apiError.ts';
import { isExpired } from '../http/authenticate.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { GranularScope, TokenRecord } from '../world/records.ts';
import type { ServerFeature } from '../world/serverFeatures.ts';

/**
 * Before 15.5, `/version` returned only the version and revision. `enterprise` was added in 15.6.
 * https://gitlab.com/gitlab-org/gitlab/-/merge_requests/103969
 */
function metadata(call: Call): Reply {
  call.requireUser();
  const { text, enterprise } = call.version;
  const host = new URL(call.url).hostname;
  return {
    json: {
      version: text,
      revision: 'c401a659d0c',
      kas: {
        enabled: true,
        externalUrl: `grpc://${host}:8150`,
        ...(call.version.has('kasProxyUrl') ? { externalK8sProxyUrl: `https://${host}:8150/k8s-proxy` } : {}),
        version: /^[\d.]+/.exec(text)?.[0] ?? text,
      },
      ...(call.version.has('enterpriseField') ? { enterprise } : {}),
    },
  };
}

function myself(call: Call): Reply {
  return { json: presentMyself(call, call.requireUser()) };
}

/** A token as in `Entities::PersonalAccessToken`. */
function presentToken(call: Call, token: TokenRecord, scopes: ServerFeature = 'granularScopes') {
  const { version, world } = call;
  return {
    id: token.id,
    name: token.name,
    revoked: token.revoked,
    created_at: time(token.createdAt),
    ...(version.has('tokenDescription') ? { description: token.description } : {}),
    scopes: token.scopes,
    user_id: token.userId,
    last_used_at: time(token.lastUsedAt),
    active: !token.revoked && !isExpired(token, world.now()),
    expires_at: token.expiresAt,
    ...(version.has('lastUsedIps') ? { last_used_ips: ['127.0.0.1'] } : {}),
    ...(version.has('granularTokens') ? { granular: token.scopes.includes('granular') } : {}),
    ...(version.has(scopes) && token.scopes.includes('granular')
      ? { granular_scopes: (token.granularScopes ?? []).map(presentScope) }
      : {}),
  };
}

function presentScope({ access, permissions, projectId, groupId }: GranularScope) {
  return { access, permissions, project_id: projectId ?? null, group_id: groupId ?? null };
}

/**
 * `lib/api/personal_access_tokens.rb`, which in 15.1 to 15.4 also handles `self`. Only administrators get a 404
 * for an unknown token.
 */
function tokenById(call: Call): Reply {
  const user = call.requireUser();
  const found = [...call.world.tokens.values()].find(({ id }) => String(id) === call.route['id']);
  if (found && (user.admin || found.userId === user.id)) return { json: presentToken(call, found) };
  throw user.admin ? ApiError.message(404, '404 Not Found') : ApiError.unauthorized();
}

/** `lib/api/personal_access_tokens/self_information.rb`. Works with any scope. */
function self(call: Call): Reply {
  call.requireUser();
  if (!call.token) throw ApiError.unauthorized();
  return { json: presentToken(call, call.token, 'granularScopesOfSelf') };
}

const day = 86_400_000;

/**
 * `POST /personal_access_tokens/self/rotate`: revokes the token and returns a new one, valid for a week by default and
 * for 400 days at most.
 * https://docs.gitlab.com/api/personal_access_tokens/#rotate-a-personal-access-token
 */
function rotate(call: Call): Reply {
  call.requireUser();
  const { token: old, world } = call;
  if (!old) throw ApiError.unauthorized();
  const now = world.now();
  const wanted = call.query['expires_at'];
  const expiresAt = typeof wanted === 'string' && wanted !== '' ? wanted : date(now + 7 * day);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(expiresAt)) throw ApiError.grape(400, 'expires_at is invalid');
  if (expiresAt <= date(now) || expiresAt > date(now + 400 * day)) {
    throw ApiError.message(400, '400 Bad request - Expiration date must be after today and before 400 days from now');
  }
  const name = [...world.tokens].find(([, record]) => record === old)?.[0];
  if (!name) throw ApiError.unauthorized();
  const text = `glpat-${canary}${randomBytes(15).toString('base64url').slice(canary.length)}`;
  const renewed = {
    ...old,
    id: world.nextId(),
    text,
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
    rotatedFrom: [...(old.rotatedFrom ?? []), old.text],
  };
  world.rotateToken(name, renewed);
  return { json: { ...presentToken(call, renewed), token: text } };
}

function date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** `/users`: anyone can look up an exact username, but only signed-in users get the list. */
function users(call: Call): Reply {
  const params = call.params([
    { name: 'username', type: 'string' },
    { name: 'search', type: 'string' },
    { name: 'active', type: 'boolean', default: 'false' },
    { name: 'blocked', type: 'boolean', default: 'false' },
    ...pagingParams,
  ]);
  const username = params.text('username');
  if (!call.user && !username) throw ApiError.forbidden('Not authorized to access /api/v4/users');
  const search = params.text('search')?.toLowerCase();
  const found = [...call.world.people.users.values()]
    .filter((user) => !username || user.username.toLowerCase() === username.toLowerCase())
    .filter((user) => !search || `${user.name} ${user.username}`.toLowerCase().includes(search))
    .filter((user) => !params.flag('active') || user.state === 'active')
    .filter((user) => !params.flag('blocked') || user.state === 'blocked')
    .sort((a, b) => b.id - a.id);
  const page = paginate(call, params, found);
  return { json: page.rows.map((user) => presentUser(call, user)), headers: page.headers };
}

function user(call: Call): Reply {
  const found = call.world.people.users.get(call.routeInteger('id'));
  if (!found) throw ApiError.notFound('User');
  return { json: call.user ? presentUserDetails(call, found) : presentUser(call, found) };
}

/** The endpoints for sign-in: version, user, token (contract section 2). */
export const instanceRoutes: readonly Route[] = [
  { path: '/version', handle: metadata, scopes: ['read_user'] },
  { path: '/metadata', handle: metadata, scopes: ['read_user'], needs: 'metadata' },
  { path: '/user', handle: myself, scopes: ['read_user'] },
  { path: '/users', handle: users, scopes: ['read_user'] },
  { path: '/users/:id', handle: user, scopes: ['read_user'] },
  { path: '/personal_access_tokens/self', handle: self, scopes: 'any', needs: 'tokenSelf' },
  {
    method: 'POST',
    path: '/personal_access_tokens/self/rotate',
    handle: rotate,
    writeScopes: ['self_rotate'],
    needs: 'selfRotation',
  },
  { path: '/personal_access_tokens/:id', handle: tokenById, needs: 'tokenById' },
];
