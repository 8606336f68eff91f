import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { IssueChangeInfo, IssuesApi } from '../../src/api.ts';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { createRepository } from '../host/gitRepository.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { extensionApi } from './extensionApi.ts';
import { openIssuesOnServer } from './gitLabAnswers.ts';
import { testEnvironment } from './testEnvironment.ts';

const webShop = 'tanuki-tools/web-shop';
const gateway = 'tanuki-tools/platform/api-gateway';

describe('the issues of the workspace', () => {
  const { url, tokens, scratchFolder } = testEnvironment();
  const server = new StandInClient(url);
  let api: IssuesApi;

  before(async () => {
    api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
    await waitUntil('the project of the workspace', () => api.projects.length === 1, { seen: () => api.projects });
  });

  after(async () => {
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('are all open issues of the server, with their titles and labels', async () => {
    await api.refresh();
    const expected = await openIssuesOnServer(webShop);
    assert.ok(expected.length > 20, 'the stand-in should have more than a handful');
    const plain = ({ iid, title, labels }: { iid: number; title: string; labels: readonly string[] }): unknown => ({
      iid,
      title,
      labels: [...labels].sort(),
    });
    const byIid = (a: { iid: number }, b: { iid: number }): number => a.iid - b.iid;
    assert.deepEqual([...api.issues(webShop)].sort(byIid).map(plain), expected.sort(byIid).map(plain));
  });

  it('follow new, changed, and closed issues on the server', async () => {
    await api.refresh();
    const changes: IssueChangeInfo[] = [];
    const listening = api.onDidChangeIssues((change) => changes.push(change));
    try {
      const [changed, closed] = await openIssuesOnServer(webShop);
      assert.ok(changed && closed);
      const { iid: added } = await server.createIssue(webShop, { title: 'A brand new issue' });
      await server.updateIssue(webShop, changed.iid, { title: 'A changed title' });
      await server.updateIssue(webShop, closed.iid, { state: 'closed' });
      await api.refresh(webShop);

      const find = (iid: number): string | undefined => api.issues(webShop).find((issue) => issue.iid === iid)?.title;
      assert.equal(find(added), 'A brand new issue');
      assert.equal(find(changed.iid), 'A changed title');
      assert.equal(find(closed.iid), undefined);
      assert.deepEqual(
        changes.flatMap((change) => change.added),
        [added],
      );
      assert.deepEqual(
        changes.flatMap((change) => change.changed),
        [changed.iid],
      );
      assert.deepEqual(
        changes.flatMap((change) => change.removed),
        [closed.iid],
      );
    } finally {
      listening.dispose();
    }
  });

  it('stay while the server fails, and Refresh shows why', async () => {
    const before = api.issues(webShop).length;
    const removeFault = await server.addFault({ do: { kind: 'error', case: 'internal' } });
    try {
      await assert.rejects(
        async () => api.refresh(webShop),
        (error: Error) => /\w+ \w+/.test(error.message),
      );
      assert.equal(api.issues(webShop).length, before);
    } finally {
      await removeFault();
    }
    await api.refresh(webShop);
  });

  it('include those of a repository that is opened later', async () => {
    const folder = await createRepository(join(scratchFolder, 'api-gateway'), {
      remotes: { origin: `${url}/${gateway}.git` },
    });
    const folders = vscode.workspace.workspaceFolders ?? [];
    assert.ok(vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri: vscode.Uri.file(folder) }));
    await waitUntil(
      'the second project',
      async () => {
        await api.refresh();
        return api.projects.some(({ path }) => path === gateway);
      },
      { seen: () => api.projects },
    );
    assert.equal(api.issues(gateway).length, (await openIssuesOnServer(gateway)).length);
  });
});
