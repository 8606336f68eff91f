import assert from 'node:assert/strict';
import type { Issue } from '../../../../src/model/issue.ts';
import type { IssuePage } from '../../../../src/model/issueGateway.ts';
import { QueryResult } from '../../../../src/sync/queries/queryResult.ts';
import { issue } from '../issues.ts';

const parameters = { state: 'all', orderBy: 'created_at', sort: 'desc' } as const;
const page = (issues: readonly Issue[]): IssuePage => ({
  issues,
  isLast: true,
  descriptions: new Map(),
  rejected: 0,
  rows: issues.length,
  unchanged: false,
});

describe('QueryResult', () => {
  it('finds the issues of an answer without reading it once for each', () => {
    const result = new QueryResult({ tracker: 'one', question: 'all', parameters, canMatch: () => true });
    const ids = Array.from({ length: 1_000 }, (_, index) => index + 1);
    let reads = 0;
    const counted = (id: number) =>
      Object.defineProperty(issue(id), 'id', {
        get: () => {
          reads += 1;
          return id;
        },
      });
    const issues = ids.map(counted);
    result.absorb(page(issues), 'first', 0);
    reads = 0;
    assert.deepEqual(
      ids.map((id) => result.find(id)),
      issues,
    );
    const found = reads;
    assert.equal(result.find(0), undefined);
    assert.ok(found <= 10 * ids.length, String(found));
    result.absorb(page([issue(2_000)]), 'first', 0);
    assert.deepEqual([result.find(1), result.find(2_000)?.iid], [undefined, 2_000]);
  });
});
