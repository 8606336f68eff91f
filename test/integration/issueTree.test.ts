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

  constructor(private trackers: readonly TrackerState[]) {
    const silent = { onDidChange: new Emitter<never>().event, onDidSee: new Emitter<never>().event };
    const all = () => this.queries.map((id) => ({ id }));
    const states = () => this.trackers;
    const parts = {
      synchronizer: {
        viewState: 'ready',
        get trackers() {
          return states();
        },
        tracker: (key: string) => this.trackers.find((tracker) => tracker.key === key),
        onDidChange: this.changed.event,
      },
      store: { ...silent, count: () => 3 },
      lists: { onDidChange: this.queriesChanged.event, watch: () => undefined, unwatch: () => undefined },
      unread: silent,
      todos: { ...silent, accounts: [] },
      queries: {
        get all() {
          return all();
        },
      },
      clock: this.clock,
    };
    this.tree = new IssueTree(parts as unknown as TreeParts);
    this.tree.onDidChangeTreeData((rows) => this.redrawn.push(rows));
    this.change(trackers);
    this.tree.getChildren();
    this.redrawn.length = 0;
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
    return this.tree.getChildren();
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
    one.tree.getChildren();
    one.useQueries(['mine', 'open']);
    one.tree.getChildren();
    one.change([shop, { ...shop, key: 'app', path: 'a/app' }]);
    one.tree.getChildren();
    one.change([]);
    assert.deepEqual(one.redrawn, [undefined, undefined, undefined, undefined]);
  });

  // A request that VS Code has canceled can leave an expanded row without rows.
  it('is each expanded row once more after the whole tree was redrawn', async () => {
    const one = new TreeOfTrackers([shop, { ...shop, key: 'app', path: 'a/app' }]);
    const [first, second] = one.rows as [TreeNode, TreeNode];
    one.tree.getChildren(first);
    one.tree.getChildren(second);
    one.tree.setFolded(first, true);
    one.redrawn.length = 0;
    one.change([shop]);
    await one.clock.advance(900);
    assert.deepEqual(one.redrawn, [undefined]);
    await one.clock.advance(200);
    assert.deepEqual(one.redrawn, [undefined, [second]]);
  });
});
