import assert from 'node:assert/strict';
import { StandInGitLab } from './standInGitLab.ts';
import type { TokenName } from './standInOptions.ts';
import { ask, noon } from './testRequest.ts';

const endpoints = [
  '/version',
  '/user',
  '/personal_access_tokens/self',
  '/projects/101',
  '/projects/101/issues',
  '/projects/103/issues',
  '/projects/103/issues/1/notes',
];

/** Status of each endpoint above. Project 101 is private, and 103 is public. */
const matrix: Readonly<Record<TokenName | 'none', readonly number[]>> = {
  none: [401, 401, 401, 404, 404, 200, 401],
  personal: [200, 200, 200, 200, 200, 200, 200],
  personalReadApi: [200, 200, 200, 200, 200, 200, 200],
  personalReadUser: [200, 200, 200, 403, 403, 403, 403],
  personalReadRepository: [403, 403, 200, 403, 403, 403, 403],
  expired: [401, 401, 401, 401, 401, 401, 401],
  revoked: [401, 401, 401, 401, 401, 401, 401],
  blocked: [403, 403, 403, 403, 403, 403, 403],
  guest: [200, 200, 200, 200, 200, 200, 200],
  outsider: [200, 200, 200, 404, 404, 200, 200],
  project: [200, 200, 200, 200, 200, 200, 200],
  group: [200, 200, 200, 200, 200, 200, 200],
  admin: [200, 200, 200, 200, 200, 200, 200],
};

describe('Tokens', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 40 });
  });
  afterEach(() => standIn.close());

  for (const [name, statuses] of Object.entries(matrix))
    it(`${name}: ${statuses.join(' ')}`, async () => {
      const token = name === 'none' ? null : (name as TokenName);
      const answers = await Promise.all(endpoints.map((path) => ask(standIn, path, { token })));
      assert.deepEqual(
        answers.map((answer) => answer.status),
        statuses,
      );
    });

  it("A04: look like GitLab's, contain the canary, and depend only on the seed", async () => {
    const again = await StandInGitLab.start({ now: () => noon, issues: 3 });
    const other = await StandInGitLab.start({ now: () => noon, issues: 3, seed: 2 });
    for (const text of Object.values<string>({ ...standIn.tokens })) assert.match(text, /^glpat-CANARY[\w-]{14}$/);
    assert.deepEqual(again.tokens, standIn.tokens);
    assert.notEqual(other.tokens.personal, standIn.tokens.personal);
    await Promise.all([again.close(), other.close()]);
  });

  it('come from the query first, then PRIVATE-TOKEN, then Bearer; an invalid one is a 401 even for public data', async () => {
    const { personal, guest, outsider } = standIn.tokens;
    const who = async (query: string, headers: Record<string, string>): Promise<unknown> =>
      (await ask(standIn, `/user${query}`, { token: null, headers })).json.username;
    const all = { 'PRIVATE-TOKEN': guest, Authorization: `Bearer ${outsider}` };
    assert.equal(await who(`?private_token=${personal}`, all), 'mira.lindqvist');
    assert.equal(await who('', all), 'gus.guest');
    assert.equal(await who('', { Authorization: `Bearer ${outsider}` }), 'odile.outside');
    assert.equal(
      (await ask(standIn, '/projects/103', { token: null, headers: { Authorization: 'Bearer bad' } })).status,
      401,
    );
  });

  it('of projects and groups belong to bot users', async () => {
    for (const [token, pattern] of [
      ['project', /^project_101_bot_[0-9a-f]{32}$/],
      ['group', /^group_10_bot_[0-9a-f]{32}$/],
    ] as const) {
      const { json } = await ask(standIn, '/user', { token });
      assert.match(json.username, pattern);
      assert.equal(json.bot, true);
      const self = (await ask(standIn, '/personal_access_tokens/self', { token })).json;
      assert.equal(self.user_id, json.id);
      assert.equal(json.name, self.name);
    }
    const projects = (await ask(standIn, '/projects?membership=true', { token: 'project' })).rows;
    assert.deepEqual(
      projects.map((project) => project.id),
      [101],
    );
  });

  it('of projects and groups list their members, including inherited ones on request', async () => {
    const names = async (path: string, token: TokenName): Promise<string[]> =>
      (await ask(standIn, path, { token })).rows.map(({ username }) => username);
    assert.deepEqual(
      (await names('/projects/101/members', 'project')).map((name) => name.startsWith('project_101_bot')),
      [true],
    );
    assert.ok((await names('/projects/101/members/all', 'project')).includes('mira.lindqvist'));
    assert.ok((await names('/groups/10/members/all', 'group')).includes('mira.lindqvist'));
    assert.deepEqual(await names('/groups/10/members/all?query=lindq', 'group'), ['mira.lindqvist']);
    assert.equal((await ask(standIn, '/groups/999/members/all', { token: 'group' })).status, 404);
  });

  it("expire at midnight UTC on their date by the server's clock", async () => {
    const token = standIn.world.tokens.get('personal');
    assert.ok(token);
    token.expiresAt = '2026-05-20';
    const midnight = Date.UTC(2026, 4, 20);
    standIn.setClock(midnight - 1);
    assert.equal((await ask(standIn, '/user')).status, 200);
    standIn.setClock(midnight);
    assert.equal((await ask(standIn, '/user')).status, 401);
  });

  it('without the required scope name the scopes that would be enough, including ai_workflows for issues', async () => {
    const scope = async (path: string, token: TokenName, method = 'GET'): Promise<unknown> =>
      (await ask(standIn, path, { token, method })).json.scope;
    assert.equal(await scope('/projects/101/issues', 'personalReadUser'), 'ai_workflows api read_api');
    assert.equal(await scope('/projects/101', 'personalReadUser'), 'api read_api');
    assert.equal(await scope('/user', 'personalReadRepository'), 'api read_api read_user');
    for (const method of ['POST', 'PUT', 'DELETE'])
      assert.equal((await ask(standIn, '/projects/101/issues/1', { token: 'personalReadApi', method })).status, 403);
    assert.equal(
      (await ask(standIn, '/projects/101/issues/1', { token: 'personalReadApi', method: 'HEAD' })).status,
      200,
    );
  });

  it('report their last use, updated at most every ten minutes', async () => {
    const used = async (): Promise<unknown> => (await ask(standIn, '/personal_access_tokens/self')).json.last_used_at;
    assert.equal(await used(), new Date(noon).toISOString());
    standIn.setClock(noon + 60_000);
    assert.equal(await used(), new Date(noon).toISOString());
    standIn.setClock(noon + 660_000);
    assert.equal(await used(), new Date(noon + 660_000).toISOString());
  });
});

describe('Roles', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 40, projects: 1 });
    for (const issue of standIn.world.issues(101))
      Object.assign(issue, { confidential: false, authorId: 1, assigneeIds: [] });
  });
  afterEach(() => standIn.close());

  const total = async (token: TokenName | null): Promise<string | null> =>
    (await ask(standIn, '/projects/101/issues?per_page=1', { token })).headers.get('x-total');

  it('hide confidential issues from Guests, but not from their authors and assignees', async () => {
    standIn.world.updateIssue(101, 1, { confidential: true });
    standIn.world.updateIssue(101, 2, { confidential: true, authorId: 10 });
    standIn.world.updateIssue(101, 3, { confidential: true, assigneeIds: [10] });
    assert.equal(await total('personal'), '40');
    assert.equal(await total('guest'), '39');
    assert.deepEqual((await ask(standIn, '/projects/101/issues/1', { token: 'guest' })).json, {
      message: '404 Not found',
    });
    assert.equal((await ask(standIn, '/projects/101/issues/2', { token: 'guest' })).status, 200);
    assert.equal(
      (await ask(standIn, '/projects/101/issues_statistics', { token: 'guest' })).json.statistics.counts.all,
      39,
    );
    assert.deepEqual((await ask(standIn, '/projects/101/issues/1/notes', { token: 'guest' })).json, {
      message: '404 Issue Not Found',
    });
  });

  it('show confidential issues to Planners since 17.7, and always to Reporters', async () => {
    standIn.world.updateIssue(101, 1, { confidential: true });
    standIn.world.people.setRole(10, { projectId: 101 }, 15);
    assert.equal(await total('guest'), '40');
    standIn.setVersion('17.6.0-ee');
    assert.equal(await total('guest'), '39');
    standIn.world.people.setRole(10, { projectId: 101 }, 20);
    assert.equal(await total('guest'), '40');
  });

  it('show internal notes to Planners and higher, so a page of notes can be short', async () => {
    for (const body of ['one', 'two', 'three']) standIn.world.addNote(101, 1, { body, internal: body === 'two' });
    const bodies = async (token: TokenName): Promise<string[]> =>
      (await ask(standIn, '/projects/101/issues/1/notes?per_page=3&sort=asc', { token })).rows.map((note) => note.body);
    assert.deepEqual(await bodies('personal'), ['one', 'two', 'three']);
    assert.deepEqual(await bodies('guest'), ['one', 'three']);
    const page = await ask(standIn, '/projects/101/issues/1/notes?per_page=3', { token: 'guest' });
    assert.equal(page.headers.get('x-total'), '3');
  });

  it('turn a project into a 404 with the first request after the membership ends', async () => {
    assert.equal((await ask(standIn, '/projects/101')).json.permissions.group_access.access_level, 40);
    standIn.world.people.setRole(1, { groupId: 10 }, null);
    assert.deepEqual((await ask(standIn, '/projects/101/issues')).json, { message: '404 Project Not Found' });
    standIn.world.people.setRole(1, { projectId: 101 }, 10);
    const { permissions } = (await ask(standIn, '/projects/101')).json;
    assert.deepEqual(permissions, { project_access: { access_level: 10, notification_level: 3 }, group_access: null });
  });

  it('return an empty list and a 404 for a single issue while issues are turned off', async () => {
    standIn.world.updateProject(101, { issuesAccess: 'disabled' });
    assert.equal((await ask(standIn, '/projects/101/issues')).text, '[]');
    assert.equal((await ask(standIn, '/projects/101/issues/1')).status, 404);
    const project = (await ask(standIn, '/projects/101')).json;
    assert.deepEqual([project.issues_enabled, project.issues_access_level], [false, 'disabled']);
  });

  it('restrict GET /issues/:id and the list of users to administrators and members', async () => {
    assert.equal((await ask(standIn, '/issues/101000001', { token: 'admin' })).json.iid, 1);
    assert.equal((await ask(standIn, '/issues/101000001', { token: null })).status, 401);
    assert.equal((await ask(standIn, '/users', { token: null })).status, 403);
    assert.equal((await ask(standIn, '/users?username=MIRA.lindqvist', { token: null })).rows[0]!.id, 1);
    assert.equal((await ask(standIn, '/users/2')).json.username, 'tomas.varela');
    assert.deepEqual((await ask(standIn, '/users/999')).json, { message: '404 User Not Found' });
    assert.equal((await ask(standIn, '/issues', { token: null })).status, 401);
    assert.equal((await ask(standIn, '/issues?scope=all', { token: null })).status, 200);
  });
});
