import assert from 'node:assert/strict';
import { addressOfIssue } from '../../../../src/model/address/issueLink.ts';

const project = 'https://gitlab.example.com/git/group/app';

describe('addressOfIssue', () => {
  it('has the project, the number, and the comment', () => {
    assert.deepEqual(addressOfIssue(`${project}/-/issues/12`), { project, iid: 12 });
    assert.deepEqual(addressOfIssue(` ${project}/-/work_items/12/designs?x=1 `), { project, iid: 12 });
    assert.deepEqual(addressOfIssue(`${project}/-/issues/12?sort=asc#note_345 `), { project, iid: 12, note: 345 });
    assert.deepEqual(addressOfIssue(`${project}/-/issues/12#description`), { project, iid: 12 });
  });

  it('R15: reads early addresses, and lists that show an issue', () => {
    assert.deepEqual(addressOfIssue(`${project}/issues/12#note_3`), { project, iid: 12, note: 3 });
    const show = (shown: unknown) => `?state=opened&show=${encodeURIComponent(btoa(JSON.stringify(shown)))}`;
    const one = show({ iid: '12', full_path: 'group/app', id: 340 });
    const base = 'https://gitlab.example.com/git';
    for (const list of [
      'dashboard/work_items',
      'groups/group/-/work_items',
      'groups/group/-/issues',
      'group/app/-/work_items/',
      'group/app/-/issues',
    ])
      assert.deepEqual(addressOfIssue(`${base}/${list}${one}`), { project, iid: 12 }, list);
    for (const wrong of [
      show({ iid: '12' }),
      show({ iid: 'x', full_path: 'group/app' }),
      show({ iid: '12', full_path: '../x' }),
      '?show=%%%',
      '?show=e30=',
    ])
      assert.equal(addressOfIssue(`${base}/dashboard/work_items${wrong}`), undefined, wrong);
    assert.equal(addressOfIssue(`${base}/groups/group/-/work_items/12`), undefined, 'an epic');
    assert.equal(addressOfIssue(`${base}/other/app/-/issues${one}`), undefined, 'the list of another project');
  });

  it('accepts no other address', () => {
    for (const url of [
      `${project}/-/issues`,
      `${project}/-/issues/12x`,
      `${project}/-/issues/0`,
      `${project}/-/merge_requests/12`,
      '#12',
      '',
    ])
      assert.equal(addressOfIssue(url), undefined);
  });
});
