import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { createRepository, git } from '../host/gitRepository.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { openFolder } from './openFolder.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('projects of the workspace', () => {
  const { url, tokens, scratchFolder } = testEnvironment();
  const app = 'tanuki-tools/mobile-app';
  before(() => vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] }));
  after(() => vscode.commands.executeCommand(commands.signOut, { url }));

  const expectProject = async (path: string, isThere: boolean): Promise<void> => {
    const api = await extensionApi();
    const paths = () => api.projects.map((project) => project.path);
    await waitUntil(`${path} ${isThere ? 'to come' : 'to go'}`, () => paths().includes(path) === isThere, {
      seen: paths,
    });
  };

  it('are found in a submodule', async () => {
    const library = await createRepository(join(scratchFolder, 'library'), {});
    const whole = await createRepository(join(scratchFolder, 'whole'), {});
    await git(whole, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'library');
    await git(join(whole, 'library'), 'remote', 'set-url', 'origin', `${url}/${app}.git`);
    const close = await openFolder(whole);
    await expectProject(app, true);
    await close();
    await expectProject(app, false);
  });

  it('C3: are found if Git rewrites the URL of the remote', async () => {
    const folder = await createRepository(join(scratchFolder, 'rewritten'), { remotes: { origin: `work:${app}.git` } });
    await git(folder, 'config', `url.${url}/.insteadOf`, 'work:');
    const close = await openFolder(folder);
    await expectProject(app, true);
    await close();
    await expectProject(app, false);
  });

  it("C3: are found by a rule in the user's own Git configuration, which a refresh reads again", async () => {
    const own = join(scratchFolder, 'user-gitconfig');
    const included = join(scratchFolder, 'included-gitconfig');
    const before = process.env['GIT_CONFIG_GLOBAL'];
    process.env['GIT_CONFIG_GLOBAL'] = own;
    writeFileSync(included, `[url "${url}/"]\n\tinsteadOf = gl:\n`);
    const folder = await createRepository(join(scratchFolder, 'user-rule'), { remotes: { origin: `gl:${app}.git` } });
    const close = await openFolder(folder);
    try {
      await expectProject(app, false);
      writeFileSync(own, `[includeIf "gitdir:${scratchFolder}/"]\n\tpath = ${included}\n`);
      await vscode.commands.executeCommand(commands.refresh);
      await expectProject(app, true);
    } finally {
      if (before === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
      else process.env['GIT_CONFIG_GLOBAL'] = before;
      await close();
    }
  });

  it('C3: are found by the address that Git pushes to, also if it changes', async () => {
    const mirror = 'https://mirror.example/team/lantern.git';
    const folder = await createRepository(join(scratchFolder, 'pushed'), { remotes: { origin: mirror } });
    const close = await openFolder(folder);
    await git(folder, 'remote', 'set-url', '--push', 'origin', `${url}/${app}.git`);
    await expectProject(app, true);
    await git(folder, 'remote', 'set-url', '--add', '--push', 'origin', mirror);
    await git(folder, 'remote', 'set-url', '--push', 'origin', `work:${app}.git`, `^${url}/`);
    await expectProject(app, false);
    await git(folder, 'config', `url.${url}/.insteadOf`, 'work:');
    await vscode.commands.executeCommand(commands.refresh);
    await expectProject(app, true);
    await close();
  });

  it('C3: are found by an alias in all folders after the user selects the project of one', async () => {
    const alias = (path: string) => ({ remotes: { origin: `git@gitlab.com-work:${path}.git` } });
    const folders = [
      await createRepository(join(scratchFolder, 'alias', 'one'), alias('tanuki-tools/web-shop')),
      await createRepository(join(scratchFolder, 'alias', 'two'), alias(app)),
    ];
    const close = [];
    for (const folder of folders) close.push(await openFolder(folder));
    await expectProject(app, false);
    const folder = vscode.Uri.file(folders[0] ?? '');
    const settings = () => vscode.workspace.getConfiguration('gitlabIssues', folder).get('trackers');
    await vscode.commands.executeCommand(commands.chooseTracker, {
      folder: 'one',
      tracker: `${url}/tanuki-tools/web-shop`,
    });
    await expectProject(app, true);
    assert.deepEqual(settings(), {});
    for (const each of close.toReversed()) await each();
    await expectProject(app, false);
  });

  it('C6: are those of each folder if two folders have the same name', async () => {
    const own = { remotes: { origin: `${url}/tanuki-tools/web-shop.git` } };
    const [one, two] = [
      await createRepository(join(scratchFolder, 'first', 'same'), own),
      await createRepository(join(scratchFolder, 'second', 'same'), own),
    ];
    const close = [await openFolder(one), await openFolder(two)];
    const choose = (folder: string, tracker: string | null) =>
      vscode.commands.executeCommand(commands.chooseTracker, { folder, tracker });
    await assert.rejects(async () => choose('same', app), /several folders/i);
    await choose(vscode.Uri.file(two).toString(), app);
    await expectProject(app, true);
    const file = (folder: string) => join(folder, '.vscode', 'settings.json');
    assert.deepEqual(JSON.parse(readFileSync(file(two), 'utf8')), { 'gitlabIssues.trackers': { '.': app } });
    assert.ok(!existsSync(file(one)));
    await choose(vscode.Uri.file(one).toString(), null);
    await expectProject(app, true);
    await choose(vscode.Uri.file(two).toString(), null);
    await expectProject(app, false);
    for (const each of close.toReversed()) await each();
  });

  it('are found in a worktree', async () => {
    const main = await createRepository(join(scratchFolder, 'main-tree'), {
      remotes: { origin: `${url}/${app}.git` },
    });
    const tree = join(scratchFolder, 'other-tree');
    await git(main, 'worktree', 'add', '--quiet', '-b', 'other', tree);
    const close = await openFolder(tree);
    await expectProject(app, true);
    await close();
    await expectProject(app, false);
  });

  it('belong to the innermost of nested workspace folders', async () => {
    const inner = await createRepository(join(scratchFolder, 'outer', 'inner'), {
      remotes: { origin: `${url}/${app}.git` },
    });
    const setTracker = (value: object | undefined) =>
      vscode.workspace.getConfiguration('gitlabIssues').update('trackers', value, vscode.ConfigurationTarget.Workspace);
    const closeOuter = await openFolder(dirname(inner));
    const closeInner = await openFolder(inner);
    await expectProject(app, true);
    // The issue source of a folder replaces the projects of the repositories that belong to it.
    await setTracker({ inner: 'tanuki-tools/api-gateway' });
    try {
      await expectProject(app, false);
    } finally {
      await setTracker(undefined);
      await expectProject(app, true);
      // Git closes a repository only together with its own workspace folder.
      await closeOuter();
      await closeInner();
    }
    await expectProject(app, false);
  });

  it('follow a remote that is added and removed later', async () => {
    const folder = await createRepository(join(scratchFolder, 'no-remote'), {});
    const close = await openFolder(folder);
    await git(folder, 'remote', 'add', 'origin', `${url}/${app}.git`);
    await expectProject(app, true);
    await git(folder, 'remote', 'remove', 'origin');
    await expectProject(app, false);
    await close();
  });
});
