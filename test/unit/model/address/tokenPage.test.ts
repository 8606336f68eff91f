import assert from 'node:assert/strict';
import { siteOf } from '../../../../src/model/address/instanceBases.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import {
  groupsAbove,
  newTokenPage,
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
      tokenPage({ instance: underSubPath }, { kind: 'personal' }),
      'https://example.com:8443/gitlab/-/user_settings/personal_access_tokens?name=VS+Code&description=Issues+for+GitLab+in+VS+Code&scopes=api',
    );
  });

  it('is in the settings of the project or group, below the subpath of the instance', () => {
    assert.equal(
      tokenPage({ instance: gitlab }, { kind: 'project', path: 'a/b/c' }),
      `${gitlab}/a/b/c/-/settings/access_tokens`,
    );
    assert.equal(
      tokenPage({ instance: underSubPath }, { kind: 'group', path: 'a/b' }),
      `${underSubPath}/groups/a/b/-/settings/access_tokens`,
    );
  });
});

describe('C12: the pages of an instance whose web address is not that of its API', () => {
  const webAddress = 'https://git.example.org/sub' as InstanceUrl;
  const site = { instance: underSubPath, webAddress };
  const boundTo = { id: 1, path: 'a/b' };
  const server = { serverVersion: '18.0.0' };

  it('open at its web address', () => {
    const userSettings = `${webAddress}/-/user_settings/personal_access_tokens`;
    assert.ok(tokenPage(site, { kind: 'personal' }).startsWith(`${userSettings}?`));
    assert.equal(tokenListPage({ ...site, ...server, kind: 'personal' }), userSettings);
    const settings = `${webAddress}/groups/a/b/-/settings/access_tokens`;
    assert.equal(tokenPage(site, { kind: 'group', path: 'a/b' }), settings);
    assert.equal(newTokenPage({ ...site, kind: 'group', boundTo }), settings);
    assert.equal(tokenListPage({ ...site, ...server, kind: 'group', boundTo }), settings);
  });

  it('open at the other address if only that one is encrypted', () => {
    const plain = { instance: gitlab, webAddress: 'http://git.example.org' as InstanceUrl };
    assert.ok(tokenPage(plain, { kind: 'personal' }).startsWith(`${gitlab}/-/`));
    const neither = { ...plain, instance: 'http://10.0.0.5' as InstanceUrl };
    assert.ok(tokenPage(neither, { kind: 'personal' }).startsWith('http://git.example.org/-/'));
  });

  it('name a project or group by both addresses', () => {
    for (const base of [site.instance, webAddress])
      assert.equal(readHomePath(`${base}/a/b/-/issues`, site, 'project'), 'a/b');
    assert.equal(readHomePath('https://git.example.org/a/b', site, 'project'), undefined);
  });

  it('are known from any account there', () => {
    const other = { instance: gitlab, webAddress };
    assert.deepEqual(siteOf(underSubPath, [other, { instance: underSubPath }, site]), site);
    assert.deepEqual(siteOf(underSubPath, [other]), { instance: underSubPath });
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
    const project = (text: string) => readHomePath(text, { instance: underSubPath }, 'project');
    assert.equal(project(' a/b '), 'a/b');
    assert.equal(project('/a/b/c.git'), 'a/b/c');
    assert.equal(project(`${underSubPath}/a/b/-/issues/12?x=1`), 'a/b');
    assert.equal(readHomePath('a', { instance: gitlab }, 'group'), 'a');
    assert.equal(readHomePath(`${gitlab}/groups/a/b/-/group_members`, { instance: gitlab }, 'group'), 'a/b');
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
      assert.equal(readHomePath(text, { instance: gitlab }, 'project'), undefined, text);
  });
});

describe('groupsAbove', () => {
  it('lists them nearest first', () => {
    assert.deepEqual(groupsAbove('a/b/c'), ['a/b', 'a']);
    assert.deepEqual(groupsAbove('a/b'), ['a']);
  });
});
