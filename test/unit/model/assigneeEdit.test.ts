import assert from 'node:assert/strict';
import { assigneeEdit } from '../../../src/model/assigneeEdit.ts';
import type { IssueUser } from '../../../src/model/issue.ts';

const [ada, bob, eve] = [1, 2, 3].map((id): IssueUser => ({ id, username: `user${id}`, name: `User ${id}` })) as [
  IssueUser,
  IssueUser,
  IssueUser,
];
const listed = [ada, bob, eve];

describe('The list of assignees', () => {
  it('keeps the assignee if the user presses Enter without a matching person, or on an error', () => {
    const selection = { issues: [{ assignees: [ada] }], listed, many: false };
    assert.equal(assigneeEdit({ ...selection, picked: [] }), undefined);
    assert.equal(assigneeEdit({ ...selection, picked: [undefined] }), undefined);
    assert.deepEqual(assigneeEdit({ ...selection, picked: [null] })?.([ada.id]), []);
    assert.deepEqual(assigneeEdit({ ...selection, picked: [bob] })?.([ada.id]), [bob.id]);
  });

  it('replaces the only assignee, even if the list doesn’t contain it', () => {
    const edit = assigneeEdit({ issues: [{ assignees: [ada] }], listed, picked: [bob], many: false });
    assert.deepEqual(edit?.([99]), [bob.id]);
  });

  it('removes only assignees of all issues that the user deselected, and keeps those that it didn’t list', () => {
    const issues = [{ assignees: [ada, bob] }, { assignees: [ada] }];
    const edit = assigneeEdit({ issues, listed, picked: [eve], many: true });
    assert.deepEqual(edit?.([ada.id, bob.id, 99]), [bob.id, 99, eve.id]);
    assert.deepEqual(edit([ada.id]), [eve.id]);
    const without = assigneeEdit({ issues, listed, picked: [], many: true });
    assert.deepEqual(without?.([ada.id, bob.id]), [bob.id]);
  });
});
