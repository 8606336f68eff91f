import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runs } from '../../testRuns.ts';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';
import type { SyncReason } from '../../../../src/sync/mirror/poller.ts';

interface Act {
  readonly kind: 'put' | 'close' | 'delete' | 'wait' | 'mass';
  readonly id: number;
}

const id = fc.integer({ min: 1, max: 40 });
const traced: fc.Arbitrary<Act> = fc.record({ kind: fc.constantFrom('put', 'put', 'close', 'wait', 'mass'), id });
// If a row is deleted between two pages, the next page skips a row. Only the daily comparison finds that row.
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: traced },
  fc.record({ kind: fc.constant('delete'), id }),
);

let titles = 0;

/** Applies a change on the server. */
function happen(gitlab: FakeGitLab, { kind, id }: Act): void {
  titles += 1;
  gitlab.now += 1;
  // GitLab doesn't reuse ids.
  if (gitlab.deleted.has(id) && (kind === 'put' || kind === 'close')) return;
  if (kind === 'put') gitlab.put(id, { state: 'opened', title: `Title ${titles}` });
  else if (kind === 'close') gitlab.put(id, { state: 'closed' });
  else if (kind === 'delete') gitlab.delete(id);
  else if (kind === 'wait') gitlab.now += id * 500;
  // Changes more than one page of issues at the same time.
  else for (const each of gitlab.issues.keys()) if (each % 2 === id % 2) gitlab.put(each, { title: `All ${titles}` });
}

describe('reading what changed', () => {
  for (const [name, version, keyset] of [
    ['by keyset', '18.9.1-ee', true],
    ['from the last row seen, before 18.3', '17.11.0', false],
    ['from the last row seen, where keyset is refused', '18.9.1-ee', false],
  ] as const) {
    it(`${name}: misses nothing, whatever happens between two polls and during one`, async () => {
      const look = fc.record({
        before: fc.array(act, { maxLength: 6 }),
        during: fc.array(fc.array(traced, { maxLength: 6 }), { maxLength: 12 }),
        reason: fc.constantFrom<SyncReason>('poll', 'refresh'),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(act, { maxLength: 60 }),
          fc.array(look, { maxLength: 5 }),
          fc.boolean(),
          async (first, looks, returnsTime) => {
            const gitlab = new FakeGitLab();
            // Without keyset pagination, only the daily comparison finds changes within a page of equal timestamps.
            const happenHere = (each: Act) => {
              if (keyset || each.kind !== 'mass') happen(gitlab, each);
            };
            Object.assign(gitlab, { keyset, returnsTime, pageSize: 5 });
            const window = new FakeWindow(gitlab, undefined, undefined, version);
            for (const each of first) happenHere(each);
            for (const { before, during, reason } of looks) {
              for (const each of before) happenHere(each);
              const waiting = [...during];
              gitlab.onQuestion = () => {
                for (const each of waiting.shift() ?? []) happenHere(each);
              };
              await window.mirror.sync(reason);
            }
            gitlab.onQuestion = () => undefined;
            await window.mirror.sync('refresh');
            assert.deepEqual(window.held, gitlab.open);
            assert.equal(window.mirror.state.error, undefined);
            window.mirror.dispose();
          },
        ),
        { numRuns: runs(300, 5000) },
      );
    });
  }

  it('uses keyset pagination if the server supports it, and does not try again after it was rejected', async () => {
    const gitlab = new FakeGitLab();
    for (let id = 1; id <= 250; id++) gitlab.put(id);
    const window = new FakeWindow(gitlab);
    await window.mirror.sync('poll');
    gitlab.now += 100_000;
    for (let id = 1; id <= 250; id++) gitlab.put(id, { title: 'Renamed' });
    gitlab.asked = [];
    await window.mirror.sync('poll');
    assert.deepEqual(
      gitlab.asked.map(
        (question) => typeof question === 'object' && (typeof question.page === 'object' ? 'cursor' : question.page),
      ),
      ['keyset', 'cursor', 'cursor'],
    );
    assert.deepEqual(window.held, gitlab.open);
    gitlab.keyset = false;
    gitlab.now += 61_000;
    await window.mirror.sync('poll');
    gitlab.asked = [];
    await window.mirror.sync('poll');
    assert.equal(gitlab.asked.length, 1);
  });

  it('is one request without a body from the second idle poll on, even after many changes at one moment', async () => {
    const gitlab = new FakeGitLab();
    for (let id = 1; id <= 250; id++) gitlab.put(id);
    const window = new FakeWindow(gitlab);
    await window.mirror.sync('poll');
    gitlab.now += 3_600_000;
    for (let id = 1; id <= 250; id++) gitlab.put(id, { title: 'Renamed' });
    const looks: string[] = [];
    for (let look = 0; look < 6; look++) {
      gitlab.asked = [];
      gitlab.unchanged = 0;
      await window.mirror.sync('poll');
      gitlab.now += 61_000;
      looks.push(`${gitlab.asked.length} requests, ${gitlab.unchanged} unchanged`);
    }
    assert.deepEqual(looks.slice(3), Array(3).fill('1 requests, 1 unchanged'), looks.join('; '));
  });

  it('continues at the next poll if more has changed than one poll reads, and is not up to date before', async () => {
    const gitlab = new FakeGitLab();
    for (let id = 1; id <= 700; id++) gitlab.put(id);
    const window = new FakeWindow(gitlab);
    await window.mirror.sync('poll');
    gitlab.pageSize = 5;
    for (let id = 1; id <= 700; id++) {
      gitlab.now += 1000;
      gitlab.put(id, { title: 'Renamed' });
    }
    const { asOf } = window.mirror.state;
    await window.clock.advance(60_000);
    await window.mirror.sync('poll');
    assert.equal(window.mirror.state.asOf, asOf);
    await window.mirror.sync('poll');
    assert.notEqual(window.mirror.state.asOf, asOf);
    assert.deepEqual(window.held, gitlab.open);
    // A refresh by the user waits until everything is loaded.
    for (let id = 1; id <= 700; id++) {
      gitlab.now += 1000;
      gitlab.put(id, { title: 'Renamed again' });
    }
    await window.mirror.sync('refresh');
    assert.deepEqual(window.held, gitlab.open);
  });
});
