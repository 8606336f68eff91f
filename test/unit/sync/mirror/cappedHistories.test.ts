import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SyncReason } from '../../../../src/sync/mirror/poller.ts';
import { runs } from '../../testRuns.ts';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';

const minute = 60_000;
const id = fc.integer({ min: 1, max: 60 });
const change = fc.record({ kind: fc.constantFrom('put', 'close', 'close', 'delete'), id });
const step = fc.record({
  before: fc.array(change, { maxLength: 4 }),
  /** Changes between the requests of a sync. */
  during: fc.array(fc.array(change, { maxLength: 2 }), { maxLength: 4 }),
  reason: fc.constantFrom<SyncReason>('poll', 'poll', 'refresh'),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function happen(gitlab: FakeGitLab, { kind, id }: Change): void {
  gitlab.now += 700;
  if (gitlab.deleted.has(id)) return;
  if (kind === 'delete') gitlab.delete(id);
  else gitlab.put(id, { state: kind === 'put' ? 'opened' : 'closed' });
}

describe('A tracker with more open issues than are stored', () => {
  it('S17: holds the newest ones up to the limit after a refresh, whatever was closed or deleted', async () => {
    const history = fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.boolean(), async (steps, keyset) => {
      const gitlab = new FakeGitLab();
      gitlab.keyset = keyset;
      for (let each = 1; each <= 50; each++) gitlab.put(each, { createdAt: each * 1000, updatedAt: each * 1000 });
      const window = new FakeWindow(gitlab);
      window.most = 20;
      for (const { before, during, reason } of steps) {
        for (const each of before) happen(gitlab, each);
        const waiting = [...during];
        gitlab.onQuestion = () => {
          for (const each of waiting.shift() ?? []) happen(gitlab, each);
        };
        await window.mirror.sync(reason);
        gitlab.now += minute;
        await window.clock.advance(minute);
      }
      gitlab.onQuestion = () => undefined;
      await window.mirror.sync('refresh');
      assert.deepEqual(
        window.held.map((issue) => issue.id),
        gitlab.open.slice(0, 20).map((issue) => issue.id),
      );
      assert.deepEqual(window.held, gitlab.open.slice(0, 20));
    });
    await fc.assert(history, { numRuns: runs(120, 3000) });
  });
});
