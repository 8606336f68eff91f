import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Issue } from '../../../../src/model/issue.ts';
import { newestFirst } from '../../../../src/model/query/issueOrder.ts';
import { type IssueChanges, IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { SortedIssues } from '../../../../src/sync/store/sortedIssues.ts';
import { issue } from '../issues.ts';

const tracker = 'tracker';

/** Returns a version of an issue. All fields that can change differ between versions. */
function version(id: number, number: number, isOpen: boolean): Issue {
  return issue(id, {
    // Several issues have the same creation time, as after an import.
    createdAt: Math.floor(id / 3) * 1000,
    updatedAt: number,
    title: `Issue ${id}, ${number}`,
    labels: number % 2 === 0 ? ['bug', `v${number}`] : [],
    assignees: number % 3 === 0 ? [{ id: number, username: `u${number}`, name: 'U' }] : [],
    state: isOpen ? 'opened' : 'closed',
  });
}

type Step =
  | { readonly kind: 'apply'; readonly rows: readonly Issue[] }
  | { readonly kind: 'reconcile'; readonly rows: readonly Issue[]; readonly from: number; readonly to: number }
  | { readonly kind: 'remove'; readonly ids: readonly number[] };

const ids = fc.integer({ min: 1, max: 12 });
const row = fc
  .tuple(ids, fc.integer({ min: 1, max: 9 }))
  .map(([id, number]) => version(id, number, (id + number) % 4 > 0));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('apply' as const), rows: fc.array(row) }) },
  fc.record({ kind: fc.constant('reconcile' as const), rows: fc.array(row), from: fc.nat(12), to: fc.nat(12) }),
  fc.record({ kind: fc.constant('remove' as const), ids: fc.array(ids) }),
);

/** The same store without any optimization. */
class PlainStore {
  open = new Map<number, Issue>();
  readonly closedAt = new Map<number, number>();

  constructor(private readonly most: number) {}

  take(rows: readonly Issue[], gone: readonly number[]): void {
    for (const id of gone) this.open.delete(id);
    for (const each of rows) {
      const seen = this.open.get(each.id)?.updatedAt ?? this.closedAt.get(each.id);
      if (seen !== undefined && each.updatedAt < seen) continue;
      if (each.state === 'closed') {
        this.open.delete(each.id);
        this.closedAt.set(each.id, each.updatedAt);
      } else {
        this.closedAt.delete(each.id);
        this.open.set(each.id, each);
      }
    }
    this.open = new Map(this.list.slice(0, this.most).map((each) => [each.id, each]));
  }

  get list(): Issue[] {
    return [...this.open.values()].sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  }
}

/** Applies an event to the previous issues, like a view. */
function follow(before: ReadonlyMap<number, Issue>, { added, changed, replaced, removed }: IssueChanges) {
  const now = new Map(before);
  assert.equal(changed.length, replaced.length);
  for (const [index, each] of changed.entries()) {
    assert.deepEqual(before.get(each.id), replaced[index]);
    assert.notDeepEqual(before.get(each.id), each);
    now.set(each.id, each);
  }
  for (const each of removed) assert.ok(now.delete(each.id), `removed ${each.id}, which was not there`);
  for (const each of added) {
    assert.ok(!before.has(each.id), `added ${each.id}, which was there`);
    now.set(each.id, each);
  }
  const touched = [...added, ...changed, ...removed].map(({ id }) => id);
  assert.equal(new Set(touched).size, touched.length, 'an issue is reported once');
  return now;
}

describe('IssueStore', () => {
  it('holds what a simple store holds, in order, and reports exactly the difference, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), (steps, most) => {
        const store = new IssueStore(() => most);
        const plain = new PlainStore(most);
        let followed: ReadonlyMap<number, Issue> = new Map();
        let events = 0;
        store.onDidChange((changes) => {
          events += 1;
          followed = follow(followed, changes);
        });
        for (const each of steps) {
          const before = JSON.stringify(plain.list);
          events = 0;
          if (each.kind === 'apply') {
            store.apply(tracker, each.rows);
            plain.take(each.rows, []);
          } else if (each.kind === 'remove') {
            store.remove(tracker, each.ids);
            plain.take([], each.ids);
          } else {
            const span = store.issues(tracker).slice(Math.min(each.from, each.to), Math.max(each.from, each.to));
            const listed = new Set(each.rows.map(({ id }) => id));
            const gone = span.filter(({ id }) => !listed.has(id)).map(({ id }) => id);
            store.reconcile(tracker, span, each.rows);
            plain.take(each.rows, gone);
          }
          assert.deepEqual(store.issues(tracker), plain.list);
          assert.deepEqual(newest(followed), plain.list);
          assert.equal(store.count(tracker), plain.list.length);
          for (const id of plain.open.keys()) assert.deepEqual(store.get(tracker, id), plain.open.get(id));
          assert.equal(events, JSON.stringify(plain.list) === before ? 0 : 1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('holds each person, label set, and milestone once, and releases what no issue uses', () => {
    const store = new IssueStore();
    const mira = { id: 1, username: 'mira', name: 'Mira' };
    const label = (id: number) => issue(id, { labels: [`label ${id}`], assignees: [{ ...mira, name: `Mira ${id}` }] });
    store.apply(tracker, [label(1), issue(2, { author: { ...mira } }), issue(3, { author: { ...mira } })]);
    store.apply('another', [issue(4, { labels: ['label 4'], milestone: { id: 9, title: 'M', isActive: true } })]);
    assert.equal(store.get(tracker, 2)?.author, store.get(tracker, 3)?.author);
    const before = store.sharedValues;
    store.remove(tracker, [1]);
    store.tidy();
    const shown = JSON.stringify(store.issues(tracker));
    assert.equal(store.sharedValues, before - 1);
    store.forget('another');
    assert.equal(store.sharedValues, before - 3);
    store.apply(tracker, [issue(5, { author: { ...mira } })]);
    assert.equal(store.get(tracker, 5)?.author, store.get(tracker, 3)?.author);
    store.remove(tracker, [5]);
    assert.equal(JSON.stringify(store.issues(tracker)), shown);
  });

  it('replaces a person or a milestone of which one field changed', () => {
    const store = new IssueStore();
    const mira = { id: 1, username: 'mira', name: 'Mira' };
    const next = { id: 9, title: 'Next', isActive: true, startDate: '2026-01-01', dueDate: '2026-02-01' };
    store.apply(tracker, [issue(1, { author: mira, assignees: [mira], milestone: next })]);
    const people = [
      { ...mira, name: 'Mira B.' },
      { ...mira, username: 'mira-b' },
    ];
    const milestones = [{ title: 'Now' }, { isActive: false }, { startDate: '2026-01-02' }, { dueDate: '2026-02-02' }];
    for (const [at, author] of people.entries()) {
      store.apply(tracker, [issue(1, { author, assignees: [author], updatedAt: 2_000 + at })]);
      assert.deepEqual([store.get(tracker, 1)?.author, store.get(tracker, 1)?.assignees], [author, [author]]);
    }
    for (const [at, change] of milestones.entries()) {
      const milestone = { ...next, ...change };
      store.apply(tracker, [issue(1, { milestone, updatedAt: 3_000 + at })]);
      assert.deepEqual(store.get(tracker, 1)?.milestone, milestone);
    }
  });

  it('never restores an old state: a poll that started before a write', () => {
    const store = new IssueStore();
    const edited = issue(1, { title: 'Old' });
    const closed = issue(2);
    store.apply(tracker, [edited, closed]);
    const poll = [edited, closed];
    store.apply(tracker, [issue(1, { title: 'New', updatedAt: 5000 }), issue(2, { state: 'closed', updatedAt: 5000 })]);
    const events: IssueChanges[] = [];
    store.onDidChange((changes) => events.push(changes));
    store.apply(tracker, poll);
    store.reconcile(tracker, [edited, closed], poll);
    assert.deepEqual(
      store.issues(tracker).map(({ title }) => title),
      ['New'],
    );
    assert.deepEqual(events, []);
    // A reopened issue is listed again.
    store.apply(tracker, [issue(2, { updatedAt: 6000 })]);
    assert.equal(store.count(tracker), 2);
  });

  it('remembers the last 1,000 closed issues, and no more', () => {
    const store = new IssueStore();
    const seen: number[] = [];
    store.onDidSee(({ closed }) => seen.push(...closed.map(({ id }) => id)));
    const close = (id: number) => {
      store.apply(tracker, [issue(id, { state: 'closed' })]);
    };
    for (let id = 1; id <= 1000; id++) close(id);
    assert.equal(seen.length, 1000);
    close(1);
    assert.equal(seen.length, 1000);
    close(1001);
    close(1);
    assert.equal(seen.length, 1001);
    // The one that was seen closed longest ago.
    close(2);
    assert.deepEqual(seen.slice(1000), [1001, 2]);
  });

  it('keeps what arrived while a list was loading', () => {
    const store = new IssueStore();
    store.apply(tracker, [issue(1), issue(2)]);
    const before = [...store.issues(tracker)];
    store.apply(tracker, [issue(2, { title: 'Renamed', updatedAt: 9000 }), issue(3)]);
    store.reconcile(tracker, before, []);
    assert.deepEqual(
      store.issues(tracker).map(({ id }) => id),
      [3, 2],
    );
  });

  it('holds a person, a label, and a milestone once, however many issues use them', () => {
    const store = new IssueStore();
    const parts = () => ({
      labels: ['bug', 'ui'],
      assignees: [{ id: 7, username: 'ada', name: 'Ada' }],
      milestone: { id: 1, title: '1.0', isActive: true },
    });
    store.apply(tracker, [issue(1, parts()), issue(2, parts())]);
    const [a, b] = store.issues(tracker);
    assert.equal(a?.labels, b?.labels);
    assert.equal(a?.assignees[0], b?.assignees[0]);
    assert.equal(a?.milestone, b?.milestone);
    // A label can contain any character except a comma.
    store.apply(tracker, [issue(3, { labels: ['a\nb'] }), issue(4, { labels: ['a', 'b'] })]);
    assert.deepEqual(store.get(tracker, 4)?.labels, ['a', 'b']);
  });

  it('reports that a tracker was removed, and nothing more about it', () => {
    const store = new IssueStore();
    store.apply(tracker, [issue(1)]);
    const removed: number[] = [];
    store.onDidChange((changes) => removed.push(...changes.removed.map(({ id }) => id)));
    store.forget(tracker);
    store.forget(tracker);
    assert.deepEqual(removed, [1]);
    assert.deepEqual(store.issues(tracker), []);
  });
});

describe('SortedIssues', () => {
  it('is sorted after any changes, few at once or many', () => {
    const change = fc.record({
      gone: fc.array(fc.nat(400), { maxLength: 300 }),
      come: fc.array(fc.nat(400), { maxLength: 300 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const held = new Map<number, Issue>();
        const sorted = new SortedIssues([], newestFirst);
        for (const { gone, come } of changes) {
          const leaving = [...new Set([...gone, ...come])]
            .map((id) => held.get(id))
            .filter((each) => each !== undefined);
          const coming = [...new Set(come)].map((id) => issue(id, { createdAt: id % 50, title: `${Math.random()}` }));
          for (const { id } of leaving) held.delete(id);
          for (const each of coming) held.set(each.id, each);
          sorted.change(leaving, coming);
          assert.deepEqual(sorted.issues, [...held.values()].sort(newestFirst));
        }
      }),
    );
  });
});

function newest(issues: ReadonlyMap<number, Issue>): Issue[] {
  return [...issues.values()].sort(newestFirst);
}
