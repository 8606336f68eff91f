import { canary } from '../canary.ts';
import type { TokenName } from '../standInOptions.ts';
import type { TokenRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { Random } from './random.ts';

const day = 86_400_000;

function date(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Sets the owner and scopes of each token. Also creates the bots of the project and group tokens. */
export function addTokens(world: World, seed: number, places: { projectId: number; groupId: number }): void {
  const random = new Random(seed ^ 0x5bd1e995);
  const now = world.now();
  const { people } = world;
  const bot = (kind: 'project' | 'group', id: number, name: string): number => {
    const username = `${kind}_${id}_bot_${random.hex(32)}`;
    const userId = world.nextId();
    people.users.set(userId, {
      id: userId,
      username,
      name,
      state: 'active',
      email: `${username}@noreply.example.com`,
      bot: true,
      admin: false,
      avatar: 'own',
      bio: '',
      jobTitle: '',
      createdAt: now - 20 * day,
    });
    people.setRole(userId, kind === 'project' ? { projectId: id } : { groupId: id }, 20);
    return userId;
  };
  const user = (username: string): number => people.byUsername(username)?.id ?? 1;
  const me = user('mira.lindqvist');
  const add = (
    key: TokenName,
    name: string,
    userId: number,
    scopes: string[],
    change: Partial<TokenRecord> = {},
  ): void => {
    world.tokens.set(key, {
      id: world.nextId(),
      text: `glpat-${canary}${random.tokenText(20 - canary.length)}`,
      name,
      userId,
      scopes,
      createdAt: now - 20 * day,
      expiresAt: date(now + 300 * day),
      revoked: false,
      lastUsedAt: null,
      description: null,
      ...change,
    });
  };
  add('personal', 'VS Code', me, ['api']);
  add('personalReadApi', 'Read only', me, ['read_api']);
  add('personalReadUser', 'Profile only', me, ['read_user']);
  add('personalReadRepository', 'Clone only', me, ['read_repository']);
  add('expired', 'Last year', me, ['api'], { expiresAt: date(now - day) });
  add('revoked', 'Lost laptop', me, ['api'], { revoked: true });
  add('blocked', 'VS Code', user('bea.blocked'), ['api']);
  add('guest', 'VS Code', user('gus.guest'), ['api']);
  add('outsider', 'VS Code', user('odile.outside'), ['api']);
  add('project', 'issue bot', bot('project', places.projectId, 'issue bot'), ['api']);
  add('group', 'planning bot', bot('group', places.groupId, 'planning bot'), ['api']);
  add('admin', 'Administration', user('root'), ['api']);
}
