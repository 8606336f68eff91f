import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';
const title = 'Lighthouse keeper loses the barometer readings';
const typed = 'barometer readings of the lighthouse keeper are lost';
const comment = 'Comment on This Issue Instead';

describe('Create Issue with similar issues', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let user: PromptUser;
  let iid: number;

  const create = () => vscode.commands.executeCommand(commands.createIssue, { project });
  const box = () => user.list(/Create Issue in tanuki-tools\/web-shop/);
  const similar = () => new RegExp(`^#${iid} Lighthouse`);

  before(async () => {
    const api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    iid = (await server.createIssue(project, { title })).iid;
    await api.refresh();
  });
  beforeEach(() => {
    user = new PromptUser();
  });
  afterEach(async () => {
    user.leave();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    await server.clearRequests();
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('lists them below the row that creates the issue', async () => {
    void create();
    const list = await box();
    await user.type(list, typed);
    const row = await user.row(list, similar());
    assert.equal(row.description, project);
    assert.deepEqual(
      list.items.map(({ label }) => label),
      [`Create "${typed}"`, 'Similar issues', row.label],
    );
    await user.type(list, 'Something else entirely');
    await waitUntil('no similar issues', () => list.items.length === 1);
    await user.type(list, '');
  });

  it('has the row that creates the issue active, whatever is similar', async () => {
    void create();
    const list = await box();
    await user.type(list, title);
    await user.row(list, similar());
    const active = () => list.activeItems.map(({ label }) => label);
    await waitUntil('the active row', () => active().join() === `Create "${title}"`, { seen: active });
    await vscode.commands.executeCommand('noop');
    assert.deepEqual(active(), [`Create "${title}"`]);
    await user.type(list, '');
  });

  it('opens one only after the user has moved to it, and keeps the title', async () => {
    const done = create();
    const list = await box();
    await user.type(list, typed);
    await user.goTo(list, similar());
    await user.pressEnter();
    const active = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    await waitUntil('the page', () => active().startsWith(`#${iid}`), { seen: active });
    assert.equal(await done, undefined);
    void create();
    assert.equal((await box()).value, typed);
  });

  it('comments on one instead, and keeps the title', async () => {
    void create();
    const list = await box();
    assert.equal(list.value, typed);
    await user.pressInRow(list, similar(), comment);
    await user.box(new RegExp(`^Comment on #${iid}$`));
    await user.pressEscape();
    void create();
    assert.equal((await box()).value, typed);
  });

  it('lists them above the title in a document', async () => {
    await vscode.commands.executeCommand(commands.createIssueInEditor, { project, title: 'Nothing like it' });
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    const lenses = async (): Promise<readonly (vscode.Command | undefined)[]> =>
      (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 9)).map(
        ({ command }) => command,
      );
    assert.deepEqual(await lenses(), []);
    const edit = new vscode.WorkspaceEdit();
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.startsWith('title:'));
    edit.replace(document.uri, document.lineAt(line).range, `title: ${typed}`);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const [heading, ...found] = await lenses();
    assert.equal(heading?.title, 'Similar issues');
    const lens = found.find((each) => each?.title === `#${iid} ${title}`);
    assert.deepEqual([lens?.command, lens?.arguments], [commands.openIssue, [{ project: `${url}/${project}`, iid }]]);
    await vscode.commands.executeCommand(commands.discardDraft, { confirm: true });
  });

  it('creates the issue once with Enter, however fast and often', async () => {
    await server.clearRequests();
    const done = create();
    const list = await box();
    await user.row(list, similar());
    await Promise.all([user.pressEnter(), user.pressEnter()]);
    const created = (await done) as { iid: number };
    assert.notEqual(created.iid, iid);
    const sent = (await server.requests()).filter(({ method, path }) => method === 'POST' && path.endsWith('/issues'));
    assert.equal(sent.length, 1);
  });
});
