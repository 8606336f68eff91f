import assert from 'node:assert/strict';
import { Emitter } from '../../src/model/event.ts';
import { GitLabError } from '../../src/model/error/gitLabError.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';
import { IssueTree, type TreeParts } from '../../src/views/tree/issueTree.ts';
import type { TreeNode } from '../../src/views/tree/treeNode.ts';
import { ManualClock } from '../unit/manualClock.ts';
import { shopTracker as shop } from './shopTracker.ts';

/** The tree with other objects behind it, and what it reports to VS Code. */
class TreeOfTrackers {
  readonly redrawn: (TreeNode | TreeNode[] | undefined)[] = [];
  readonly tree: IssueTree;
  readonly clock = new ManualClock();
  private readonly changed = new Emitter<undefined>();
  private readonly queriesChanged = new Emitter<undefined>();
  private queries = ['open', 'mine'];

  /** @param restored resolves when the stored issues are read. */
  constructor(
    private trackers: readonly TrackerState[],
    private restored?: Promise<void>,
  ) {
    const silent = { onDidChange: new Emitter<never>().event, onDidSee: new Emitter<never>().event };
    const all = () => this.queries.map((id) => ({ id }));
    const states = () => this.trackers;
    const pending = () => this.restored;
    const parts = {
      synchronizer: {
        viewState: 'ready',
        get trackers() {
          return states();
        },
        get restored() {
          return pending();
        },
        tracker: (key: string) => this.trackers.find((tracker) => tracker.key === key),
        onDidChange: this.changed.event,
        outbox: { ...silent, waiting: [] },
      },
      store: { ...silent, count: () => 3 },
      lists: { onDidChange: this.queriesChanged.event, watch: () => undefined, unwatch: () => undefined },
      unread: silent,
      todos: { ...silent, accounts: [] },
      draftList: { ...silent, drafts: [] },
      queries: {
        get all() {
          return all();
        },
      },
      clock: this.clock,
    };
    this.tree = new IssueTree(parts as unknown as TreeParts);
    this.tree.onDidChangeTreeData((rows) => this.redrawn.push(rows));
    if (restored) return;
    void this.tree.getChildren();
    this.redrawn.length = 0;
  }

  restore(): void {
    this.restored = undefined;
  }

  change(trackers: readonly TrackerState[]): void {
    this.trackers = trackers;
    this.changed.fire(undefined);
  }

  useQueries(ids: string[]): void {
    this.queries = ids;
    this.queriesChanged.fire(undefined);
  }

  get rows(): TreeNode[] {
    return this.tree.getChildren() as TreeNode[];
  }
}

describe('what the tree redraws', () => {
  const offline = new GitLabError('offline');

  // VS Code cancels requests for rows in progress if the whole tree is redrawn. An expanded row can then stay empty.
  it('is its rows, not the whole tree, while the rows at the top stay the same', () => {
    const one = new TreeOfTrackers([shop]);
    one.change([{ ...shop, error: offline }]);
    one.useQueries(['open', 'mine']);
    assert.deepEqual(one.redrawn, [one.rows, one.rows]);
    const two = new TreeOfTrackers([shop, { ...shop, key: 'app', path: 'a/app' }]);
    two.change([shop, { ...shop, key: 'app', path: 'a/app', error: offline }]);
    assert.deepEqual(two.redrawn, [two.rows]);
  });

  it('is the whole tree if rows at the top are added, removed, or moved', () => {
    const one = new TreeOfTrackers([shop]);
    one.useQueries(['open']);
    void one.tree.getChildren();
    one.useQueries(['mine', 'open']);
    void one.tree.getChildren();
    one.change([shop, { ...shop, key: 'app', path: 'a/app' }]);
    void one.tree.getChildren();
    one.change([]);
    assert.deepEqual(one.redrawn, [undefined, undefined, undefined, undefined]);
  });

  it('is nothing before VS Code has requested the rows, or while it waits for stored issues', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const loading = { ...shop, complete: false };
    const one = new TreeOfTrackers([], promise);
    one.change([loading]);
    const rows = one.tree.getChildren();
    one.change([shop]);
    one.restore();
    resolve(undefined);
    const given = await rows;
    assert.deepEqual(given, one.rows);
    assert.ok(given.every(({ kind }) => kind === 'query'));
    one.change([{ ...shop }]);
    assert.deepEqual(one.redrawn, []);
    one.change([{ ...shop, error: offline }]);
    assert.deepEqual(one.redrawn, [given]);
  });

  it('has rows after a second, although a slow disk has not returned the stored issues', async () => {
    const one = new TreeOfTrackers([shop], new Promise(() => undefined));
    const given: TreeNode[][] = [];
    void Promise.resolve(one.tree.getChildren()).then((rows) => given.push(rows));
    await one.clock.advance(900);
    assert.deepEqual(given, []);
    await one.clock.advance(100);
    one.restore();
    assert.deepEqual(given, [one.rows]);
  });

  // A request that VS Code has canceled can leave an expanded row without rows.
  it('is each expanded row once more after the whole tree was redrawn', async () => {
    const one = new TreeOfTrackers([shop, { ...shop, key: 'app', path: 'a/app' }]);
    const [first, second] = one.rows as [TreeNode, TreeNode];
    void one.tree.getChildren(first);
    void one.tree.getChildren(second);
    one.tree.setFolded(first, true);
    one.redrawn.length = 0;
    one.change([shop]);
    await one.clock.advance(900);
    assert.deepEqual(one.redrawn, [undefined]);
    await one.clock.advance(200);
    assert.deepEqual(one.redrawn, [undefined, [second]]);
  });
});
