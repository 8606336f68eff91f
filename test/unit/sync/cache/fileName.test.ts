import assert from 'node:assert/strict';
import { fileName } from '../../../../src/sync/cache/fileName.ts';

describe('fileName', () => {
  it('stays the same, because drafts and caches have these names', () => {
    const names = ['https://GitLab.example.com|personal|1', 'group/sub group/App', '..', 'x'.repeat(100)].map(fileName);
    assert.deepEqual(names, [
      'gitlab.example.com_personal_1-a3f27db1ba0473c1',
      'group_sub_group_app-3bad72072a4d2772',
      '-7da1a07b4a03f2d',
      `${'x'.repeat(60)}-52c9e7cec411035`,
    ]);
  });
});
