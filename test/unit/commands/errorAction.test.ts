import assert from 'node:assert/strict';
import { errorAction } from '../../../src/commands/errorAction.ts';
import { commands } from '../../../src/manifest.ts';
import type { Account } from '../../../src/model/account.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import { anAccount } from '../accounts/anAccount.ts';

describe('the button of an error', () => {
  const url = 'http://127.0.0.1:8080/gitlab' as InstanceUrl;
  const host = '127.0.0.1:8080/gitlab';
  const account: Account = { ...anAccount(1), instance: url };
  const commandFor = (error: GitLabError, accounts: readonly Account[] = [account]) => {
    const { command, args } = errorAction(error, accounts) ?? {};
    return command === undefined ? undefined : [command, ...(args ?? [])];
  };

  it('defect 6: signs in to the instance of an invalid token without asking for it', () => {
    const revoked = new GitLabError('auth', { host, detail: 'revoked' });
    assert.deepEqual(commandFor(revoked), [commands.signIn, { url }]);
    assert.deepEqual(commandFor(revoked, []), [commands.signIn]);
    const readOnly = { ...account, scopes: ['read_api'] };
    assert.deepEqual(commandFor(new GitLabError('scope', { host }), [readOnly]), [commands.useWritingToken, { url }]);
    assert.deepEqual(commandFor(new GitLabError('scope', { host })), [commands.signIn, { url }]);
  });

  it('signs in a user who is not signed in', () => {
    const notSignedIn = new GitLabError('invalid', { host: 'GitLab', detail: 'notSignedIn' });
    assert.deepEqual(commandFor(notSignedIn, []), [commands.signIn]);
  });

  it('checks the connection to the instance that failed', () => {
    assert.deepEqual(commandFor(new GitLabError('offline', { host })), [commands.checkConnection, { url, show: true }]);
  });

  it('does what the message says', () => {
    assert.deepEqual(commandFor(new GitLabError('notFound', { host, detail: 'issue' })), [commands.refresh]);
    assert.deepEqual(commandFor(new GitLabError('conflict', { host })), [commands.refresh]);
    assert.deepEqual(commandFor(new GitLabError('invalid', { detail: 'unknownMe' })), [commands.manageAccounts]);
    assert.deepEqual(commandFor(new GitLabError('invalid', { detail: 'notRenewable' })), [commands.openTokenPage]);
    assert.deepEqual(commandFor(new GitLabError('invalid', { detail: 'notInWindow' })), [commands.addProject]);
    assert.deepEqual(commandFor(new GitLabError('storage', { detail: 'settings' })), [
      'workbench.action.openSettingsJson',
    ]);
  });

  it('opens the page where the user can continue', () => {
    const page = 'https://gitlab.example.com/group/app/-/issues/new';
    assert.deepEqual(commandFor(new GitLabError('invalid', { host, detail: 'captcha', page })), ['vscode.open', page]);
  });

  it('is missing if nothing helps', () => {
    assert.equal(commandFor(new GitLabError('server', { host, status: 500 })), undefined);
    assert.equal(commandFor(new GitLabError('auth', { host, detail: 'proofRequired' })), undefined);
    assert.equal(commandFor(new GitLabError('invalid', { detail: 'noText' })), undefined);
  });
});
