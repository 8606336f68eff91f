import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StandInClient } from './standInClient.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon } from './testRequest.ts';

describe('StandInClient', () => {
  let standIn: StandInGitLab;
  let client: StandInClient;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 5, projects: 2, relativeRoot: 'gitlab' });
    client = new StandInClient(standIn.url);
  });
  afterEach(() => standIn.close());

  it('connects to the server', async () => {
    const info = await client.info();
    assert.deepEqual(await client.tokens(), standIn.tokens);
    assert.deepEqual([info.url, info.version, info.edition, info.now], [standIn.url, '18.9.1-ee', 'ee', noon]);
    assert.deepEqual(info.projects[0], { id: 101, path: 'tanuki-tools/web-shop', issues: 5 });
  });

  it('creates, changes, comments on, and deletes issues as other users', async () => {
    const { iid } = await client.createIssue('tanuki-tools/web-shop', {
      title: 'New',
      labels: ['bug', 'brand new'],
      assignees: ['aiko.tanabe'],
      milestone: 'v2.0',
    });
    assert.equal(iid, 6);
    const created = (await ask(standIn, '/projects/101/issues/6')).json;
    assert.deepEqual(created.labels, ['brand new', 'bug']);
    assert.equal(created.milestone.title, 'v2.0');
    assert.equal(created.assignee.username, 'aiko.tanabe');
    assert.ok((await ask(standIn, '/projects/101/labels?search=brand')).rows.length === 1);
    await client.setClock(noon + 5000);
    await client.updateIssue(101, 6, { state: 'closed', title: 'Newer' });
    const closed = (await ask(standIn, '/projects/101/issues/6')).json;
    const then = new Date(noon + 5000).toISOString();
    assert.deepEqual(
      [closed.state, closed.title, closed.updated_at, closed.closed_at],
      ['closed', 'Newer', then, then],
    );
    const { discussionId } = await client.addNote(101, 6, { body: 'Hello', author: 'tomas.varela' });
    await client.addNote(101, 6, { body: 'Again', discussionId });
    const threads = (await ask(standIn, '/projects/101/issues/6/discussions')).rows;
    assert.deepEqual(
      threads.at(-1)?.notes.map((note) => note.body),
      ['Hello', 'Again'],
    );
    assert.equal((await ask(standIn, '/projects/101/issues/6')).json.user_notes_count, 2);
    await client.deleteIssue(101, 6);
    assert.equal((await ask(standIn, '/projects/101/issues/6')).status, 404);
    assert.equal((await ask(standIn, '/projects/101/issues')).headers.get('x-total'), '5');
    await assert.rejects(client.updateIssue(101, 99, { title: 'x' }), /No issue 99/);
    await assert.rejects(client.createIssue('no/such', { title: 'x' }), /No project/);
  });

  it('moves, hides, and deletes projects', async () => {
    assert.deepEqual(await client.updateProject(101, { path: 'shop', group: 'tanuki-tools/platform' }), {
      id: 101,
      path: 'tanuki-tools/platform/shop',
    });
    assert.equal((await ask(standIn, '/projects/tanuki-tools%2Fweb-shop')).status, 301);
    await client.updateProject(101, { visibility: 'public', archived: true });
    assert.equal((await ask(standIn, '/projects/101', { token: null })).status, 200);
    assert.equal((await ask(standIn, '/projects/101')).json.archived, true);
    await client.deleteProject(101);
    assert.equal((await ask(standIn, '/projects/101')).status, 404);
  });

  it('changes tokens, roles, the clock, the version, limits, and responses', async () => {
    await client.changeToken('personalReadApi', { revoked: true });
    assert.equal((await ask(standIn, '/user', { token: 'personalReadApi' })).json.error, 'invalid_token');
    await client.changeToken('guest', { expire: true });
    assert.match((await ask(standIn, '/user', { token: 'guest' })).json.error_description, /expired/);
    await client.changeToken('personal', { scopes: ['read_user'] });
    assert.equal((await ask(standIn, '/projects/101')).status, 403);
    await client.changeToken('personal', { scopes: ['api'] });
    await client.setRole({ username: 'mira.lindqvist', group: 'tanuki-tools', level: null });
    assert.equal((await ask(standIn, '/projects/101')).status, 404);
    await client.setRole({ username: 'mira.lindqvist', project: 101, level: 10 });
    assert.equal((await ask(standIn, '/projects/101')).status, 200);
    await client.setVersion('15.6.0', 'ce');
    assert.deepEqual((await ask(standIn, '/version')).json.enterprise, false);
    await client.setRateLimit({ limit: 0 });
    assert.equal((await ask(standIn, '/version')).status, 429);
    await client.setRateLimit(null);
    const remove = await client.addFault({ path: '/api/v4/version', do: { kind: 'html', page: 'badGateway' } });
    assert.equal((await ask(standIn, '/version')).status, 502);
    await remove();
    assert.equal((await ask(standIn, '/version')).status, 200);
    await client.addFault({ do: { kind: 'error', case: 'internal' } });
    await client.clearFaults();
    await client.clearRequests();
    await ask(standIn, '/version');
    assert.deepEqual(
      (await client.requests()).map((one) => one.path),
      ['/api/v4/version'],
    );
    await client.setClock(null);
  });
});

describe('Web pages', () => {
  let standIn: StandInGitLab;
  before(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 5, projects: 1, relativeRoot: '/gitlab' });
  });
  after(() => standIn.close());
  const page = async (path: string): Promise<{ status: number; text: string; url: string }> => {
    const response = await fetch(standIn.url + path);
    return { status: response.status, text: await response.text(), url: response.url };
  };

  it('show issues, projects, users, and pictures', async () => {
    standIn.world.updateIssue(101, 2, { title: 'A <b>bold</b> claim', description: 'as <i>text</i>', state: 'closed' });
    for (const path of ['/tanuki-tools/web-shop/-/issues/2', '/tanuki-tools/web-shop/-/work_items/2']) {
      const { status, text } = await page(path);
      assert.equal(status, 200);
      assert.match(text, /A &lt;b&gt;bold&lt;\/b&gt; claim/);
      assert.match(text, /as &lt;i&gt;text/);
      assert.match(text, /Closed/);
    }
    for (const path of ['/', '/tanuki-tools/web-shop', '/tanuki-tools', '/groups/tanuki-tools', '/mira.lindqvist'])
      assert.equal((await page(path)).status, 200, path);
    for (const path of ['/nobody', '/tanuki-tools/web-shop/-/issues/99'])
      assert.equal((await page(path)).status, 404, path);
    const { json } = await ask(standIn, '/user');
    const picture = await fetch(json.avatar_url);
    assert.equal(picture.headers.get('content-type'), 'image/png');
    assert.deepEqual([...new Uint8Array(await picture.arrayBuffer())].slice(1, 4), [0x50, 0x4e, 0x47]);
  });

  it('show avatars on the instance, but none for people on Gravatar or without an avatar', async () => {
    const { json: people } = await ask(standIn, '/users?per_page=100');
    const kinds = new Set<string>();
    for (const { id, avatar_url: url } of people as unknown as readonly { id: number; avatar_url: string | null }[]) {
      const { status } = await page(`/uploads/-/system/user/avatar/${id}/avatar.png?width=64`);
      const kind = url === null ? 'none' : new URL(url).host;
      kinds.add(kind);
      assert.equal(status, kind === new URL(standIn.url).host ? 200 : 404, String(url));
    }
    assert.deepEqual([...kinds].sort(), [new URL(standIn.url).host, 'none', 'secure.gravatar.com']);
  });

  it('show avatars only to signed-in users if the visibility level Public is restricted', async () => {
    const restricted = await StandInGitLab.start({ issues: 1, restrictsPublicVisibility: true });
    try {
      const url = `${restricted.url}/uploads/-/system/user/avatar/1/avatar.png`;
      const headers = { 'PRIVATE-TOKEN': restricted.tokens.personal };
      const { status, headers: answered } = await fetch(url, { redirect: 'manual', headers });
      assert.deepEqual([status, answered.get('location')], [302, `${restricted.url}/users/sign_in`]);
    } finally {
      await restricted.close();
    }
  });

  it("create a token on GitLab's access token page", async () => {
    const path = '/-/user_settings/personal_access_tokens?name=VS+Code&scopes=api';
    const { text, url } = await page(path);
    assert.match(url, /personal_access_tokens\/legacy\/new\?name=/);
    assert.ok(text.includes(standIn.tokens.personal));
    assert.match(text, /stand-in/);
    standIn.setVersion('16.6.0-ee');
    assert.equal((await page(path)).status, 404);
    assert.equal((await page('/-/profile/personal_access_tokens')).status, 200);
    standIn.setVersion('18.9.1-ee');
  });
});

describe('Data from files', () => {
  it('is served unchanged, whichever GitLab it came from', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
    const old = {
      id: 7,
      iid: 3,
      project_id: 9,
      title: 'Old ﹏ 💡',
      description: 'a\r\nb',
      state: 'closed',
      created_at: '2016-10-30T14:54:28.954-04:00',
      labels: ['z', 'a'],
      author: { id: 1, username: 'ann', name: 'Ann' },
    };
    const fresh = {
      ...old,
      id: 8,
      iid: 4,
      state: 'opened',
      description: null,
      references: { full: 'a/b/c#4' },
      assignees: [{ id: 70, username: 'bob', name: 'Bob', avatar_url: null }],
      milestone: { id: 5, iid: 1, group_id: 2, title: 'M', state: 'active' },
    };
    const twin = { ...old, id: 9 };
    const other = { ...old, project_id: 10, id: 7, web_url: 'https://gitlab.com/x/y/issues/3' };
    writeFileSync(
      join(folder, 'issues.ndjson'),
      [old, fresh, twin, other].map((one) => JSON.stringify(one)).join('\n'),
    );
    const note = {
      id: 55,
      body: 'hi',
      author: { id: 70, username: 'bob', name: 'Bob' },
      created_at: '2020-01-01T00:00:00Z',
      system: false,
    };
    writeFileSync(join(folder, 'notes.ndjson'), `${JSON.stringify({ project_id: 9, issue_iid: 4, notes: [note] })}\n`);
    const standIn = await StandInGitLab.start({ now: () => noon, dataDir: folder });
    rmSync(folder, { recursive: true });
    assert.equal(standIn.loaded, '4 issues, 1 with a new iid and 1 notes in 2 projects');
    const { rows } = await ask(standIn, '/projects/a%2Fb%2Fc/issues?sort=asc&order_by=created_at');
    assert.deepEqual(rows.map((issue) => issue.iid).toSorted(), [3, 4, 5]);
    const shown = (await ask(standIn, '/projects/9/issues/3')).json;
    assert.deepEqual(
      [shown.title, shown.description, shown.labels, shown.created_at, shown.closed_at, shown.author.username],
      ['Old ﹏ 💡', 'a\r\nb', ['a', 'z'], '2016-10-30T18:54:28.954Z', null, 'ann'],
    );
    const open = (await ask(standIn, '/projects/9/issues/4')).json;
    assert.deepEqual([open.description, open.assignee.username, open.milestone.title], [null, 'bob', 'M']);
    assert.equal((await ask(standIn, '/projects/9/issues/4/notes')).rows[0]!.body, 'hi');
    assert.equal((await ask(standIn, '/projects/x%2Fy/issues')).rows.length, 1);
    assert.equal((await ask(standIn, '/projects/9', { token: 'project' })).status, 200);
    assert.equal((await ask(standIn, '/projects/9', { token: 'outsider' })).status, 404);
    await standIn.close();
  });

  it('is rejected with an explanation if there is none', async () => {
    await assert.rejects(StandInGitLab.start({ dataDir: '/no/such/folder' }), /No issues\.ndjson/);
  });
});
