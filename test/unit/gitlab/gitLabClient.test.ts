import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import type { IssueListRequest } from '../../../src/model/gateway/issueGateway.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { failure, transportTo } from './startTransport.ts';

const newest: IssueListRequest = { state: 'opened', orderBy: 'created_at', sort: 'desc', page: 1, perPage: 100 };

describe('GitLabClient', () => {
  let gitlab: StandInGitLab;
  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 3, issues: 250, relativeRoot: '/gitlab' });
  });
  after(() => gitlab.close());
  afterEach(() => {
    gitlab.clearFaults();
    gitlab.clearRequests();
  });
  const client = (token = gitlab.tokens.personal) => new GitLabClient(transportTo(gitlab.url, { token }));
  const reason = async (work: Promise<unknown>) => (await failure(work)).reason;

  it("reads the owner and scopes of a token and the server's version with one request each", async () => {
    const asked = client();
    const [user, details, version] = [
      await asked.token.user(),
      await asked.token.details(),
      await asked.serverVersion(),
    ];
    assert.match(user.username, /^\w/);
    assert.deepEqual(details?.scopes, ['api']);
    assert.match(details.expiresOn ?? '', /^\d{4}-\d{2}-\d{2}$/);
    assert.deepEqual(version, { version: '18.9.1-ee', edition: 'ee' });
    assert.equal(gitlab.requests.length, 3);
  });

  it("works without details that an old server doesn't return", async () => {
    const old = await StandInGitLab.start({ projects: 1, issues: 1, version: '15.4.0-ee' });
    const asked = new GitLabClient(transportTo(old.url, { token: old.tokens.personal }));
    assert.equal(await asked.token.details(), undefined);
    assert.deepEqual(await asked.serverVersion(), { version: '15.4.0-ee', edition: 'ee' });
    await old.close();
  });

  it('R1: reads the edition from the response, or else from the suffix', async () => {
    const played = [
      ['18.9.0-pre', 'ee', 'ee'],
      ['19.1.0-pre', 'ce', 'ce'],
      ['18.9.1', 'ce', 'ce'],
      ['18.9.1-ee', 'ee', 'ee'],
      ['15.5.0-ee', 'ee', 'ee'],
      ['15.5.0', 'ce', 'ce'],
      ['15.4.0-jh', 'ee', 'ee'],
      // GitLab 15.6 added the field, so an older pre-release can be both.
      ['15.5.0-pre', 'ee', undefined],
    ] as const;
    for (const [version, edition, read] of played) {
      gitlab.setVersion(version, edition);
      assert.deepEqual(await client().serverVersion(), { version, edition: read });
    }
    gitlab.setVersion('18.9.1-ee', 'ee');
  });

  it('finds a project by its path in any case, and a moved one by its old path', async () => {
    const asked = client();
    const project = await asked.findProject('Tanuki-Tools/Platform/API-gateway');
    assert.equal(project.path, 'tanuki-tools/platform/api-gateway');
    assert.equal(project.webUrl, `${gitlab.url}/tanuki-tools/platform/api-gateway`);
    gitlab.world.updateProject(project.id, { path: 'gateway' });
    gitlab.clearRequests();
    const moved = await asked.findProject('tanuki-tools/platform/api-gateway');
    assert.deepEqual([moved.id, moved.path], [project.id, 'tanuki-tools/platform/gateway']);
    assert.deepEqual(
      gitlab.requests.map(({ status }) => status),
      [301, 200],
    );
  });

  it("S11: doesn't read an unrequested 304 as an empty list or a found project", async () => {
    const project = await client().findProject('tanuki-tools/web-shop');
    gitlab.addFault({ path: '/api/v4/projects/*', do: { kind: 'answer', status: 304 } });
    gitlab.addFault({ path: '/api/v4/projects/*/issues', do: { kind: 'answer', status: 304 } });
    assert.equal(await reason(client().findProject('tanuki-tools/web-shop')), 'badData');
    assert.equal(await reason(client().listIssues(project, newest)), 'badData');
  });

  it('reads one page at a time, with the total', async () => {
    const asked = client();
    const project = await asked.findProject('tanuki-tools/web-shop');
    gitlab.clearRequests();
    const pages = [await asked.listIssues(project, newest), await asked.listIssues(project, { ...newest, page: 2 })];
    const open = gitlab.world.issues(project.id).filter(({ state }) => state === 'opened').length;
    assert.deepEqual(
      pages.map(({ total, rejected }) => [total, rejected]),
      [
        [open, 0],
        [open, 0],
      ],
    );
    assert.equal(pages[0]?.rows, 100);
    assert.equal(gitlab.requests.length, 2);
    assert.equal(await asked.countOpenIssues(project, {}), open);
  });

  it('lists and counts the issues of a group with subgroups and without archived projects, and assigned issues', async () => {
    const asked = client();
    const open = (ids: readonly number[]) =>
      ids.flatMap((id) => gitlab.world.issues(id).filter(({ state }) => state === 'opened'));
    const ids = [...gitlab.world.projects.keys()];
    const group = await asked.findGroup('Tanuki-Tools');
    assert.deepEqual(
      [group.kind, group.path, group.webUrl],
      ['group', 'tanuki-tools', `${gitlab.url}/groups/tanuki-tools`],
    );
    const page = await asked.listIssues(group, newest);
    assert.equal(page.total, open(ids).length);
    assert.ok(new Set(page.issues.map(({ projectId }) => projectId)).size > 1);
    assert.equal(await asked.countOpenIssues(group, {}), open(ids).length);
    gitlab.world.updateProject(102, { archived: true });
    assert.equal(await asked.countOpenIssues(group, {}), open(ids.filter((id) => id !== 102)).length);
    gitlab.world.updateProject(102, { archived: false });
    const me = gitlab.world.people.byUsername('mira.lindqvist')?.id ?? 0;
    const mine = open(ids).filter(({ assigneeIds }) => assigneeIds.includes(me));
    const assigned = { kind: 'assigned', id: me } as const;
    assert.equal((await asked.listIssues(assigned, newest)).total, mine.length);
    const half = mine.map(({ createdAt }) => createdAt).sort((a, b) => a - b)[Math.floor(mine.length / 2)]!;
    const since = { createdAfter: half };
    assert.equal(
      await asked.countOpenIssues(assigned, since),
      mine.filter(({ createdAt }) => createdAt >= half).length,
    );
    assert.equal(await reason(asked.findGroup('no-such')), 'notFound');
  });

  it("finds the user's projects and groups by words", async () => {
    const asked = client();
    assert.deepEqual(
      (await asked.searchProjects('mobile')).map(({ path }) => path),
      ['tanuki-tools/mobile-app'],
    );
    assert.deepEqual(
      (await asked.searchGroups('plat')).map(({ path, name }) => [path, name]),
      [['tanuki-tools/platform', 'Platform']],
    );
    assert.equal((await asked.searchProjects('')).length, 3);
    assert.deepEqual(await client(gitlab.tokens.outsider).searchProjects(''), []);
  });

  it('reads what sorting and filtering need from an issue, and stores nothing for missing fields', async () => {
    const asked = client();
    const project = await asked.findProject('tanuki-tools/web-shop');
    const milestone = [...gitlab.world.milestones.values()].find(({ title }) => title === 'v1.1')!;
    gitlab.world.updateIssue(project.id, 7, { weight: 0, upvotes: 2, milestoneId: milestone.id });
    gitlab.world.updateIssue(project.id, 8, { weight: null, upvotes: 0, milestoneId: null });
    const [full, empty] = [await asked.findIssue(project, 7), await asked.findIssue(project, 8)];
    const { id, title, startDate, dueDate } = milestone;
    assert.deepEqual([full.weight, full.upvotes], [0, 2]);
    assert.deepEqual(full.milestone, { id, title, isActive: true, startDate, dueDate });
    for (const key of ['weight', 'upvotes', 'milestone']) assert.ok(!(key in empty), key);
  });

  it('detects a changed page by its ETag', async () => {
    const asked = client();
    const project = await asked.findProject('tanuki-tools/web-shop');
    const question: IssueListRequest = {
      ...newest,
      state: 'all',
      orderBy: 'updated_at',
      sort: 'asc',
      updatedAfter: Date.parse('2026-01-01T00:00:00.000Z'),
    };
    const first = await asked.listIssues(project, question);
    assert.equal(first.unchanged, false);
    assert.ok(first.etag);
    const again = { ...question, etag: first.etag };
    assert.equal((await asked.listIssues(project, again)).unchanged, true);
    assert.equal(gitlab.requests.at(-1)?.status, 304);
    gitlab.world.updateIssue(project.id, first.issues[0]!.iid, { title: 'Another title' });
    const changed = await asked.listIssues(project, again);
    assert.deepEqual([changed.unchanged, changed.issues.length > 0], [false, true]);
  });

  it('follows a keyset cursor to the end', async () => {
    const asked = client();
    const project = await asked.findProject('tanuki-tools/web-shop');
    const all = gitlab.world.issues(project.id).length;
    const question = { state: 'all', orderBy: 'updated_at', sort: 'asc', perPage: 100 } as const;
    const walk = async () => {
      const ids: number[] = [];
      let cursors = 0;
      let page: IssueListRequest['page'] = 'keyset';
      for (;;) {
        const answer = await asked.listIssues(project, { ...question, page });
        ids.push(...answer.issues.map(({ id }) => id));
        if (answer.isLast) return { distinct: new Set(ids).size, cursors };
        if (answer.cursor === undefined) page = typeof page === 'number' ? page + 1 : 2;
        else {
          page = { cursor: answer.cursor };
          cursors += 1;
        }
      }
    };
    assert.deepEqual(await walk(), { distinct: all, cursors: Math.ceil(all / 100) - 1 });
  });

  it('finds the keyset cursor in the link, because a web worker can’t read its own header', async () => {
    const inWorker: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      const headers = new Headers(response.headers);
      headers.delete('x-next-cursor');
      return new Response(response.body, { status: response.status, headers });
    };
    const { personal } = gitlab.tokens;
    const asked = new GitLabClient(transportTo(gitlab.url, { token: personal, fetch: inWorker }));
    const project = await asked.findProject('tanuki-tools/web-shop');
    const question = { state: 'all', orderBy: 'updated_at', sort: 'asc', perPage: 100 } as const;
    const { cursor } = await client().listIssues(project, { ...question, page: 'keyset' });
    assert.ok(cursor);
    assert.equal((await asked.listIssues(project, { ...question, page: 'keyset' })).cursor, cursor);
  });

  it('requests ranges of creation times, including both ends', async () => {
    const asked = client();
    const project = await asked.findProject('tanuki-tools/web-shop');
    const open = gitlab.world.issues(project.id).filter(({ state }) => state === 'opened');
    const times = open.map(({ createdAt }) => createdAt).sort((a, b) => a - b);
    const range = { createdAfter: times[10]!, createdBefore: times[29]! };
    assert.equal(await asked.countOpenIssues(project, range), 20);
    assert.equal((await asked.listIssues(project, { ...newest, ...range })).rows, 20);
  });

  it("skips an issue that it can't read, and counts it", async () => {
    const asked = client();
    const project = await asked.findProject('tanuki-tools/web-shop');
    const whole = {
      id: 1,
      iid: 1,
      project_id: 1,
      title: 't',
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
    };
    const odd = [
      whole,
      null,
      {},
      { ...whole, title: undefined },
      { ...whole, id: 'x' },
      { ...whole, updated_at: 'yesterday' },
      JSON.parse(
        '{"id":2,"iid":2,"project_id":1,"title":"__proto__","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z","__proto__":{"polluted":true},"state":"unknown","labels":null,"author":null,"assignees":[null,{"id":3,"username":"a"}],"web_url":"javascript:alert(1)"}',
      ),
    ];
    gitlab.addFault({
      path: '/api/v4/projects/*/issues',
      do: { kind: 'answer', status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(odd) },
    });
    const { issues, rejected, rows } = await asked.listIssues(project, newest);
    assert.deepEqual([issues.map(({ iid }) => iid), rejected, rows], [[1, 2], 5, 7]);
    assert.equal(issues[1]?.webUrl, `${project.webUrl}/-/issues/2`);
    assert.deepEqual(
      issues[1].assignees.map(({ username }) => username),
      ['a'],
    );
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('recognizes an object instead of a list, and a sign-in page', async () => {
    const asked = client();
    const project = await asked.findProject('tanuki-tools/web-shop');
    gitlab.addFault({
      path: '/api/v4/projects/*/issues',
      count: 1,
      do: { kind: 'answer', status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' },
    });
    assert.equal(await reason(asked.listIssues(project, newest)), 'badData');
    gitlab.addFault({ path: '/api/v4/projects/*/issues', do: { kind: 'html', page: 'signIn' } });
    assert.equal(await reason(asked.listIssues(project, newest)), 'notGitLab');
  });

  it('A12: maps each kind of rejection to a reason', async () => {
    const { tokens } = gitlab;
    assert.equal(await reason(client(tokens.expired).token.user()), 'auth');
    assert.equal(await reason(client(tokens.revoked).token.user()), 'auth');
    assert.equal(await reason(client('glpat-unknownunknownunknown').token.user()), 'auth');
    assert.equal(await reason(client(tokens.blocked).token.user()), 'forbidden');
    assert.equal(await reason(client(tokens.personalReadUser).token.mayReadApi()), 'scope');
    assert.equal(await reason(client(tokens.outsider).findProject('tanuki-tools/web-shop')), 'notFound');
  });

  for (const [what, headers, body, expected, sentence] of [
    [
      'terms to accept',
      { 'Content-Type': 'application/json' },
      '{"message":"403 Forbidden - You must accept the Terms of Service in order to perform this action."}',
      'forbidden',
      /You must accept the Terms of Service/,
    ],
    [
      'a second factor to set up',
      { 'Content-Type': 'application/json' },
      '{"message":"403 Forbidden - You (@mira) must set up two-factor authentication."}',
      'forbidden',
      /two-factor authentication/,
    ],
    ['a gateway that blocks the address', { 'Content-Type': 'text/html' }, '<h1>Blocked</h1>', 'notGitLab', /VPN/],
  ] as const) {
    it(`A12: names the cause of a 403: ${what}`, async () => {
      gitlab.addFault({ do: { kind: 'answer', status: 403, headers, body } });
      const error = await failure(client().token.user());
      assert.equal(error.reason, expected);
      assert.match(error.message, sentence);
    });
  }
});
