import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { AbsentPerson } from './absentPerson.ts';
import { extensionApi } from './extensionApi.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

const fromCli = /^Use Token from GitLab CLI…$/;
const fromVariable = /^Use Token from GITLAB_TOKEN…$/;

describe('Sign In with a token of the GitLab CLI', () => {
  const { url, tokens } = testEnvironment();
  // The folder is deleted before the search for tokens in what the tests wrote.
  const folder = mkdtempSync(join(tmpdir(), 'glab-'));
  const names = ['GLAB_CONFIG_DIR', 'GITLAB_TOKEN', 'GITLAB_HOST'] as const;
  const original = names.map((name) => [name, process.env[name]] as const);
  let user: PromptUser;
  let person: AbsentPerson;

  beforeEach(() => {
    for (const name of names) Reflect.deleteProperty(process.env, name);
    user = new PromptUser();
    person = new AbsentPerson();
  });
  afterEach(() => {
    person.leave();
    user.leave();
    for (const [name, value] of original)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  const list = (): Promise<vscode.QuickPick<vscode.QuickPickItem>> => user.list(/^Sign In to GitLab$/);
  /** Selects the only entry of the last list, which names the instance, and waits until the command ends. */
  const confirm = async (done: PromiseLike<unknown>): Promise<void> => {
    let isOver = false;
    void Promise.resolve(done).then(() => (isOver = true));
    await waitUntil('the end of the command', async () => {
      await user.pressEnter();
      return isOver;
    });
  };

  it('is offered only if there is one', async () => {
    process.env['GLAB_CONFIG_DIR'] = join(folder, 'missing');
    const done = vscode.commands.executeCommand(commands.signIn);
    const labels = (await list()).items.map(({ label }) => label);
    assert.deepEqual(
      labels.filter((label) => fromCli.test(label) || fromVariable.test(label)),
      [],
    );
    await user.pressEscape();
    await done;
  });

  it('signs in to the instance in the file after the user selected it', async () => {
    const { host } = new URL(url);
    const lines = ['api_protocol: http', `api_host: ${host}`, `token: !!null ${tokens['personal'] ?? ''}`];
    const text = `hosts:\n    ${host}:\n${lines.map((line) => `        ${line}\n`).join('')}`;
    writeFileSync(join(folder, 'config.yml'), text);
    process.env['GLAB_CONFIG_DIR'] = folder;
    const done = vscode.commands.executeCommand(commands.signIn);
    await user.choose(await list(), fromCli);
    await confirm(done);
    await expectSignedIn();
    assert.deepEqual(person.messages, []);
  });

  it('is offered in the box for a token, and used only if it is for that instance', async () => {
    const ofOther = 'hosts:\n  gitlab.com:\n    token: secret\n';
    const ofThis = `${ofOther}  ${new URL(url).host}:\n    api_protocol: http\n    token: ${tokens['personal'] ?? ''}\n`;
    const file = join(folder, 'config.yml');
    writeFileSync(file, ofOther);
    process.env['GLAB_CONFIG_DIR'] = folder;
    const done = vscode.commands.executeCommand(commands.signIn, { url });
    const box = await user.box(/^Sign In to 127/);
    user.press(box, 'Use Token from GitLab CLI');
    const problem = (): string | undefined =>
      typeof box.validationMessage === 'object' ? box.validationMessage.message : box.validationMessage;
    await waitUntil('the problem', () => problem()?.startsWith("Couldn't find a usable access token for 127"), {
      seen: problem,
    });
    writeFileSync(file, ofThis);
    user.press(box, 'Use Token from GitLab CLI');
    await done;
    await expectSignedIn();
  });

  it('signs in to the instance of the environment after the user selected it', async () => {
    process.env['GLAB_CONFIG_DIR'] = join(folder, 'missing');
    process.env['GITLAB_TOKEN'] = tokens['personal'];
    process.env['GITLAB_HOST'] = url;
    const done = vscode.commands.executeCommand(commands.signIn);
    await user.choose(await list(), fromVariable);
    await confirm(done);
    await expectSignedIn();
  });

  it('explains why a file has no token that can be used', async () => {
    writeFileSync(join(folder, 'config.yml'), 'hosts:\n  gitlab.com:\n    token:\n');
    process.env['GLAB_CONFIG_DIR'] = folder;
    const done = vscode.commands.executeCommand(commands.signIn);
    await user.choose(await list(), fromCli);
    await done;
    assert.match(person.messages.map(({ text }) => text).join(), /Couldn't find a usable access token in '/);
  });

  const expectSignedIn = async (): Promise<void> => {
    const api = await extensionApi();
    await api.refresh();
    assert.equal(api.projects[0]?.instance, url);
    await vscode.commands.executeCommand(commands.signOut, { url });
    await waitUntil('no project', () => api.projects.length === 0);
  };
});
