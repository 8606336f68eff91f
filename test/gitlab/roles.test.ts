import assert from 'node:assert/strict';
import { StandInClient } from './standInClient.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon } from './testRequest.ts';

interface Member {
  readonly username: string;
  readonly access_level: number;
}

describe('Roles that change while a user works', () => {
  let standIn: StandInGitLab;
  let admin: StandInClient;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 20, projects: 2 });
    admin = new StandInClient(standIn.url);
    for (const issue of standIn.world.issues(101))
      Object.assign(issue, { confidential: issue.iid === 1, authorId: 2, assigneeIds: [] });
  });
  afterEach(() => standIn.close());

  const permissions = async (): Promise<unknown> => (await ask(standIn, '/projects/101')).json.permissions;
  const access = (level: number): object => ({ access_level: level, notification_level: 3 });
  const members = async (path: string, token: 'personal' | 'project' = 'personal'): Promise<readonly Member[]> =>
    JSON.parse((await ask(standIn, `/projects/101/${path}`, { token })).text) as Member[];

  it('lowered through the admin route change permissions, confidential issues, and notes at once', async () => {
    assert.deepEqual(await permissions(), { project_access: null, group_access: access(40) });
    assert.equal((await ask(standIn, '/projects/101/issues/1')).status, 200);

    await admin.setRole({ username: 'mira.lindqvist', group: 'tanuki-tools', level: 10 });
    assert.deepEqual(await permissions(), { project_access: null, group_access: access(10) });
    assert.equal((await ask(standIn, '/projects/101/issues/1')).status, 404);
    assert.equal((await ask(standIn, '/projects/101/issues/1/notes')).status, 404);

    await admin.setRole({ username: 'mira.lindqvist', project: 101, level: 30 });
    assert.deepEqual(await permissions(), { project_access: access(30), group_access: access(10) });
    assert.equal((await ask(standIn, '/projects/101/issues/1')).status, 200);

    await admin.setRole({ username: 'mira.lindqvist', project: 101, level: null });
    await admin.setRole({ username: 'mira.lindqvist', group: 'tanuki-tools', level: null });
    assert.deepEqual((await ask(standIn, '/projects/101')).json, { message: '404 Project Not Found' });
  });

  it('removed in an internal project leave it visible without a role', async () => {
    await admin.updateProject(101, { visibility: 'private' });
    await admin.setRole({ username: 'mira.lindqvist', group: 'tanuki-tools', level: null });
    assert.equal((await ask(standIn, '/projects/101')).status, 404);
    await admin.updateProject(101, { visibility: 'internal' });
    assert.deepEqual(await permissions(), { project_access: null, group_access: null });
  });

  it('of members are listed: direct members alone, and all with the higher of two roles', async () => {
    await admin.setRole({ username: 'gus.guest', project: 101, level: 30 });
    const direct = await members('members');
    const all = await members('members/all?per_page=100');
    assert.deepEqual(
      direct.map(({ username, access_level }) => [username.replace(/_bot_.*/, '_bot'), access_level]),
      [
        ['gus.guest', 30],
        ['project_101_bot', 20],
      ],
    );
    assert.ok(all.length > direct.length);
    const role = (username: string): number | undefined => all.find((one) => one.username === username)?.access_level;
    assert.deepEqual([role('mira.lindqvist'), role('gus.guest'), role('priya.nandakumar')], [40, 30, 50]);
    assert.equal(role('odile.outside'), undefined);
  });

  it('make bots members of their project or group under their names, also for other bots', async () => {
    const bots = (rows: readonly Member[]): string[] =>
      rows
        .map(({ username }) => username.replace(/_bot_[0-9a-f]{32}$/, '_bot'))
        .filter((name) => name.endsWith('_bot'));
    const all = await members('members/all?per_page=100', 'project');
    assert.deepEqual(bots(all).sort(), ['group_10_bot', 'project_101_bot']);
    const bot = all.find(({ username }) => username.startsWith('project_101_bot_'));
    assert.equal(bot?.access_level, 20);
    // Only a user's details include `bot`, not a list of members.
    assert.ok(!('bot' in bot));
    const [found] = (await ask(standIn, `/users?username=${bot.username}`)).rows;
    assert.equal((await ask(standIn, `/users/${found?.id}`)).json.bot, true);
    assert.equal((await ask(standIn, '/users/1')).json.bot, false);
    const other = JSON.parse((await ask(standIn, '/projects/102/members/all?per_page=100')).text) as Member[];
    assert.deepEqual(bots(other), ['group_10_bot']);
  });
});

describe('Older versions', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 1, projects: 1 });
  });
  afterEach(() => standIn.close());

  const self = '/personal_access_tokens/self';
  for (const [version, get, rotate] of [
    ['15.0.5-ee', 404, 404],
    // The endpoint of tokens by ID treats `self` as one.
    ['15.1.6-ee', 401, 404],
    ['15.4.6-ee', 401, 404],
    ['15.5.0-ee', 200, 404],
    ['16.9.8-ee', 200, 404],
    ['16.10.0-ee', 200, 200],
  ] as const) {
    it(`${version}: self ${get}, rotation ${rotate}`, async () => {
      standIn.setVersion(version);
      assert.equal((await ask(standIn, self)).status, get);
      assert.equal((await ask(standIn, `${self}/rotate`, { method: 'POST' })).status, rotate);
      assert.equal((await ask(standIn, '/user')).status, 200);
    });
  }

  it('return less about a token: no description before 17.7, no addresses before 17.8', async () => {
    const keys = async (version: string): Promise<string[]> => {
      standIn.setVersion(version);
      return Object.keys((await ask(standIn, self)).json);
    };
    for (const [version, description, addresses, granular] of [
      ['17.6.0-ee', false, false, false],
      ['17.7.0-ee', true, false, false],
      ['17.8.0-ee', true, true, false],
      ['19.0.0-ee', true, true, true],
    ] as const) {
      const told = await keys(version);
      assert.deepEqual(
        ['description', 'last_used_ips', 'granular'].map((key) => told.includes(key)),
        [description, addresses, granular],
        version,
      );
    }
  });
});
