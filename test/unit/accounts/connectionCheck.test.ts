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

  it('passes each step where all is well, and tells token, project and role', async () => {
    const server = await start();
    server.setRateLimit({ limit: 500 });
    await check.signIn(server.url, server.tokens.personal);
    check.remotes = [`${server.url}/tanuki-tools/web-shop.git`, `${server.url}/Tanuki-Tools/Web-Shop.git`];
    const steps = await check.run(server.url);
    assert.deepEqual(steps.failed, []);
    steps.expect('proxy', /^passed: None applies, because the address is this computer/);
    steps.expect('name', /^passed: 127\.0\.0\.1 is an address already\.$/);
    steps.expect('port', /^passed: 127\.0\.0\.1:\d+ takes connections \(\d+ ms\)\.$/);
    steps.expect('certificate', /^skipped: None, because the address begins with http: nothing is encrypted\.$/);
    steps.expect('address', /^passed: .*\/api\/v4\/, without a sub-path\.$/);
    steps.expect('gitlab', /^passed: It is GitLab 18\.9\.1-ee\.$/);
    steps.expect(
      'token',
      /^passed: Personal access token of the user mira\.lindqvist, scopes api, expires on \d{4}-\d\d-\d\d, in (299|300) days\.$/,
    );
    steps.expect('project', /^passed: tanuki-tools\/web-shop: the role is Maintainer, and issues are on\.$/i);
    steps.expect('rateLimit', /^passed: 500 requests a minute, 4\d\d left just now\.$/);
    assert.match(steps.report, /No trouble was found/);
  });

  it('changes nothing on the server, and sends the token only below the address that it is for', async () => {
    const server = await start({ relativeRoot: '/gitlab' });
    await check.signIn(server.url, server.tokens.personal);
    await check.run(server.url);
    await check.run(new URL(server.url).origin);
    assert.deepEqual([...new Set(server.requests.map(({ method }) => method))], ['GET']);
    const asked = server.requests.map(({ headers }) => headers['authorization'] === undefined);
    assert.equal(asked[0], true, 'the first question goes without a token');
    assert.equal(asked.at(-1), true, 'no account is at the origin');
  });

  it('reads the sub-path, and finds the right one where it was forgotten or is too long', async () => {
    const server = await start({ relativeRoot: '/gitlab' });
    const { origin } = new URL(server.url);
    (await check.run(server.url)).expect('address', /^passed: .*under the sub-path \/gitlab\.$/);
    for (const wrong of [origin, `${server.url}/group/project`, `${origin}/elsewhere`]) {
      const steps = await check.run(wrong);
      steps.expect(
        'address',
        new RegExp(`^failed: .* answers 404, and not as GitLab does\\. -> .*${server.url}: sign`),
      );
      steps.expect('gitlab', /^skipped: Skipped, because the address is not right/);
      steps.expect('token', /^skipped: Skipped, because no GitLab answered/);
      steps.expect('project', /^skipped: Skipped, because no GitLab answered/);
      assert.deepEqual(steps.failed, ['address']);
    }
  });

  it('finds a sub-path of another name in the remotes', async () => {
    const server = await start({ relativeRoot: '/code' });
    const { origin } = new URL(server.url);
    check.remotes = [`${server.url}/tanuki-tools/web-shop.git`];
    (await check.run(origin)).expect('address', new RegExp(`GitLab answers at ${server.url}: sign in there`));
  });

  it('D06: says that a name does not resolve, and skips what depends on it', async () => {
    await check.signIn('https://gitlab.invalid', canary);
    const steps = await check.run('https://gitlab.invalid');
    steps.expect(
      'name',
      /^failed: gitlab\.invalid has no address \((ENOTFOUND|EAI_AGAIN)\)\. -> .*check the address, your network or your VPN/,
    );
    steps.expect('port', /^skipped: .*the name has no address/);
    steps.expect('certificate', /^skipped: .*there is no connection/);
    for (const name of ['address', 'token', 'project', 'rateLimit'] as const)
      steps.expect(name, /^skipped: .*the server was not reached/);
    assert.deepEqual(steps.failed, ['name']);
    assert.match(steps.report, /\*\*Trouble with: Name resolution\.\*\*/);
  });

  it('D06: says that a port is closed', async () => {
    const steps = await check.run('https://127.0.0.1:1');
    steps.expect('port', /^failed: 127\.0\.0\.1:1 takes no connection \(ECONNREFUSED\)\. -> .*refuses connections/);
    steps.expect('certificate', /^skipped: .*there is no connection/);
    assert.deepEqual(steps.failed, ['port']);
  });

  it('D10: shows the certificate that is not trusted, why, and how to trust it', async () => {
    const { url } = await start({ tls: selfSigned });
    await check.signIn(url, canary);
    const steps = await check.run(url);
    steps.expect(
      'certificate',
      /^failed: Issued to 127\.0\.0\.1 by 127\.0\.0\.1, valid to 2126-10-29, SHA-256 fingerprint (?:[0-9A-F]{2}:){31}[0-9A-F]{2}\. It is not trusted, because it vouches for itself: .*DEPTH_ZERO_SELF_SIGNED_CERT/,
    );
    steps.expect(
      'certificate',
      /-> Ask the administrator whether the fingerprint is right\. Then add this certificate to the trust store .* restart VS Code\. The setting "http\.systemCertificates" must stay on/,
    );
    steps.expect('token', /^skipped: .*not reached/);
    assert.deepEqual(steps.failed, ['certificate']);
    (await check.run(url, { systemCertificates: false })).expect(
      'certificate',
      /Turn on the setting "http\.systemCertificates"/,
    );
  });

  it('D10: sends nothing to a server whose certificate is not trusted', async () => {
    const server = await start({ tls: selfSigned });
    await check.signIn(server.url, canary);
    await check.run(server.url);
    assert.deepEqual(server.requests, []);
  });

  it('D10: says that a port does not speak TLS', async () => {
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
      /^failed: .* answers 200, and not as GitLab does\. -> .*web page to sign in on: connect through your VPN/,
    ],
    [
      'a redirect elsewhere',
      { kind: 'redirect', location: 'https://other.example.com/x' },
      'address',
      /^failed: .*302.* -> .*sends requests on to other\.example\.com/,
    ],
    [
      'a bad gateway',
      { kind: 'html', page: 'badGateway', status: 500 },
      'gitlab',
      /^failed: The server answers 500\. -> .*problem of its own/,
    ],
    [
      'too many requests',
      { kind: 'throttled' },
      'rateLimit',
      /^failed: The server had too many requests \(429\)\. -> .*slow down/,
    ],
  ];
  for (const [what, fault, step, words] of answers) {
    it(`tells ${what}`, async () => {
      const server = await start();
      await check.signIn(server.url, server.tokens.personal);
      server.addFault({ do: fault });
      const steps = await check.run(server.url);
      steps.expect(step, words);
      steps.expect('token', /^skipped: Skipped, because/);
      assert.ok(server.requests.every(({ headers }) => headers['authorization'] === undefined));
    });
  }

  it('says that it is GitLab without any token, and how to sign in', async () => {
    const { url } = await start();
    const steps = await check.run(url);
    steps.expect('gitlab', /^passed: It is GitLab\. Which version, it tells only somebody with a token\.$/);
    steps.expect('token', /^skipped: Nobody is signed in to .* -> .*"GitLab Issues: Sign In"/);
    steps.expect('rateLimit', /^skipped: The server names none/);
  });

  const tokens = [
    ['expired', /^failed: .*refused \(401\)\. -> .*has expired: create a new one/],
    ['revoked', /^failed: .*refused \(401\)\. -> .*was revoked/],
    ['blocked', /^failed: .*refused \(403\)\. -> .*refuses your account/],
    ['personalReadUser', /^failed: .* -> .*only the scope read_user: use one with the scope "api"/],
    ['personalReadApi', /^passed: .*scopes read_api.* -> It can only read\. To change issues.*"api"/],
    ['project', /^passed: Project access token of tanuki-tools\/web-shop, user project_\d+_bot/],
    ['group', /^passed: Group access token of tanuki-tools, user group_\d+_bot/],
  ] as const;
  for (const [name, words] of tokens) {
    it(`judges the token ${name}`, async () => {
      const server = await start();
      await check.signIn(server.url, server.tokens[name]);
      check.remotes = [`${server.url}/tanuki-tools/web-shop.git`];
      const steps = await check.run(server.url);
      steps.expect('token', words);
      if (steps.failed.includes('token')) steps.expect('project', /^skipped: .*no good token/);
    });
  }

  it('explains a fine-grained token, and names what it turns out to lack', async () => {
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
      /^passed: .*, fine-grained, permissions not told, expiry not told by this GitLab\. -> .*cannot be known beforehand.*Project: Read/,
    );
    steps.expect('project', /^failed: .* cannot be read \(403\)\. -> .*lacks a permission \(Project: Read\)/);
  });

  it('A04: keeps an unknown token to itself', async () => {
    const { url } = await start();
    await check.signIn(url, canary);
    const steps = await check.run(url);
    steps.expect('token', /^failed: .*refused \(401\)\. -> .*does not accept the access token/);
    assert.ok(!steps.report.includes('CANARY'));
  });

  it('counts the days by the server’s clock, and says when to renew', async () => {
    const server = await start();
    server.world.tokens.set('personal', {
      ...server.world.tokens.get('personal')!,
      expiresAt: new Date(Date.now() + 5.5 * 86_400_000).toISOString().slice(0, 10),
    });
    await check.signIn(server.url, server.tokens.personal);
    (await check.run(server.url)).expect('token', /in [45] days\. -> Create a new token before it expires/);
  });

  it('names the role of a guest and what it lacks, and projects that are hidden, off or archived', async () => {
    const server = await start();
    await check.signIn(server.url, server.tokens.guest);
    check.remotes = [`${server.url}/tanuki-tools/web-shop.git`, 'git@127.0.0.1:tanuki-tools/no-such.git'];
    const project = server.world.projects.get(101)!;
    server.world.projects.set(101, { ...project, archived: true });
    assert.match(
      (await check.run(server.url)).all('project').join('\n'),
      /^passed: tanuki-tools\/web-shop: the role is Guest, and issues are on\. The project is archived.* -> To edit .*Planner or Reporter.*\nfailed: tanuki-tools\/no-such cannot be read \(404\)\. -> .*not found/,
    );
    server.world.projects.set(101, { ...project, issuesAccess: 'disabled' });
    assert.match(
      (await check.run(server.url)).all('project')[0]!,
      /^failed: .*issues are turned off\. -> Ask a Maintainer to turn them on/,
    );
  });

  it('says why there is no project', async () => {
    const server = await start();
    await check.signIn(server.url, server.tokens.personal);
    const expected = {
      untrusted: /Restricted Mode.* -> Trust/,
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

  it('asks old servers, too', async () => {
    const server = await start({ version: '12.10.14-ee' });
    await check.signIn(server.url, server.tokens.personal);
    const steps = await check.run(server.url);
    steps.expect('gitlab', /^failed: It is GitLab 12\.10\.14-ee, which is too old\. -> .*GitLab 13 and later/);
    steps.expect('token', /scopes not told by this GitLab, expiry not told by this GitLab/);
  });

  it('D09: looks for the proxy’s name and port, and shows no password of it', async () => {
    const steps = await check.run('https://gitlab.invalid', { proxy: 'http://me:hunter2secret@127.0.0.1:1' });
    steps.expect(
      'proxy',
      /^passed: http\.proxy sends requests through http:\/\/127\.0\.0\.1:1, with a user name or password/,
    );
    steps.expect('port', /^failed: 127\.0\.0\.1:1 takes no connection .* -> Check the proxy in http\.proxy/);
    assert.ok(!/hunter2secret|me:/.test(steps.report));
  });

  it('D09: reads the certificate through a proxy, sending it no token', async () => {
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
    steps.expect('proxy', /^passed: HTTPS_PROXY sends/);
    // Node's own fetch, unlike VS Code's, knows no proxy, so that the handshake is all there is to judge by.
    steps.expect('certificate', /^failed: Issued to 127\.0\.0\.1/);
    assert.deepEqual(heads, [JSON.stringify(['gitlab.invalid:443', { host: 'gitlab.invalid:443' }])]);
  });

  it('is cancelled at once', async () => {
    const { url } = await start();
    const abort = new AbortController();
    abort.abort();
    assert.equal((await failure(check.run(url, {}, abort.signal))).reason, 'cancelled');
    const later = new AbortController();
    const server = await start();
    server.addFault({ do: { kind: 'hang' } });
    setTimeout(() => {
      later.abort();
    }, 50);
    assert.equal((await failure(check.run(server.url, {}, later.signal))).reason, 'cancelled');
  });

  it('says what it is at', async () => {
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
