import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesApi } from '../../src/api.ts';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { AbsentPerson } from './absentPerson.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

describe('the message about a change, and its undo', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let api: IssuesApi;
  let person: AbsentPerson;

  const run = (command: string, answers: object): Thenable<unknown> =>
    vscode.commands.executeCommand(command, { project, ...answers });
  const undo = (): Thenable<unknown> => vscode.commands.executeCommand(commands.undo);
  const ask = async (iid: number) => {
    const path = `${url}/api/v4/projects/${encodeURIComponent(project)}/issues/${iid}`;
    const response = await fetch(path, { headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' } });
    return (await response.json()) as {
      state: string;
      labels: string[];
      due_date: string | null;
      weight: number | null;
      title: string;
    };
  };
  const make = async (title: string): Promise<number> => {
    const { iid } = await server.createIssue(project, { title });
    await api.refresh(project);
    return iid;
  };
  /** Reopens the most recently closed issue, as a user does from the Command Palette. */
  const reopenVisibly = async (iid: number): Promise<void> => {
    await run(commands.closeIssue, { iid });
    const done = vscode.commands.executeCommand(commands.reopenIssue);
    await waitUntil('the issue to be open again', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return api.issues(project).some((issue) => issue.iid === iid);
    });
    await done;
  };

  before(async () => {
    api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
    person = new AbsentPerson();
  });
  after(async () => {
    person.leave();
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('defect 11: names the issue with its title, and what was done', async () => {
    const iid = await make('Login [fails](command:workbench.action.quit)\u202e');
    await reopenVisibly(iid);
    await waitUntil('the message', () => person.messages.length > 0);
    assert.deepEqual(person.messages.at(-1), {
      kind: 'information',
      text: `Reopened #${iid} "Login [fails] (command:workbench.action.quit)".`,
    });
  });

  it('defect 12: can be undone after the message has closed, and then the change before it', async () => {
    const iid = await make('Undo me');
    await reopenVisibly(iid);
    assert.equal((await ask(iid)).state, 'opened');
    await undo();
    assert.equal((await ask(iid)).state, 'closed');
    // The test closed it before.
    await undo();
    assert.equal((await ask(iid)).state, 'opened');
  });

  it('defect 12: undoes all issues of the last change, and keeps what others changed since', async () => {
    const iids = [await make('One'), await make('Two')];
    await run(commands.editLabels, { iid: iids, add: ['bug'] });
    await server.updateIssue(project, iids[0] ?? 0, { labels: ['bug', 'workflow::doing'] });
    await undo();
    assert.deepEqual((await ask(iids[0] ?? 0)).labels, ['workflow::doing']);
    assert.deepEqual((await ask(iids[1] ?? 0)).labels, []);
  });

  it('defect 12: asks before it undoes an earlier change if the last one can not be undone, such as a comment', async () => {
    const iid = await make('Comment on me');
    await run(commands.closeIssue, { iid });
    await run(commands.comment, { iid, body: 'Done' });
    await undo();
    await waitUntil('the question', () => person.messages.at(-1)?.text.includes("You can't undo this."));
    const text = `Commented on #${iid} "Comment on me". You can't undo this. Undo the change before it? Closed #${iid} "Comment on me".`;
    assert.deepEqual(person.messages.at(-1), { kind: 'information', text });
    assert.equal((await ask(iid)).state, 'closed');
  });

  it('undoes one change after the other', async () => {
    const iid = await make('Undo me twice');
    await run(commands.setDueDate, { iid, dueDate: '2027-01-08' });
    await run(commands.editTitle, { iid, title: 'Renamed' });
    await run(commands.closeIssue, { iid });
    for (let turn = 0; turn < 3; turn++) await undo();
    const { title, state, due_date: dueDate } = await ask(iid);
    assert.deepEqual([title, state, dueDate], ['Undo me twice', 'opened', null]);
  });

  it('does not undo what changed since then, and names the issue and the field', async () => {
    const iid = await make('Plan me');
    await run(commands.setWeight, { iid, weight: 5 });
    await run(commands.setDueDate, { iid, dueDate: '2027-01-08' });
    await server.updateIssue(project, iid, { dueDate: '2027-01-15' });
    await undo();
    await waitUntil('the message', () => person.messages.at(-1)?.kind === 'error');
    const text = `Couldn't undo the change to #${iid} "Plan me". The due date has changed since then. Nothing was overwritten.`;
    assert.deepEqual(person.messages.at(-1), { kind: 'error', text });
    assert.deepEqual([(await ask(iid)).due_date, (await ask(iid)).weight], ['2027-01-15', 5]);
    // It doesn't stand in the way of the change before it.
    await undo();
    assert.deepEqual([(await ask(iid)).due_date, (await ask(iid)).weight], ['2027-01-15', null]);
  });

  it('undoes nothing of an account that signed out', async () => {
    const iid = await make('Close me');
    await run(commands.closeIssue, { iid });
    await vscode.commands.executeCommand(commands.signOut, { url });
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
    await undo();
    assert.equal((await ask(iid)).state, 'closed');
  });
});
