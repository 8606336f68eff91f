import assert from 'node:assert/strict';
import type { Transport } from '../../../src/gitlab/transport.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { CurrentPriority } from '../../../src/model/gateway/requestPriority.ts';
import type { RateLimit } from '../../gitlab/http/throttle.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { ManualClock } from '../manualClock.ts';
import { failure, transportTo } from './startTransport.ts';

const minute = 60_000;

describe('R2: a rate limit', () => {
  let gitlab: StandInGitLab;
  let clock: ManualClock;
  let transport: Transport;
  beforeEach(async () => {
    clock = new ManualClock();
    gitlab = await StandInGitLab.start({ issues: 1, now: () => clock.now() });
    transport = transportTo(gitlab.url, { token: gitlab.tokens.personal, clock });
  });
  afterEach(() => gitlab.close());

  const ask = (priority: CurrentPriority) => transport.at(priority).request({ method: 'GET', path: 'version' });
  const askAll = (count: number, priority: CurrentPriority) => Array.from({ length: count }, () => ask(priority));
  /** Lets time pass. The server answers each request before the clock moves on. */
  const pass = (ms: number) =>
    clock.advanceWith(ms, async () => {
      for (let quiet = 0; quiet < 20; quiet += 1) {
        const before = gitlab.requests.length;
        await new Promise((resolve) => setTimeout(resolve, 1));
        await clock.advance(0);
        if (gitlab.requests.length > before) quiet = 0;
      }
    });
  /** The highest number of requests within a minute. */
  const mostInMinute = () => {
    const times = gitlab.requests.map(({ at }) => at);
    return Math.max(...times.map((from) => times.filter((at) => at >= from && at <= from + minute).length));
  };
  const refused = () => gitlab.requests.filter(({ status }) => status === 429).length;

  it('is learned from the headers, and the background leaves half of it to the user', async () => {
    gitlab.setRateLimit({ limit: 40 });
    const work = Promise.all(askAll(70, 'mirror'));
    await pass(0);
    assert.equal(gitlab.requests.length, 20);
    assert.equal(transport.pace?.perMinute, 40);
    assert.ok((transport.pace.continuesAt ?? 0) > clock.now());
    assert.ok((transport.pace.continuesAt ?? 0) <= clock.now() + minute + 1_000);
    // A picture doesn't get ahead, and the user doesn't wait.
    const picture = ask('rest');
    const search = ask('user');
    await search;
    assert.equal(gitlab.requests.length, 21);
    await pass(5 * minute);
    await Promise.all([work, picture]);
    assert.deepEqual([mostInMinute(), refused()], [21, 0]);
    assert.equal(transport.pace.continuesAt, undefined);
  });

  it('can be used up by the user’s own requests, which wait for nothing', async () => {
    gitlab.setRateLimit({ limit: 40 });
    await Promise.all(askAll(40, 'user'));
    assert.deepEqual([gitlab.requests.length, refused()], [40, 0]);
    const error = await failure(ask('user'));
    assert.equal(error.reason, 'rateLimited');
    assert.equal(error.facts.resumeAt, minute);
    // Until then, nothing is sent.
    assert.equal((await failure(ask('user'))).reason, 'rateLimited');
    assert.equal((await failure(ask('mirror'))).reason, 'rateLimited');
    assert.equal(gitlab.requests.length, 41);
  });

  it('that a browser and git also use leaves half of it to them', async () => {
    gitlab.setRateLimit({ limit: 40 });
    await ask('mirror');
    gitlab.spendRateLimit(15);
    const work = Promise.all(askAll(30, 'mirror'));
    await pass(0);
    // 20 of 40 are left.
    assert.ok(gitlab.requests.length <= 6, `${gitlab.requests.length} requests`);
    await pass(4 * minute);
    await work;
    assert.equal(refused(), 0);
  });

  it('of a long period is spread over the rest of it', async () => {
    // GitLab's default: https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/
    gitlab.setRateLimit({ limit: 7200, periodSeconds: 3600 });
    gitlab.spendRateLimit(3500);
    const work = Promise.allSettled(askAll(130, 'mirror'));
    await pass(0);
    assert.equal(transport.pace?.perMinute, 120);
    await pass(3 * minute);
    assert.ok((await work).every(({ status }) => status === 'fulfilled'));
    assert.ok(mostInMinute() <= 60, `${mostInMinute()} requests`);
    // After someone else has used most of it, the user sees when loading continues.
    gitlab.spendRateLimit(3000);
    await ask('user');
    const error = await failure(ask('mirror'));
    assert.equal(error.reason, 'rateLimited');
    assert.ok((error.facts.until ?? 0) > clock.now() + 30 * minute);
    assert.equal((await ask('user')).status, 200);
  });

  it('of a period shorter than a minute leaves half of each period to the user', async () => {
    gitlab.setRateLimit({ limit: 100, periodSeconds: 10 });
    const work = Promise.allSettled(askAll(220, 'mirror'));
    await pass(0);
    assert.equal(transport.pace?.perMinute, 600);
    await pass(minute);
    assert.ok((await work).every(({ status }) => status === 'fulfilled'));
    const perPeriod = new Map<number, number>();
    for (const { at } of gitlab.requests) {
      const period = Math.floor(at / 10_000);
      perPeriod.set(period, (perPeriod.get(period) ?? 0) + 1);
    }
    assert.ok(Math.max(...perPeriod.values()) <= 50, [...perPeriod.values()].join());
    // A browser and git have used most of the period.
    gitlab.clearRequests();
    await pass(10_000);
    await ask('user');
    gitlab.spendRateLimit(60);
    await ask('user');
    const last = ask('mirror');
    await pass(0);
    assert.equal(gitlab.requests.length, 2);
    await pass(11_000);
    assert.equal((await last).status, 200);
  });

  it('that would last longer than it can doesn’t block the background', async () => {
    const month = 30 * 24 * 60 * minute;
    const resets: readonly (readonly [what: string, observed: boolean, reset: () => number])[] = [
      ['in milliseconds', true, () => clock.now() + 30_000],
      ['next month', true, () => (clock.now() + month) / 1000],
      ['in an hour, of a gateway that reports no use', false, () => clock.now() / 1000 + 3600],
    ];
    for (const [what, observed, reset] of resets) {
      gitlab.clearRequests();
      transport = transportTo(gitlab.url, {
        token: gitlab.tokens.personal,
        clock,
        fetch: async (input, init) => {
          const answer = await fetch(input, init);
          const headers = new Headers(answer.headers);
          headers.set('RateLimit-Limit', '40');
          headers.set('RateLimit-Remaining', '5');
          if (observed) headers.set('RateLimit-Observed', '35');
          headers.set('RateLimit-Reset', String(Math.floor(reset())));
          return new Response(await answer.text(), { status: answer.status, headers });
        },
      });
      const work = Promise.allSettled(askAll(50, 'mirror'));
      await pass(3 * minute);
      assert.ok(
        (await work).every(({ status }) => status === 'fulfilled'),
        what,
      );
      assert.ok(mostInMinute() <= 20, what);
    }
  });

  const silent: readonly RateLimit['headers'][] = ['refusals', 'none'];
  for (const headers of silent)
    it(`is unknown until the first refusal if the server reports it for ${headers}, and then known`, async () => {
      gitlab.setRateLimit({ limit: 60, ...(headers ? { headers } : {}) });
      const first = Promise.allSettled(askAll(65, 'mirror'));
      await pass(0);
      const results = await first;
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 60);
      // Those that were in flight with the first refused one.
      assert.ok(refused() >= 1 && refused() <= 4, `${refused()} refused`);
      assert.equal(
        results.filter((result) => result.status === 'rejected' && GitLabError.is(result.reason, 'rateLimited')).length,
        5,
      );
      const before = refused();
      await pass(2 * minute);
      gitlab.clearRequests();
      const next = Promise.all(askAll(90, 'mirror'));
      await pass(5 * minute);
      await next;
      assert.ok(mostInMinute() <= 32, `${mostInMinute()} requests`);
      assert.equal(refused(), 0);
      assert.ok(before > 0);
    });

  it('doesn’t last longer if the clock of this computer is wrong and the server doesn’t return its time', async () => {
    gitlab.setClock(clock.now() + 30 * minute);
    gitlab.setRateLimit({ limit: 40 });
    transport = transportTo(gitlab.url, {
      token: gitlab.tokens.personal,
      clock,
      fetch: async (input, init) => {
        const answer = await fetch(input, init);
        const headers = new Headers(answer.headers);
        headers.delete('Date');
        return new Response(await answer.text(), { status: answer.status, headers });
      },
    });
    const work = Promise.all(askAll(30, 'mirror'));
    await pass(2 * minute);
    assert.equal((await work).length, 30);
  });

  for (const retryAfter of [60, null])
    it(`of one endpoint pauses only that one (Retry-After: ${retryAfter})`, async () => {
      const search = () => transport.request({ method: 'GET', path: 'projects/101/issues', query: 'page=1&search=a' });
      gitlab.addFault({ query: 'search=', count: 1, do: { kind: 'applicationLimit', retryAfter } });
      const flying = askAll(8, 'mirror');
      const error = await failure(search());
      assert.deepEqual([error.reason, error.facts.detail], ['rateLimited', 'endpoint']);
      assert.equal((error.facts.until ?? 0) - clock.now(), minute);
      await Promise.all([...flying, ...askAll(50, 'mirror')]);
      // The list of the same endpoint has no limit of its own.
      const list = { method: 'GET', path: 'projects/101/issues', query: 'page=1' };
      assert.equal((await transport.request(list)).status, 200);
      const before = gitlab.requests.length;
      assert.equal((await failure(search())).facts.detail, 'endpoint');
      assert.equal(gitlab.requests.length, before);
      assert.equal(transport.pace, undefined);
      await pass(minute);
      assert.equal((await search()).status, 200);
    });

  it('of a proxy that sends JSON is learned from its first refusal', async () => {
    const body = JSON.stringify({ message: 'API rate limit exceeded' });
    await Promise.all(askAll(30, 'user'));
    gitlab.addFault({
      count: 1,
      do: { kind: 'answer', status: 429, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body },
    });
    const error = await failure(ask('user'));
    assert.deepEqual([error.reason, error.facts.detail], ['rateLimited', undefined]);
    assert.equal((await failure(ask('mirror'))).reason, 'rateLimited');
    assert.equal(transport.pace?.perMinute, 31);
  });

  it('of a server that reports nonsense never blocks the background', async () => {
    const nonsense = [
      { 'RateLimit-Limit': '0', 'RateLimit-Remaining': '0', 'RateLimit-Reset': '1' },
      { 'RateLimit-Limit': '1', 'RateLimit-Remaining': '0', 'RateLimit-Reset': 'soon' },
      { 'RateLimit-Limit': '-5', 'RateLimit-Remaining': 'many', 'RateLimit-Reset': '30' },
    ];
    for (const headers of nonsense) {
      gitlab.clearRequests();
      transport = transportTo(gitlab.url, { token: gitlab.tokens.personal, clock });
      const remove = gitlab.addFault({
        do: { kind: 'answer', status: 200, headers: { 'Content-Type': 'application/json', ...headers }, body: '{}' },
      });
      const work = Promise.all(askAll(5, 'mirror'));
      await pass(6 * minute);
      assert.equal((await work).length, 5);
      remove();
    }
  });
});
