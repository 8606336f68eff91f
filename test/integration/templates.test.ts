import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, documentScheme } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { PromptUser } from './promptUser.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

describe('templates of issues', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let user: PromptUser;

  const newest = async () => {
    const response = await fetch(`${url}/api/v4/projects/${encodeURIComponent(project)}/issues?per_page=1`, {
      headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' },
    });
    const [issue] = (await response.json()) as { title: string; description: string | null; labels: string[] }[];
    return issue;
  };
  const create = async (title: string) => {
    const created = vscode.commands.executeCommand(commands.createIssue);
    const box = await user.list(/Create Issue in tanuki-tools\/web-shop/);
    await user.type(box, title);
    await user.row(box, new RegExp(`^Create "${title}"$`));
    return { note: () => box.items[0]?.detail ?? '', created };
  };

  before(async () => {
    const api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
    await waitUntil('one project', () => api.projects.length === 1, { seen: () => api.projects });
  });
  beforeEach(() => {
    user = new PromptUser();
  });
  afterEach(async () => {
    user.leave();
    await server.updateProject(project, { templates: {} });
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  });
  after(() => vscode.commands.executeCommand(commands.signOut, { url }));

  it('have a default, which the box names, and whose quick actions GitLab runs', async () => {
    await server.updateProject(project, { templates: { Default: '## Why\n\n/label ~bug\n' } });
    const { note, created } = await create('With the default');
    await waitUntil('the note', () => note().includes("template 'Default'. GitLab runs /label ~bug."), { seen: note });
    await user.pressEnter();
    await created;
    const { title, description, labels } = (await newest()) ?? {};
    assert.deepEqual([title, description, labels], ['With the default', '## Why', ['bug']]);
  });

  it('are listed with the start of their text, and open as a document', async () => {
    await server.updateProject(project, { templates: { Bug: 'Steps\n\n/label ~bug', Idea: 'Why?' } });
    const opened = vscode.commands.executeCommand(commands.createIssueFromTemplate);
    const list = await user.list(/Create Issue in/);
    await user.row(list, /^Bug$/);
    await waitUntil('the texts', () => list.items.every(({ detail }) => detail !== undefined));
    assert.deepEqual(
      list.items.map(({ label, detail }) => [label, detail]),
      [
        ['Bug', 'Steps /label ~bug GitLab runs /label ~bug.'],
        ['Idea', 'Why?'],
      ],
    );
    await user.choose(list, /^Bug$/);
    await opened;
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, documentScheme);
    assert.match(document.getText(), /^---\ntitle: \n[^]*\n---\n\nSteps\n\n\/label ~bug$/);
    // Nothing is lost without the template.
    await vscode.commands.executeCommand(commands.discardDraft, {});
  });

  it('can be none, without an error', async () => {
    const { note, created } = await create('Without a template');
    assert.doesNotMatch(note(), /description/);
    await user.pressEnter();
    await created;
    assert.equal((await newest())?.description, null);
    const canceled = vscode.commands.executeCommand(commands.createIssueFromTemplate);
    await user.row(await user.list(/Create Issue in/), /^No issue templates found/);
    await user.pressEscape();
    assert.equal(await canceled, undefined);
  });
});
