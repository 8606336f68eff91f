import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import { IssueRows, type IssueRowParts } from '../../../../src/views/tree/issueRows.ts';
import type { TreeNode } from '../../../../src/views/tree/treeNode.ts';
import { TreeNodes } from '../../../../src/views/tree/treeNodes.ts';
import { issue } from '../../sync/issues.ts';

describe('The rows of issues', () => {
  let groups: { key: string; issues: Issue[] }[];
  let issues: Issue[];
  let nodes: TreeNodes;
  let rows: IssueRows;

  const withIid = (...iids: number[]) => iids.map((iid) => issue(iid));
  const node = (iid: number, group?: string) => nodes.issue('t', 'open', issue(iid).id, group);
  const neighbor = (iid: number, step: -1 | 1) => rows.neighborOf({ tracker: 't', issue: issue(iid) }, step, undefined);

  beforeEach(() => {
    groups = [];
    issues = withIid(5, 4, 3);
    nodes = new TreeNodes();
    const firstGroups = () => {
      const pairs = groups.flatMap(({ key, issues: each }) => each.map(({ id }) => [id, key] as const));
      return new Map(pairs.toReversed());
    };
    const parts = {
      nodes,
      results: { find: (_: string, id: number) => issues.find((each) => each.id === id) },
      queries: { all: [{ id: 'open' }] },
      lists: {
        arranged: () => ({ issues, groups, firstGroups: firstGroups() }),
        summary: () => ({ from: 'mirror' }),
      },
      redraw: () => undefined,
    };
    rows = new IssueRows(parts as unknown as IssueRowParts);
  });

  it('lead past an issue that was closed in its place', () => {
    rows.keepInPlace([node(4)]);
    issues = withIid(5, 3);
    assert.equal(neighbor(5, 1), node(4));
    assert.equal(rows.find('t', issue(4).id)?.iid, 4);
    assert.equal(rows.neighborOf({ tracker: 't', issue: issue(4) }, 1, node(4)), node(3));
    assert.equal(neighbor(3, -1), node(4));
  });

  it('have one row for an issue that is in two groups, also after it was closed there', () => {
    groups = [
      { key: 'bug', issues: withIid(5, 4) },
      { key: 'ui', issues: withIid(4, 3) },
    ];
    const [first, second] = [node(4, 'bug'), node(4, 'ui')] as (TreeNode & { kind: 'issue' })[];
    const repeated = () => [first, second].map((row) => rows.isRepeated({ ...row!, query: 'open' }));
    assert.deepEqual(repeated(), [false, true]);
    rows.keepInPlace([first!, second!]);
    issues = withIid(5, 3);
    groups = [
      { key: 'bug', issues: withIid(5) },
      { key: 'ui', issues: withIid(3) },
    ];
    assert.deepEqual(repeated(), [false, true]);
    assert.deepEqual(rows.rowsIn({ tracker: 't', query: 'open', group: 'ui' }), [second, node(3, 'ui')]);
    assert.equal(neighbor(5, 1), first);
  });

  it('leave if the change did not happen, unless an earlier one kept them', () => {
    const closed = rows.keepInPlace([node(4)]);
    issues = withIid(5, 3);
    const again = rows.keepInPlace([node(4), node(3)]);
    assert.deepEqual(again, [{ list: { tracker: 't', query: 'open', group: undefined }, issueId: issue(3).id }]);
    issues = withIid(5);
    assert.deepEqual(rows.dropKept(again), [nodes.query('t', 'open')]);
    assert.deepEqual(rows.rowsIn({ tracker: 't', query: 'open' }), [node(5), node(4)]);
    rows.dropKept(closed);
    assert.deepEqual(rows.rowsIn({ tracker: 't', query: 'open' }), [node(5)]);
  });
});
