import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesApi } from '../../src/api.ts';
import { commands, issuePanelType } from '../../src/manifest.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const webShop = 'tanuki-tools/web-shop';

describe('the issue page', () => {
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

  it('opens once, however often and fast the issue is opened', async () => {
    const [first, second] = api.issues(webShop);
    assert.ok(first && second);
    await Promise.all([open(first.iid), open(first.iid), open(second.iid), open(first.iid)]);
    const titles = [first, second].map(({ iid, title }) => `#${iid} ${title}`);
    await waitUntil('the pages', () => pages().length >= 2 && pages().every((title) => title.includes(' ')), {
      seen: pages,
    });
    assert.deepEqual(pages().sort(), titles.sort());
  });

  it('stays open when its project is removed from the workspace, and closes when its account signs out', async () => {
    const paths = () => api.projects.map(({ path }) => path);
    const isThere = (path: string, expected: boolean) =>
      waitUntil(`${path} to be ${expected ? 'there' : 'gone'}`, () => paths().includes(path) === expected, {
        seen: paths,
      });
    const setTracker = (value: object | undefined) =>
      vscode.workspace
        .getConfiguration('gitlabIssues', vscode.workspace.workspaceFolders?.[0]?.uri)
        .update('trackers', value, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand(commands.signOut, { url });
    await waitUntil('the pages to close', () => pages().length === 0, { seen: pages });
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['project'], project: webShop });
    await api.refresh(webShop);
    const [issue] = api.issues(webShop);
    assert.ok(issue);
    await open(issue.iid);
    const isShown = () => pages().some((title) => title.startsWith(`#${issue.iid} `));
    await waitUntil('the page', isShown, { seen: pages });
    try {
      await setTracker({ 'web-shop': 'tanuki-tools/mobile-app' });
      await isThere(webShop, false);
    } finally {
      await setTracker(undefined);
    }
    // The extension has handled the first change by the time it reports the second one.
    await isThere(webShop, true);
    assert.ok(isShown(), String(pages()));
    await vscode.commands.executeCommand(commands.signOut, { url });
    await waitUntil('the page to close', () => !isShown(), { seen: pages });
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await isThere(webShop, true);
  });
});
