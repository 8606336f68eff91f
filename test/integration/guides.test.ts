import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('the filter box', () => {
  const { url, tokens } = testEnvironment();
  let user: PromptUser;

  before(async () => {
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    user = new PromptUser();
  });
  after(async () => {
    user.leave();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('leads to the query help and the settings, and stays open', async () => {
    let isOver = false;
    const done = Promise.resolve(vscode.commands.executeCommand(commands.filter)).then(() => (isOver = true));
    const box = await user.list(/^Filter/);
    assert.deepEqual(
      box.buttons.map(({ tooltip }) => tooltip),
      ['Open Query Help', 'Open Walkthrough', 'Open Settings'],
    );
    const labels = (): readonly string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    const openWith = async (button: string, tab: string): Promise<void> => {
      user.press(box, button);
      await waitUntil(tab, () => labels().some((label) => label.includes(tab)), { seen: labels });
      assert.ok(!isOver);
    };
    await openWith('Open Query Help', 'queries.md');
    await openWith('Open Settings', 'Settings');
    await user.pressEscape();
    await done;
  });
});
