import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { AbsentPerson } from './absentPerson.ts';
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

describe('the instructions for a project token', () => {
  const { url, tokens } = testEnvironment();
  const { showQuickPick } = vscode.window;
  let user: PromptUser;
  let person: AbsentPerson;

  before(async () => {
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    user = new PromptUser();
    person = new AbsentPerson();
  });
  after(async () => {
    Object.assign(vscode.window, { showQuickPick });
    person.leave();
    user.leave();
    await vscode.commands.executeCommand(commands.chooseTokenKind, { kind: 'personal' });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('defect 20: stay within reach after the page on GitLab has opened', async () => {
    const offered: string[] = [];
    Object.assign(vscode.window, {
      showInformationMessage: (_: string, ...rest: unknown[]) => {
        const button = rest.at(-1) as string;
        offered.push(`${button} ${person.opened.length}`);
        return Promise.resolve(button);
      },
      // The first project, below its heading.
      showQuickPick: (rows: readonly vscode.QuickPickItem[]) => Promise.resolve(rows[1]),
    });
    await vscode.commands.executeCommand(commands.chooseTokenKind, { kind: 'project' });
    const opening = vscode.commands.executeCommand(commands.openTokenPage);
    await user.choose(await user.list(/^Create Access Token$/), new RegExp(new URL(url).host));
    await opening;
    const labels = (): readonly string[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await waitUntil('the instructions', () => labels().some((label) => label.includes('tokens.md')), { seen: labels });
    assert.deepEqual(offered, ['Open Page 0', 'Show Instructions 1']);
  });
});
