import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shareUnchanged } from '../../../src/webview/shareUnchanged.ts';

describe('shareUnchanged', () => {
  it('returns the previous value if nothing changed', () => {
    const before = { a: [{ id: 1, x: { y: [1, 2] } }], b: undefined, c: 'text' };
    assert.equal(shareUnchanged(before, structuredClone(before)), before);
  });

  it('keeps every unchanged part, and finds it by its id if it moved', () => {
    const [first, second] = [
      { id: 1, body: 'one' },
      { id: 2, body: 'two' },
    ];
    const before = { list: [first, second], other: { z: 1 } };
    const now = shareUnchanged(before, {
      list: [{ id: 3, body: 'new' }, { ...first }, { ...second, body: 'edited' }],
      other: { z: 1 },
    });
    assert.equal(now.list[1], first);
    assert.notEqual(now.list[2], second);
    assert.equal(now.other, before.other);
  });

  it('S5: reads the ids of a long list a few times each, also if every entry moved', () => {
    let reads = 0;
    const list = Array.from({ length: 1_000 }, (_, at) => ({
      get id() {
        reads += 1;
        return at;
      },
    }));
    shareUnchanged(list, list.slice(1));
    assert.ok(reads < 10_000, `${reads} reads`);
  });

  it('always equals the new value, whatever the previous one was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, now) => {
        assert.deepEqual(shareUnchanged(before, now), now);
      }),
    );
  });

  it('does not share if a key was added or removed', () => {
    assert.deepEqual(shareUnchanged({ a: 1, b: 2 }, { a: 1 }), { a: 1 });
    assert.deepEqual(shareUnchanged({ a: 1 }, { a: 1, b: undefined }), { a: 1, b: undefined });
    assert.deepEqual(shareUnchanged([1, 2], [1]), [1]);
  });
});
