import assert from 'node:assert/strict';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import {
  groupsAbove,
  ownerOfAccount,
  readHomePath,
  tokenListPage,
  tokenPage,
} from '../../../../src/model/address/tokenPage.ts';

const gitlab = 'https://gitlab.com' as InstanceUrl;
const underSubPath = 'https://example.com:8443/gitlab' as InstanceUrl;

describe('the page for creating a token', () => {
  it('is prefilled for a personal token', () => {
    assert.equal(
      tokenPage(underSubPath, { kind: 'personal' }),
      'https://example.com:8443/gitlab/-/user_settings/personal_access_tokens?name=VS+Code&description=Issues+for+GitLab+in+VS+Code&scopes=api',
    );
  });

  it('is in the settings of the project or group, below the subpath of the instance', () => {
    assert.equal(tokenPage(gitlab, { kind: 'project', path: 'a/b/c' }), `${gitlab}/a/b/c/-/settings/access_tokens`);
    assert.equal(
      tokenPage(underSubPath, { kind: 'group', path: 'a/b' }),
      `${underSubPath}/groups/a/b/-/settings/access_tokens`,
    );
  });
});

describe('the owner of an account’s token', () => {
  it('is the project or group that the token belongs to, and the user for a personal token', () => {
    const boundTo = { id: 1, path: 'a/b' };
    assert.deepEqual(ownerOfAccount({ kind: 'personal' }), { kind: 'personal' });
    assert.deepEqual(ownerOfAccount({ kind: 'project', boundTo }), { kind: 'project', path: 'a/b' });
    assert.deepEqual(ownerOfAccount({ kind: 'group', boundTo }), { kind: 'group', path: 'a/b' });
  });
});

describe('the page that lists tokens', () => {
  const personal = (serverVersion: string) =>
    tokenListPage({ instance: underSubPath, kind: 'personal', serverVersion });

  it('has no prefilled fields, because GitLab would show the page for creating a token', () => {
    for (const version of ['16.7.0', '17.0.0-pre', '18.9.1-ee'])
      assert.equal(personal(version), `${underSubPath}/-/user_settings/personal_access_tokens`);
  });

  it('was at another address before 16.7', () => {
    for (const version of ['13.0.1', '16.6.9-ee'])
      assert.equal(personal(version), `${underSubPath}/-/profile/personal_access_tokens`);
  });

  it('treats an unreadable version as a new one', () => {
    for (const version of ['', 'unknown'])
      assert.equal(personal(version), `${underSubPath}/-/user_settings/personal_access_tokens`);
  });

  it('is the settings page of the token’s project or group', () => {
    const boundTo = { id: 1, path: 'a/b' };
    const bound = { instance: gitlab, boundTo, serverVersion: '18.0.0' };
    assert.equal(tokenListPage({ ...bound, kind: 'project' }), `${gitlab}/a/b/-/settings/access_tokens`);
    assert.equal(tokenListPage({ ...bound, kind: 'group' }), `${gitlab}/groups/a/b/-/settings/access_tokens`);
  });
});

describe('readHomePath', () => {
  it('reads paths and addresses of projects and groups', () => {
    const project = (text: string) => readHomePath(text, underSubPath, 'project');
    assert.equal(project(' a/b '), 'a/b');
    assert.equal(project('/a/b/c.git'), 'a/b/c');
    assert.equal(project(`${underSubPath}/a/b/-/issues/12?x=1`), 'a/b');
    assert.equal(readHomePath('a', gitlab, 'group'), 'a');
    assert.equal(readHomePath(`${gitlab}/groups/a/b/-/group_members`, gitlab, 'group'), 'a/b');
  });

  it('S: rejects other hosts, parent paths, and query strings', () => {
    for (const text of [
      '',
      'a',
      'https://elsewhere.example/a/b',
      'a/../b',
      '../a/b',
      'a/b?c',
      'a b/c',
      'a//b',
      '//x/y:1',
    ])
      assert.equal(readHomePath(text, gitlab, 'project'), undefined, text);
  });
});

describe('groupsAbove', () => {
  it('lists them nearest first', () => {
    assert.deepEqual(groupsAbove('a/b/c'), ['a/b', 'a']);
    assert.deepEqual(groupsAbove('a/b'), ['a']);
  });
});
