import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { ManualClock } from '../../manualClock.ts';
import { runs } from '../../testRuns.ts';
import { waitUntil } from '../../waitUntil.ts';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';
import { MemoryFiles } from '../memoryFiles.ts';

const minute = 60_000;

/** A machine with several windows that share a cache. Sets the time of the machine and of the server. */
class Machine {
  readonly gitlab = new FakeGitLab();
  readonly clock = new ManualClock();
  readonly files = new MemoryFiles(() => this.clock.now());

  constructor(issues = 0) {
    for (let id = 1; id <= issues; id++) {
      this.gitlab.now += 1000;
      this.gitlab.put(id);
    }
  }

  open(): FakeWindow {
    return new FakeWindow(this.gitlab, this.clock, this.files);
  }

  async pass(ms: number): Promise<void> {
    this.gitlab.now += ms;
    await this.clock.advance(ms);
  }

  /** Counts the requests since the last call. */
  get asked(): number {
    const { length } = this.gitlab.asked;
    this.gitlab.asked = [];
    return length;
  }
}

describe('the cache that windows share', () => {
  it('M8: shows the cached issues and their age in every window before the first request', async () => {
    const machine = new Machine(50);
    const first = machine.open();
    await first.mirror.sync('poll');
    const asOf = first.mirror.state.asOf;
    machine.asked;
    await machine.pass(5 * minute);
    const second = machine.open();
    await second.mirror.catchUp();
    assert.deepEqual(second.held, first.held);
    assert.equal(second.mirror.state.asOf, asOf);
    assert.equal(second.mirror.state.complete, true);
    assert.equal(second.mirror.state.project?.path, 'group/project');
    assert.equal(machine.asked, 0);
    // Nothing changes while the server is offline.
    machine.gitlab.onQuestion = () => Promise.reject(new Error('offline'));
    await assert.rejects(second.mirror.sync('poll'));
    assert.equal(second.held.length, 50);
    assert.equal(second.mirror.state.asOf, asOf);
  });

  it('requests nothing that another window has just read, even in a window that was opened long before', async () => {
    const machine = new Machine(50);
    const [front, back] = [machine.open(), machine.open()];
    await back.mirror.catchUp();
    await front.mirror.sync('poll');
    machine.asked;
    await back.mirror.sync('poll', minute / 2);
    assert.equal(machine.asked, 0);
    assert.deepEqual(back.held, machine.gitlab.open);
    await machine.pass(minute);
    machine.gitlab.put(3, { title: 'Renamed' });
    machine.gitlab.put(4, { state: 'closed' });
    await front.mirror.sync('poll');
    machine.asked;
    await back.mirror.sync('poll', minute / 2);
    assert.equal(machine.asked, 0);
    assert.deepEqual(back.held, machine.gitlab.open);
    await machine.pass(minute);
    await back.mirror.sync('poll', minute / 2);
    assert.equal(machine.asked, 2);
  });

  it('D11: a clock that was a day ahead or behind blocks no request, and no issue is from the future', async () => {
    for (const wrong of [1, -1]) {
      const machine = new Machine(10);
      await machine.clock.advance(2 * 24 * 60 * minute);
      await machine.open().mirror.sync('poll');
      const { files, gitlab } = machine;
      const clock = new ManualClock();
      await clock.advance(2 * 24 * 60 * minute - wrong * 24 * 60 * minute);
      const window = new FakeWindow(gitlab, clock, files);
      gitlab.now += minute;
      gitlab.put(11);
      await window.mirror.catchUp();
      assert.ok((window.mirror.state.asOf ?? 0) <= clock.now());
      await window.mirror.sync('poll', minute / 2);
      assert.deepEqual(window.held, gitlab.open);
      assert.equal(window.mirror.state.asOf, clock.now());
      gitlab.put(12);
      await window.mirror.sync('poll', minute / 2);
      assert.deepEqual(window.held, gitlab.open);
    }
  });

  it('writes one line for one changed issue, and rewrites the file only when there are many lines', async () => {
    const machine = new Machine(2000);
    const window = machine.open();
    await window.mirror.sync('poll');
    const snapshot = machine.files.text('.issues').length;
    assert.ok(snapshot > 100_000, `${snapshot} characters`);
    await waitUntil(() => machine.files.text('.descriptions').endsWith('1 "About Issue 1"\n'));
    const before = machine.files.written;
    await machine.pass(minute);
    machine.gitlab.put(7, { title: 'Renamed' });
    await window.mirror.sync('poll');
    const cost = machine.files.written - before;
    assert.ok(cost < 1200, `${cost} bytes`);
    const idle = machine.files.written;
    await machine.pass(minute);
    await window.mirror.sync('poll');
    await machine.pass(minute);
    await window.mirror.sync('poll');
    assert.ok(machine.files.written - idle < 1500, `${machine.files.written - idle} bytes`);
    let largest = 0;
    for (let look = 0; look < 1200; look++) {
      await machine.pass(minute);
      machine.gitlab.put(1 + (look % 5), { title: `Renamed ${look}` });
      await window.mirror.sync('poll');
      largest = Math.max(largest, machine.files.text('.issues').length);
    }
    assert.ok(largest < snapshot + 300_000, `${largest} of ${snapshot} characters`);
    const fresh = machine.open();
    await fresh.mirror.catchUp();
    assert.deepEqual(fresh.held, machine.gitlab.open);
  });

  it('M8: treats an unreadable cache as empty, whatever it contains', async () => {
    const spoilers: [string, (text: string) => string][] = [
      ['empty', () => ''],
      ['no JSON', () => 'PNG\u0000\u0001'],
      ['another version', (text) => text.replace(/"version":\d+/, '"version":0')],
      ['another tracker', (text) => text.replace('"key":"account tracker"', '"key":"account other"')],
      ['half a snapshot', (text) => text.slice(0, text.length / 2)],
      ['null', () => 'null\nnull\nnull\n'],
      ['a cursor that is no time', (text) => text.replace(/"since":\d+/, '"since":"soon"')],
      ['a time beyond all times', (text) => text.replace(/"since":\d+/, '"since":9e99')],
      ['an issue without labels', (text) => text.replace('"labelSets":[[]', '"labelSets":[null')],
      ['an issue of nobody', (text) => text.replace('"users":[]', '"users":[null]')],
      ['a project without an address', (text) => text.replace('"webUrl"', '"url"')],
    ];
    for (const [name, spoil] of spoilers) {
      const machine = new Machine(20);
      await machine.open().mirror.sync('poll');
      machine.files.spoil('.issues', spoil);
      const window = machine.open();
      await window.mirror.catchUp();
      assert.deepEqual(window.held, [], name);
      await window.mirror.sync('poll', minute);
      assert.deepEqual(window.held, machine.gitlab.open, name);
      const next = machine.open();
      await next.mirror.catchUp();
      assert.deepEqual(next.held, machine.gitlab.open, name);
    }
  });

  it('S16: treats a number out of range as a cache miss, so that no sync fails or misses changes', async () => {
    const now = Date.UTC(2026, 0, 1);
    const [first, last] = [-62135596800000, 253402300799999];
    const spoilers: [string, (text: string) => string][] = [
      ...[last + 1, first - 1, -8e15, 1e300, last, now + 25 * 60 * minute].map(
        (since): [string, (text: string) => string] => [
          `changes since ${since}`,
          (text) => text.replace(/"since":\d+/, `"since":${since}`),
        ],
      ),
      ['synced at no time', (text) => text.replace(/"asOf":\d+/, '"asOf":-1e300')],
      ['compared at no time', (text) => text.replace(/"recheckedAt":\d+/, '"recheckedAt":1e300')],
      ['part of an issue', (text) => text.replace(/"asOf"/, '"openInAll":1.5,"asOf"')],
      ['fewer than no issues', (text) => text.replace(/"asOf"/, '"openInAll":-5,"asOf"')],
      ['countless issues', (text) => text.replace(/"unexplained":\d+/, '"unexplained":1e300')],
      ['an issue from before all times', (text) => text.replace(/"createdAt":\[\d+/, `"createdAt":[${first - 1}`)],
      ['an issue from after all times', (text) => text.replace(/"updatedAt":\[\d+/, `"updatedAt":[${last + 1}`)],
      ['an issue with half a number', (text) => text.replace(/"iid":\[\d+/, '"iid":[1.5')],
      ['fewer than no comments', (text) => text.replace(/"commentCount":\[\d+/, '"commentCount":[-1')],
      ['a range before all times', (text) => text.replace('"ranges":[]', `"ranges":[{"createdAfter":${first - 1}}]`)],
      [
        'a gap between two ranges',
        (text) => text.replace('"ranges":[]', '"ranges":[{"createdAfter":9},{"createdBefore":8}]'),
      ],
    ];
    for (const [name, spoil] of spoilers) {
      for (const cause of ['poll', 'refresh'] as const) {
        const machine = new Machine(20);
        await machine.open().mirror.sync('poll');
        const before = machine.files.text('.issues');
        machine.files.spoil('.issues', spoil);
        assert.notEqual(machine.files.text('.issues'), before, name);
        const window = machine.open();
        await window.mirror.catchUp();
        // GitLab can't read other times.
        machine.gitlab.onQuestion = (question) => {
          const {
            updatedAfter = 0,
            createdAfter = 0,
            createdBefore = 0,
          } = typeof question === 'object' ? question : {};
          if ([updatedAfter, createdAfter, createdBefore].some((time) => time < first || time > last))
            throw new GitLabError('invalid', { status: 400 });
        };
        machine.gitlab.put(5, { title: 'Renamed' });
        await window.mirror.sync(cause);
        assert.deepEqual(window.held, machine.gitlab.open, name);
        await machine.pass(25 * 60 * minute);
        await window.mirror.sync(cause);
        const next = machine.open();
        await next.mirror.catchUp();
        assert.deepEqual(next.held, machine.gitlab.open, name);
      }
    }
  });

  it('M8: skips lines in another format, and reads what they may have hidden', async () => {
    for (const line of [
      '{"follows":0,"changed":[{"id":1}],"removed":[],"cursor":{}}\n',
      'null\n',
      '[]\n',
      '{"follows":0,"changed":[{"id":',
      '\n\n',
    ]) {
      const machine = new Machine(20);
      await machine.open().mirror.sync('poll');
      machine.files.spoil('.issues', (text) => text + line);
      const window = machine.open();
      await machine.pass(minute);
      machine.gitlab.put(21);
      await window.mirror.sync('poll');
      assert.deepEqual(window.held, machine.gitlab.open, line);
      const next = machine.open();
      await next.mirror.catchUp();
      assert.deepEqual(next.held, machine.gitlab.open, line);
    }
  });

  it('M8: continues without a disk, and writes everything once the disk works again', async () => {
    const machine = new Machine(30);
    const window = machine.open();
    machine.files.broken = new Error('EIO');
    await window.mirror.sync('poll');
    assert.deepEqual(window.held, machine.gitlab.open);
    await machine.pass(minute);
    machine.gitlab.put(31);
    await window.mirror.sync('refresh');
    machine.files.broken = undefined;
    await machine.pass(minute);
    await window.mirror.sync('poll');
    const next = machine.open();
    await next.mirror.catchUp();
    assert.deepEqual(next.held, machine.gitlab.open);
    assert.equal(window.mirror.state.error, undefined);
  });

  it('M8: requests again what a part of the file contained that it ignored as too old', async () => {
    const machine = new Machine(20);
    const [one, other] = [machine.open(), machine.open()];
    machine.files.broken = new Error('ENOSPC');
    await one.mirror.sync('poll');
    await machine.pass(700);
    await other.mirror.sync('poll');
    machine.files.broken = undefined;
    await machine.pass(700);
    await one.change(5, { title: 'Written' });
    machine.gitlab.onQuestion = () => Promise.reject(new Error('offline'));
    await assert.rejects(other.mirror.sync('poll'));
    machine.gitlab.onQuestion = () => undefined;
    await machine.pass(minute);
    await one.mirror.sync('poll');
    await other.mirror.sync('poll');
    assert.deepEqual(other.held, machine.gitlab.open);
  });

  it('keeps a write that another window has not seen yet, and never loses it', async () => {
    const machine = new Machine(20);
    const [one, other] = [machine.open(), machine.open()];
    await one.mirror.sync('poll');
    await other.mirror.sync('poll', minute);
    await machine.pass(minute);
    await one.change(5, { title: 'Written' });
    await one.change(6, { state: 'closed' });
    await other.mirror.catchUp();
    assert.deepEqual(other.held, machine.gitlab.open);
    await other.mirror.sync('poll');
    await one.mirror.sync('poll', minute);
    assert.deepEqual(one.held, machine.gitlab.open);
  });

  it('M8: every poll has the state of the server and the cache never hides a change, whatever several windows do and however one is killed', async () => {
    const window = fc.nat(2);
    const step = fc.oneof(
      fc.record({ kind: fc.constant('begin' as const), window }),
      fc.record({ kind: fc.constant('answer' as const), window }),
      fc.record({ kind: fc.constant('write' as const), window, id: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('catchUp' as const), window }),
      fc.record({ kind: fc.constant('reopen' as const), window }),
      fc.record({ kind: fc.constant('kill' as const), bytes: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ kind: fc.constant('all' as const), window }),
      fc.record({ kind: fc.constant('put' as const), id: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('close' as const), id: fc.integer({ min: 1, max: 9 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const machine = new Machine(5);
        const windows = [machine.open(), machine.open(), machine.open()];
        const looks: (Promise<void> | undefined)[] = [];
        let held: (() => void)[] = [];
        const release = async () => {
          const waiting = held;
          held = [];
          for (const each of waiting) each();
          for (let turn = 0; turn < 40; turn++) await Promise.resolve();
        };
        machine.gitlab.onAnswer = () => new Promise<void>((resolve) => held.push(resolve));
        const settle = async (index: number) => {
          const look = looks[index];
          if (!look) return;
          const state = { over: false };
          void look.then(() => (state.over = true));
          while (!state.over) await release();
          looks[index] = undefined;
        };
        for (const each of steps) {
          await machine.pass(700);
          if (each.kind === 'begin') looks[each.window] ??= windows[each.window]!.mirror.sync('poll', 2000);
          else if (each.kind === 'answer') await release();
          else if (each.kind === 'all') await settle(each.window);
          else if (each.kind === 'catchUp') await windows[each.window]!.mirror.catchUp();
          else if (each.kind === 'put')
            machine.gitlab.put(each.id, { state: 'opened', title: `${machine.gitlab.now}` });
          else if (each.kind === 'close') machine.gitlab.put(each.id, { state: 'closed' });
          else if (each.kind === 'write') {
            const write = windows[each.window]!.change(each.id, { title: `${machine.gitlab.now}` });
            await release();
            await settle(each.window);
            while (held.length > 0) await release();
            await write;
          } else if (each.kind === 'kill') machine.files.spoil('.issues', (text) => text.slice(0, -each.bytes));
          else {
            await settle(each.window);
            windows[each.window]!.mirror.dispose();
            windows[each.window] = machine.open();
          }
        }
        for (const index of windows.keys()) await settle(index);
        machine.gitlab.onAnswer = () => undefined;
        windows.push(machine.open());
        for (const each of windows) {
          await machine.pass(3000);
          await each.mirror.sync('poll');
          assert.deepEqual(each.held, machine.gitlab.open);
        }
        const last = machine.open();
        await last.mirror.catchUp();
        assert.deepEqual(last.held, machine.gitlab.open);
      }),
      { numRuns: runs(300, 5000) },
    );
  });
});
