import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Issue } from '../../../../src/model/issue.ts';
import { issueOrder } from '../../../../src/model/query/issueOrder.ts';
import type { IssueSort } from '../../../../src/model/query/issueQuery.ts';
import { anIssue } from './anIssue.ts';
import { sortArbitrary } from './queryArbitrary.ts';

const priorities: Readonly<Record<string, number>> = { high: 0, low: 1 };
const priorityOf = (title: string) => priorities[title];
const sorted = (issues: Issue[], by: IssueSort['by'], direction: 'asc' | 'desc') =>
  issues.toSorted(issueOrder({ by, direction }, priorityOf)).map(({ iid }) => iid);

describe('issueOrder', () => {
  it('sorts issues without a value last in either direction, and equal ones newest first', () => {
    const issues = [
      anIssue({ iid: 1 }),
      anIssue({ iid: 2, dueDate: '2026-05-02' }),
      anIssue({ iid: 3, dueDate: '2026-05-01' }),
      anIssue({ iid: 4, dueDate: '2026-05-01' }),
      anIssue({ iid: 5 }),
    ];
    assert.deepEqual(sorted(issues, 'due', 'asc'), [4, 3, 2, 5, 1]);
    assert.deepEqual(sorted(issues, 'due', 'desc'), [2, 4, 3, 5, 1]);
  });

  it('S5: sorts an issue with 200,000 labels', () => {
    const many = anIssue({ iid: 1, labels: Array<string>(200_000).fill('high') });
    assert.deepEqual(sorted([anIssue({ iid: 2, labels: ['low'] }), many], 'label_priority', 'asc'), [1, 2]);
  });

  it('sorts by priority with the milestone first and then the highest label, and treats missing upvotes as none', () => {
    const milestone = { id: 1, title: 'M', isActive: true, dueDate: '2026-05-01' } as const;
    const issues = [
      anIssue({ iid: 1, labels: ['low', 'high'] }),
      anIssue({ iid: 2, labels: ['low'], upvotes: 2 }),
      anIssue({ iid: 3, labels: ['other'] }),
      anIssue({ iid: 4, labels: ['low'], milestone }),
    ];
    assert.deepEqual(sorted(issues, 'priority', 'asc'), [4, 1, 2, 3]);
    assert.deepEqual(sorted(issues, 'label_priority', 'asc'), [1, 4, 2, 3]);
    assert.deepEqual(sorted(issues, 'label_priority', 'desc'), [4, 2, 1, 3]);
    assert.deepEqual(sorted(issues, 'popularity', 'asc'), [4, 3, 1, 2]);
  });

  it('is a total order: never 0 for two issues, symmetric, and transitive', () => {
    const issue = fc
      .record({
        iid: fc.integer({ min: 1, max: 1_000_000 }),
        title: fc.constantFrom('a', 'B', 'b', ''),
        createdAt: fc.integer({ min: 0, max: 2 }),
        updatedAt: fc.integer({ min: 0, max: 2 }),
        weight: fc.option(fc.integer({ min: 0, max: 2 })),
        dueDate: fc.option(fc.constantFrom('2026-01-01', '2026-01-02')),
        upvotes: fc.option(fc.integer({ min: 1, max: 2 })),
        labels: fc.subarray(['high', 'low', 'x']),
      })
      .map(({ weight, dueDate, upvotes, ...facts }) =>
        anIssue({
          ...facts,
          ...(weight === null ? {} : { weight }),
          ...(dueDate === null ? {} : { dueDate }),
          ...(upvotes === null ? {} : { upvotes }),
        }),
      );
    const three = fc.uniqueArray(issue, { minLength: 3, maxLength: 3, selector: ({ id }) => id });
    fc.assert(
      fc.property(sortArbitrary, three, (sort, issues) => {
        const order = issueOrder(sort, priorityOf);
        const [a, b, c] = issues.toSorted(order) as [Issue, Issue, Issue];
        for (const [first, second] of [
          [a, b],
          [b, c],
          [a, c],
        ] as const) {
          assert.ok(order(first, second) < 0);
          assert.ok(order(second, first) > 0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
