import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import { IssueSearch } from '../../../../src/sync/search/issueSearch.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { ManualClock } from '../../manualClock.ts';

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
  const found = (text: string, trackers = [shop]) => search.find(trackers, text).map(({ issue }) => issue.iid);
  const similar = (text: string, trackers = [shop]) => search.findSimilar(trackers, text).map(({ issue }) => issue.iid);

  it('finds all words, in any order, in title, labels, and people, newest first', () => {
    assert.deepEqual(found('search'), [123, 12]);
    assert.deepEqual(found('bug search'), [123]);
    assert.deepEqual(found('~bug'), [123, 2]);
    assert.deepEqual(found('@amueller slow'), [12]);
    assert.deepEqual(found('anna'), [123, 12]);
    assert.deepEqual(found('priority bug cafe'), [2]);
    assert.deepEqual(found('nothing has this'), []);
    assert.deepEqual(found('  '), [123, 12, 2, 1]);
  });

  it('ignores case and accents on both sides', () => {
    for (const text of ['CAFÉ', 'cafe', 'Cafe\u0301']) assert.deepEqual(found(text), [2]);
    for (const text of ['Müller', 'MULLER']) assert.deepEqual(found(text), [123, 12]);
  });

  it('lists the issue with the typed number first', () => {
    assert.deepEqual(found('12'), [12, 123, 1]);
    assert.deepEqual(found('#12'), [12, 123]);
    assert.deepEqual(found('12 articles'), [1]);
  });

  it('searches several projects as one', () => {
    assert.deepEqual(
      search.find([shop, app], 'basket').map(({ tracker, issue }) => [tracker, issue.title]),
      [
        [app, 'Basket in the app'],
        [shop, 'The basket forgets 12 articles'],
      ],
    );
    assert.equal(found('12', [shop, app]).slice(0, 2).join(), '12,12');
    assert.deepEqual(found('basket', ['unknown']), []);
  });

  it('lists the number first, however many others each project has, and each issue once', () => {
    const more = Array.from({ length: 30 }, (_, i) => issue(1200 + i, `Number ${i}`));
    store.apply(shop, more);
    store.apply('all', [...store.issues(shop), issue(12, 'Slow in the app')]);
    const first = search.find([shop, app], '12', 3);
    assert.deepEqual(
      first.map(({ tracker, issue: { iid } }) => [tracker, iid]),
      [
        [app, 12],
        [shop, 12],
        [shop, 1229],
      ],
    );
    assert.deepEqual(
      search.find(['all'], '12', 3).map(({ issue: { iid } }) => iid),
      [12, 12, 1229],
    );
    assert.deepEqual(
      search.find([shop, 'all'], 'slow').map(({ tracker }) => tracker),
      ['all', shop],
    );
  });

  it('finds similar titles, the closest first: a typing error, or the letters of a short word', () => {
    assert.deepEqual(similar('serach'), [123, 12]);
    assert.deepEqual(similar('craches'), [123]);
    assert.deepEqual(similar('crahses serch'), [123]);
    assert.deepEqual(similar('baskett'), [1]);
    assert.deepEqual(similar('baskett ('), [1]);
    assert.deepEqual(similar('bakset', [shop, app]), [1, 12]);
    assert.deepEqual(similar('srch'), [123, 12]);
    assert.deepEqual(similar('is slwo'), [12]);
    assert.deepEqual(similar('CAEF'), [2]);
    assert.deepEqual(similar('strase', [app]), [30]);
    store.apply(shop, [issue(200, 'Research is slow'), issue(201, 'Ошибка при поиске')]);
    assert.deepEqual(similar('serach'), [123, 12], 'a word begins where it begins');
    assert.deepEqual(similar('ошбика'), [201]);
    for (const text of [
      'zz',
      '',
      '#124',
      '124',
      '@anan',
      'qwertyuiop',
      '(',
      '"',
      '-serach',
      'serach qwerty',
      '日本語',
      'serach 日本語',
    ])
      assert.deepEqual(similar(text), [], text);
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

  it('removes its texts after the user stops typing, and creates them again', async () => {
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
    webUrl: `https://gitlab.example.com/${title.includes('app') ? 'app' : 'shop'}/-/issues/${iid}`,
    reference: `shop#${iid}`,
    ...more,
  };
}
