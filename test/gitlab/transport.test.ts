import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon } from './testRequest.ts';

describe('Transport', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 30, projects: 3, relativeRoot: '/gitlab' });
  });
  afterEach(() => standIn.close());

  it('has a weak ETag of the body and returns 304 without body or type, but with the paging headers', async () => {
    const first = await ask(standIn, '/projects/101/issues');
    const etag = first.headers.get('etag') ?? '';
    assert.equal(etag, `W/"${createHash('sha256').update(first.text).digest('hex').slice(0, 32)}"`);
    assert.equal(first.headers.get('cache-control'), 'max-age=0, private, must-revalidate');
    const again = await ask(standIn, '/projects/101/issues', { headers: { 'If-None-Match': etag } });
    assert.deepEqual([again.status, again.text, again.headers.get('content-type')], [304, '', null]);
    for (const name of ['etag', 'link', 'x-total', 'x-page', 'x-gitlab-meta']) assert.ok(again.headers.get(name), name);
    standIn.world.updateIssue(101, 30, { title: 'Other' });
    const changed = await ask(standIn, '/projects/101/issues', { headers: { 'If-None-Match': etag } });
    assert.equal(changed.status, 200);
    assert.notEqual(changed.headers.get('etag'), etag);
    const stale = await ask(standIn, '/projects/101/issues', { headers: { 'If-None-Match': 'W/"0"' } });
    assert.equal(stale.status, 200);
  });

  it('answers HEAD like GET without a body', async () => {
    const get = await ask(standIn, '/projects/101/issues');
    const head = await ask(standIn, '/projects/101/issues', { method: 'HEAD' });
    assert.deepEqual([head.status, head.text], [200, '']);
    for (const name of ['etag', 'link', 'x-total', 'content-length', 'content-type'])
      assert.equal(head.headers.get(name), get.headers.get(name), name);
  });

  it('allows scripts of any origin, exposes the paging headers, and hides Retry-After and RateLimit', async () => {
    standIn.setRateLimit({ limit: 1 });
    const headers = { Origin: 'https://editor.example.com' };
    const answer = await ask(standIn, '/version', { headers });
    const limited = await ask(standIn, '/version', { headers });
    assert.equal(limited.status, 429);
    for (const one of [answer, limited]) {
      assert.equal(one.headers.get('access-control-allow-origin'), '*');
      assert.equal(one.headers.get('access-control-allow-credentials'), null);
      const exposed = (one.headers.get('access-control-expose-headers') ?? '').split(', ');
      for (const name of ['Link', 'X-Total', 'X-Next-Page', 'X-Request-Id', 'ETag'])
        assert.ok(exposed.includes(name), name);
      assert.ok(!exposed.some((name) => /retry-after|ratelimit|www-authenticate/i.test(name)));
    }
    const own = await ask(standIn, '/version', { headers: { Origin: new URL(standIn.url).origin } });
    assert.equal(own.headers.get('access-control-allow-credentials'), 'true');
    assert.equal((await ask(standIn, '/version')).headers.get('access-control-allow-origin'), null);
    assert.match((await ask(standIn, '/version')).headers.get('vary') ?? '', /Origin/);
  });

  it('answers a preflight request without a token', async () => {
    const answer = await ask(standIn, '/projects/101/issues', {
      token: null,
      method: 'OPTIONS',
      headers: {
        Origin: 'https://a.example',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization',
      },
    });
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.equal(answer.headers.get('access-control-allow-headers'), 'authorization');
    assert.match(answer.headers.get('access-control-allow-methods') ?? '', /GET/);
  });

  it('R2: throttles each user, with the headers of Rack::Attack', async () => {
    standIn.setRateLimit({ limit: 2, periodSeconds: 30 });
    const first = await ask(standIn, '/version');
    assert.deepEqual(
      ['limit', 'observed', 'remaining', 'reset', 'name'].map((name) => first.headers.get(`ratelimit-${name}`)),
      ['4', '1', '1', String(noon / 1000 + 30), 'throttle_authenticated_api'],
    );
    await ask(standIn, '/version');
    const refused = await ask(standIn, '/version');
    assert.deepEqual([refused.status, refused.text, refused.headers.get('retry-after')], [429, 'Retry later\n', '30']);
    assert.equal(refused.headers.get('ratelimit-resettime'), 'Wed, 13 May 2026 12:00:30 GMT');
    assert.equal((await ask(standIn, '/version', { token: 'guest' })).status, 200);
    // Another token of the same user.
    assert.equal((await ask(standIn, '/version', { token: 'personalReadApi' })).status, 429);
    standIn.setClock(noon + 30_000);
    assert.equal((await ask(standIn, '/version')).status, 200);
    standIn.setRateLimit(undefined);
    assert.equal((await ask(standIn, '/version')).headers.get('ratelimit-limit'), null);
  });

  it('R2: reports the limit in each response from 18.6, before only in a refusal, and behind a proxy never', async () => {
    const reported = async (): Promise<boolean[]> => {
      const answers = [await ask(standIn, '/version'), await ask(standIn, '/version')];
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 429],
      );
      return answers.map(({ headers }) => headers.has('ratelimit-remaining'));
    };
    standIn.setRateLimit({ limit: 1 });
    assert.deepEqual(await reported(), [true, true]);
    standIn.setVersion('18.5.0-ee');
    standIn.setRateLimit({ limit: 1 });
    assert.deepEqual(await reported(), [false, true]);
    standIn.setRateLimit({ limit: 1, headers: 'none' });
    assert.deepEqual(await reported(), [false, false]);
    standIn.setVersion('18.9.1-ee');
    standIn.setRateLimit(undefined);
  });

  it('R2: reports the limit with the fewest requests left, and counts those of a browser', async () => {
    standIn.setRateLimit({ limit: 100 }, { limit: 300, periodSeconds: 3600 });
    const left = async () => {
      const { headers } = await ask(standIn, '/version');
      return [headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')];
    };
    assert.deepEqual(await left(), ['100', '99']);
    standIn.spendRateLimit(60);
    assert.deepEqual(await left(), ['100', '38']);
    standIn.setClock(noon + 120_000);
    standIn.spendRateLimit(90);
    standIn.setClock(noon + 240_000);
    standIn.spendRateLimit(90);
    standIn.setClock(noon + 360_000);
    assert.deepEqual(await left(), ['5', '57']);
    standIn.setClock(undefined);
    standIn.setRateLimit(undefined);
  });

  it('uses its own address and subpath in every URL', async () => {
    for (const path of [
      '/projects/101/issues?per_page=5',
      '/projects/101',
      '/user',
      '/groups/10',
      '/projects/101/milestones',
    ]) {
      const { text, headers } = await ask(standIn, path);
      for (const url of `${text} ${headers.get('link') ?? ''}`.match(/https?:\/\/[^"\\\s>]+/g) ?? [])
        assert.ok(
          url.startsWith(`${standIn.url}/`) || url.startsWith('https://shop.example.com') || url.includes(':8150'),
          url,
        );
    }
    const elsewhere = await StandInGitLab.start({
      now: () => noon,
      issues: 3,
      externalUrl: 'https://git.example.com/sub/',
    });
    const { rows, headers } = await ask(elsewhere, '/projects/101/issues');
    assert.match(rows[0]!.web_url, /^https:\/\/git\.example\.com\/sub\/tanuki-tools\/web-shop\/-\/issues\/3$/);
    assert.match(headers.get('link') ?? '', /^<https:\/\/git\.example\.com\/sub\/api\/v4\//);
    await elsewhere.close();
    assert.equal((await fetch(`${new URL(standIn.url).origin}/api/v4/version`)).status, 404);
  });

  it('finds projects by number and by encoded path in any case; an unencoded slash is a 404', async () => {
    for (const id of ['101', 'tanuki-tools%2Fweb-shop', 'Tanuki-Tools%2FWEB-shop', 'tanuki-tools%2fweb-shop'])
      assert.equal((await ask(standIn, `/projects/${id}`)).json.id, 101, id);
    assert.equal((await ask(standIn, '/projects/tanuki-tools%2Fplatform%2Fapi-gateway')).json.id, 103);
    assert.deepEqual((await ask(standIn, '/projects/tanuki-tools/web-shop')).json, { error: '404 Not Found' });
    assert.equal((await ask(standIn, '/groups/tanuki-tools%2Fplatform')).json.id, 11);
  });

  it('redirects requests for an old path to the number, with the rest of the call unchanged', async () => {
    standIn.world.updateProject(101, { path: 'shop', name: 'Shop' });
    const moved = await ask(standIn, '/projects/tanuki-tools%2Fweb-shop/issues?state=opened');
    const location = `${standIn.url}/api/v4/projects/101/issues?state=opened`;
    assert.deepEqual([moved.status, moved.headers.get('location')], [301, location]);
    assert.equal(moved.text, `This resource has been moved permanently to ${location}`);
    assert.equal((await ask(standIn, '/projects/tanuki-tools%2Fshop')).json.name, 'Shop');
    assert.equal((await ask(standIn, '/projects/tanuki-tools%2Fweb-shop', { token: 'outsider' })).status, 404);
  });

  it('logs only requests to the API', async () => {
    await ask(standIn, '/projects/tanuki-tools%2Fweb-shop?a=b%20c');
    await fetch(`${standIn.url}/tanuki-tools/web-shop`);
    await fetch(`${standIn.url}/-/stand-in/info`);
    const [only, ...rest] = standIn.requests;
    assert.equal(rest.length, 0);
    assert.deepEqual(
      [only?.method, only?.path, only?.query, only?.status, only?.at],
      ['GET', '/api/v4/projects/tanuki-tools%2Fweb-shop', 'a=b%20c', 200, noon],
    );
    assert.equal(only?.headers['authorization'], `Bearer ${standIn.tokens.personal}`);
    standIn.clearRequests();
    assert.equal(standIn.requests.length, 0);
  });

  it('returns 405 with the supported methods for a known path, and 404 otherwise', async () => {
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const answer = await ask(standIn, '/projects/101/issues', { method });
      assert.deepEqual([answer.status, answer.json], [405, { error: '405 Not Allowed' }]);
      assert.equal(answer.headers.get('allow'), 'OPTIONS, GET, HEAD, POST');
      assert.equal((await ask(standIn, '/nothing', { method })).status, 404);
    }
  });
});

describe('Versions', () => {
  let standIn: StandInGitLab;
  before(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 10, projects: 1 });
  });
  after(() => standIn.close());

  it('lack features of later versions', async () => {
    const has = async (version: string): Promise<Record<string, unknown>> => {
      standIn.setVersion(version);
      const issue = (await ask(standIn, '/projects/101/issues/3')).json;
      return {
        self: (await ask(standIn, '/personal_access_tokens/self')).status,
        metadata: (await ask(standIn, '/metadata')).status,
        locked: 'locked' in issue.author,
        email: 'public_email' in issue.author,
        imported: 'imported' in issue,
        startDate: 'start_date' in issue,
        page: /-\/(\w+)\//.exec(issue.web_url)?.[1],
      };
    };
    const base = {
      self: 200,
      metadata: 200,
      locked: true,
      email: false,
      imported: false,
      startDate: false,
      page: 'issues',
    };
    assert.deepEqual(await has('15.1.0-ee'), { ...base, self: 401, metadata: 404, locked: false });
    assert.deepEqual(await has('15.5.0-ee'), { ...base, locked: false });
    assert.deepEqual(await has('16.0.0-ee'), base);
    assert.deepEqual(await has('17.4.0-ee'), { ...base, imported: true });
    assert.deepEqual(await has('18.9.0-ee'), { ...base, imported: true, email: true });
    assert.deepEqual(await has('19.0.0-ee'), { ...base, imported: true, email: true, startDate: true });
    assert.deepEqual(await has('19.1.0-ee'), {
      ...base,
      imported: true,
      email: true,
      startDate: true,
      page: 'work_items',
    });
    assert.equal((await ask(standIn, '/version')).json.version, '19.1.0-ee');
  });

  it('invert has_tasks since 16.0, and return task_status only with it', async () => {
    const tasks = async (version: string, description: string | null): Promise<unknown[]> => {
      standIn.setVersion(version);
      standIn.world.updateIssue(101, 1, { description });
      const { json } = await ask(standIn, '/projects/101/issues/1');
      return [
        json.has_tasks,
        json.task_status,
        json.task_completion_status.count,
        json.task_completion_status.completed_count,
      ];
    };
    assert.deepEqual(await tasks('18.9.1-ee', 'no boxes'), [true, '0 of 0 checklist items completed', 0, 0]);
    assert.deepEqual(await tasks('18.9.1-ee', null), [true, '', 0, 0]);
    assert.deepEqual(await tasks('18.9.1-ee', '- [x] a\n* [ ] b\n1. [ ] c\n```\n- [ ] code\n```'), [
      false,
      undefined,
      3,
      1,
    ]);
    assert.deepEqual(await tasks('15.11.0-ee', '- [x] a\n- [ ] b'), [true, '1 of 2 checklist items completed', 2, 1]);
    assert.deepEqual(await tasks('15.11.0-ee', 'no boxes'), [false, undefined, 0, 0]);
  });

  it('serve uploads through the API since 17.4, and images by their secret before', async () => {
    const { secret, filename, bytes } = standIn.world.uploads[0] ?? assert.fail();
    const api = `/projects/101/uploads/${secret}/${filename}`;
    const web = `${standIn.url}/tanuki-tools/web-shop/uploads/${secret}/${filename}`;
    standIn.setVersion('18.9.1-ee');
    const response = await fetch(`${standIn.url}/api/v4${api}`, { headers: { 'PRIVATE-TOKEN': standIn.tokens.guest } });
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'application/octet-stream']);
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(bytes()));
    assert.equal((await ask(standIn, api, { token: null })).status, 404);
    assert.equal((await ask(standIn, `/projects/101/uploads/${'0'.repeat(32)}/x.png`)).status, 404);
    const page = await fetch(web, { redirect: 'manual' });
    assert.deepEqual([page.status, page.headers.get('location')], [302, `${standIn.url}/users/sign_in`]);
    assert.equal((await fetch(`${standIn.url}/-/project/101/uploads/${secret}/${filename}`)).status, 404);
    standIn.setVersion('17.3.0-ee');
    assert.equal((await ask(standIn, api)).status, 404);
    assert.equal((await fetch(web)).headers.get('content-type'), 'image/png');
  });
});
