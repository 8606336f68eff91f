import assert from 'node:assert/strict';
import { type FileHandle, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileLocks } from '../../../../src/host/node/fileLocks.ts';
import { type Clock, systemClock } from '../../../../src/model/time/clock.ts';
import type { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { failure, LogLines } from '../../gitlab/startTransport.ts';
import { ManualClock } from '../../manualClock.ts';
import { waitUntil } from '../../waitUntil.ts';

describe('FileLocks', () => {
  let fsPath: string;
  beforeEach(async () => {
    fsPath = await mkdtemp(join(tmpdir(), 'locks-'));
  });
  afterEach(() => rm(fsPath, { recursive: true }));

  const windowWith = (clock: Clock, log = new LogLines()) => new FileLocks({ fsPath }, clock, log);
  /** The clock of a window that crashed or is suspended. It shows no sign of life. */
  const stopped: Clock = { ...systemClock, after: () => ({ dispose: () => undefined }) };
  const never = () => new Promise<never>(() => undefined);

  it('lets one task at a time run in all windows', async () => {
    const quick: Clock = { ...systemClock, after: (_ms, callback) => systemClock.after(1, callback) };
    let running = 0;
    let done = 0;
    const task = async (isHeld: () => Promise<boolean>) => {
      running += 1;
      assert.equal(running, 1);
      assert.ok(await isHeld());
      assert.equal(running, 1);
      running -= 1;
      done += 1;
    };
    const windows = Array.from({ length: 6 }, () => windowWith(quick));
    await Promise.all(
      windows.map(async (window) => {
        for (let turn = 0; turn < 20; turn++) await window.hold('a', task);
      }),
    );
    assert.equal(done, 120);
    const [folder = ''] = await readdir(join(fsPath, 'locks'));
    assert.equal((await readdir(join(fsPath, 'locks', folder))).length, 1);
  });

  it('holds a lock for as long as its owner needs it', async () => {
    const clock = new ManualClock();
    const owner = await windowWith(clock).tryTake('a', false);
    assert.ok(await owner?.isHeld());
    assert.equal(await windowWith(clock).tryTake('a', false), undefined);
    await owner?.release();
    const next = await windowWith(clock).tryTake('a', true);
    assert.ok(await next?.isHeld());
    assert.equal(await owner?.isHeld(), false);
    await next?.release();
  });

  it('takes a lock that its owner held when it crashed, and none that shows a sign of life', async () => {
    const take = async (owner: Clock) => {
      const held = await windowWith(owner).tryTake('a', false);
      const clock = new ManualClock();
      let result: { readonly isTaken: boolean; readonly after: number } | undefined;
      void windowWith(clock)
        .tryTake('a', true)
        .then(async (taken) => {
          result = { isTaken: taken !== undefined, after: clock.elapsed() };
          await taken?.release();
        });
      const settle = async () => {
        await waitUntil(() => result !== undefined || clock.waiting === 1, 'the next look');
        if (owner instanceof ManualClock) await owner.advance(100);
        await new Promise((resolve) => setTimeout(resolve, 1));
      };
      await settle();
      await clock.advanceWith(25_000, settle);
      await held?.release();
      return result;
    };
    const crashed = await take(stopped);
    assert.ok(crashed?.isTaken && crashed.after >= 20_000 && crashed.after < 21_000, JSON.stringify(crashed));
    const alive = await take(new ManualClock());
    assert.ok(alive?.isTaken === false && alive.after < 10_000, JSON.stringify(alive));
  });

  it('keeps locks of different names apart', async () => {
    const window = windowWith(stopped);
    assert.equal(await window.hold('a', () => window.hold('b', () => Promise.resolve('both'))), 'both');
  });

  it('releases the lock when the task fails, and rejects with its error', async () => {
    const window = windowWith(stopped);
    await assert.rejects(
      window.hold('a', () => Promise.reject(new Error('failed'))),
      /^Error: failed$/,
    );
    assert.equal(await window.hold('a', () => Promise.resolve(1)), 1);
  });

  it('S3: stays released if the disk is slow to write a sign of life', async () => {
    const handle = await open(join(fsPath, 'any'), 'w');
    await handle.close();
    const files = Object.getPrototypeOf(handle) as Pick<FileHandle, 'write'>;
    const { write } = files;
    let isWritten = false;
    // The operating system might do simultaneous writes in any order.
    files.write = async function (this: FileHandle, text: string, position: number) {
      if (!text.startsWith('1')) return write.call(this, text, position);
      const [folder = ''] = await readdir(join(fsPath, 'locks'));
      const [name = ''] = await readdir(join(fsPath, 'locks', folder));
      const late = await open(join(fsPath, 'locks', folder, name), 'r+');
      await new Promise((resolve) => setTimeout(resolve, 20));
      const result = await write.call(late, text, position);
      await late.close();
      isWritten = true;
      return result;
    } as FileHandle['write'];
    try {
      const clock = new ManualClock();
      const window = windowWith(clock);
      await window.hold('a', () => clock.advance(5_000));
      await waitUntil(() => isWritten, 'the first sign of life');
      assert.equal(await window.hold('a', () => Promise.resolve('taken again')), 'taken again');
    } finally {
      files.write = write;
    }
  });

  it('takes the lock of a crashed window after 20 seconds, and no sooner', async () => {
    let heldByFirst: (() => Promise<boolean>) | undefined;
    void windowWith(stopped).hold('a', (isHeld) => {
      heldByFirst = isHeld;
      return never();
    });
    await waitUntil(() => heldByFirst !== undefined, 'the first window');
    const clock = new ManualClock();
    let taken = false;
    void windowWith(clock).hold('a', () => {
      taken = true;
      return never();
    });
    const settle = () => waitUntil(() => taken || clock.waiting === 1, 'the next look');
    await settle();
    await clock.advanceWith(19_500, settle);
    assert.equal(taken, false);
    assert.equal(await heldByFirst?.(), true);
    await clock.advanceWith(1_000, settle);
    assert.equal(taken, true);
    assert.equal(await heldByFirst?.(), false);
  });

  it('does not end the turn of another window when a suspended one wakes up', async () => {
    let wake: ((value?: unknown) => void) | undefined;
    const asleep = windowWith(stopped).hold(
      'a',
      () =>
        new Promise((resolve) => {
          wake = resolve;
        }),
    );
    await waitUntil(() => wake !== undefined, 'the first window');
    const quick: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms / 100, callback) };
    let isHeldByOther: (() => Promise<boolean>) | undefined;
    let end: (value?: unknown) => void = () => undefined;
    const other = windowWith(quick).hold('a', (isHeld) => {
      isHeldByOther = isHeld;
      return new Promise((resolve) => {
        end = resolve;
      });
    });
    await waitUntil(() => isHeldByOther !== undefined, 'the other window');
    wake?.();
    await asleep;
    const isHeld = await isHeldByOther?.();
    end();
    await other;
    assert.equal(isHeld, true);
    assert.equal(await windowWith(stopped).hold('a', () => Promise.resolve(1)), 1);
  });

  it('leaves the lock to a window that shows signs of life, however long its task runs', async () => {
    const clock = new ManualClock();
    let end: (value?: unknown) => void = () => undefined;
    const long = windowWith(clock).hold(
      'a',
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    );
    await waitUntil(() => clock.waiting === 1, 'the first window');
    let taken = false;
    const waiting = windowWith(clock).hold('a', () => {
      taken = true;
      return Promise.resolve();
    });
    const settle = () => waitUntil(() => clock.waiting === 2, 'the next look');
    await settle();
    await clock.advanceWith(55_000, settle);
    assert.equal(taken, false);
    end();
    await long;
    await clock.advance(500);
    await waiting;
    assert.equal(taken, true);
  });

  it('S3: gives up after it waited a minute for a window that shows signs of life', async () => {
    const clock = new ManualClock();
    void windowWith(clock).hold('a', never);
    await waitUntil(() => clock.waiting === 1, 'the first window');
    let error: GitLabError | undefined;
    void failure(windowWith(clock).hold('a', never)).then((thrown) => {
      error = thrown;
    });
    const settle = () => waitUntil(() => error !== undefined || clock.waiting === 2, 'the next look');
    await settle();
    await clock.advanceWith(61_000, settle);
    assert.deepEqual([error?.reason, error?.facts.detail], ['storage', 'otherWindow']);
  });

  it('S3: ignores a file with a number that no lock reaches', async () => {
    await windowWith(stopped).hold('a', () => Promise.resolve());
    const [folder = ''] = await readdir(join(fsPath, 'locks'));
    await writeFile(join(fsPath, 'locks', folder, '9'.repeat(15)), '');
    assert.equal(await windowWith(stopped).hold('a', () => Promise.resolve(1)), 1);
  });

  it('logs the cause if a lock cannot be written', async () => {
    await writeFile(join(fsPath, 'locks'), '');
    const log = new LogLines();
    assert.equal((await failure(windowWith(stopped, log).hold('a', never))).facts.detail, 'lock');
    assert.match(log.lines.join(), /^Couldn't lock \(E[A-Z]+\)\.$/);
  });
});
