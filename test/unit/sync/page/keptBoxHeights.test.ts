import assert from 'node:assert/strict';
import { KeptBoxHeights } from '../../../../src/sync/page/keptBoxHeights.ts';

describe('KeptBoxHeights', () => {
  const kept = (values = new Map<string, unknown>()) =>
    new KeptBoxHeights({ read: (key) => values.get(key), write: (key, value) => values.set(key, value) });

  it('keeps one height for each kind of box', () => {
    const heights = kept();
    heights.keep('comment', 200);
    heights.keep('reply', 100);
    heights.keep('comment', 300);
    assert.deepEqual(heights.current, { comment: 300, reply: 100 });
  });

  it('ignores heights that no box has', () => {
    for (const value of [{ comment: 'high' }, { other: 100 }, { comment: 1e9 }, 'x', null])
      assert.deepEqual(kept(new Map([['pageBoxHeights', value]])).current, {});
  });
});
