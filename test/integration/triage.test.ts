import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesApi } from '../../src/api.ts';
import { commands } from '../../src/manifest.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
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

describe('commands that change issues', () => {
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

  it('close and reopen many at once, and update the mirror without a refresh', async () => {
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

  it('offer the most recently closed issue when a user reopens one from the Command Palette', async () => {
    const [iid] = await made('Open me again');
    assert.ok(iid !== undefined);
    await run(commands.closeIssue, { iid });
    // The selected issue in the view is open, so the command can't reopen it and shows a list.
    const done = vscode.commands.executeCommand(commands.reopenIssue);
    await waitUntil('the issue to be open again', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return held(iid) !== undefined;
    });
    await done;
    assert.equal((await issue(iid)).state, 'opened');
  });

  it('add and remove labels, with at most one of a scope', async () => {
    const [iid] = await made('Label me');
    assert.ok(iid !== undefined);
    await run(commands.editLabels, { iid, add: ['bug', 'workflow::todo'] });
    await run(commands.editLabels, { iid, add: ['workflow::doing'], remove: ['bug'] });
    assert.deepEqual((await issue(iid)).labels, ['workflow::doing']);
    assert.deepEqual(held(iid)?.labels, ['workflow::doing']);
  });

  it('assign by username, set milestone and due date, and clear them', async () => {
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

  it('create an issue and return its number and URL', async () => {
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

  it('reject invalid arguments by name, and change nothing', async () => {
    const [iid] = await made('Leave me alone');
    const before = await ask(`issues/${iid}`);
    assert.match(await rejection(run(commands.editLabels, { iid, add: 'bug' })), /add/);
    assert.match(await rejection(run(commands.closeIssue, { iid, reason: 'done' })), /reason/);
    assert.match(
      await rejection(run(commands.assign, { iid, usernames: ['nobody.here'] })),
      /'nobody\.here' isn't a member/,
    );
    assert.match(await rejection(run(commands.setMilestone, { iid, milestone: 'never' })), /'never' wasn't found/);
    assert.match(await rejection(run(commands.setDueDate, { iid, dueDate: 'soon' })), /dueDate/);
    assert.match(await rejection(run(commands.createIssue, { title: '  ' })), /Enter a title/);
    assert.deepEqual(await ask(`issues/${iid}`), before);
  });

  it('A12: report which issues failed and why, and change the others', async () => {
    const iids = await made('First', 'Second', 'Third');
    const [, second] = iids;
    const remove = await server.addFault({
      method: 'PUT',
      path: `/api/v4/projects/*/issues/${second}`,
      do: { kind: 'error', case: 'forbidden' },
    });
    const message = await rejection(run(commands.closeIssue, { iid: iids }));
    await remove();
    assert.match(message, /role in the project might be too low/);
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

describe('further commands that change issues', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  const other = 'tanuki-tools/platform/api-gateway';
  let api: IssuesApi;

  const run = (command: string, answers: object): Thenable<unknown> =>
    vscode.commands.executeCommand(command, { project, ...answers });
  const ask = async (path: string, of = project): Promise<unknown> => {
    const response = await fetch(`${url}/api/v4/projects/${encodeURIComponent(of)}/${path}`, {
      headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' },
    });
    return response.json();
  };
  const issue = async (iid: number): Promise<Record<string, unknown>> =>
    (await ask(`issues/${iid}`)) as Record<string, unknown>;
  const made = async (...titles: string[]): Promise<number[]> => {
    const issues = [];
    for (const title of titles) issues.push((await server.createIssue(project, { title })).iid);
    await api.refresh(project);
    return issues;
  };
  const rejects = (work: Thenable<unknown>, message: RegExp): Promise<void> =>
    assert.rejects(
      async () => work,
      (error: Error) => message.test(error.message),
    );

  before(async () => {
    api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
  });

  after(async () => {
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('set title, weight, confidentiality, and lock', async () => {
    const [iid] = await made('Old title');
    await run(commands.editTitle, { iid, title: ' New title ' });
    await run(commands.setWeight, { iid, weight: 3 });
    await run(commands.setConfidential, { iid, confidential: true });
    await run(commands.lockIssue, { iid, locked: true });
    const set = await issue(iid!);
    assert.deepEqual(
      [set['title'], set['weight'], set['confidential'], set['discussion_locked']],
      ['New title', 3, true, true],
    );
    assert.equal(api.issues(project).find((each) => each.iid === iid)?.title, 'New title');
    await run(commands.setWeight, { iid, weight: null });
    await run(commands.unsetConfidential, { iid });
    await run(commands.unlockIssue, { iid });
    const cleared = await issue(iid!);
    assert.deepEqual([cleared['weight'], cleared['confidential'], cleared['discussion_locked']], [null, false, false]);
    await rejects(run(commands.editTitle, { iid: [iid, 1], title: 'Both' }), /only one title at a time/);
    await rejects(run(commands.editTitle, { iid, title: ' ' }), /Enter a title/);
  });

  it('comment on many, publicly and internally', async () => {
    const iids = await made('Talk', 'Talk too');
    await run(commands.comment, { iid: iids, body: 'Seen.' });
    await run(commands.comment, { iid: iids[0], body: 'Between us.', internal: true });
    const notes = async (iid: number) =>
      (
        (await ask(`issues/${iid}/notes?sort=asc&activity_filter=only_comments`)) as {
          body: string;
          internal: boolean;
        }[]
      ).map(({ body, internal }) => [body, internal]);
    assert.deepEqual(await notes(iids[0]!), [
      ['Seen.', false],
      ['Between us.', true],
    ]);
    assert.deepEqual(await notes(iids[1]!), [['Seen.', false]]);
    await rejects(run(commands.comment, { iid: iids[0], body: ' ' }), /Enter a comment/);
  });

  it('add time, set estimates, and reject an estimate that GitLab would read as none', async () => {
    const [iid] = await made('Take your time');
    await run(commands.setEstimate, { iid, duration: '2h' });
    await run(commands.addSpentTime, { iid, duration: '1h 30m', summary: 'Looked into it' });
    await run(commands.addSpentTime, { iid, duration: '-30m' });
    const stats = async () =>
      (await ask(`issues/${iid!}/time_stats`)) as { time_estimate: number; total_time_spent: number };
    assert.deepEqual([(await stats()).time_estimate, (await stats()).total_time_spent], [7200, 3600]);
    await rejects(run(commands.setEstimate, { iid, duration: 'a while' }), /valid amount of time/);
    assert.equal((await stats()).time_estimate, 7200);
    await run(commands.setEstimate, { iid, duration: null });
    assert.equal((await stats()).time_estimate, 0);
  });

  it('subscribe and add to the to-do list, also a second time', async () => {
    const [iid] = await made('Follow me');
    const twice = async (act: () => Thenable<unknown>) => [await act(), await act()];
    await twice(() => run(commands.unsubscribe, { iid }));
    assert.equal((await issue(iid!))['subscribed'], false);
    await twice(() => run(commands.subscribe, { iid }));
    assert.equal((await issue(iid!))['subscribed'], true);
    await twice(() => run(commands.addTodo, { iid }));
    const response = await fetch(`${url}/api/v4/todos`, { headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' } });
    const todos = (await response.json()) as { target: { iid: number } }[];
    assert.equal(todos.filter(({ target }) => target.iid === iid).length, 1);
  });

  it('link issues, and reject a text without one', async () => {
    const [first, second, third] = await made('One', 'Two', 'Three');
    await run(commands.linkIssue, { iid: first, target: `#${second}` });
    await run(commands.linkIssue, { iid: first, target: `${project}#${third}`, type: 'blocks' });
    const links = (await ask(`issues/${first!}/links`)) as { iid: number; link_type: string }[];
    assert.deepEqual(
      links.map(({ iid, link_type }) => [iid, link_type]),
      [
        [second, 'relates_to'],
        [third, 'blocks'],
      ],
    );
    await rejects(run(commands.linkIssue, { iid: first, target: 'that one' }), /Enter an issue as/);
    await rejects(run(commands.linkIssue, { iid: first, target: `#${second}` }), /already/);
  });

  it('move issues to another project and remove their rows', async () => {
    const iids = await made('Move me', 'Me too');
    await rejects(run(commands.moveIssue, { iid: iids }), /Specify the project/);
    await rejects(run(commands.moveIssue, { iid: iids, to: project }), /already/);
    await run(commands.moveIssue, { iid: iids, to: other });
    for (const iid of iids) {
      assert.equal((await issue(iid))['state'], 'closed');
      assert.equal(
        api.issues(project).some((each) => each.iid === iid),
        false,
      );
    }
    const there = (await ask('issues?per_page=5', other)) as { title: string }[];
    assert.deepEqual(
      there
        .slice(0, 2)
        .map(({ title }) => title)
        .sort(),
      ['Me too', 'Move me'],
    );
  });

  it('delete only after confirmation, and only if the role allows it', async () => {
    const [iid] = await made('Delete me');
    await rejects(run(commands.deleteIssue, { iid }), /'confirm': true/);
    const remove = await server.addFault({ method: 'DELETE', do: { kind: 'error', case: 'forbidden' } });
    await rejects(run(commands.deleteIssue, { iid, confirm: true }), /role in the project might be too low/);
    await remove();
    assert.equal((await issue(iid!))['title'], 'Delete me');
  });

  it('A12: report what GitLab left out of a change, and which issue was deleted', async () => {
    const [iid, gone] = await made('Stay', 'Gone');
    const stays = await issue(iid!);
    const remove = await server.addFault({
      method: 'PUT',
      path: `/api/v4/projects/*/issues/${iid}`,
      do: {
        kind: 'answer',
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(stays),
      },
    });
    await rejects(run(commands.editLabels, { iid, add: ['bug'] }), /didn't apply the label 'bug'/);
    await rejects(run(commands.assignToMe, { iid }), /didn't assign everyone/);
    await remove();
    await server.deleteIssue(project, gone!);
    await rejects(run(commands.closeIssue, { iid: gone }), /was deleted or moved/);
    assert.equal(
      api.issues(project).some((each) => each.iid === gone),
      false,
    );
  });

  it('insert references at the cursor, in the short form in a file of the project', async () => {
    const [first, second] = await made('Refer to me', 'And me');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, 'notes.md');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('See .'));
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(0, 4, 0, 4);
    await run(commands.insertReference, { iid: [first, second] });
    assert.equal(editor.document.getText(), `See #${first}, #${second}.`);
    const untitled = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: '' }));
    await run(commands.insertReference, { iid: first });
    assert.equal(untitled.document.getText(), `${project}#${first}`);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.window.showTextDocument(file);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await rejects(run(commands.insertReference, { iid: first }), /No active text editor/);
    await vscode.workspace.fs.delete(file);
  });
});
