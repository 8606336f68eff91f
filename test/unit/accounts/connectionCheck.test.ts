import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Fault } from '../../gitlab/http/fault.ts';
import { selfSigned } from '../../gitlab/selfSignedCertificate.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import type { StandInOptions } from '../../gitlab/standInOptions.ts';
import { failure } from '../gitlab/startTransport.ts';
import { CheckHarness } from './checkHarness.ts';

const small = { projects: 2, issues: 1 } as const;
const canary = 'glpat-CANARY0123456789abcd';

describe('ConnectionCheck', () => {
  const open: (StandInGitLab | Server)[] = [];
  const start = async (options: StandInOptions = {}) => {
    const server = await StandInGitLab.start({ ...small, ...options });
    open.push(server);
    return server;
  };
  let check: CheckHarness;
  beforeEach(() => {
    check = new CheckHarness();
  });
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });

  it('passes every step if everything works, and reports token, project, and role', async () => {
    const server = await start();
    server.setRateLimit({ limit: 500 });
    await check.signIn(server.url, server.tokens.personal);
    check.remotes = [`${server.url}/tanuki-tools/web-shop.git`, `${server.url}/Tanuki-Tools/Web-Shop.git`];
    const steps = await check.run(server.url);
    assert.deepEqual(steps.failed, []);
    steps.expect('proxy', /^passed: No proxy is used because the address points to this computer/);
    steps.expect('name', /^passed: 127\.0\.0\.1 is an IP address\.$/);
    steps.expect('port', /^passed: Connected to 127\.0\.0\.1:\d+ \(\d+ ms\)\.$/);
    steps.expect(
      'certificate',
      /^skipped: No certificate\. The connection isn't encrypted because the address starts with http:\/\/\.$/,
    );
    steps.expect('address', /^passed: .*\/api\/v4\/, without a subpath\.$/);
    steps.expect('gitlab', /^passed: GitLab 18\.9\.1-ee\.$/);
    steps.expect(
      'token',
      /^passed: Personal access token for user mira\.lindqvist, scopes api, expires on \d{4}-\d\d-\d\d \(in (299|300) days\)\.$/,
    );
    steps.expect('project', /^passed: tanuki-tools\/web-shop: the role is Maintainer, and issues are turned on\.$/i);
    steps.expect('rateLimit', /^passed: 500 requests per minute, 4\d\d remaining\.$/);
    assert.match(steps.report, /No problems found/);
  });

  it('changes nothing on the server, and sends the token only to its instance', async () => {
    const server = await start({ relativeRoot: '/gitlab' });
    await check.signIn(server.url, server.tokens.personal);
    await check.run(server.url);
    await check.run(new URL(server.url).origin);
    assert.deepEqual([...new Set(server.requests.map(({ method }) => method))], ['GET']);
    const asked = server.requests.map(({ headers }) => headers['authorization'] === undefined);
    assert.equal(asked[0], true, 'the first question goes without a token');
    assert.equal(asked.at(-1), true, 'no account is at the origin');
  });

  it("reads the subpath, and finds the right one if it's missing or too long", async () => {
    const server = await start({ relativeRoot: '/gitlab' });
    const { origin } = new URL(server.url);
    (await check.run(server.url)).expect('address', /^passed: .*under the subpath \/gitlab\.$/);
    for (const wrong of [origin, `${server.url}/group/project`, `${origin}/elsewhere`]) {
      const steps = await check.run(wrong);
      steps.expect(
        'address',
        new RegExp(`^failed: .* returned 404, which isn't a GitLab response\\. -> .*${server.url}\\. Sign`),
      );
      steps.expect('gitlab', /^skipped: Skipped because the address is incorrect/);
      steps.expect('token', /^skipped: Skipped because no GitLab server was found/);
      steps.expect('project', /^skipped: Skipped because no GitLab server was found/);
      assert.deepEqual(steps.failed, ['address']);
    }
  });

  it('finds a different subpath in the remotes', async () => {
    const server = await start({ relativeRoot: '/code' });
    const { origin } = new URL(server.url);
    check.remotes = [`${server.url}/tanuki-tools/web-shop.git`];
    (await check.run(origin)).expect('address', new RegExp(`GitLab was found at ${server.url}\\. Sign in there`));
  });

  it("D06: reports a name that doesn't resolve, and skips the steps that depend on it", async () => {
    await check.signIn('https://gitlab.invalid', canary);
    const steps = await check.run('https://gitlab.invalid');
    steps.expect(
      'name',
      /^failed: Couldn't resolve gitlab\.invalid \((ENOTFOUND|EAI_AGAIN)\)\. -> .*Check the address, your network, and your VPN connection/,
    );
    steps.expect('port', /^skipped: .*the name couldn't be resolved/);
    steps.expect('certificate', /^skipped: .*there's no connection/);
    for (const name of ['address', 'token', 'project', 'rateLimit'] as const)
      steps.expect(name, /^skipped: .*the server couldn't be reached/);
    assert.deepEqual(steps.failed, ['name']);
    assert.match(steps.report, /\*\*Problems found: Name resolution\.\*\*/);
  });

  it('D06: reports a closed port', async () => {
    const steps = await check.run('https://127.0.0.1:1');
    steps.expect('port', /^failed: Couldn't connect to 127\.0\.0\.1:1 \(ECONNREFUSED\)\. -> .*refused the connection/);
    steps.expect('certificate', /^skipped: .*there's no connection/);
    assert.deepEqual(steps.failed, ['port']);
  });

  it('D10: shows the untrusted certificate, the reason, and how to trust it', async () => {
    const { url } = await start({ tls: selfSigned });
    await check.signIn(url, canary);
    const steps = await check.run(url);
    steps.expect(
      'certificate',
      /^failed: Issued to 127\.0\.0\.1 by 127\.0\.0\.1, valid until 2126-10-29, SHA-256 fingerprint (?:[0-9A-F]{2}:){31}[0-9A-F]{2}\. It isn't trusted because it's self-signed .*DEPTH_ZERO_SELF_SIGNED_CERT/,
    );
    steps.expect(
      'certificate',
      /-> Ask the administrator to confirm the fingerprint\. Then, on the computer where extensions run, add this certificate to the operating system's trust store, and restart VS Code\. Keep the 'http\.systemCertificates' setting turned on/,
    );
    steps.expect('token', /^skipped: .*couldn't be reached/);
    assert.deepEqual(steps.failed, ['certificate']);
    (await check.run(url, { systemCertificates: false })).expect(
      'certificate',
      /The 'http\.systemCertificates' setting is off\. Turn it on/,
    );
  });

  it('D10: sends nothing to a server with an untrusted certificate', async () => {
    const server = await start({ tls: selfSigned });
    await check.signIn(server.url, canary);
    await check.run(server.url);
    assert.deepEqual(server.requests, []);
  });

  it('D10: reports a port without TLS', async () => {
    const { url } = await start();
    const steps = await check.run(url.replace('http:', 'https:'));
    assert.deepEqual(steps.failed, ['certificate']);
    steps.expect('certificate', /^failed: /);
  });

  const answers: readonly (readonly [
    what: string,
    fault: Fault['do'],
    step: 'address' | 'gitlab' | 'rateLimit',
    words: RegExp,
  ])[] = [
    [
      'a sign-in page',
      { kind: 'html', page: 'signIn' },
      'address',
      /^failed: .* returned 200, which isn't a GitLab response\. -> .*returned a sign-in page\. Connect through your VPN/,
    ],
    [
      'a redirect elsewhere',
      { kind: 'redirect', location: 'https://other.example.com/x' },
      'address',
      /^failed: .*302.* -> .*redirects to other\.example\.com/,
    ],
    [
      'a bad gateway',
      { kind: 'html', page: 'badGateway', status: 500 },
      'gitlab',
      /^failed: The server returned 500\. -> .*returned a server error/,
    ],
    [
      'too many requests',
      { kind: 'throttled' },
      'rateLimit',
      /^failed: The server received too many requests \(429\)\. -> .*rate limiting requests/,
    ],
  ];
  for (const [what, fault, step, words] of answers) {
    it(`reports ${what}`, async () => {
      const server = await start();
      await check.signIn(server.url, server.tokens.personal);
      server.addFault({ do: fault });
      const steps = await check.run(server.url);
      steps.expect(step, words);
      steps.expect('token', /^skipped: Skipped because/);
      assert.ok(server.requests.every(({ headers }) => headers['authorization'] === undefined));
    });
  }

  it('recognizes GitLab without a token, and explains how to sign in', async () => {
    const { url } = await start();
    const steps = await check.run(url);
    steps.expect('gitlab', /^passed: GitLab \(version available only after sign-in\)\.$/);
    steps.expect('token', /^skipped: You aren't signed in to .* -> .*'GitLab Issues: Sign In…'/);
    steps.expect('rateLimit', /^skipped: Not reported by the server/);
  });

  const tokens = [
    ['expired', /^failed: .*rejected \(401\)\. -> .*has expired\. Create a new one/],
    ['revoked', /^failed: .*rejected \(401\)\. -> .*was revoked/],
    ['blocked', /^failed: .*rejected \(403\)\. -> .*blocked your account/],
    ['personalReadUser', /^failed: .* -> .*insufficient scope \(read_user\)\. Use a token with the 'api' scope/],
    ['personalReadApi', /^passed: .*scopes read_api.* -> It's read-only\. To edit issues.*'api'/],
    ['project', /^passed: Project access token for tanuki-tools\/web-shop, user project_\d+_bot/],
    ['group', /^passed: Group access token for tanuki-tools, user group_\d+_bot/],
  ] as const;
  for (const [name, words] of tokens) {
    it(`checks the token ${name}`, async () => {
      const server = await start();
      await check.signIn(server.url, server.tokens[name]);
      check.remotes = [`${server.url}/tanuki-tools/web-shop.git`];
      const steps = await check.run(server.url);
      steps.expect('token', words);
      if (steps.failed.includes('token')) steps.expect('project', /^skipped: .*no valid token/);
    });
  }

  it('explains a fine-grained token, and names the permissions that it lacks', async () => {
    const server = await start({ version: '19.1.0-ee' });
    await check.signIn(server.url, server.tokens.personal);
    check.remotes = [`${server.url}/tanuki-tools/web-shop.git`];
    server.world.tokens.get('personal')!.scopes = ['granular'];
    const lacks = (permission: string) => ({
      kind: 'answer' as const,
      status: 403,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ error: 'insufficient_granular_scope', error_description: `It lacks: [${permission}].` }),
    });
    server.addFault({
      path: '/api/v4/personal_access_tokens/self',
      do: lacks('Personal Access Token: Read'),
    });
    server.addFault({ path: '/api/v4/projects/*', do: lacks('Project: Read') });
    const steps = await check.run(server.url);
    steps.expect(
      'token',
      /^passed: .*, fine-grained, permissions unknown, expiration date not reported by the server\. -> .*can't be checked in advance.*Project: Read/,
    );
    steps.expect('project', /^failed: Couldn't load .* \(403\)\. -> .*lacks a permission \(Project: Read\)/);
  });

  it('A04: never shows an unknown token', async () => {
    const { url } = await start();
    await check.signIn(url, canary);
    const steps = await check.run(url);
    steps.expect('token', /^failed: .*rejected \(401\)\. -> .*rejected the access token/);
    assert.ok(!steps.report.includes('CANARY'));
  });

  it("counts days by the server's clock, and recommends when to renew", async () => {
    const server = await start();
    server.world.tokens.set('personal', {
      ...server.world.tokens.get('personal')!,
      expiresAt: new Date(Date.now() + 5.5 * 86_400_000).toISOString().slice(0, 10),
    });
    await check.signIn(server.url, server.tokens.personal);
    (await check.run(server.url)).expect('token', /in [45] days\)\. -> Renew it before it expires/);
  });

  it('names the role of a Guest and what it lacks, and hidden, disabled, and archived projects', async () => {
    const server = await start();
    await check.signIn(server.url, server.tokens.guest);
    check.remotes = [`${server.url}/tanuki-tools/web-shop.git`, 'git@127.0.0.1:tanuki-tools/no-such.git'];
    const project = server.world.projects.get(101)!;
    server.world.projects.set(101, { ...project, archived: true });
    assert.match(
      (await check.run(server.url)).all('project').join('\n'),
      /^passed: tanuki-tools\/web-shop: the role is Guest, and issues are turned on\. The project is archived.* -> To edit .*Planner or Reporter.*\nfailed: Couldn't load tanuki-tools\/no-such \(404\)\. -> .*wasn't found/,
    );
    server.world.projects.set(101, { ...project, issuesAccess: 'disabled' });
    assert.match(
      (await check.run(server.url)).all('project')[0]!,
      /^failed: .*issues are turned off\. -> Ask a Maintainer to turn on issues/,
    );
  });

  it('explains why there is no project', async () => {
    const server = await start();
    await check.signIn(server.url, server.tokens.personal);
    const expected = {
      untrusted: /Restricted Mode.* -> To trust/,
      noFolder: /No folder/,
      noGit: /no Git/,
      starting: /still/,
      ready: /No Git remote/,
    };
    for (const [state, words] of Object.entries(expected)) {
      check.remoteState = state as keyof typeof expected;
      (await check.run(server.url)).expect('project', words);
    }
  });

  it('supports old servers', async () => {
    const server = await start({ version: '12.10.14-ee' });
    await check.signIn(server.url, server.tokens.personal);
    const steps = await check.run(server.url);
    steps.expect('gitlab', /^failed: GitLab 12\.10\.14-ee, which isn't supported\. -> .*GitLab 13 or later/);
    steps.expect('token', /scopes not reported by the server, expiration date not reported by the server/);
  });

  it("D09: resolves the proxy's name and port, and shows no password", async () => {
    const steps = await check.run('https://gitlab.invalid', { proxy: 'http://me:hunter2secret@127.0.0.1:1' });
    steps.expect(
      'proxy',
      /^passed: http\.proxy routes requests through http:\/\/127\.0\.0\.1:1 with a username or password/,
    );
    steps.expect('port', /^failed: Couldn't connect to 127\.0\.0\.1:1 .* -> Check the proxy in http\.proxy/);
    assert.ok(!/hunter2secret|me:/.test(steps.report));
  });

  it('D09: reads the certificate through a proxy without sending it a token', async () => {
    const gitlab = await start({ tls: selfSigned });
    const port = Number(new URL(gitlab.url).port);
    const heads: string[] = [];
    const proxy = createServer();
    open.push(proxy);
    proxy.on('connect', (request, client) => {
      heads.push(JSON.stringify([request.url, request.headers]));
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    await check.signIn('https://gitlab.invalid', canary);
    const address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const steps = await check.run('https://gitlab.invalid', { environment: { HTTPS_PROXY: `http://u:p@${address}` } });
    steps.expect('proxy', /^passed: HTTPS_PROXY routes/);
    // Unlike VS Code's fetch, Node's own doesn't use the proxy, so the check can only use the TLS handshake.
    steps.expect('certificate', /^failed: Issued to 127\.0\.0\.1/);
    assert.deepEqual(heads, [JSON.stringify(['gitlab.invalid:443', { host: 'gitlab.invalid:443' }])]);
  });

  it('can be canceled at any time', async () => {
    const { url } = await start();
    const abort = new AbortController();
    abort.abort();
    assert.equal((await failure(check.run(url, {}, abort.signal))).reason, 'canceled');
    const later = new AbortController();
    const server = await start();
    server.addFault({ do: { kind: 'hang' } });
    setTimeout(() => {
      later.abort();
    }, 50);
    assert.equal((await failure(check.run(server.url, {}, later.signal))).reason, 'canceled');
  });

  it('reports its current step', async () => {
    const { url } = await start();
    await check.run(url);
    assert.deepEqual(check.asked, [
      'Name resolution',
      'Connection',
      'Certificate',
      'GitLab',
      'Access token',
      'Project',
      'Rate limit',
    ]);
  });
});
