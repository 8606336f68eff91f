import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

describe('assigning on a server like gitlab.com', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);

  before(() => server.setVersion('18.9.0-pre', 'ee'));

  after(async () => {
    await vscode.commands.executeCommand(commands.signOut, { url });
    await server.setVersion('18.9.1-ee', 'ee');
  });

  it('R1: Assign to Me replaces the assignee in a project that allows only one, after saying so once', async () => {
    const api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await server.updateProject(project, { isFree: true });
    const made = async (title: string) =>
      (await server.createIssue(project, { title, assignees: ['aiko.tanabe'] })).iid;
    const iids = [await made('Work of one'), await made('More work of one')];
    await api.refresh(project);
    const toMe = (iid: number | undefined) => vscode.commands.executeCommand(commands.assignToMe, { project, iid });
    await assert.rejects(async () => toMe(iids[0]), /kept the assignee.*Try again to replace/);
    for (const iid of iids) {
      await toMe(iid);
      const held = api.issues(project).find((issue) => issue.iid === iid);
      assert.deepEqual(held?.assignees, ['mira.lindqvist']);
    }
    await server.updateProject(project, { isFree: false });
  });

  it('R1: Assign to Me keeps the other assignees, although the version has no "-ee"', async () => {
    const api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    const others = ['aiko.tanabe', 'tomas.varela'];
    const { iid } = await server.createIssue(project, { title: 'Shared work', assignees: others });
    await api.refresh(project);
    await vscode.commands.executeCommand(commands.assignToMe, { project, iid });
    const answer = await fetch(`${url}/api/v4/projects/${encodeURIComponent(project)}/issues/${iid}`, {
      headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' },
    });
    const { assignees } = (await answer.json()) as { assignees: readonly { username: string }[] };
    const usernames = assignees.map(({ username }) => username);
    assert.equal(usernames.length, 3);
    for (const other of others) assert.ok(usernames.includes(other), other);
  });
});
