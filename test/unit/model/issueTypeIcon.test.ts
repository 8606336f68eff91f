import assert from 'node:assert/strict';
import { issueTypeIcon, issueTypeName } from '../../../src/model/issueTypeIcon.ts';

describe('issueTypeName', () => {
  it('C7: has a name and an icon for each type of work item that GitLab has', () => {
    // https://docs.gitlab.com/development/work_items/#work-item-types
    const types = [
      'issue',
      'incident',
      'task',
      'test_case',
      'requirement',
      'ticket',
      'epic',
      'objective',
      'key_result',
    ];
    assert.equal(new Set(types.map(issueTypeName)).size, types.length);
    assert.equal(new Set(types.map(issueTypeIcon)).size, types.length);
    assert.deepEqual([issueTypeName('custom'), issueTypeIcon('custom')], ['Issue', 'issues']);
  });
});
