import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesApi } from '../../src/api.ts';
import { commands, issuePanelType } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const webShop = 'tanuki-tools/web-shop';

describe('the page of an issue', () => {
  const { url, tokens } = testEnvironment();
  let api: IssuesApi;

  before(async () => {
    api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
    await waitUntil('the project of the workspace', () => api.projects.some(({ path }) => path === webShop), {
      seen: () => api.projects,
    });
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  const pages = (): string[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(issuePanelType))
      .map(({ label }) => label);
  const open = (iid: number) => vscode.commands.executeCommand(commands.openIssue, { project: webShop, iid });

  it('is one, however often and fast the issue is opened', async () => {
    const [first, second] = api.issues(webShop);
    assert.ok(first && second);
    await Promise.all([open(first.iid), open(first.iid), open(second.iid), open(first.iid)]);
    const titles = [first, second].map(({ iid, title }) => `#${iid} ${title}`);
    await waitUntil('the pages', () => pages().length >= 2 && pages().every((title) => title.includes(' ')), {
      seen: pages,
    });
    assert.deepEqual(pages().sort(), titles.sort());
  });
});
