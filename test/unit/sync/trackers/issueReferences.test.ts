import assert from 'node:assert/strict';
import type { AccountSource, RemoteSource } from '../../../../src/model/ports.ts';
import { likeliestOwner } from '../../../../src/model/address/repositoryOwners.ts';
import { IssueReferences, type ReferredIssue } from '../../../../src/sync/trackers/issueReferences.ts';
import { RepositoryProjects } from '../../../../src/sync/trackers/repositoryProjects.ts';

const issue = { reference: 'group/app#12', webUrl: 'https://gitlab.example.com/group/app/-/issues/12' };

describe('The reference to an issue in a file', () => {
  it('is short in a file of the repository, however its URI is written', () => {
    const cases = [
      ['file:///home/ada/app', 'file:///home/ada/app/src/a.ts'],
      ['file:///home/ada/app', 'file:///home/ada/app/a%20b.ts'],
      ['file:///', 'file:///a.ts'],
      ['file:///c%3A/Code/App', 'file:///C:/code/app/a.ts'],
      ['file://SERVER/share/app', 'file://server/share/app/a.ts'],
      ['vscode-remote://ssh-remote%2Bdevbox/home/ada/app', 'vscode-remote://ssh-remote+devbox/home/ada/app/a.ts'],
    ] as const;
    for (const [repository, file] of cases)
      assert.equal(referenceIn(file, { [repository]: 'app' }), '#12', `${file} in ${repository}`);
  });

  it('is long in a file elsewhere', () => {
    const cases = [
      ['file:///home/ada/app', 'file:///home/ada/app-docs/a.md'],
      ['file:///home/ada/app', 'file:///home/ada/App/a.ts'],
      ['file:///home/ada/app', 'vscode-remote://ssh-remote%2Bdevbox/home/ada/app/a.ts'],
      ['vscode-remote://wsl%2BUbuntu/home/ada/app', 'vscode-remote://wsl%2BDebian/home/ada/app/a.ts'],
      ['file:///home/ada/app', 'untitled:Untitled-1'],
    ] as const;
    for (const [repository, file] of cases)
      assert.equal(referenceIn(file, { [repository]: 'app' }), 'group/app#12', `${file} in ${repository}`);
  });

  it('C12: is short if the web address of the instance is not that of its API', () => {
    const elsewhere = { reference: 'group/app#12', webUrl: 'https://git.example.org/sub/group/app/-/issues/12' };
    const [repository, file] = ['file:///home/ada/app', 'file:///home/ada/app/a.ts'];
    const instance = 'https://gitlab.example.com';
    assert.equal(referenceIn(file, { [repository]: 'app' }, { ...elsewhere, instance }), '#12');
    assert.equal(referenceIn(file, { [repository]: 'lib' }, { ...elsewhere, instance }), 'group/app#12');
    const another = { ...elsewhere, instance: 'https://git.example.org/sub' };
    for (const other of [elsewhere, another])
      assert.equal(referenceIn(file, { [repository]: 'app' }, other), other.webUrl);
  });

  it('follows the innermost repository', () => {
    const repositories = { 'file:///home/ada/app': 'app', 'file:///home/ada/app/vendor/lib': 'lib' };
    assert.equal(referenceIn('file:///home/ada/app/vendor/lib/a.ts', repositories), 'group/app#12');
    assert.equal(referenceIn('file:///home/ada/app/vendor/a.ts', repositories), '#12');
  });
});

/** @param repositories the project names, keyed by the repository URI. */
function referenceIn(
  file: string,
  repositories: Readonly<Record<string, string>>,
  referred: ReferredIssue = issue,
): string {
  const remotes = Object.entries(repositories).map(([repository, project]) => ({
    repository,
    name: 'origin',
    url: `https://gitlab.example.com/group/${project}.git`,
  }));
  const source: Pick<RemoteSource, 'remotes'> = { remotes };
  const accounts: Pick<AccountSource, 'accounts'> = { accounts: [] };
  const projects = new RepositoryProjects(source, accounts, { pathOn: () => undefined, ownerOf: likeliestOwner });
  return new IssueReferences(projects).textFor(file, [referred]);
}
