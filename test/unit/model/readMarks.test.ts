import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compacted,
  isSameMarks,
  isUnread,
  joinMarks,
  type ReadMarks,
  readUpTo,
  wasTold,
  withRead,
  withTold,
  withUnread,
} from '../../../src/model/readMarks.ts';

const at = (id: number, updatedAt: number) => ({ id, updatedAt });
const mark = fc.record({ turn: fc.integer({ min: 0, max: 2 }), upTo: fc.integer({ min: 0, max: 20 }) });
const ids = fc.integer({ min: 1, max: 4 });
const anyMarks: fc.Arbitrary<ReadMarks> = fc.record({
  baseline: mark,
  issues: fc.array(fc.tuple(ids, mark)).map((entries) => new Map(entries)),
  told: fc.array(fc.tuple(ids, fc.integer({ min: 0, max: 20 }))).map((entries) => new Map(entries)),
});

describe('ReadMarks', () => {
  it('start with everything read, and distinguish issues and changes', () => {
    const first = readUpTo(100);
    assert.equal(isUnread(first, at(1, 100)), false);
    assert.equal(isUnread(first, at(1, 101)), true);
    const read = withRead(first, [at(1, 101)]);
    assert.equal(isUnread(read, at(1, 101)), false);
    assert.equal(isUnread(read, at(1, 102)), true);
    assert.equal(isUnread(read, at(2, 101)), true);
    const unread = withUnread(read, [at(1, 101), at(3, 50)]);
    assert.equal(isUnread(unread, at(1, 101)), true);
    assert.equal(isUnread(unread, at(3, 50)), true);
    assert.equal(isUnread(withRead(unread, [at(3, 50)]), at(3, 50)), false);
    assert.equal(wasTold(withTold(first, [at(1, 101)]), at(1, 101)), true);
    assert.equal(wasTold(withTold(first, [at(1, 101)]), at(1, 102)), false);
  });

  it('do not change if there is nothing to change', () => {
    const marks = withUnread(readUpTo(100), [at(1, 90)]);
    assert.equal(withRead(marks, [at(2, 100)]), marks);
    assert.equal(withUnread(marks, [at(1, 90), at(2, 101)]), marks);
  });

  it('M8: join to the same result in any order, however often', () => {
    fc.assert(
      fc.property(anyMarks, anyMarks, anyMarks, (a, b, c) => {
        assert.ok(isSameMarks(joinMarks(a, b), joinMarks(b, a)));
        assert.ok(isSameMarks(joinMarks(joinMarks(a, b), c), joinMarks(a, joinMarks(b, c))));
        assert.ok(isSameMarks(joinMarks(a, a), a));
      }),
      { numRuns: 2000 },
    );
  });

  it('M8: keep a mark that was set after a join, against older marks that are joined later', () => {
    fc.assert(
      fc.property(anyMarks, fc.record({ id: ids, updatedAt: fc.integer({ min: 0, max: 20 }) }), (old, issue) => {
        assert.equal(isUnread(joinMarks(withRead(old, [issue]), old), issue), false);
        assert.equal(isUnread(joinMarks(withUnread(old, [issue]), old), issue), true);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep the baseline that they were compacted to, against older marks that are joined later', () => {
    const old = { ...readUpTo(100), baseline: { turn: 1, upTo: 100 } };
    const fewer = compacted(old, new Map(), 200);
    assert.equal(fewer.baseline.upTo, 200);
    assert.deepEqual(joinMarks(fewer, old).baseline, fewer.baseline);
    assert.deepEqual(joinMarks(old, fewer).baseline, fewer.baseline);
  });

  it('have the same result for every held issue after they are compacted, and are no more than the held issues', () => {
    const held = fc
      .array(fc.record({ id: ids, updatedAt: fc.integer({ min: 0, max: 20 }) }))
      .map((issues) => new Map(issues.map((issue) => [issue.id, issue])));
    fc.assert(
      fc.property(anyMarks, held, fc.integer({ min: 0, max: 20 }), (marks, issues, newest) => {
        const fewer = compacted(marks, issues, newest);
        for (const issue of issues.values())
          assert.equal(isUnread(fewer, issue), isUnread(marks, issue), `#${issue.id}`);
        assert.ok([...fewer.issues.keys(), ...fewer.told.keys()].every((id) => issues.has(id)));
        // Joining with a window that still has all marks doesn't change the result.
        for (const issue of issues.values())
          if (marks.issues.get(issue.id)?.turn === 0 || !marks.issues.has(issue.id))
            assert.equal(isUnread(joinMarks(fewer, marks), issue), isUnread(marks, issue));
      }),
      { numRuns: 2000 },
    );
  });
});
