import assert from 'node:assert/strict';
import { milestoneOwner } from '../../../../src/model/address/milestoneOwner.ts';

describe('milestoneOwner', () => {
  it('C6: has the path of the project or group, also on an instance below a path', () => {
    const bases = ['https://git.example.org/gitlab', 'https://10.0.0.1'];
    const owner = (url: string) => milestoneOwner(url, bases);
    assert.equal(owner('https://git.example.org/gitlab/groups/team/-/milestones/3'), 'team');
    assert.equal(owner('https://git.example.org/gitlab/team/groups/app/-/milestones/3'), 'team/groups/app');
    assert.equal(owner('https://10.0.0.1/team/app/-/milestones/3'), 'team/app');
    for (const url of ['', 'https://git.example.org/team/-/milestones/3', 'https://10.0.0.1/team/-/issues/3'])
      assert.equal(owner(url), '', url);
  });
});
