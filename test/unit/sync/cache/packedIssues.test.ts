import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Issue } from '../../../../src/model/issue.ts';
import { packIssues, unpackIssues } from '../../../../src/sync/cache/packedIssues.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const number = fc.nat();
const user = fc.record({ id: number, username: text, name: text });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anyIssue: fc.Arbitrary<Issue> = fc
  .record({
    id: number,
    iid: fc.nat({ max: 300 }),
    projectId: number,
    title: text,
    state: fc.constantFrom('opened', 'closed'),
    type: fc.constantFrom('issue', 'incident', 'something new'),
    labels: fc.array(text, { maxLength: 3 }),
    milestone: maybe(fc.record({ id: number, title: text, isActive: fc.boolean() })),
    assignees: fc.array(user, { maxLength: 3 }),
    author: maybe(user),
    createdAt: number,
    updatedAt: number,
    dueDate: maybe(fc.constant('2026-01-01')),
    confidential: fc.boolean(),
    weight: maybe(number),
    upvotes: maybe(number),
    commentCount: number,
    webUrl: text,
    reference: text,
  })
  .chain((issue) =>
    fc.constantFrom(issue, { ...issue, reference: `a/b#${issue.iid}`, webUrl: `/issues/${issue.iid}` }),
  );

describe('packed issues', () => {
  it('are equal after a round trip through the disk, with keys in the same order', () => {
    fc.assert(
      fc.property(fc.array(anyIssue), (issues) => {
        const back = unpackIssues(JSON.parse(JSON.stringify(packIssues(issues))));
        assert.equal(JSON.stringify(back), JSON.stringify(issues));
      }),
    );
  });

  it('share what issues have in common', () => {
    const [issue] = fc.sample(anyIssue, { numRuns: 1, seed: 4 });
    assert.ok(issue);
    const person = { id: 1, username: 'anna', name: 'Anna' };
    const twice = [1, 2].map((id) => ({
      ...issue,
      id,
      labels: ['bug'],
      assignees: [{ ...person }],
      author: { ...person },
    }));
    const [a, b] = unpackIssues(JSON.parse(JSON.stringify(packIssues(twice)))) ?? [];
    assert.ok(a && b);
    assert.equal(a.labels, b.labels);
    assert.equal(a.assignees, b.assignees);
    assert.equal(a.author, b.author);
    assert.equal(a.author, a.assignees[0]);
  });

  it('are rejected if the file has another format', () => {
    const good = JSON.stringify(packIssues(fc.sample(anyIssue, { numRuns: 5, seed: 3 })));
    for (const bad of [null, 7, 'text', [], {}, { rows: [] }]) assert.equal(unpackIssues(bad), undefined);
    const spoil = (change: (packed: { columns: Record<string, unknown> } & Record<string, unknown>) => void) => {
      const packed = JSON.parse(good) as { columns: Record<string, unknown> } & Record<string, unknown>;
      change(packed);
      return unpackIssues(packed);
    };
    assert.equal(spoil(() => undefined)?.length, 5);
    for (const name of ['types', 'labelSets', 'milestones', 'users', 'groups', 'stems', 'columns'])
      assert.equal(
        spoil((packed) => (packed[name] = undefined)),
        undefined,
        name,
      );
    for (const name of ['id', 'title', 'labels', 'updatedAt', 'webUrl'])
      assert.equal(
        spoil(({ columns }) => (columns[name] = undefined)),
        undefined,
        name,
      );
    assert.equal(
      spoil(({ columns }) => (columns['title'] = [1, 2, 3, 4, 5])),
      undefined,
    );
    assert.equal(
      spoil(({ columns }) => (columns['iid'] = [1])),
      undefined,
    );
    assert.equal(
      spoil((packed) => (packed['users'] = [null])),
      undefined,
    );
  });
});
