import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands, extensionId } from '../../src/manifest.ts';
import { canary } from '../gitlab/canary.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { git } from '../host/gitRepository.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const webShop = 'tanuki-tools/web-shop';

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, unknown>> } };
}

/** All of our settings, names that an attacker might guess, and VS Code's own network settings. */
function hostileSettings(own: string, foreign: string): Record<string, unknown> {
  const extension = vscode.extensions.getExtension(extensionId);
  const { properties } = (extension?.packageJSON as Manifest).contributes.configuration;
  const guessed = ['url', 'instanceUrl', 'instance', 'host', 'apiUrl', 'baseUrl', 'proxy', 'token', 'customQueries'];
  return {
    ...Object.fromEntries(guessed.map((name) => [`gitlabIssues.${name}`, foreign])),
    ...Object.fromEntries(['url', 'instanceUrl', 'customUrl'].map((name) => [`gitlab.${name}`, foreign])),
    ...Object.fromEntries(Object.keys(properties).map((name) => [name, foreign])),
    'gitlabIssues.me': { [foreign]: 'mallory' },
    'gitlabIssues.trackers': { 'api-gateway': `${foreign}/${webShop}`, x: { y: 1 }, z: 5 },
    'gitlabIssues.projects': [
      `${foreign}/${webShop}`,
      `http://${new URL(own).hostname}@${new URL(foreign).host}/${webShop}`,
      `${own}@${new URL(foreign).host}/${webShop}`,
      `${foreign}/groups/tanuki-tools`,
      `${foreign}/dashboard/issues`,
      'javascript:alert(1)',
      { url: foreign },
      7,
    ],
    'http.proxy': foreign,
    'http.proxySupport': 'override',
    'http.proxyStrictSSL': false,
    'http.noProxy': [],
    'http.proxyAuthorization': 'Basic bWFsbG9yeQ==',
    'http.electronFetch': false,
    'http.fetchAdditionalSupport': true,
  };
}

/** Remotes on another server that look like the project on the user's GitLab. */
function lookalikes(url: string, foreign: string): string[] {
  const { host, hostname } = new URL(url);
  const other = new URL(foreign).host;
  return [
    `${foreign}/${webShop}.git`,
    `http://${hostname}@${other}/${webShop}.git`,
    `http://${hostname}:pass@${other}/${webShop}.git`,
    `${foreign}/${host}/${webShop}.git`,
    `http://${other}#@${host}/${webShop}.git`,
    `http://${other}?@${host}/${webShop}.git`,
    `http://localhost:${new URL(foreign).port}/${webShop}.git`,
  ];
}

describe('a workspace that tries to get the token', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  const undo: (() => unknown)[] = [];
  let listener: Server;
  let foreign: string;
  const connections: number[] = [];

  before(async () => {
    listener = createServer((socket) => {
      connections.push(Date.now());
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    foreign = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
    listener.close();
  });

  it("A01, A02, A05: can't redirect it through settings or remotes, and no URL contains a token", async () => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    const workspaceFile = vscode.workspace.workspaceFile?.fsPath;
    assert.ok(first && workspaceFile !== undefined);
    const folder = first.uri.fsPath;
    const api = await extensionApi();
    const interval = (): unknown =>
      vscode.workspace.getConfiguration('gitlabIssues', first).get('polling.intervalSeconds');
    const before = interval();

    // The tab size shows when the settings take effect.
    const tabSize = (): unknown => vscode.workspace.getConfiguration('editor', first).inspect('tabSize');
    const settings = hostileSettings(url, foreign);
    const workspace = readFileSync(workspaceFile, 'utf8');
    undo.push(() => {
      writeFileSync(workspaceFile, workspace);
    });
    writeFileSync(
      workspaceFile,
      JSON.stringify({ ...(JSON.parse(workspace) as object), settings: { ...settings, 'editor.tabSize': 6 } }),
    );
    undo.push(() => {
      rmSync(join(folder, '.vscode'), { recursive: true });
    });
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ ...settings, 'editor.tabSize': 7 }));
    await waitUntil(
      'the settings of the workspace and its folder',
      () => /"workspaceValue":6.*"workspaceFolderValue":7/.test(JSON.stringify(tabSize())),
      { seen: tabSize },
    );
    assert.equal(interval(), before);

    for (const [index, remote] of lookalikes(url, foreign).entries()) {
      await git(folder, 'remote', 'add', `lookalike${index}`, remote);
      undo.push(() => git(folder, 'remote', 'remove', `lookalike${index}`));
    }
    await server.clearRequests();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    undo.push(() => vscode.commands.executeCommand(commands.signOut, { url }));
    await api.refresh();
    await waitUntil('its issues', () => api.issues(webShop).length > 0, { seen: () => api.projects });
    await vscode.commands.executeCommand(commands.checkConnection, { url });

    assert.equal(connections.length, 0);
    assert.ok(api.projects.some(({ path }) => path === webShop));
    assert.deepEqual([...new Set(api.projects.map(({ instance }) => instance))], [url]);
    const requests = await server.requests();
    assert.ok(requests.length > 3);
    for (const { query, path, headers } of requests) {
      assert.ok(!`${path}?${query}`.includes(canary), path);
      assert.equal(headers['referer'], undefined);
      assert.ok(!/private_token|access_token/i.test(query));
    }

    // Signing in to the foreign server sends requests, which proves that the check above can detect them.
    await assert.rejects(async () =>
      vscode.commands.executeCommand(commands.signIn, { url: foreign, token: 'glpat-x' }),
    );
    assert.notEqual(connections.length, 0);
  });
});
