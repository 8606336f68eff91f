import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import { SimilarIssues } from '../../../../src/sync/search/similarIssues.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { ManualClock } from '../../manualClock.ts';
import { issue } from '../issues.ts';

const shop = 'shop';
const all = 'all';
/** The project of the issues. */
const project = 'https://gitlab.example.com/group/project';

describe('SimilarIssues', () => {
  let clock: ManualClock;
  let store: IssueStore;
  let similar: SimilarIssues;
  let closed: Issue[];
  let texts: Map<number, string>;
  let reads: number[];
  beforeEach(() => {
    clock = new ManualClock();
    store = new IssueStore();
    closed = [];
    reads = [];
    texts = new Map([
      [1, 'After signing in again, the cart is empty. Expected: the articles of the last visit.'],
      [2, 'The PDF has no VAT number, which the law requires.'],
      [3, 'Steps: search for an article without results, then press the back button.'],
    ]);
    const results = {
      find: (tracker: string, id: number) => store.get(tracker, id) ?? closed.find((each) => each.id === id),
      closed: () => closed,
    };
    const issues = {
      descriptions: (_: string, ids: readonly number[]) => {
        reads.push(ids.length);
        return Promise.resolve(new Map([...texts].filter(([id]) => ids.includes(id))));
      },
    };
    similar = new SimilarIssues(store, results, issues, clock);
    store.apply(shop, [
      issue(1, { title: 'Basket forgets its articles' }),
      issue(2, { title: 'Invoice lacks the tax number' }),
      issue(3, { title: 'Blank page after an empty search' }),
      // Issues about other things, which make words common or rare.
      ...Array.from({ length: 60 }, (_, i) =>
        issue(100 + i, { title: `Update the dependency number ${i} of the page` }),
      ),
    ]);
  });
  afterEach(() => {
    similar.dispose();
  });
  const found = (title: string, trackers = [shop]) =>
    similar.find(trackers, project, title).map(({ issue: { iid } }) => iid);
  const updated = async () => {
    await similar.update([shop]);
  };

  it('finds an issue that says the same in other forms of the words', async () => {
    await updated();
    assert.deepEqual(found('articles in the basket are forgotten'), [1]);
    assert.deepEqual(found('Tax numbers missing on invoices'), [2]);
  });

  it('finds words of the description', async () => {
    await updated();
    assert.deepEqual(found('Cart is empty after signing in'), [1]);
    texts.clear();
    store.apply(shop, [issue(1, { title: 'Basket forgets its articles', updatedAt: 2_000_000 })]);
    await updated();
    assert.deepEqual(found('Cart is empty after signing in'), []);
  });

  it('is quiet if it is unsure', async () => {
    await updated();
    for (const title of [
      '',
      ' ',
      'the',
      'page',
      'Update the page',
      'Dark theme for the settings',
      'Basket',
      '"',
      '日本語',
    ])
      assert.deepEqual(found(title), [], title);
  });

  it('is quiet if an issue is one of many alike', async () => {
    await updated();
    assert.deepEqual(found('Update the dependency number'), []);
    assert.deepEqual(found('Update the dependency number 7 of the page'), [107], 'unless it has the same title');
  });

  it('prefers issues of the same project', async () => {
    const elsewhere = { webUrl: 'https://gitlab.example.com/group/other/-/issues/50', reference: 'group/other#50' };
    store.apply(shop, [
      issue(50, { title: 'Shipping costs ignore the island surcharge', ...elsewhere }),
      issue(51, { title: 'Island surcharge is missing in shipping costs' }),
    ]);
    await updated();
    assert.equal(found('shipping costs lack the surcharge for an island')[0], 51);
    store.remove(shop, [51]);
    assert.deepEqual(found('shipping costs lack the surcharge for an island'), [50]);
  });

  it('finds identifiers by their parts, and scripts without spaces', async () => {
    store.apply(shop, [
      issue(20, { title: 'HashMap::copy_memory panics for zero-sized types' }),
      issue(21, { title: '検索結果が表示されない' }),
    ]);
    await updated();
    assert.deepEqual(found('copy memory panics in hash map'), [20]);
    assert.deepEqual(found('検索結果が表示されません'), [21]);
  });

  it('follows the store, and finds issues that were closed since', async () => {
    await updated();
    store.apply(shop, [issue(30, { title: 'Courier label prints upside down' })]);
    await updated();
    assert.deepEqual(found('label of the courier is printed upside down'), [30]);
    store.apply(shop, [issue(30, { title: 'Courier label prints upside down', state: 'closed', updatedAt: 90_000 })]);
    await updated();
    const [target] = similar.find([shop], project, 'label of the courier is printed upside down');
    assert.equal(target?.issue.state, 'closed');
    store.addTombstone(shop, issue(30));
    await updated();
    assert.deepEqual(found('label of the courier is printed upside down'), []);
  });

  it('finds closed issues that a query has', async () => {
    closed = [issue(40, { title: 'Gift vouchers expire a day early', state: 'closed' })];
    await updated();
    assert.deepEqual(found('gift voucher expires one day early'), [40]);
    closed = [];
    assert.deepEqual(found('gift voucher expires one day early'), []);
  });

  it('lists an issue of several trackers once, and only those of the given trackers', async () => {
    store.apply(all, [...store.issues(shop)]);
    await similar.update([shop, all]);
    assert.equal(found('articles in the basket are forgotten', [shop, all]).length, 1);
    assert.deepEqual(found('articles in the basket are forgotten', ['other']), []);
  });

  it('indexes in slices, and afterwards only what has changed', async () => {
    await updated();
    assert.deepEqual(reads, [25, 25, 13]);
    store.apply(
      shop,
      Array.from({ length: 60 }, (_, i) => issue(1_000 + i)),
    );
    reads.length = 0;
    await updated();
    assert.deepEqual(reads, [25, 25, 10]);
    reads.length = 0;
    store.apply(shop, [issue(2, { title: 'Invoice lacks the tax number', labels: ['bug'], updatedAt: 2_000_000 })]);
    await updated();
    assert.deepEqual(reads, [1]);
  });

  it('drops the index when it is unused, and after the user signs out', async () => {
    await updated();
    await clock.advance(6 * 60_000);
    assert.deepEqual(found('articles in the basket are forgotten'), []);
    await updated();
    assert.deepEqual(found('articles in the basket are forgotten'), [1]);
    store.forget(shop);
    assert.deepEqual(found('articles in the basket are forgotten'), []);
  });
});
