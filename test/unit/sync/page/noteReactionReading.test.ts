import assert from 'node:assert/strict';
import type { GitLabErrorReason } from '../../../../src/model/error/errorReason.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { Note } from '../../../../src/model/issueDetails.ts';
import { NoteReactionReading } from '../../../../src/sync/page/noteReactionReading.ts';
import { ManualClock } from '../../manualClock.ts';

const note = (id: number, updatedAt = id): Note => ({
  id,
  body: `Note ${id}`,
  createdAt: id,
  updatedAt,
  isSystem: id % 10 === 0,
  isInternal: false,
  isResolvable: false,
});
const thread = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `${at}`, isThread: false, notes: [note(at + 1)] }));
const reaction = { name: 'tada', user: { id: 1, username: 'mira', name: 'Mira' } };

describe('R7: reactions to comments that are read one by one', () => {
  let clock: ManualClock;
  let asked: number[];
  let failing: Map<number, GitLabErrorReason>;
  let notes: ReturnType<typeof thread>;
  let reading: NoteReactionReading;
  let shown: number;
  let known: Set<number>;
  beforeEach(() => {
    clock = new ManualClock();
    asked = [];
    failing = new Map();
    shown = 0;
    known = new Set();
    reading = new NoteReactionReading(
      (id) => {
        asked.push(id);
        const reason = failing.get(id);
        return reason ? Promise.reject(new GitLabError(reason)) : Promise.resolve([reaction]);
      },
      () => notes,
      (id) => known.has(id),
      clock,
    );
  });
  const read = async (seconds: number) => {
    const done = reading.more(new AbortController().signal, () => (shown += 1));
    await clock.advance(seconds * 1000);
    return done;
  };

  it('never exceed half of 120 requests a minute for long, leave out what GitLab wrote, and are kept', async () => {
    notes = thread(100);
    void read(30);
    await clock.advance(30_000);
    assert.ok(asked.length >= 20 && asked.length <= 20 + 61, `${asked.length}`);
    await clock.advance(100_000);
    assert.equal(asked.length, 90);
    assert.equal(new Set(asked).size, 90);
    assert.deepEqual([shown, reading.reactions.size, reading.reactions.get(99)], [90, 90, [reaction]]);
    await read(1);
    assert.equal(asked.length, 90);
    notes = notes.with(4, { ...notes[4]!, notes: [note(5, 1_000)] });
    await read(1);
    assert.deepEqual(asked.slice(90), [5]);
  });

  it('keep the others after a failure, and continue later after one that concerns all', async () => {
    notes = thread(9);
    failing = new Map([
      [3, 'server'],
      [7, 'rateLimited'],
    ]);
    await read(1);
    assert.deepEqual(asked, [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual([...reading.reactions.keys()], [1, 2, 3, 4, 5, 6]);
    failing.clear();
    await read(1);
    assert.deepEqual(asked.slice(7), [7, 8, 9]);
  });

  it('leave out those that were returned together', async () => {
    notes = thread(5);
    known = new Set([1, 2, 4]);
    await read(1);
    assert.deepEqual(asked, [3, 5]);
  });

  it('continue later after the page could not show one', async () => {
    notes = thread(3);
    const broken = () => {
      throw new Error('The page is closed.');
    };
    await assert.rejects(reading.more(new AbortController().signal, broken));
    await read(1);
    assert.deepEqual(asked, [1, 2, 3]);
  });

  it('are requested once by two readings at the same time', async () => {
    notes = thread(3);
    await Promise.all([read(1), read(1)]);
    assert.deepEqual(asked, [1, 2, 3]);
  });

  it('are not requested after the page was closed', async () => {
    notes = thread(30);
    const closed = new AbortController();
    const done = reading.more(closed.signal, () => (shown += 1));
    await clock.advance(0);
    assert.equal(asked.length, 20);
    closed.abort();
    await clock.advance(60_000);
    await done;
    assert.equal(asked.length, 20);
  });

  it('stay as they were if those of a changed comment can’t be read', async () => {
    notes = thread(1);
    await read(1);
    failing.set(1, 'server');
    notes = [{ ...notes[0]!, notes: [note(1, 1_000)] }];
    await read(1);
    assert.deepEqual([asked, reading.reactions.get(1)], [[1, 1], [reaction]]);
  });
});
