import assert from 'node:assert/strict';
import { SecretLocks } from '../../../src/host/secretLocks.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { WindowLocks } from '../../../src/model/ports.ts';
import { Random } from '../../gitlab/seed/random.ts';
import type { FakeSecrets } from '../accounts/fakeSecrets.ts';
import { SharedSecrets } from '../accounts/sharedSecrets.ts';
import { failure, LogLines } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { runs, seed } from '../testRuns.ts';

/** The only window of its machine. */
const machine: WindowLocks = { hold: (_name, work) => work(() => Promise.resolve(true)) };
const never = () => new Promise<never>(() => undefined);

describe('S3: SecretLocks', () => {
  let clock: ManualClock;
  let shared: SharedSecrets;
  beforeEach(() => {
    clock = new ManualClock();
    shared = new SharedSecrets(clock);
  });

  const locksIn = (secrets: FakeSecrets, log = new LogLines()) => new SecretLocks(secrets, machine, clock, log);
  const windowOn = () => locksIn(shared.window());
  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  /** The start of the work, and a way to end it. */
  const start = (locks: WindowLocks) => {
    let isHeld: (() => Promise<boolean>) | undefined;
    let end = (): void => undefined;
    const ended = locks.hold('a', (isHeldNow) => {
      isHeld = isHeldNow;
      return new Promise<void>((resolve) => {
        end = resolve;
      });
    });
    return {
      hasStarted: () => isHeld !== undefined,
      isHeld: () => isHeld?.(),
      end: () => {
        end();
      },
      ended,
    };
  };
  const advanced = async <T>(ms: number, result: Promise<T>): Promise<T> => {
    await clock.advance(ms);
    return result;
  };

  it('lets one task at a time run on two machines, with slow connections and tasks', async () => {
    const random = new Random(seed);
    shared.timeToCall = () => random.int(0, 400);
    const turns = runs(40, 400);
    let running = 0;
    let done = 0;
    let refused = 0;
    const task = async (isHeld: () => Promise<boolean>) => {
      running += 1;
      assert.equal(running, 1);
      assert.equal(await isHeld(), true);
      await pause(random.int(0, 15_000));
      assert.equal(running, 1);
      running -= 1;
      done += 1;
    };
    const all = [windowOn(), windowOn()].map(async (window) => {
      for (let turn = 0; turn < turns; turn++) {
        await pause(random.int(0, 20_000));
        await window.hold('a', task).catch((error: unknown) => {
          assert.equal(GitLabError.from(error).facts.detail, 'otherWindow');
          refused += 1;
        });
      }
    });
    await advanced(turns * 85_000, Promise.all(all));
    assert.equal(done + refused, 2 * turns);
    assert.ok(done > 1.9 * turns, `${refused} refused`);
  }).timeout(runs(20_000, 200_000));

  it('lets one of two windows continue that claim at the same moment, and the other one later', async () => {
    const [first, second] = [start(windowOn()), start(windowOn())];
    await clock.advance(10_000);
    const works = [first, second].filter(({ hasStarted }) => hasStarted());
    assert.equal(works.length, 1);
    works[0]?.end();
    await clock.advance(5_000);
    assert.ok(first.hasStarted() && second.hasStarted());
  });

  it('deletes the claim when the task fails, and rejects with its error', async () => {
    const secrets = shared.window();
    const failed = failure(locksIn(secrets).hold('a', () => Promise.reject(new GitLabError('offline'))));
    assert.equal((await advanced(10_000, failed)).reason, 'offline');
    assert.deepEqual([...secrets.values], []);
  });

  it('takes the claim of a closed window after a minute, and no sooner', async () => {
    const closed = start(windowOn());
    await clock.advance(5_000);
    assert.equal(await closed.isHeld(), true);
    const other = start(windowOn());
    await clock.advance(59_000);
    assert.equal(other.hasStarted(), false);
    await clock.advance(5_000);
    assert.equal(await other.isHeld(), true);
    assert.equal(await closed.isHeld(), false);
  });

  it('does not delete the claim of another window', async () => {
    const suspended = start(windowOn());
    await clock.advance(5_000);
    const other = start(windowOn());
    await clock.advance(64_000);
    suspended.end();
    await advanced(1_000, suspended.ended);
    assert.equal(await other.isHeld(), true);
  });

  it('no longer counts as held before another window can take it, with time for one request', async () => {
    const work = start(windowOn());
    await clock.advance(24_000);
    assert.equal(await work.isHeld(), true);
    await clock.advance(2_000);
    assert.equal(await work.isHeld(), false);
  });

  it('is not held if the lock of the machine is lost', async () => {
    const lost: WindowLocks = { hold: (_name, work) => work(() => Promise.resolve(false)) };
    const work = start(new SecretLocks(shared.window(), lost, clock, new LogLines()));
    await clock.advance(5_000);
    assert.equal(await work.isHeld(), false);
  });

  it('waits for a window whose claim was replaced by one that took long to write', async () => {
    const slow = shared.window();
    let write = (): void => undefined;
    slow.writeGate = new Promise<void>((resolve) => {
      write = resolve;
    });
    const late = start(locksIn(slow));
    await clock.advance(1_000);
    const early = start(windowOn());
    await clock.advance(4_000);
    assert.equal(await early.isHeld(), true);
    write();
    await clock.advance(1_000);
    assert.equal(await early.isHeld(), false);
    await clock.advance(33_000);
    assert.equal(late.hasStarted(), false);
    await clock.advance(6_000);
    assert.equal(await late.isHeld(), true);
  });

  it('gives up after a minute if one window after another holds the lock', async () => {
    let error: GitLabError | undefined;
    const works = [start(windowOn())];
    await clock.advance(5_000);
    void failure(windowOn().hold('a', never)).then((thrown) => {
      error = thrown;
    });
    for (let turn = 0; turn < 3; turn++) {
      await clock.advance(20_000);
      assert.equal(error, undefined);
      works.at(-1)?.end();
      works.push(start(windowOn()));
    }
    await clock.advance(2_000);
    assert.deepEqual([error?.reason, error?.facts.detail], ['storage', 'otherWindow']);
  });

  for (const call of ['get', 'store'] as const) {
    it(`rejects without running the task if the secret storage fails to ${call}`, async () => {
      const secrets = shared.window();
      secrets.failing = call;
      const log = new LogLines();
      const error = await failure(locksIn(secrets, log).hold('a', () => assert.fail('It ran.')));
      assert.deepEqual([error.reason, error.facts.detail], ['storage', 'claim']);
      assert.match(error.message, /Check your operating system's keyring/);
      assert.deepEqual(log.lines, ["Couldn't lock in VS Code's secret storage."]);
    });
  }

  it('rejects if the keyring does not respond', async () => {
    const secrets = shared.window();
    secrets.hanging = true;
    const error = failure(locksIn(secrets).hold('a', never));
    assert.equal((await advanced(31_000, error)).facts.detail, 'claim');
  });
});
