import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { Poller, type SyncReason } from '../../../../src/sync/mirror/poller.ts';
import { ManualClock } from '../../manualClock.ts';

const minute = 60_000;
const hour = 60 * minute;

type Answer = 'ok' | 'auth' | 'offline' | 'server' | { readonly until: number };

/** A model of a poller's visible behavior, without its implementation. */
class Model {
  wanted = false;
  /** No view is visible, but a notification is enabled. */
  awaited = false;
  interval = minute;
  disposed = false;
  dead = false;
  /** The poller sends nothing automatically before this time. */
  until = 0;
  /** The time since which nothing has prevented a poll. */
  clearSince: number | undefined;
}

class Real {
  readonly clock = new ManualClock();
  looks = 0;
  /** When the last poll ended. */
  ended = Number.NEGATIVE_INFINITY;
  underWay: { resolve: () => void; reject: (error: GitLabError) => void }[] = [];
  readonly wrong: string[] = [];
  interval = minute;
  readonly poller: Poller;

  constructor(
    readonly model: Model,
    random: number,
  ) {
    this.poller = new Poller(
      (reason) => this.look(reason),
      () => this.interval,
      this.clock,
      () => random,
    );
  }

  private look(reason: SyncReason): Promise<void> {
    const { model } = this;
    this.looks += 1;
    // The poller would treat an error from here as a failed poll.
    const wrong = [
      this.underWay.length > 0 && 'two looks at once',
      model.disposed && 'a look after dispose',
      reason === 'poll' && !model.wanted && !model.awaited && 'a poll without a visible view',
      reason === 'poll' &&
        !model.wanted &&
        this.clock.now() - this.ended < 5 * minute &&
        'more than one poll in five minutes without a visible view',
      reason === 'poll' && model.dead && 'a look with a dead token',
      reason === 'poll' && this.clock.now() < model.until && 'a look before the time that the server named',
    ];
    this.wrong.push(...wrong.filter((each) => each !== false));
    model.clearSince = undefined;
    return new Promise((resolve, reject) => {
      this.underWay.push({ resolve, reject });
    });
  }

  /** Checks the invariants. */
  check(): void {
    const { model } = this;
    assert.deepEqual(this.wrong, []);
    assert.ok(this.clock.waiting <= 1, `${this.clock.waiting} timers`);
    if (model.disposed) assert.equal(this.clock.waiting, 0, 'a timer after dispose');
    assert.equal(this.poller.deadToken !== undefined, model.dead);
    const isClear = model.wanted && !model.disposed && !model.dead && this.underWay.length === 0 && model.interval > 0;
    model.clearSince = isClear ? (model.clearSince ?? this.clock.now()) : undefined;
    // After a failure, the pause is at most half an hour, or the interval if that is longer. The server's time also
    // applies.
    const longest = Math.max(model.interval, hour / 2) * 1.1 + 10_000;
    const since = Math.max(model.clearSince ?? this.clock.now(), model.until);
    assert.ok(this.clock.now() - since <= longest, 'no poll follows');
  }
}

type Command = fc.AsyncCommand<Model, Real>;

/** A command other than a check. */
function command(
  name: string,
  act: (model: Model, real: Real) => void | Promise<void>,
  can: (model: Model) => boolean = () => true,
): Command {
  return {
    check: can,
    toString: () => name,
    run: async (model, real) => {
      await act(model, real);
      await real.clock.advance(0);
      real.check();
    },
  };
}

const setDemand = (wanted: boolean, awaited = false) =>
  command(wanted ? 'focus' : awaited ? 'hide' : 'blur', (model, real) => {
    model.wanted = wanted;
    model.awaited = awaited;
    real.poller.setDemand(wanted ? 'view' : awaited ? 'news' : 'none');
  });
const tick = (ms: number) => command(`tick ${ms}`, async (_, real) => real.clock.advance(ms));
const sleep = command('sleep', async (model, real) => {
  // Timers don't run while a machine sleeps. Afterward the clock has jumped forward.
  const looks = real.looks;
  if (real.underWay.length > 0) return;
  await real.clock.advance(8 * hour);
  assert.ok(real.looks - looks <= 1, 'a burst after a sleep');
  model.clearSince = undefined;
});
const interval = (ms: number) =>
  command(`interval ${ms}`, (model, real) => {
    model.interval = real.interval = ms;
    model.clearSince = undefined;
    real.poller.reschedule();
  });
const answer = (what: Answer) =>
  command(`answer ${JSON.stringify(what)}`, async (model, real) => {
    const look = real.underWay.pop();
    if (!look) return;
    real.ended = real.clock.now();
    if (what === 'ok') {
      model.dead = false;
      model.until = 0;
      look.resolve();
    } else if (typeof what === 'object') {
      model.until = real.clock.now() + what.until;
      look.reject(new GitLabError('rateLimited', { resumeAt: real.clock.elapsed() + what.until }));
    } else {
      model.until = 0;
      if (what === 'auth') model.dead = true;
      look.reject(new GitLabError(what));
    }
    await Promise.resolve();
  });
const newToken = command('new token', (model, real) => {
  // The running poll started with the old token. Its 401 does not apply to the new one.
  if (real.underWay.length > 0) return;
  model.dead = false;
  real.poller.revive();
});
const refresh = command('refresh', async (_, real) => {
  real.poller.syncNow().catch(() => undefined);
  await Promise.resolve();
});
const somethingNew = command('something new', (_, real) => {
  real.poller.syncSoon();
});
const dispose = command('dispose', (model, real) => {
  model.disposed = true;
  real.poller.dispose();
});

describe('Poller, in any order of events', () => {
  it('F7: never runs two polls at once, before the time from the server, after dispose, unwanted, or with an invalid token, and always polls eventually', async function () {
    this.timeout(60_000);
    const answers = fc.oneof(
      { weight: 2, arbitrary: fc.constant<Answer>('ok') },
      fc.constantFrom<Answer>('auth', 'offline', 'server'),
      fc.integer({ min: 1000, max: hour }).map((until): Answer => ({ until })),
    );
    const often = [answers.map(answer), answers.map(answer), fc.integer({ min: 1, max: 5 * minute }).map(tick)];
    const now = [setDemand(true), setDemand(false), setDemand(false, true), sleep, newToken, refresh, somethingNew].map(
      (each) => fc.constant(each),
    );
    const seldom = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(30_000, minute, 24 * hour, 0).map(interval) },
      fc.constant(dispose),
    );
    const commands = fc.commands<Model, Real, boolean>(
      [...often, ...often, ...now, fc.constant(setDemand(true)), seldom],
      { maxCommands: 60, size: 'max' },
    );
    const result = await fc.check(
      fc.asyncProperty(commands, fc.double({ min: 0, max: 0.999, noNaN: true }), async (run, random) => {
        await fc.asyncModelRun(() => {
          const model = new Model();
          return { model, real: new Real(model, random) };
        }, run);
      }),
      { numRuns: 1000 },
    );
    assert.ok(!result.failed, fc.defaultReportMessage(result) ?? '');
    console.log(`      seed ${result.seed}`);
  });

  it('F7: polls every five minutes for notifications only: twelve times an hour, never at 0, and immediately when a view is shown', async () => {
    const clock = new ManualClock();
    let looks = 0;
    let interval = minute;
    const look = () => {
      looks += 1;
      return Promise.resolve();
    };
    const poller = new Poller(
      look,
      () => interval,
      clock,
      () => 0,
    );
    poller.setDemand('news');
    await clock.advance(hour);
    assert.equal(looks, 0, 'the first poll waits for a visible view');
    poller.setDemand('view');
    await clock.advance(0);
    assert.equal(looks, 1);
    poller.setDemand('news');
    poller.syncSoon();
    await clock.advance(hour);
    assert.equal(looks, 13);
    poller.setDemand('view');
    await clock.advance(minute);
    assert.equal(looks, 14);
    poller.setDemand('none');
    await clock.advance(hour);
    assert.equal(looks, 14);
    interval = 0;
    poller.setDemand('news');
    await clock.advance(hour);
    assert.equal(looks, 14);
    poller.dispose();
  });

  it('D11: does not delay the next poll if the clock is set back', async () => {
    const clock = new ManualClock();
    let looks = 0;
    const poller = new Poller(
      () => {
        looks += 1;
        return Promise.resolve();
      },
      () => minute,
      clock,
      () => 0,
    );
    poller.setDemand('view');
    await clock.advance(0);
    assert.equal(looks, 1);
    clock.jump(-24 * hour);
    poller.setDemand('none');
    poller.setDemand('view');
    await clock.advance(minute);
    assert.equal(looks, 2);
  });

  it('D07: polls once after a night, whatever failed, and has one timer', async () => {
    const clock = new ManualClock();
    const answers = [true, false, false, false, true];
    let looks = 0;
    const poller = new Poller(
      () => (answers[looks++] === false ? Promise.reject(new GitLabError('offline')) : Promise.resolve()),
      () => minute,
      clock,
      () => 0,
    );
    poller.setDemand('view');
    await clock.advance(0);
    poller.setDemand('none');
    await clock.advance(8 * hour);
    poller.setDemand('view');
    await clock.advance(0);
    assert.equal(looks, 2);
    for (const wait of [minute, 2 * minute, 4 * minute]) {
      await clock.advance(wait - 1);
      assert.equal(clock.waiting, 1);
      const before: number = looks;
      await clock.advance(1);
      assert.equal(looks, before + 1);
    }
    assert.equal(clock.waiting, 1);
    poller.dispose();
    assert.equal(clock.waiting, 0);
    await assert.rejects(poller.syncNow(), (error) => GitLabError.is(error, 'canceled'));
    assert.equal(looks, 5);
  });

  it('R2: waits longer after each refusal in a row, even if the server allows the next request at once', async () => {
    for (const resumeIn of [-minute, 0, 1_000]) {
      const clock = new ManualClock();
      let looks = 0;
      const poller = new Poller(
        () => {
          looks += 1;
          return Promise.reject(new GitLabError('rateLimited', { resumeAt: clock.elapsed() + resumeIn }));
        },
        () => minute,
        clock,
        () => 0,
      );
      poller.setDemand('view');
      await clock.advance(1_000);
      const before: number = looks;
      assert.equal(before, 2);
      await clock.advance(hour);
      assert.ok(looks >= 4 && looks <= 7, `${looks} polls in an hour`);
      poller.dispose();
    }
  });

  it('polls for a refresh after a poll in progress, even if that one fails', async () => {
    const real = new Real(new Model(), 0);
    real.model.wanted = true;
    real.poller.setDemand('view');
    await real.clock.advance(0);
    const refresh = real.poller.syncNow();
    real.underWay.shift()?.reject(new GitLabError('offline'));
    await real.clock.advance(0);
    assert.equal(real.looks, 2);
    real.underWay.shift()?.resolve();
    await refresh;
    assert.deepEqual(real.wrong, []);
  });
});
