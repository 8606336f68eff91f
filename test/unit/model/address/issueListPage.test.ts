import assert from 'node:assert/strict';
import { issueListPage } from '../../../../src/model/address/issueListPage.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';

describe('issueListPage', () => {
  const instance = 'https://gitlab.example.com/sub' as InstanceUrl;
  const account = { instance, user: { id: 1, username: 'anna.ross', name: 'Anna' } };

  it('is the list of a project, a group, or the issues assigned to the user', () => {
    const page = (kind: 'project' | 'group' | 'assigned', path: string) =>
      issueListPage({ instance, kind, path, account });
    assert.equal(page('project', 'group/app'), `${instance}/group/app/-/issues`);
    assert.equal(page('group', 'group/sub'), `${instance}/groups/group/sub/-/issues`);
    assert.equal(page('assigned', '@me'), `${instance}/dashboard/issues?assignee_username=anna.ross`);
  });

  it('has the current path, and the address of the web pages', () => {
    const scope = { kind: 'group', id: 1, path: 'renamed', name: 'Renamed', webUrl: '' } as const;
    const webAddress = 'https://git.example.com' as InstanceUrl;
    const moved = { instance, kind: 'group', path: 'old', scope, account: { ...account, webAddress } } as const;
    assert.equal(issueListPage(moved), 'https://git.example.com/groups/renamed/-/issues');
  });

  it('keeps a path from a setting within the instance', () => {
    assert.equal(
      issueListPage({ instance, kind: 'project', path: 'a/b?c#d', account }),
      `${instance}/a/b%3Fc%23d/-/issues`,
    );
  });
});
