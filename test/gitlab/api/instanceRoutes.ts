import { presentMyself, presentUserDetails } from '../entities/userEntity.ts';
import { presentUser, time } from '../entities/presenter.ts';
import { ApiError } from '../http/apiError.ts';
import { isExpired } from '../http/authenticate.ts';
import type { Call } from '../http/call.ts';
import { paginate, pagingParams } from '../http/paging.ts';
import type { Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';

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
        ...(call.version.atLeast(17, 6) ? { externalK8sProxyUrl: `https://${host}:8150/k8s-proxy` } : {}),
        version: /^[\d.]+/.exec(text)?.[0] ?? text,
      },
      enterprise,
    },
  };
}

function myself(call: Call): Reply {
  return { json: presentMyself(call, call.requireUser()) };
}

/** `lib/api/personal_access_tokens/self_information.rb`; works with any scope. */
function self(call: Call): Reply {
  call.requireUser();
  const { token, version, world } = call;
  if (!token) throw ApiError.unauthorized();
  return {
    json: {
      id: token.id,
      name: token.name,
      revoked: token.revoked,
      created_at: time(token.createdAt),
      ...(version.atLeast(17, 7) ? { description: token.description } : {}),
      scopes: token.scopes,
      user_id: token.userId,
      last_used_at: time(token.lastUsedAt),
      active: !token.revoked && !isExpired(token, world.now()),
      expires_at: token.expiresAt,
      ...(version.atLeast(17, 8) ? { last_used_ips: ['127.0.0.1'] } : {}),
      ...(version.atLeast(19) ? { granular: false } : {}),
    },
  };
}

/** `/users`: by exact username for anybody; the list only for who is signed in. */
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

/** What sign-in asks: version, user, token (contract section 2). */
export const instanceRoutes: readonly Route[] = [
  { path: '/version', handle: metadata, scopes: ['read_user'] },
  { path: '/metadata', handle: metadata, scopes: ['read_user'], since: [15, 2] },
  { path: '/user', handle: myself, scopes: ['read_user'] },
  { path: '/users', handle: users, scopes: ['read_user'] },
  { path: '/users/:id', handle: user, scopes: ['read_user'] },
  { path: '/personal_access_tokens/self', handle: self, scopes: 'any', since: [15, 5] },
];
