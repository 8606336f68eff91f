import assert from 'node:assert/strict';
import { addressOfIssue } from '../../../src/model/issueLink.ts';

const project = 'https://gitlab.example.com/git/group/app';

describe('addressOfIssue', () => {
  it('has the project, the number, and the comment', () => {
    assert.deepEqual(addressOfIssue(`${project}/-/issues/12`), { project, iid: 12 });
    assert.deepEqual(addressOfIssue(` ${project}/-/work_items/12/designs?x=1 `), { project, iid: 12 });
    assert.deepEqual(addressOfIssue(`${project}/-/issues/12?sort=asc#note_345 `), { project, iid: 12, note: 345 });
    assert.deepEqual(addressOfIssue(`${project}/-/issues/12#description`), { project, iid: 12 });
  });

  it('accepts no other address', () => {
    for (const url of [`${project}/-/issues`, `${project}/-/issues/12x`, `${project}/-/merge_requests/12`, '#12', ''])
      assert.equal(addressOfIssue(url), undefined);
  });
});
