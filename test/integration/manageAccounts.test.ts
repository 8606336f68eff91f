import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('Manage Accounts', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let user: PromptUser;

  before(async () => {
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    user = new PromptUser();
  });
  after(async () => {
    user.leave();
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('defect 20: lists the actions of an account when the user presses Enter, and starts none', async () => {
    await server.clearRequests();
    const done = vscode.commands.executeCommand(commands.manageAccounts);
    await user.choose(await user.list(/^GitLab Accounts$/), new RegExp(new URL(url).host));
    const actions = await user.list(/^@mira\.lindqvist on /);
    assert.deepEqual(
      actions.items.map(({ label }) => label),
      [
        'Check Connection',
        'Review Access Tokens on GitLab',
        'Sign In with Another Token…',
        'Renew Token…',
        'Sign Out…',
      ],
    );
    await user.pressEscape();
    await done;
    const written = (await server.requests()).filter(({ method }) => method !== 'GET');
    assert.deepEqual(written, []);
  });
});
