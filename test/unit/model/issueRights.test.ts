import assert from 'node:assert/strict';
import type { Account } from '../../../src/model/account.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { Issue } from '../../../src/model/issue.ts';
import { afterRefusal, issueRights } from '../../../src/model/issueRights.ts';
import type { Project } from '../../../src/model/project.ts';
import { issue as issueWith } from '../sync/issues.ts';

const me = { id: 7, username: 'mira', name: 'Mira' };
const other = { id: 8, username: 'jo', name: 'Jo' };
const account = (change: Partial<Account> = {}): Account => ({
  key: 'k',
  instance: 'https://gitlab.example.com' as InstanceUrl,
  kind: 'personal',
  user: me,
  scopes: ['api'],
  serverVersion: '18.10.0-ee',
  ...change,
});
const project = (accessLevel?: number, archived = false): Project => ({
  id: 1,
  path: 'g/p',
  name: 'p',
  webUrl: 'https://gitlab.example.com/g/p',
  issuesEnabled: true,
  archived,
  ...(accessLevel === undefined ? {} : { accessLevel }),
});
const issue = (change: Partial<Issue> = {}): Issue => issueWith(1, { author: other, ...change });

/** Returns the allowed actions out of `comment edit triage delete`. */
function rights(...args: Parameters<typeof issueRights>): string {
  return Object.entries(issueRights(...args))
    .flatMap(([right, isAllowed]) => (isAllowed ? [right] : []))
    .join(' ');
}

describe('issueRights', () => {
  for (const [role, level, expected] of [
    ['Minimal Access', 5, ''],
    ['Guest', 10, 'comment'],
    ['Planner', 15, 'comment edit triage delete'],
    ['Reporter', 20, 'comment edit triage'],
    ['Developer', 30, 'comment edit triage'],
    ['Maintainer', 40, 'comment edit triage'],
    ['Owner', 50, 'comment edit triage delete'],
  ] as const) {
    it(`allows a ${role} what GitLab’s table allows for another user’s issue`, () => {
      assert.equal(rights(issue(), account(), project(level)), expected);
    });
  }

  it('allows a Guest to edit and close issues they wrote or are assigned to, and to delete issues they wrote since 18.10', () => {
    assert.equal(rights(issue({ author: me }), account(), project(10)), 'comment edit delete');
    assert.equal(rights(issue({ assignees: [other, me] }), account(), project(10)), 'comment edit');
    assert.equal(rights(issue({ author: me }), account({ serverVersion: '18.9.4' }), project(10)), 'comment edit');
  });

  it('allows nothing with a read-only token or in an archived project', () => {
    assert.equal(rights(issue({ author: me }), account({ scopes: ['read_api'] }), project(50)), '');
    assert.equal(rights(issue({ author: me }), account(), project(50, true)), '');
  });

  it('allows everything if GitLab returns no role, until a request is rejected', () => {
    assert.equal(rights(issue(), account(), project()), 'comment edit triage delete');
    assert.equal(rights(issue(), account(), afterRefusal(project())), 'comment');
    assert.deepEqual(afterRefusal(project(30)), project(30));
  });
});
