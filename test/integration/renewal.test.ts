import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('Renew Token', () => {
  const { url } = testEnvironment();
  const server = new StandInClient(url);
  const renew = (answers: object): Thenable<unknown> => vscode.commands.executeCommand(commands.renewToken, answers);
  const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  before(async () => {
    // An earlier test may have renewed the token.
    const { personal } = await server.tokens();
    await vscode.commands.executeCommand(commands.signIn, { url, token: personal });
  });
  after(() => vscode.commands.executeCommand(commands.signOut, { url }));

  it('requires confirmation, a signed-in instance, and a valid date', async () => {
    await assert.rejects(async () => renew({ url, expiresAt: dayIn(30) }), /'confirm': true/);
    await assert.rejects(async () => renew({ url, expiresAt: 'soon', confirm: true }), /between tomorrow and 365 days/);
    await assert.rejects(
      async () => renew({ url: 'https://gitlab.example.com', expiresAt: dayIn(30), confirm: true }),
      /aren't signed in/,
    );
    await assert.rejects(
      async () => renew({ url, expiresAt: dayIn(30), confirm: 'yes' }),
      /Invalid command argument: confirm/,
    );
  });

  it('S3: sends one rotation when it is run twice at once', async () => {
    const sent = async () => (await server.requests()).filter(({ path }) => path.endsWith('/self/rotate')).length;
    const before = await sent();
    await Promise.all([30, 60].map((days) => renew({ url, expiresAt: dayIn(days), confirm: true })));
    assert.equal((await sent()) - before, 1);
    await (await extensionApi()).refresh();
  });

  it('continues with the new token, and returns none', async () => {
    const { personal: old } = await server.tokens();
    assert.equal(await renew({ url, expiresAt: dayIn(30), confirm: true }), undefined);
    const { personal: renewed } = await server.tokens();
    assert.notEqual(renewed, old);
    await (await extensionApi()).refresh();
    const asked = (await server.requests()).filter(({ path }) => path.endsWith('/issues'));
    assert.equal(asked.at(-1)?.headers['authorization'], `Bearer ${renewed}`);
  });
});
