import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildExtension } from '../host/buildExtension.ts';
import { builtInExtensions } from '../host/builtInExtensions.ts';
import type { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { launchBrowser } from '../host/launchBrowser.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { VSCodeServer } from '../host/vscodeServer.ts';
import { copyExtension } from './copyExtension.ts';
import { startGitLabProcess, type GitLabProcess } from './gitLabProcess.ts';
import { benchProject } from './openWorld.ts';

/** A window with this extension and one that does nothing, whose view is in the same container. */
export interface BesideIdle {
  readonly page: Page;
  readonly gitlab: GitLabProcess;
}

/**
 * Opens the window, and waits until the issues are loaded.
 * @param script runs in the page before its own scripts.
 */
export async function openBesideIdle(cleanup: Cleanup, issues: number, script: string): Promise<BesideIdle> {
  await buildExtension('--tests');
  const gitlab = await startGitLabProcess(issues);
  cleanup.add(() => gitlab.close());
  const parent = temporaryFolder(cleanup, 'bench');
  const [own, idle, workspace] = ['extension', 'idle', 'web-shop'].map((name) => join(parent, name)) as [
    string,
    string,
    string,
  ];
  copyExtension(own);
  writeIdleExtension(idle);
  await createRepository(workspace, { remotes: { origin: `${gitlab.url}/${benchProject.path}.git` } });
  const server = await VSCodeServer.start({
    builtIn: builtInExtensions,
    installed: [own, idle, join(repositoryRoot, 'test/host/signInHelper')],
    settings: { 'signInHelper.gitlab': gitlab.url },
  });
  cleanup.add(() => server.close());
  const browser = await launchBrowser();
  cleanup.add(() => browser.close());
  const page = await browser.newPage();
  await page.addInitScript(script);
  await page.goto(server.windowUrl({ workspace }));
  const count = issues.toLocaleString('en');
  await page
    .locator('.sidebar [role=treeitem]')
    .and(page.getByLabel(`Open, ${count}`, { exact: true }))
    .waitFor({ timeout: 120_000 });
  return { page, gitlab };
}

/**
 * Writes an extension with a view of one row. A click on the row opens a page of one heading, and its key opens a list
 * of one choice, which changes the row after one request to GitLab.
 */
function writeIdleExtension(folder: string): void {
  mkdirSync(folder);
  const manifest = {
    ...{ name: 'idle', publisher: 'issues-for-gitlab-development', version: '0.0.1', main: './idle.js' },
    engines: { vscode: '^1.105.0' },
    extensionKind: ['workspace'],
    contributes: {
      views: { gitlabIssues: [{ id: 'idle.view', name: 'Idle' }] },
      commands: [
        { command: 'idle.open', title: 'Open' },
        { command: 'idle.change', title: 'Change' },
      ],
      keybindings: [{ command: 'idle.change', key: 'ctrl+alt+9', when: 'focusedView == idle.view' }],
    },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'idle.js'),
    `const { commands, EventEmitter, TreeItem, window, workspace } = require('vscode');
exports.activate = () => {
  const changed = new EventEmitter();
  let label = 'Nothing';
  window.registerTreeDataProvider('idle.view', {
    onDidChangeTreeData: changed.event,
    getChildren: () => ['row'],
    getTreeItem: () => Object.assign(new TreeItem(label), { id: 'row', command: { command: 'idle.open', title: 'Open' } }),
  });
  let panel;
  commands.registerCommand('idle.open', () => {
    if (panel) return;
    const at = { viewColumn: 1, preserveFocus: true };
    panel = window.createWebviewPanel('idle.page', 'Idle', at, { enableScripts: true });
    panel.webview.html = '<h1 dir="auto">Nothing</h1>';
    panel.onDidDispose(() => (panel = undefined));
  });
  commands.registerCommand('idle.change', () => {
    const pick = Object.assign(window.createQuickPick(), { title: 'Idle' });
    pick.onDidChangeValue((value) => (pick.items = [{ label: value }]));
    pick.onDidAccept(async () => {
      const { value } = pick;
      pick.dispose();
      await fetch(new URL('/api/v4/version', workspace.getConfiguration('signInHelper').get('gitlab')));
      label = value;
      changed.fire('row');
    });
    pick.show();
  });
};
`,
  );
}
