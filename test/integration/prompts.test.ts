import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

describe('prompts of commands', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let user: PromptUser;

  const run = (command: string, answers: object = {}): Thenable<unknown> =>
    vscode.commands.executeCommand(command, { project, ...answers });

  before(async () => {
    const api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
  });
  beforeEach(() => {
    user = new PromptUser();
  });
  afterEach(async () => {
    user.leave();
    await server.clearFaults();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('keep the title of a new issue until GitLab has it', async () => {
    await server.addFault({
      method: 'POST',
      path: '/api/v4/projects/*/issues',
      do: { kind: 'error', case: 'forbidden' },
    });
    const canceled = run(commands.createIssue);
    let box = await user.box(/Create Issue in tanuki-tools\/web-shop/);
    const problem = () => {
      const message = box.validationMessage;
      return typeof message === 'object' ? message.message : message;
    };
    await user.pressEnter();
    await waitUntil('the problem', () => problem() === 'Enter a title.', { seen: problem });
    user.type(box, 'A title that GitLab rejects');
    await user.pressEnter();
    await waitUntil('the error', () => problem()?.includes('role in the project might be too low'), { seen: problem });
    assert.deepEqual([box.value, box.enabled], ['A title that GitLab rejects', true]);
    await user.pressEscape();
    assert.equal(await canceled, undefined);

    await server.clearFaults();
    const created = run(commands.createIssue);
    box = await user.box(/Create Issue in/);
    assert.equal(box.value, 'A title that GitLab rejects');
    await user.pressEnter();
    assert.ok(((await created) as { iid: number }).iid > 0);

    void run(commands.createIssue);
    assert.equal((await user.box(/Create Issue in/)).value, '');
  });

  it('keep the name of a query and a weight after Escape', async () => {
    const adding = vscode.commands.executeCommand(commands.addQuery, { query: 'label:bug' });
    user.type(await user.box(/Add Query/), 'Half a na');
    await user.pressEscape();
    await adding;
    void vscode.commands.executeCommand(commands.addQuery, { query: 'label:bug' });
    const name = await user.box(/Add Query/);
    assert.equal(name.value, 'Half a na');
    user.type(name, '');
    await user.pressEscape();

    const { iid } = await server.createIssue(project, { title: 'Weigh me' });
    await (await extensionApi()).refresh(project);
    const weighing = run(commands.setWeight, { iid });
    user.type(await user.box(/Weight for/), '12');
    await user.pressEscape();
    await weighing;
    const set = run(commands.setWeight, { iid });
    assert.equal((await user.box(/Weight for/)).value, '12');
    await user.pressEnter();
    await set;
  });

  it('put the filter name that the user probably meant into the query box', async () => {
    void vscode.commands.executeCommand(commands.filter);
    const list = await user.list(/Filter Issues/);
    user.type(list, 'asignee:@me due:week');
    await user.row(list, /^'asignee:@me'/);
    await user.pressEnter();
    await waitUntil('the fixed query', () => list.value === 'assignee:@me due:week', { seen: () => list.value });
    await user.row(list, /^Apply filter/);
  });
});
