import assert from 'node:assert/strict';
import { expectProject, expectProjectPath } from '../../../src/accounts/expectProject.ts';
import type { Account } from '../../../src/model/account.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type { Project } from '../../../src/model/project.ts';
import { anAccount } from './anAccount.ts';

const personal = anAccount(1);
const ofProject: Account = { ...personal, kind: 'project', boundTo: { id: 7, path: 'Group/App' } };
const ofGroup: Account = { ...personal, kind: 'group', boundTo: { id: 3, path: 'Group' } };

describe('expectProject', () => {
  let asked: string[];
  let found: Pick<Project, 'id' | 'path'> | GitLabError;
  beforeEach(() => {
    asked = [];
    found = { id: 7, path: 'group/app' };
  });
  const client = {
    findProject: (path: string | number) => {
      asked.push(String(path));
      return found instanceof GitLabError ? Promise.reject(found) : Promise.resolve(found as Project);
    },
  };
  const expect = (account: Account, path: string) => expectProject(client, account, path);
  const rejected = (account: Account, path: string, detail: string) =>
    assert.rejects(expect(account, path), (error) => {
      assert.ok(GitLabError.is(error, 'invalid'));
      const { named, actual, host } = error.facts;
      assert.deepEqual([error.facts.detail, named, actual, host], [detail, path, account.boundTo?.path, 'gitlab.com']);
      return true;
    });

  it('accepts the project of a project token without a request, in any case', async () => {
    await expect(ofProject, 'group/APP');
    assert.deepEqual(asked, []);
  });

  it('accepts an old path of that project, and rejects any other', async () => {
    await expect(ofProject, 'group/old-name');
    assert.deepEqual(asked, ['group/old-name']);
    found = { id: 8, path: 'group/other' };
    await rejected(ofProject, 'group/other', 'otherProject');
  });

  it('takes a project that a project token can’t find for another one', async () => {
    for (const reason of ['notFound', 'forbidden'] as const) {
      found = new GitLabError(reason);
      await rejected(ofProject, 'group/other', 'otherProject');
    }
    found = new GitLabError('offline');
    await assert.rejects(expect(ofProject, 'group/other'), (error) => GitLabError.is(error, 'offline'));
  });

  it('accepts the projects of a group token’s group only', async () => {
    await expect(ofGroup, 'group/app');
    found = { id: 8, path: 'GROUP/sub/app' };
    await expect(ofGroup, 'group/sub/app');
    for (const path of ['groups/app', 'other/app']) {
      found = { id: 9, path };
      await rejected(ofGroup, path, 'otherGroup');
    }
    found = new GitLabError('notFound');
    await assert.rejects(expect(ofGroup, 'group/none'), (error) => GitLabError.is(error, 'notFound'));
  });

  it('accepts every project that a personal token finds', async () => {
    await expect(personal, 'other/app');
    assert.deepEqual(asked, ['other/app']);
    found = new GitLabError('notFound');
    await assert.rejects(expect(personal, 'none/app'), (error) => GitLabError.is(error, 'notFound'));
  });

  it('reads a path or an address on the instance, and names at most 200 characters of anything else', () => {
    const instance = 'https://gitlab.com' as InstanceUrl;
    assert.equal(expectProjectPath('group/app', { instance }), 'group/app');
    assert.equal(expectProjectPath('https://gitlab.com/group/app', { instance }), 'group/app');
    const other = `https://other.example/${'x'.repeat(300)}`;
    assert.throws(
      () => expectProjectPath(other, { instance }),
      (error) => GitLabError.is(error, 'invalid') && error.facts.named === other.slice(0, 200),
    );
  });
});
