import assert from 'node:assert/strict';
import type { Account } from '../../../../src/model/account.ts';
import { addDays, localDay } from '../../../../src/model/time/calendarDay.ts';
import { Emitter } from '../../../../src/model/event.ts';
import type { Issue } from '../../../../src/model/issue.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { type SavedQuery, withBuiltIns } from '../../../../src/model/query/savedQueries.ts';
import type { DescriptionSearch } from '../../../../src/sync/queries/descriptionSearch.ts';
import { IssueArrangement } from '../../../../src/sync/queries/issueArrangement.ts';
import { type ListChange, QueryLists } from '../../../../src/sync/queries/queryLists.ts';
import type { QueryResults, ShownAnswer } from '../../../../src/sync/queries/queryResults.ts';
import { ViewQueries } from '../../../../src/sync/queries/viewQueries.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import type { Synchronizer } from '../../../../src/sync/synchronizer.ts';
import { anAccount } from '../../accounts/anAccount.ts';
import { ManualClock } from '../../manualClock.ts';
import { issue } from '../issues.ts';
import { KeptChoices } from './keptChoices.ts';

const shop = 'shop';
const me = { id: 1, username: 'mira', name: 'Mira' };

/** The tree's lists, with what they are computed from. */
class Lists {
  readonly store = new IssueStore();
  readonly clock = new ManualClock();
  readonly found = new Emitter<{ readonly tracker: string }>();
  readonly answered = new Emitter<{ readonly tracker: string }>();
  readonly described = new Emitter<{ readonly tracker: string }>();
  readonly renamed = new Emitter<void>();
  readonly saved = new Emitter<void>();
  readonly choices = new KeptChoices();
  readonly arrangement = new IssueArrangement(this.choices, this.choices);
  queries: SavedQuery[] = [
    { name: 'Bugs', query: 'label:bug' },
    { name: 'Words', query: 'crash' },
    { name: 'Wrong', query: 'labels:bug' },
  ];
  /** What was asked of GitLab's results. */
  readonly asked: string[] = [];
  answer: Partial<ShownAnswer> | undefined;
  descriptions: ReadonlySet<number> | undefined;
  labels: readonly string[] = [];
  username: string | undefined = 'mira';
  tracker: { key: string; account?: Account; openInAll?: number } = { key: shop, account: anAccount(1) };
  readonly changes: (ListChange | undefined)[] = [];
  readonly lists: QueryLists;

  constructor() {
    const { store, clock, arrangement, asked } = this;
    const all = () => this;
    const source = {
      get entries() {
        return withBuiltIns(all().queries);
      },
      onDidChange: this.saved.event,
    };
    const note =
      (name: string) =>
      ({ tracker, question }: { tracker: string; question: string }) => {
        asked.push(`${name} ${tracker} ${question}`);
      };
    const results = {
      onDidChange: this.answered.event,
      of: () => this.answer as ShownAnswer | undefined,
      watch: note('watch'),
      unwatch: note('unwatch'),
      more: note('more'),
      unwatchAll: () => asked.push('unwatch all'),
    };
    const synchronizer = {
      tracker: (key: string) => [{ key: 'other' }, all().tracker].find((tracker) => tracker.key === key),
    };
    this.lists = new QueryLists({
      queries: new ViewQueries(source, arrangement, clock),
      arrangement,
      store,
      results: results as unknown as QueryResults,
      descriptionSearch: {
        of: () => this.descriptions,
        onDidFind: this.described.event,
      } as unknown as DescriptionSearch,
      columns: {
        of: (tracker) => {
          asked.push(`labels ${tracker}`);
          return this.labels;
        },
        priorityOf: () => (title) => (title === 'bug' ? 1 : undefined),
        onDidFind: this.found.event,
      },
      synchronizer: synchronizer as unknown as Synchronizer,
      identity: { me: () => this.username, onDidChange: this.renamed.event },
      clock,
    });
    this.lists.onDidChange((change) => this.changes.push(change));
  }

  ids(query: string): number[] {
    return this.lists.arranged(shop, query).issues.map(({ id }) => id);
  }

  /** Applies issues, and returns the queries that changed. */
  put(...issues: Issue[]): string[] {
    let affected: string[] = [];
    const subscription = this.store.onDidChange((changes) => (affected = this.lists.applyChanges(changes)));
    this.store.apply(shop, issues);
    subscription.dispose();
    return affected;
  }
}

describe('QueryLists', () => {
  let of: Lists;
  let lists: QueryLists;
  beforeEach(() => {
    of = new Lists();
    ({ lists } = of);
    of.put(
      issue(1, { labels: ['bug'], title: 'crash', weight: 3 }),
      issue(2, { assignees: [me], weight: 5 }),
      issue(3, { labels: ['bug', 'ui'], weight: 1 }),
    );
  });
  afterEach(() => {
    lists.dispose();
  });

  it('lists the issues that match, newest first, and counts them', () => {
    assert.deepEqual(of.ids('open'), [3, 2, 1]);
    assert.deepEqual(of.ids('own bugs'), [3, 1]);
    assert.deepEqual(of.ids('assigned'), [2]);
    assert.deepEqual(lists.summary(shop, 'own bugs'), { from: 'mirror', count: 2, problems: [] });
    assert.deepEqual(lists.arranged(shop, 'own bugs').groups, []);
    of.tracker = { ...of.tracker, openInAll: 700 };
    assert.equal(lists.summary(shop, 'open').count, 700);
  });

  it('has nothing for a query that it can’t read or doesn’t know', () => {
    assert.equal(lists.summary(shop, 'own wrong').from, 'nowhere');
    assert.equal(lists.summary(shop, 'own wrong').problems.length, 1);
    assert.deepEqual(lists.summary(shop, 'own other'), { from: 'nothing', count: 0, problems: [] });
    assert.deepEqual([of.ids('own wrong'), of.ids('own other')], [[], []]);
    of.username = undefined;
    assert.deepEqual(lists.summary(shop, 'assigned'), { from: 'unknownMe', count: undefined, problems: [] });
    assert.deepEqual(of.ids('assigned'), []);
  });

  it('applies the filter, the grouping, and the order of the view', () => {
    of.arrangement.setFilter(parseQuery('label:ui').query);
    assert.deepEqual(of.ids('open'), [3]);
    of.arrangement.setFilter({ terms: [] });
    of.arrangement.setSort({ by: 'weight', direction: 'desc' });
    assert.deepEqual(of.ids('open'), [2, 1, 3]);
    of.arrangement.setSort({ by: 'priority', direction: 'asc' });
    assert.deepEqual(of.ids('open').at(-1), 2);
    of.labels = ['ui', 'bug'];
    of.arrangement.setGrouping('label');
    const { groups, firstGroups } = lists.arranged(shop, 'open');
    assert.deepEqual(
      groups.map(({ issues }) => issues.length),
      [1, 2, 1],
    );
    assert.deepEqual([...firstGroups.keys()].sort(), [1, 2, 3]);
    assert.equal(firstGroups.get(3), groups[0]?.key);
    assert.equal(lists.arranged(shop, 'open'), lists.arranged(shop, 'open'));
  });

  it('requests the labels of a tracker only to group by them', () => {
    for (const grouping of ['none', 'assignee', 'milestone'] as const) {
      of.arrangement.setGrouping(grouping);
      of.ids('open');
    }
    const asked = () => of.asked.filter((line) => line.startsWith('labels'));
    assert.deepEqual(asked(), []);
    for (const grouping of ['label', 'workflow::*'] as const) {
      of.arrangement.setGrouping(grouping);
      of.ids('open');
    }
    assert.deepEqual(asked(), ['labels shop', 'labels shop']);
  });

  it('prefers the order and the grouping of a query to those of the view', () => {
    of.queries = [{ name: 'Weights', query: 'sort:weight-desc group:label' }];
    of.saved.fire();
    of.arrangement.setSort({ by: 'weight', direction: 'asc' });
    assert.deepEqual(of.ids('open'), [3, 1, 2]);
    assert.deepEqual(of.ids('own weights'), [2, 1, 3]);
    assert.ok(lists.arranged(shop, 'own weights').groups.length > 0);
  });

  it('has no issues if the query and the filter contradict each other', () => {
    of.arrangement.setFilter(parseQuery('state:opened').query);
    assert.deepEqual(lists.summary(shop, 'closed'), { from: 'nothing', count: 0, problems: [] });
    assert.deepEqual(of.ids('closed'), []);
  });

  it('requests from GitLab only what is visible and needs it', () => {
    lists.watch(shop, 'open');
    lists.unwatch(shop, 'open');
    lists.more(shop, 'open');
    assert.equal(of.asked.length, 0);
    lists.watch(shop, 'closed');
    lists.more(shop, 'closed');
    lists.unwatch(shop, 'closed');
    assert.deepEqual(
      of.asked.map((line) => line.split(' ', 2).join(' ')),
      ['watch shop', 'more shop', 'unwatch shop'],
    );
    lists.watch(shop, 'own other');
    lists.unwatch(shop, 'own other');
    assert.equal(of.asked.length, 3);
  });

  it('shows GitLab’s result in its order, and its total while that is current', () => {
    const closed = [issue(9, { state: 'closed' }), issue(8, { state: 'closed' })];
    assert.deepEqual(lists.summary(shop, 'closed'), {
      from: 'gitlab',
      count: undefined,
      problems: [],
      answer: undefined,
    });
    assert.deepEqual(of.ids('closed'), []);
    of.answer = { issues: closed, total: 70, asOf: 5, isOutdated: false };
    assert.equal(lists.summary(shop, 'closed').count, 70);
    assert.deepEqual(of.ids('closed'), [9, 8]);
    of.answer = { ...of.answer, isOutdated: true };
    assert.equal(lists.summary(shop, 'closed').count, undefined);
    of.answer = { issues: closed, total: 70, isOutdated: false };
    assert.equal(lists.summary(shop, 'closed').count, undefined);
  });

  it('reports which shown queries a change of the held issues affects', () => {
    for (const query of ['open', 'own bugs', 'assigned']) of.ids(query);
    assert.deepEqual(of.put(issue(4, { labels: ['bug'] })), ['open', 'own bugs']);
    assert.deepEqual(
      [of.ids('own bugs'), of.ids('open')],
      [
        [4, 3, 1],
        [4, 3, 2, 1],
      ],
    );
    // In plain order, a row that stays is redrawn alone.
    assert.deepEqual(of.put(issue(4, { labels: ['bug'], title: 'Renamed', updatedAt: 5000 })), []);
    assert.equal(lists.arranged(shop, 'own bugs').issues[0]?.title, 'Renamed');
    assert.deepEqual(of.put(issue(4, { updatedAt: 6000 })), ['own bugs']);
    assert.deepEqual(of.ids('own bugs'), [3, 1]);
    assert.deepEqual(of.put(issue(4, { state: 'closed', updatedAt: 7000 })), ['open']);
  });

  it('reports every change of a list that is grouped or in another order', () => {
    of.arrangement.setSort({ by: 'weight', direction: 'desc' });
    assert.deepEqual(of.ids('open'), [2, 1, 3]);
    of.ids('assigned');
    assert.deepEqual(of.put(issue(3, { weight: 9, updatedAt: 5000 })), ['open']);
    assert.deepEqual(of.ids('open'), [3, 2, 1]);
  });

  it('computes everything again after the queries, the arrangement, or the user changed', () => {
    of.ids('assigned');
    of.username = 'tomas';
    of.renamed.fire();
    assert.deepEqual(of.ids('assigned'), []);
    of.queries = [{ name: 'Bugs', query: 'label:ui' }];
    of.saved.fire();
    assert.deepEqual(of.ids('own bugs'), [3]);
    of.arrangement.setGrouping('none');
    assert.deepEqual(of.changes, [undefined, undefined, undefined]);
    assert.deepEqual(of.asked, Array(3).fill('unwatch all'));
  });

  it('computes everything again on another day', async () => {
    of.queries = [{ name: 'Today', query: 'due:today' }];
    of.saved.fire();
    of.put(issue(5, { dueDate: addDays(localDay(of.clock.now()), 1) }));
    assert.deepEqual(of.ids('own today'), []);
    await of.clock.advance(86_400_000);
    assert.deepEqual(of.ids('own today'), [5]);
  });

  it('reports the queries that GitLab answered, or that descriptions or labels were found for', () => {
    for (const query of ['open', 'own bugs', 'own words', 'closed']) of.ids(query);
    of.answered.fire({ tracker: shop });
    assert.deepEqual(of.changes.splice(0), [{ tracker: shop, queries: ['closed'] }]);
    assert.deepEqual(of.ids('own words'), [1]);
    of.descriptions = new Set([2]);
    of.described.fire({ tracker: shop });
    assert.deepEqual(of.changes.splice(0), [{ tracker: shop, queries: ['own bugs', 'own words'] }]);
    assert.deepEqual(of.ids('own words'), [2, 1]);
    of.found.fire({ tracker: shop });
    of.answered.fire({ tracker: 'other' });
    assert.deepEqual(of.changes.splice(0), []);
    of.arrangement.setGrouping('workflow::*');
    of.changes.splice(0);
    of.ids('open');
    of.found.fire({ tracker: shop });
    assert.deepEqual(of.changes.splice(0), [{ tracker: shop, queries: ['open'] }]);
    lists.dispose();
    of.ids('open');
    of.found.fire({ tracker: shop });
    of.saved.fire();
    assert.deepEqual(of.changes, []);
  });
});
