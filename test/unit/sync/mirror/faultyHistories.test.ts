import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { CacheFiles } from '../../../../src/model/ports.ts';
import type { SyncReason } from '../../../../src/sync/mirror/poller.ts';
import { runs } from '../../testRuns.ts';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';
import { ManualClock } from '../../manualClock.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { WindowFiles } from '../windowFiles.ts';

const minute = 60_000;
const id = fc.integer({ min: 1, max: 30 });
const window = fc.nat(1);

/** A response that never arrives, before or after the server acts on the request. */
const fault = fc.record({
  kind: fc.constant('fault' as const),
  reason: fc.constantFrom('offline', 'timeout', 'server', 'badData', 'rateLimited', 'auth', 'notGitLab'),
  isLate: fc.boolean(),
  after: fc.nat(1),
  count: fc.integer({ min: 1, max: 4 }),
});
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('put' as const, 'close' as const), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'mass' as const), id }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('poll' as const),
      window,
      reason: fc.constantFrom<SyncReason>('poll', 'refresh'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('write' as const), window, id }) },
  { weight: 5, arbitrary: fault },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const), window }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('disk' as const),
      state: fc.constantFrom('good', 'good', 'broken', 'ENOSPC', 'EROFS'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('kill' as const),
      window,
      writes: fc.nat(1),
      part: fc.nat(100).map((percent) => percent / 100),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Fault = typeof fault extends fc.Arbitrary<infer T> ? T : never;

/** Two windows of a project with 25 open issues, on a server whose responses get lost. */
class FaultyHistory {
  private readonly gitlab = new FakeGitLab();
  private readonly clock = new ManualClock();
  private readonly files = new MemoryFiles(() => this.clock.now());
  private readonly disks = [new WindowFiles(this.files), new WindowFiles(this.files)];
  private readonly windows: FakeWindow[];
  private readonly waiting: (Pick<Fault, 'reason' | 'isLate'> & { after: number })[] = [];
  /** The number of lost responses, and of windows that were killed while they wrote. */
  faults = 0;
  kills = 0;

  constructor(isKeyset: boolean) {
    Object.assign(this.gitlab, { keyset: isKeyset, pageSize: 5 });
    for (let each = 1; each <= 25; each++) this.gitlab.put(each, { createdAt: each * 1000, updatedAt: each * 1000 });
    const lose = (isLate: boolean) => () => {
      const next = this.waiting.findIndex((each) => each.isLate === isLate && (each.after -= 1) < 0);
      const [lost] = next < 0 ? [] : this.waiting.splice(next, 1);
      if (!lost) return;
      this.faults += 1;
      throw new GitLabError(lost.reason);
    };
    this.gitlab.onQuestion = lose(false);
    this.gitlab.onAnswer = lose(true);
    this.windows = this.disks.map((disk) => this.open(disk));
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const each of steps) {
      this.gitlab.now += 700;
      await this.clock.advance(700);
      await this.take(each);
      this.replaceKilled();
    }
  }

  /** Removes all faults, and returns what each window shows and what a new window reads from the disk. */
  async settle(): Promise<{ held: (readonly unknown[])[]; onServer: readonly unknown[] }> {
    this.waiting.length = 0;
    Object.assign(this.files, { broken: undefined, unwritable: undefined });
    for (const disk of this.disks) disk.spare();
    for (const each of this.windows) {
      this.gitlab.now += minute;
      await this.clock.advance(minute);
      // Polls find everything but deletions.
      await each.mirror.sync(this.gitlab.deleted.size > 0 ? 'refresh' : 'poll');
    }
    const last = this.open();
    await last.mirror.catchUp();
    return { held: [...this.windows, last].map(({ held }) => held), onServer: this.gitlab.open };
  }

  private async take(each: Step): Promise<void> {
    const { gitlab, windows } = this;
    switch (each.kind) {
      case 'put':
      case 'close':
        if (gitlab.deleted.has(each.id)) return;
        gitlab.put(
          each.id,
          each.kind === 'put' ? { state: 'opened', title: `Put ${gitlab.now}` } : { state: 'closed' },
        );
        return;
      case 'delete':
        gitlab.delete(each.id);
        return;
      case 'mass':
        for (const other of gitlab.issues.keys())
          if (other > each.id) gitlab.put(other, { title: `All ${gitlab.now}` });
        return;
      case 'poll':
        await fails(windows[each.window]!.mirror.sync(each.reason));
        return;
      case 'write':
        if (gitlab.issues.has(each.id))
          await fails(windows[each.window]!.change(each.id, { title: `Written ${gitlab.now}` }));
        return;
      case 'fault':
        for (let nth = 0; nth < each.count; nth++)
          this.waiting.push({ reason: each.reason, isLate: each.isLate, after: each.after });
        return;
      case 'reopen':
        this.reopen(each.window);
        return;
      case 'disk':
        this.files.broken = each.state === 'broken' ? new Error('EIO') : undefined;
        this.files.unwritable = each.state === 'ENOSPC' || each.state === 'EROFS' ? each.state : undefined;
        return;
      case 'kill':
        this.disks[each.window]!.killAfter(each.writes, each.part);
    }
  }

  private replaceKilled(): void {
    for (const [index, { isKilled }] of this.disks.entries())
      if (isKilled) {
        this.kills += 1;
        this.reopen(index);
      }
  }

  private reopen(index: number): void {
    this.windows[index]!.mirror.dispose();
    this.disks[index] = new WindowFiles(this.files);
    this.windows[index] = this.open(this.disks[index]);
  }

  private open(files: CacheFiles = this.files): FakeWindow {
    return new FakeWindow(this.gitlab, this.clock, files, this.gitlab.keyset ? '18.9.1-ee' : '17.11.0');
  }
}

/** Waits for work that fails with a `GitLabError` or not at all. */
async function fails(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    assert.ok(GitLabError.is(error), String(error));
  });
}

describe('The mirror after a history of faults, of a disk that fails, and of windows that are killed', () => {
  for (const isKeyset of [true, false]) {
    it(`has the state of the server, ${isKeyset ? 'with' : 'without'} keyset pagination`, async () => {
      let [faults, kills] = [0, 0];
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 40 }), fc.boolean(), async (steps, deletes) => {
          const history = new FaultyHistory(isKeyset);
          await history.run(steps.filter(({ kind }) => deletes || kind !== 'delete'));
          const { held, onServer } = await history.settle();
          for (const each of held) assert.deepEqual(each, onServer);
          faults += history.faults;
          kills += history.kills;
        }),
        { numRuns: runs(60, 2500) },
      );
      assert.ok(faults > runs(200, 10_000) && kills > runs(10, 500), `${faults} faults, ${kills} kills`);
    });
  }
});
