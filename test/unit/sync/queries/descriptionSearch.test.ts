import assert from 'node:assert/strict';
import { DescriptionSearch } from '../../../../src/sync/queries/descriptionSearch.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { ManualClock } from '../../manualClock.ts';
import { waitUntil } from '../../waitUntil.ts';
import { issue } from '../issues.ts';

describe('DescriptionSearch', () => {
  it('reports matches on disk a moment later, once, and follows the store', async () => {
    const clock = new ManualClock();
    const store = new IssueStore();
    const onDisk = new Map([[1, 'crash on start']]);
    let searches = 0;
    const described = new DescriptionSearch(
      {
        findInDescriptions: (_, words) => {
          searches += 1;
          const ids = [...onDisk].filter(([, text]) => words.every((word) => text.includes(word))).map(([id]) => id);
          return Promise.resolve(new Set(ids));
        },
      },
      store,
      clock,
    );
    const told: string[] = [];
    described.onDidFind(({ tracker }) => told.push(tracker));
    const found = (...words: string[]) => [...(described.of('shop', words) ?? [])];

    assert.equal(described.of('shop', ['crash']), undefined);
    assert.equal(described.of('shop', ['crash']), undefined);
    await waitUntil(() => told.length === 1, 'the first search');
    assert.deepEqual(found('crash'), [1]);
    assert.equal(searches, 1);

    // A search without a new match causes no event.
    assert.equal(described.of('shop', ['nowhere']), undefined);
    await waitUntil(() => described.of('shop', ['nowhere']) !== undefined, 'the second search');
    assert.deepEqual(told, ['shop']);

    onDisk.set(2, 'another crash');
    store.apply('other', [issue(7)]);
    await clock.advance(10_000);
    assert.equal(searches, 2);
    store.apply('shop', [issue(2)]);
    store.apply('shop', [issue(3)]);
    await clock.advance(10_000);
    await waitUntil(() => told.length === 2, 'the searches to be repeated');
    assert.equal(searches, 4);
    assert.deepEqual(found('crash'), [1, 2]);
    described.dispose();
    assert.equal(clock.waiting, 0);
  });
});
