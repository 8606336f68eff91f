import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesApi } from '../../src/api.ts';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { extensionApi } from './extensionApi.ts';
import { openIssuesOnServer } from './gitLabAnswers.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

interface ServerIssue {
  readonly state: string;
  readonly title: string;
  readonly labels: readonly string[];
  readonly assignees: readonly { username: string }[];
  readonly milestone: { title: string } | null;
  readonly due_date: string | null;
}

describe('changing issues by command', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let api: IssuesApi;

  const run = (command: string, answers: object): Thenable<unknown> =>
    vscode.commands.executeCommand(command, { project, ...answers });
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}/api/v4/projects/${encodeURIComponent(project)}/${path}`, {
      headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' },
    });
    return response.json();
  };
  const issue = async (iid: number): Promise<ServerIssue> => (await ask(`issues/${iid}`)) as ServerIssue;
  const made = async (...titles: string[]): Promise<number[]> => {
    const issues = [];
    for (const title of titles) issues.push((await server.createIssue(project, { title })).iid);
    await api.refresh(project);
    return issues;
  };
  const held = (iid: number): { title: string; labels: readonly string[] } | undefined =>
    api.issues(project).find((each) => each.iid === iid);
  const rejection = async (work: Thenable<unknown>): Promise<string> => {
    try {
      await work;
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('It should have been rejected.');
  };

  before(async () => {
    api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
  });

  after(async () => {
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('closes and reopens many at once, and the mirror follows without a refresh', async () => {
    const iids = await made('Close me', 'And me', 'Me too');
    await run(commands.closeIssue, { iid: iids });
    assert.deepEqual(await Promise.all(iids.map(async (iid) => (await issue(iid)).state)), [
      'closed',
      'closed',
      'closed',
    ]);
    assert.deepEqual(iids.map(held), [undefined, undefined, undefined]);
    await run(commands.reopenIssue, { iid: iids });
    assert.deepEqual(await Promise.all(iids.map(async (iid) => (await issue(iid)).state)), [
      'opened',
      'opened',
      'opened',
    ]);
    assert.deepEqual(
      iids.map((iid) => held(iid)?.title),
      ['Close me', 'And me', 'Me too'],
    );
  });

  it('adds and removes labels, one of a scope at most', async () => {
    const [iid] = await made('Label me');
    assert.ok(iid !== undefined);
    await run(commands.editLabels, { iid, add: ['bug', 'workflow::todo'] });
    await run(commands.editLabels, { iid, add: ['workflow::doing'], remove: ['bug'] });
    assert.deepEqual((await issue(iid)).labels, ['workflow::doing']);
    assert.deepEqual(held(iid)?.labels, ['workflow::doing']);
  });

  it('assigns by user name, sets milestone and due date, and clears them', async () => {
    const [iid] = await made('Plan me');
    assert.ok(iid !== undefined);
    const [member] = (await ask('members/all?per_page=1')) as [{ username: string }];
    const [milestone] = (await ask('milestones?state=active&per_page=1')) as [{ title: string }];
    await run(commands.assign, { iid, usernames: [member.username] });
    await run(commands.setMilestone, { iid, milestone: milestone.title });
    await run(commands.setDueDate, { iid, dueDate: '2026-12-24' });
    const planned = await issue(iid);
    assert.deepEqual(
      [planned.assignees.map(({ username }) => username), planned.milestone?.title, planned.due_date],
      [[member.username], milestone.title, '2026-12-24'],
    );
    await run(commands.assign, { iid, usernames: [] });
    await run(commands.setMilestone, { iid, milestone: null });
    await run(commands.setDueDate, { iid, dueDate: null });
    const cleared = await issue(iid);
    assert.deepEqual([cleared.assignees, cleared.milestone, cleared.due_date], [[], null, null]);
    await run(commands.assignToMe, { iid });
    assert.equal((await issue(iid)).assignees.length, 1);
  });

  it('creates an issue and says where it is', async () => {
    const answer = (await run(commands.createIssue, {
      title: 'Made by command',
      description: 'With a text',
      labels: ['bug'],
      dueDate: '2027-01-01',
    })) as { iid: number; webUrl: string };
    assert.match(answer.webUrl, new RegExp(`^${url}/${project}/-/(issues|work_items)/${answer.iid}$`));
    const created = await issue(answer.iid);
    assert.deepEqual([created.title, created.labels, created.due_date], ['Made by command', ['bug'], '2027-01-01']);
    assert.equal(held(answer.iid)?.title, 'Made by command');
  });

  it('refuses wrong answers by name, and changes nothing', async () => {
    const [iid] = await made('Leave me alone');
    const before = await ask(`issues/${iid}`);
    assert.match(await rejection(run(commands.editLabels, { iid, add: 'bug' })), /add/);
    assert.match(await rejection(run(commands.closeIssue, { iid, reason: 'done' })), /reason/);
    assert.match(
      await rejection(run(commands.assign, { iid, usernames: ['nobody.here'] })),
      /nobody\.here is no member/,
    );
    assert.match(await rejection(run(commands.setMilestone, { iid, milestone: 'never' })), /no milestone never/);
    assert.match(await rejection(run(commands.setDueDate, { iid, dueDate: 'soon' })), /dueDate/);
    assert.match(await rejection(run(commands.createIssue, { title: '  ' })), /needs a title/);
    assert.deepEqual(await ask(`issues/${iid}`), before);
  });

  it('A12: says which issues were not changed and why, and changes the others', async () => {
    const iids = await made('First', 'Second', 'Third');
    const [, second] = iids;
    const remove = await server.addFault({
      method: 'PUT',
      path: `/api/v4/projects/*/issues/${second}`,
      do: { kind: 'error', case: 'forbidden' },
    });
    const message = await rejection(run(commands.closeIssue, { iid: iids }));
    await remove();
    assert.match(message, /role in the project is too low/);
    assert.deepEqual(await Promise.all(iids.map(async (iid) => (await issue(iid)).state)), [
      'closed',
      'opened',
      'closed',
    ]);
    assert.equal(
      (await openIssuesOnServer(project)).some(({ iid }) => iid === second),
      true,
    );
  });
});
