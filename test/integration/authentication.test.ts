import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { authenticationId, commands } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('accounts as sessions of VS Code', () => {
  const { url, tokens } = testEnvironment();
  const signIn = (token: string | undefined): Thenable<unknown> =>
    vscode.commands.executeCommand(commands.signIn, { url, token });
  const labels = async (): Promise<string[]> =>
    (await vscode.authentication.getAccounts(authenticationId)).map((account) => account.label).sort();

  after(() => vscode.commands.executeCommand(commands.signOut, { url }).then(undefined, () => undefined));

  it("don't exist while signed out", async () => {
    assert.deepEqual(await labels(), []);
    assert.equal(await vscode.authentication.getSession(authenticationId, ['api'], { silent: true }), undefined);
  });

  it('appear and disappear with sign-in and sign-out, and VS Code fires its event', async () => {
    let told = 0;
    const subscription = vscode.authentication.onDidChangeSessions(({ provider }) => {
      if (provider.id === authenticationId) told += 1;
    });
    await signIn(tokens['personal']);
    await waitUntil('an event for signing in', () => told === 1, { seen: () => told });
    const [personal] = await labels();
    assert.match(personal ?? '', new RegExp(`^[\\w.-]+ · ${url}$`));

    await signIn(tokens['project']);
    await waitUntil('an event for a second account', () => told === 2, { seen: () => told });
    assert.deepEqual(await labels(), [personal, `tanuki-tools/web-shop (project token) · ${url}`].sort());

    await vscode.commands.executeCommand(commands.signOut, { url });
    await waitUntil('nobody', async () => (await labels()).length === 0);
    subscription.dispose();
  });

  it("S: are returned only with the user's consent", async () => {
    await signIn(tokens['personal']);
    const [account] = await vscode.authentication.getAccounts(authenticationId);
    assert.ok(account);
    for (const scopes of [[], ['api'], ['read_api'], ['api', 'read_api'], ['read_user'], ['*']])
      for (const options of [{ silent: true }, { silent: true, account }])
        assert.equal(await vscode.authentication.getSession(authenticationId, scopes, options), undefined);
  });
});
