import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { GitLabErrorReason } from '../../../src/model/error/errorReason.ts';
import type { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { Fault } from '../../gitlab/http/fault.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { ManualClock } from '../manualClock.ts';
import { waitUntil } from '../waitUntil.ts';
import { failure, LogLines, transportTo } from './startTransport.ts';

const canary = 'glpat-CANARY0123456789abcd';
const path = '/api/v4/version';

describe('Transport', () => {
  let gitlab: StandInGitLab;
  let foreign: StandInGitLab;
  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 5, relativeRoot: '/gitlab' });
    foreign = await StandInGitLab.start({ projects: 1, issues: 5, host: 'localhost' });
  });
  after(() => Promise.all([gitlab.close(), foreign.close()]));
  afterEach(() => {
    gitlab.clearFaults();
    gitlab.clearRequests();
    foreign.clearRequests();
  });

  const version = { method: 'GET', path: 'version' };
  const fault = (action: Fault['do'], count?: number) => {
    gitlab.addFault({ path, do: action, ...(count === undefined ? {} : { count }) });
  };

  it('sends requests like a GitLab client, below the subpath, with the token only as Bearer', async () => {
    const { body } = await transportTo(gitlab.url, {
      token: gitlab.tokens.personal,
      userAgent: 'issues-for-gitlab/test',
    }).request(version);
    assert.match((body as { version: string }).version, /^18\./);
    const [sent] = gitlab.requests;
    assert.equal(gitlab.requests.length, 1);
    assert.equal(sent?.path, path);
    assert.equal(sent.headers['authorization'], `Bearer ${gitlab.tokens.personal}`);
    assert.equal(sent.headers['private-token'], undefined);
    assert.equal(sent.headers['user-agent'], 'issues-for-gitlab/test');
    assert.equal(sent.headers['referer'], undefined);
    assert.equal(sent.query, '');
  });

  describe('redirects (A03)', () => {
    for (const status of [301, 302, 303, 307, 308]) {
      for (const method of ['GET', 'POST', 'PUT']) {
        it(`${method} with ${status} to another origin is rejected, and sends nothing there`, async () => {
          fault({ kind: 'redirect', location: `${foreign.url}/api/v4/version`, status });
          const error = await failure(transportTo(gitlab.url, { token: canary }).request({ method, path: 'version' }));
          assert.equal(error.reason, 'notGitLab');
          assert.equal(foreign.requests.length, 0);
        });
      }
    }

    it('are followed within the API, and only for a GET', async () => {
      fault({ kind: 'redirect', location: `${gitlab.url}/api/v4/metadata`, status: 301 });
      const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal });
      assert.equal((await transport.request(version)).status, 200);
      assert.equal((await failure(transport.request({ method: 'POST', path: 'version' }))).reason, 'notGitLab');
    });

    it('are rejected outside of the API or the subpath of the instance', async () => {
      const places = [
        `${gitlab.url}/users/sign_in`,
        new URL('/api/v4/version', gitlab.url).href,
        new URL('/gitlab2/api/v4/version', gitlab.url).href,
      ];
      for (const location of places) {
        gitlab.clearFaults();
        gitlab.clearRequests();
        fault({ kind: 'redirect', location });
        const error = await failure(transportTo(gitlab.url, { token: canary }).request(version));
        assert.equal(error.reason, 'notGitLab', location);
        assert.equal(error.facts.detail, location.includes('sign_in') ? 'signInPage' : undefined);
        assert.equal(gitlab.requests.length, 1, location);
      }
    });

    it('explain what the target shows: sign-in elsewhere, encryption, or another server', async () => {
      const { host } = new URL(gitlab.url);
      const table: readonly (readonly [location: string, sentence: RegExp])[] = [
        ['https://login.example.com/oauth2/authorize?x=1', /returned a sign-in page/],
        [`https://${host}/gitlab/api/v4/version`, /requires HTTPS/],
        ['https://new.example.com/api/v4/version', /redirects to new\.example\.com/],
      ];
      for (const [location, sentence] of table) {
        gitlab.clearFaults();
        fault({ kind: 'redirect', location, status: 301 });
        const error = await failure(transportTo(gitlab.url, { token: canary }).request(version));
        assert.equal(error.reason, 'notGitLab');
        assert.match(error.message, sentence);
      }
    });

    it('stop in a circle', async () => {
      fault({ kind: 'redirect', location: 'loop' });
      assert.equal((await failure(transportTo(gitlab.url).request(version))).reason, 'notGitLab');
      assert.equal(gitlab.requests.length, 4);
    });
  });

  describe("responses that aren't from GitLab or can't be read (D01, D02)", () => {
    const table: readonly (readonly [what: string, action: Fault['do'], reason: GitLabErrorReason])[] = [
      ['a sign-in page with status 200', { kind: 'html', page: 'signIn' }, 'notGitLab'],
      ['a firewall’s page', { kind: 'html', page: 'waf' }, 'notGitLab'],
      ['a page that is not there', { kind: 'html', page: 'notFound' }, 'notGitLab'],
      ['half of the JSON', { kind: 'truncate' }, 'badData'],
      ['nothing at all', { kind: 'emptyBody' }, 'badData'],
      ['JSON that says it is text', { kind: 'contentType', value: 'text/plain' }, 'badData'],
      [
        'a page that says it is JSON',
        { kind: 'answer', status: 200, headers: { 'Content-Type': 'application/json' }, body: '<html></html>' },
        'badData',
      ],
      [
        'a page that says it is JSON, with 403',
        { kind: 'answer', status: 403, headers: { 'Content-Type': 'application/json' }, body: '<html></html>' },
        'notGitLab',
      ],
      ['more than 20 MB', { kind: 'huge', bytes: 21 * 1024 * 1024 }, 'badData'],
      ['compression that is none', { kind: 'badGzip' }, 'offline'],
      ['a connection that ends half-way', { kind: 'drop', when: 'body' }, 'offline'],
    ];
    for (const [what, action, reason] of table) {
      it(`${what}: ${reason}, without any of the body`, async () => {
        fault(action);
        const clock = new ManualClock();
        const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal, clock });
        const answered = await clock.through(failure(transport.request(version)));
        assert.ok(answered.status === 'fulfilled');
        const error = answered.value;
        assert.equal(error.reason, reason);
        assert.doesNotMatch(error.message, /<|Unexpected token|SyntaxError/);
      });
    }

    it('include one with a byte order mark, which is read', async () => {
      fault({ kind: 'bom' });
      assert.equal((await transportTo(gitlab.url, { token: gitlab.tokens.personal }).request(version)).status, 200);
    });
  });

  describe('retries (D05)', () => {
    it('repeat a GET twice, after 1 and 4 seconds', async () => {
      fault({ kind: 'html', page: 'badGateway' }, 2);
      const clock = new ManualClock();
      const request = transportTo(gitlab.url, { token: gitlab.tokens.personal, clock }).request(version);
      await waitUntil(() => gitlab.requests.length === 1 && clock.waiting === 1);
      await clock.advance(999);
      assert.equal(gitlab.requests.length, 1);
      await clock.advance(1);
      await waitUntil(() => gitlab.requests.length === 2 && clock.waiting === 1);
      await clock.advance(4000);
      assert.equal((await request).status, 200);
      assert.equal(gitlab.requests.length, 3);
    });

    const writes: readonly (readonly [string, Fault['do']])[] = [
      ['502', { kind: 'html', page: 'badGateway' }],
      ['503', { kind: 'html', page: 'deploy' }],
      ['500', { kind: 'error', case: 'internal' }],
      ['a broken connection', { kind: 'drop', when: 'before' }],
      ['429', { kind: 'throttled' }],
    ];
    for (const method of ['POST', 'PUT', 'DELETE']) {
      for (const [what, action] of writes) {
        it(`send a ${method} once if the server ${what}`, async () => {
          fault(action);
          const error = await failure(
            transportTo(gitlab.url, { token: gitlab.tokens.personal }).request({ method, path: 'version' }),
          );
          assert.equal(gitlab.requests.length, 1);
          const unsure = what === '502' || what === '500' || what === 'a broken connection';
          assert.equal(error.facts.outcome === 'unconfirmed', unsure);
        });
      }
    }
  });

  describe('429 (D04)', () => {
    const seconds = 1000;
    const table: readonly (readonly [what: string, retryAfter: number | string | null, pause: number])[] = [
      ['30 seconds', 30, 30 * seconds],
      ['a date, by the server’s clock', new Date(Date.UTC(2026, 0, 1, 0, 2)).toUTCString(), 120 * seconds],
      ['nothing', null, 60 * seconds],
      ['zero', 0, 1 * seconds],
      ['thirty years', 1e9, 3600 * seconds],
      ['nonsense', 'soon', 60 * seconds],
    ];
    for (const [what, retryAfter, pause] of table) {
      it(`pauses for Retry-After: ${what}`, async () => {
        const clock = new ManualClock();
        gitlab.addFault({
          path,
          count: 1,
          do: {
            kind: 'answer',
            status: 429,
            headers: {
              'Content-Type': 'text/plain',
              Date: new Date(clock.now()).toUTCString(),
              ...(retryAfter === null ? {} : { 'Retry-After': String(retryAfter) }),
            },
            body: 'Retry later\n',
          },
        });
        const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal, clock });
        const error = await failure(transport.request(version));
        assert.equal(error.reason, 'rateLimited');
        assert.equal((error.facts.until ?? 0) - clock.now(), pause);
        await clock.advance(pause - 1);
        assert.equal((await failure(transport.request({ method: 'GET', path: 'user' }))).reason, 'rateLimited');
        assert.equal(gitlab.requests.length, 1);
        await clock.advance(1);
        assert.equal((await transport.request(version)).status, 200);
      });
    }

    it("isn't shortened by a later response with a shorter pause", async () => {
      const clock = new ManualClock();
      gitlab.addFault({ path, count: 1, do: { kind: 'delay', ms: 30 } });
      gitlab.addFault({ path: '/api/v4/user', count: 1, do: { kind: 'throttled', retryAfter: 600 } });
      const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal, clock });
      gitlab.addFault({ path: '/api/v4/metadata', count: 1, do: { kind: 'throttled', retryAfter: 5 } });
      await Promise.all([
        failure(transport.request({ method: 'GET', path: 'user' })),
        failure(transport.request({ method: 'GET', path: 'metadata' })),
      ]);
      const error = await failure(transport.request(version));
      assert.equal((error.facts.until ?? 0) - clock.now(), 600_000);
    });

    it('uses RateLimit-Reset if there is no Retry-After', async () => {
      const clock = new ManualClock();
      fault({
        kind: 'answer',
        status: 429,
        headers: {
          Date: new Date(clock.now()).toUTCString(),
          'RateLimit-Remaining': '0',
          'RateLimit-Reset': String(clock.now() / 1000 + 45),
        },
        body: 'Retry later\n',
      });
      const error = await failure(transportTo(gitlab.url, { clock }).request(version));
      assert.equal((error.facts.until ?? 0) - clock.now(), 45_000);
    });
  });

  describe('time (D08)', () => {
    it('stops after 15 seconds without headers', async () => {
      fault({ kind: 'hang' });
      const clock = new ManualClock();
      const request = failure(transportTo(gitlab.url, { clock }).request(version));
      await waitUntil(() => gitlab.requests.length === 1);
      await clock.advance(14_999);
      assert.equal(clock.waiting, 2);
      await clock.advance(1);
      assert.equal((await request).reason, 'timeout');
      assert.equal(clock.waiting, 0);
    });

    it('lets a file load as long as a slow connection needs', async () => {
      fault({ kind: 'hang' });
      const clock = new ManualClock();
      const body = new FormData();
      body.append('file', new Blob([new Uint8Array(5_000_000)]), 'a.png');
      const upload = { ...version, method: 'POST', body };
      const request = failure(transportTo(gitlab.url, { clock }).request(upload));
      await waitUntil(() => clock.waiting === 2, 'the request');
      await clock.advance(114_000);
      assert.equal(clock.waiting, 2);
      await clock.advance(1_100);
      assert.equal((await request).reason, 'timeout');
    });

    it('stops after 30 seconds with an endless body', async () => {
      fault({ kind: 'drip', ms: 1000 });
      const clock = new ManualClock();
      const request = failure(transportTo(gitlab.url, { clock, token: gitlab.tokens.personal }).request(version));
      await waitUntil(() => clock.waiting === 1, 'the headers');
      await clock.advance(30_000);
      assert.equal((await request).reason, 'timeout');
    });

    it('stops when canceled before, during, and between tries', async () => {
      const clock = new ManualClock();
      const transport = transportTo(gitlab.url, { clock });
      assert.equal((await failure(transport.request({ ...version, signal: AbortSignal.abort() }))).reason, 'canceled');
      fault({ kind: 'hang' }, 1);
      const hanging = new AbortController();
      const during = failure(transport.request({ ...version, signal: hanging.signal }));
      await waitUntil(() => gitlab.requests.length === 1);
      hanging.abort();
      assert.equal((await during).reason, 'canceled');
      fault({ kind: 'html', page: 'badGateway' });
      const waiting = new AbortController();
      const between = failure(transport.request({ ...version, signal: waiting.signal }));
      await waitUntil(() => gitlab.requests.length === 2 && clock.waiting === 1);
      waiting.abort();
      assert.equal((await between).reason, 'canceled');
      assert.equal(clock.waiting, 0);
    });
  });

  it('sends the ETag of an earlier response, and reports a 304', async () => {
    const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal });
    const first = await transport.request(version);
    const second = await transport.request({ ...version, etag: first.headers['etag'] ?? '' });
    assert.deepEqual([first.unchanged, second.unchanged, second.body], [false, true, null]);
    assert.deepEqual(
      gitlab.requests.map(({ status }) => status),
      [200, 304],
    );
  });

  it('S11: rejects a 304 that answers a request without an ETag, but not one that answers a write', async () => {
    fault({ kind: 'answer', status: 304 });
    const transport = transportTo(gitlab.url, { token: gitlab.tokens.personal });
    for (const request of [version, { ...version, etag: '' }]) {
      const error = await failure(transport.request(request));
      assert.deepEqual([error.reason, error.facts.status], ['badData', 304]);
    }
    gitlab.addFault({ path: '/api/graphql', do: { kind: 'answer', status: 304 } });
    const graphQl = { method: 'POST', path: '', isGraphQl: true, body: '{}' };
    assert.equal((await failure(transport.request(graphQl))).reason, 'badData');
    assert.equal((await transport.request({ method: 'POST', path: 'version' })).unchanged, true);
    assert.equal((await transport.request({ ...version, etag: 'W/"1"' })).unchanged, true);
  });

  it('A04: keeps the token out of errors, however they are printed, and out of the log', async () => {
    const log = new LogLines();
    const errors: GitLabError[] = [];
    const actions: Fault['do'][] = [
      { kind: 'error', case: 'expired' },
      { kind: 'html', page: 'signIn' },
      { kind: 'drop', when: 'before' },
      { kind: 'throttled' },
      { kind: 'answer', status: 400, headers: { 'Content-Type': 'application/json' }, body: '{"message":"bad"}' },
    ];
    for (const action of actions) {
      gitlab.clearFaults();
      fault(action);
      errors.push(
        await failure(transportTo(gitlab.url, { token: canary, log }).request({ method: 'POST', path: 'version' })),
      );
    }
    const printed =
      errors.map((error) => inspect(error, { depth: 10, showHidden: true })).join('\n') + log.lines.join('\n');
    assert.ok(log.lines.length >= actions.length);
    assert.ok(
      !printed.includes('CANARY') && !printed.includes(Buffer.from(canary).toString('base64').slice(0, 20)),
      printed,
    );
  });

  it("A08: sends nothing for a token that doesn't fit into a header", async () => {
    for (const token of ['glpat-\u200babc', 'glpat-абв', 'two words', 'line\nbreak']) {
      const error = await failure(transportTo(gitlab.url, { token }).request(version));
      assert.deepEqual([error.reason, error.facts.detail], ['auth', 'malformed'], token);
    }
    assert.equal(gitlab.requests.length, 0);
  });
});
