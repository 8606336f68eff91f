import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

const minute = 60_000;

describe('Poller', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  it('polls once without a visible view after signing in or for the API, and again for a project that is opened later', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 30 });
    const [shop, app] = mirror.remotes.value;
    mirror.remotes.value = [shop!];
    mirror.synchronizer.syncWithoutView();
    await mirror.pass(0);
    assert.equal(mirror.synchronizer.trackers.length, 1);
    assert.ok(mirror.held.length > 5);
    mirror.remotes.value = [shop!, app!];
    await mirror.pass(0);
    assert.deepEqual(mirror.held, mirror.onServer);
    mirror.requests();
    await mirror.pass(60 * minute);
    assert.deepEqual(mirror.requests(), []);
  });

  it('polls only while a view is visible, and polls again when it is shown', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
    await mirror.fill();
    mirror.requests();
    mirror.synchronizer.setDemand('none');
    await mirror.pass(60 * minute);
    assert.deepEqual(mirror.requests(), []);
    mirror.synchronizer.setDemand('view');
    await mirror.pass(10_000);
    assert.equal(mirror.requests().length, 1);
    // Hiding and showing within the interval sends no request.
    mirror.synchronizer.setDemand('none');
    mirror.synchronizer.setDemand('view');
    await mirror.pass(40_000);
    assert.deepEqual(mirror.requests(), []);
  });

  it('applies the setting immediately, and 0 turns polling off', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
    await mirror.fill();
    mirror.requests();
    mirror.interval.value = 0;
    await mirror.pass(24 * 60 * minute);
    assert.deepEqual(mirror.requests(), []);
    mirror.interval.value = 30_000;
    await mirror.pass(0);
    assert.equal(mirror.requests().length, 1);
  });

  it('never starts a poll before the last one has ended', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
    await mirror.fill();
    mirror.requests();
    mirror.gitlab.addFault({ path: '/api/v4/projects/*/issues', count: 1, do: { kind: 'hang' } });
    await mirror.clock.advance(1.2 * minute);
    await waitUntil(() => mirror.gitlab.requests.length === 1);
    mirror.synchronizer.setDemand('none');
    mirror.synchronizer.setDemand('view');
    await mirror.clock.advance(14_000);
    assert.equal(mirror.requests().length, 1);
  });

  it('D06: slows down while the server can’t be reached, keeps the issues, and recovers', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    const before = mirror.held;
    mirror.requests();
    mirror.gitlab.addFault({ do: { kind: 'error', case: 'internal' } });
    for (let look = 0; look < 60; look++) await mirror.pass(minute);
    const inOneHour = mirror.requests().length;
    assert.ok(inOneHour >= 6 && inOneHour <= 14, `${inOneHour} requests`);
    assert.deepEqual(mirror.held, before);
    assert.deepEqual(
      mirror.synchronizer.trackers.map(({ error }) => error?.reason),
      ['server', 'server'],
    );
    mirror.gitlab.clearFaults();
    await mirror.synchronizer.refresh();
    assert.ok(mirror.synchronizer.trackers.every(({ error }) => error === undefined));
  });

  it('D04: sends nothing before the time in a 429 response, not even when the user refreshes', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    mirror.requests();
    mirror.gitlab.addFault({ count: 1, do: { kind: 'throttled', retryAfter: 600 } });
    await mirror.pass(1.2 * minute);
    const sent = mirror.requests().length;
    assert.ok(sent <= 2);
    await mirror.pass(9 * minute);
    await assert.rejects(
      mirror.synchronizer.refresh(),
      (error) => GitLabError.is(error, 'rateLimited') && error.message.includes('paused until'),
    );
    assert.deepEqual(mirror.requests(), []);
    await mirror.pass(2 * minute);
    assert.ok(mirror.requests().length >= 2);
    assert.ok(mirror.synchronizer.trackers.every(({ error }) => error === undefined));
  });

  it('S12: pauses for as long as a 429 response specified, even if the clock of this computer is set', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    for (const jump of [-24 * 60 * minute, 24 * 60 * minute]) {
      mirror.requests();
      mirror.gitlab.addFault({ count: 1, do: { kind: 'throttled', retryAfter: 600 } });
      await mirror.pass(1.2 * minute);
      assert.ok(mirror.requests().length > 0);
      mirror.clock.jump(jump);
      await mirror.pass(8 * minute);
      await assert.rejects(mirror.synchronizer.refresh(), (error) => GitLabError.is(error, 'rateLimited'));
      assert.deepEqual(mirror.requests(), []);
      await mirror.pass(3 * minute);
      assert.ok(mirror.requests().length >= 2);
      assert.ok(mirror.synchronizer.trackers.every(({ error }) => error === undefined));
    }
  });

  it('polls when the user returns after the computer slept, although the monotonic clock stopped', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
    await mirror.fill();
    mirror.interval.value = 8 * 60 * minute;
    mirror.synchronizer.setDemand('none');
    mirror.requests();
    mirror.clock.jump(10 * 60 * minute);
    mirror.synchronizer.setDemand('view');
    await mirror.pass(10_000);
    assert.equal(mirror.requests().length, 1);
  });

  it('A11: stops for an account with an invalid token, and continues with a new one', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    mirror.requests();
    mirror.gitlab.addFault({ do: { kind: 'error', case: 'revoked' } });
    await mirror.pass(1.2 * minute);
    assert.ok(mirror.requests().length <= 2);
    await mirror.pass(120 * minute);
    assert.deepEqual(mirror.requests(), []);
    assert.ok(mirror.held.length > 0);
    mirror.gitlab.clearFaults();
    mirror.accounts.value = [mirror.account(mirror.gitlab.tokens.personal)];
    await mirror.pass(0);
    await waitUntil(() => mirror.synchronizer.trackers.every(({ complete }) => complete));
    assert.deepEqual(mirror.held, mirror.onServer);
  });

  it('A11: continues after a successful manual refresh, and reports the error for a project that was opened before', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    const [shop, app] = mirror.remotes.value;
    mirror.remotes.value = [shop!];
    await mirror.fill();
    const heal = mirror.gitlab.addFault({ do: { kind: 'error', case: 'unauthorized' } });
    await mirror.pass(1.2 * minute);
    mirror.remotes.value = [shop!, app!];
    assert.deepEqual(
      mirror.synchronizer.trackers.map(({ error }) => error?.reason),
      ['auth', 'auth'],
    );
    heal();
    await mirror.synchronizer.refresh();
    mirror.requests();
    await mirror.pass(1.2 * minute);
    assert.equal(mirror.requests().length, 2);
  });

  it('M6: reads the token again after a 401, because another window may have renewed it', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 20 });
    mirror.accounts.value = [mirror.account(mirror.gitlab.tokens.admin)];
    await mirror.fill();
    const admin = mirror.gitlab.world.tokens.get('admin')!;
    mirror.gitlab.world.rotateToken('admin', { ...admin, text: 'glpat-the-renewed-one', rotatedFrom: [] });
    mirror.onReread = () => {
      const [account] = mirror.accounts.value ?? [];
      mirror.accounts.value = [{ ...account!, serverVersion: 'renewed' }];
      mirror.renewedToken = 'glpat-the-renewed-one';
    };
    await mirror.pass(1.2 * minute);
    assert.deepEqual(
      mirror.synchronizer.trackers.map(({ error }) => error),
      [undefined, undefined],
    );
    await mirror.pass(1.2 * minute);
    assert.ok(
      mirror
        .requests()
        .at(-1)
        ?.match(/ (?:200|304)$/),
    );
  });

  it('backs off to half an hour, but never below the interval, and with 0 does not retry automatically', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    await mirror.fill();
    mirror.gitlab.addFault({ do: { kind: 'error', case: 'internal' } });
    mirror.interval.value = 24 * 60 * minute;
    mirror.requests();
    await mirror.pass(72 * 60 * minute);
    const inThreeDays = mirror.requests().length;
    assert.ok(inThreeDays >= 2 && inThreeDays <= 3, `${inThreeDays} requests`);
    mirror.interval.value = 0;
    await mirror.pass(24 * 60 * minute);
    assert.deepEqual(mirror.requests(), []);
  });

  it('M5: spreads the polls of windows that wake at the same time, however many events they receive', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    await mirror.fill();
    mirror.synchronizer.setDemand('none');
    await mirror.pass(60 * minute);
    mirror.requests();
    // VS Code reports focus and activity one after the other.
    mirror.synchronizer.setDemand('view');
    mirror.synchronizer.setDemand('view');
    mirror.remotes.value = [...mirror.remotes.value];
    await mirror.clock.advance(0);
    assert.deepEqual(mirror.requests(), []);
    await mirror.pass(10_000);
    assert.equal(mirror.requests().length, 1);
  });

  it('M4: sends as many requests for ten windows with one focused as for one window, and the others do not poll', async () => {
    const hour = async (windows: number) => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 30 });
      const others = Array.from({ length: windows - 1 }, () => mirror.anotherWindow());
      await mirror.fill();
      for (const other of others) {
        await other.fill();
        other.synchronizer.setDemand('none');
      }
      const opening = mirror.requests().length;
      await mirror.pass(60 * minute);
      const polling = mirror.requests().length;
      for (const other of others) other.synchronizer.dispose();
      return { opening, polling };
    };
    const one = await hour(1);
    await mirror.close();
    const ten = await hour(10);
    assert.ok(one.polling >= 55, String(one.polling));
    // Jitter can move a poll past the end of the hour.
    assert.ok(ten.polling <= one.polling + 1, `${one.polling} ${ten.polling}`);
    assert.ok(ten.opening <= one.opening + 10, `${one.opening} ${ten.opening}`);
  });
});
