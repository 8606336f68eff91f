import assert from 'node:assert/strict';
import { editOf, onlyNew } from '../../../src/model/assigneeEdit.ts';

describe('An edit of assignees', () => {
  it('keeps the assignees that the user didn’t change, including those that the list didn’t have', () => {
    const edit = editOf({ added: [3], removed: [1] });
    assert.deepEqual(edit([1, 2, 99]), [2, 99, 3]);
    assert.deepEqual(edit([3, 2]), [2, 3]);
    assert.deepEqual(editOf({ added: [], removed: [] })([1, 2]), [1, 2]);
  });

  it('replaces the only assignee that an issue can have', () => {
    assert.deepEqual(onlyNew([1], [1, 2]), [2]);
    assert.deepEqual(onlyNew([1], []), []);
  });
});
