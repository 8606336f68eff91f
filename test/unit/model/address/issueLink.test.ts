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

  it('C7: reads the addresses of incidents and test cases', () => {
    for (const page of ['issues/incident/12', 'issues/incident/12/timeline', 'quality/test_cases/12', 'work_items/12/'])
      assert.deepEqual(addressOfIssue(`${project}/-/${page}`), { project, iid: 12 }, page);
    const note = `${project}/-/issues/incident/12#note_7`;
    assert.deepEqual(addressOfIssue(note), { project, iid: 12, note: 7 });
    assert.equal(addressOfIssue(`${project}/-/issues/incident`), undefined);
  });

  it('C7: reads addresses in a subgroup with the name `groups`', () => {
    const inGroups = 'https://gitlab.example.com/acme/groups/app';
    assert.deepEqual(addressOfIssue(`${inGroups}/-/issues/5`), { project: inGroups, iid: 5 });
    const show = encodeURIComponent(btoa(JSON.stringify({ iid: '5', full_path: 'acme/groups/app', id: 1 })));
    for (const list of [`${inGroups}/-/issues`, 'https://gitlab.example.com/groups/acme/groups/-/boards/3'])
      assert.deepEqual(addressOfIssue(`${list}?show=${show}`), { project: inGroups, iid: 5 }, list);
    assert.equal(addressOfIssue('https://gitlab.example.com/groups/acme/-/work_items/5'), undefined, 'an epic');
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
      'group/app/-/boards/3',
      'group/app/-/boards',
      'groups/group/-/boards/3',
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
