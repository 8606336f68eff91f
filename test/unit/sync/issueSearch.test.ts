import assert from 'node:assert/strict';
import type { Issue } from '../../../src/model/issue.ts';
import { IssueSearch } from '../../../src/sync/issueSearch.ts';
import { IssueStore } from '../../../src/sync/issueStore.ts';
import { ManualClock } from '../manualClock.ts';

const anna = { id: 1, username: 'amueller', name: 'Anna Müller' };
const shop = 'shop';
const app = 'app';

describe('IssueSearch', () => {
  const clock = new ManualClock();
  let store: IssueStore;
  let search: IssueSearch;
  beforeEach(() => {
    store = new IssueStore();
    search = new IssueSearch(store, clock);
    store.apply(shop, [
      issue(1, 'The basket forgets 12 articles'),
      issue(2, 'Café prices are wrong', { labels: ['bug', 'priority::1'] }),
      issue(12, 'Search is slow', { assignees: [anna] }),
      issue(123, 'Search crashes', { labels: ['bug'], author: anna }),
    ]);
    store.apply(app, [issue(12, 'Basket in the app'), issue(30, 'Suche nach Straße')]);
  });
  afterEach(() => {
    search.dispose();
  });
  const found = (text: string, trackers = [shop]) => search.find(trackers, text).map(({ iid }) => iid);

  it('finds all words, in whatever order, in title, labels and people, newest first', () => {
    assert.deepEqual(found('search'), [123, 12]);
    assert.deepEqual(found('bug search'), [123]);
    assert.deepEqual(found('~bug'), [123, 2]);
    assert.deepEqual(found('@amueller slow'), [12]);
    assert.deepEqual(found('anna'), [123, 12]);
    assert.deepEqual(found('priority bug cafe'), [2]);
    assert.deepEqual(found('nothing has this'), []);
    assert.deepEqual(found('  '), [123, 12, 2, 1]);
  });

  it('does not mind case and accents, on either side', () => {
    for (const text of ['CAFÉ', 'cafe', 'Cafe\u0301']) assert.deepEqual(found(text), [2]);
    for (const text of ['Müller', 'MULLER']) assert.deepEqual(found(text), [123, 12]);
  });

  it('puts the issue whose number was typed first', () => {
    assert.deepEqual(found('12'), [12, 123, 1]);
    assert.deepEqual(found('#12'), [12, 123]);
    assert.deepEqual(found('12 articles'), [1]);
  });

  it('searches several projects as one', () => {
    assert.deepEqual(
      search.find([shop, app], 'basket').map(({ title }) => title),
      ['Basket in the app', 'The basket forgets 12 articles'],
    );
    assert.equal(found('12', [shop, app]).slice(0, 2).join(), '12,12');
    assert.deepEqual(found('basket', ['unknown']), []);
  });

  it('follows the store', () => {
    assert.deepEqual(found('basket'), [1]);
    store.apply(shop, [issue(1, 'The cart forgets articles', { updatedAt: 2 }), issue(200, 'Empty basket')]);
    assert.deepEqual(found('basket'), [200]);
    assert.deepEqual(found('cart'), [1]);
    store.apply(shop, [issue(200, 'Empty basket', { state: 'closed', updatedAt: 3 })]);
    assert.deepEqual(found('basket'), []);
    store.forget(shop);
    assert.deepEqual(found(''), []);
  });

  it('forgets its texts when nobody types any more, and makes them anew', async () => {
    found('basket');
    assert.equal(clock.waiting, 1);
    await clock.advance(10 * 60_000);
    assert.equal(clock.waiting, 0);
    assert.deepEqual(found('basket'), [1]);
    search.dispose();
    assert.equal(clock.waiting, 0);
  });
});

function issue(iid: number, title: string, more: Partial<Issue> = {}): Issue {
  return {
    id: iid + (title.includes('app') ? 1000 : 0),
    iid,
    projectId: 1,
    title,
    state: 'opened',
    type: 'issue',
    labels: [],
    assignees: [],
    createdAt: iid,
    updatedAt: 1,
    confidential: false,
    commentCount: 0,
    webUrl: `https://gitlab.example.com/shop/-/issues/${iid}`,
    reference: `shop#${iid}`,
    ...more,
  };
}
