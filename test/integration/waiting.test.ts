import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { IssuesApi } from '../../src/api.ts';
import { WaitingCommands } from '../../src/commands/issues/waitingCommands.ts';
import type { CommandInput, CommandRunner } from '../../src/commands/run.ts';
import { commands } from '../../src/manifest.ts';
import { GitLabError } from '../../src/model/error/gitLabError.ts';
import type { IssueAct, IssueCommand } from '../../src/model/issueCommand.ts';
import type { Synchronizer } from '../../src/sync/synchronizer.ts';
import { entryOf, type OutboxEntry } from '../../src/sync/writes/outboxEntries.ts';
import type { OutboxState } from '../../src/sync/writes/outboxRecords.ts';
import type { TreeNode } from '../../src/views/tree/treeNode.ts';
import { TreeNodes } from '../../src/views/tree/treeNodes.ts';
import { WaitingRows } from '../../src/views/tree/waitingRows.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { ManualClock } from '../unit/manualClock.ts';
import { extensionApi } from './extensionApi.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

describe('a change that GitLab can’t receive', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);
  let api: IssuesApi;

  before(async () => {
    api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
  });
  after(async () => {
    await server.clearFaults();
    await vscode.commands.executeCommand(commands.signOut, { url });
  });

  it('is kept, and sent when GitLab responds again', async () => {
    const { iid } = await server.createIssue(project, { title: 'Waits for maintenance' });
    await api.refresh(project);
    await vscode.commands.executeCommand(commands.closeIssue, { project, iid });
    await server.addFault({ method: 'PUT', do: { kind: 'error', case: 'maintenance' } });
    await server.clearRequests();
    const reopened = vscode.commands.executeCommand(commands.reopenIssue);
    await waitUntil('the request', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return (await server.requests()).some(({ method }) => method === 'PUT');
    });
    await reopened;
    assert.ok(!api.issues(project).some((issue) => issue.iid === iid));
    // Closing the issue isn't undone without a question.
    await server.clearRequests();
    await vscode.commands.executeCommand(commands.undo);
    assert.ok((await server.requests()).every(({ method }) => method !== 'PUT'));
    await server.clearFaults();
    await api.refresh(project);
    await waitUntil('the issue to be open', () => api.issues(project).some((issue) => issue.iid === iid));
  });
});

describe('the changes that wait to be sent', () => {
  const clock = new ManualClock();
  const commandOf = (act: IssueAct): IssueCommand => ({
    id: crypto.randomUUID(),
    account: 'account',
    project: { id: 1, path: 'group/app', webUrl: 'https://gitlab.example.com/group/app' },
    iid: 12,
    act,
    createdAt: clock.now() - 120_000,
  });
  const entry = (act: IssueAct, state: OutboxState): OutboxEntry =>
    entryOf({ command: commandOf(act), state, order: 1, attempts: 0 });
  const comment: IssueAct = { kind: 'comment', body: 'A comment', internal: false, thread: false };
  const title: IssueAct = { kind: 'title', title: 'Mine', base: 'Before' };
  const conflict: OutboxState = {
    is: 'conflict',
    theirs: 'Theirs',
    message: "Someone else changed the title to 'Theirs'.",
  };
  const nodes = new TreeNodes();

  const itemOf = (waiting: OutboxEntry) => {
    const pause = new GitLabError('offline', { host: 'gitlab.example.com' });
    const rows = new WaitingRows(nodes, { waiting: [waiting], pauseOf: () => pause }, clock);
    assert.deepEqual(rows.listRow(), [nodes.waiting()]);
    const [row] = rows.children();
    assert.ok(row?.kind === 'waitingChange');
    return rows.itemOf(row);
  };

  const tooltipOf = ({ tooltip }: vscode.TreeItem) => (typeof tooltip === 'string' ? tooltip : '');

  it('have rows with what they are, why they wait, and their age', () => {
    const item = itemOf(entry({ kind: 'change', change: { state: 'closed' } }, { is: 'ready' }));
    assert.equal(item.label, 'Close #12');
    assert.equal(item.description, 'waiting · group/app · 2 minutes ago');
    assert.match(tooltipOf(item), /gitlab\.example\.com/);
    assert.equal(item.contextValue, 'waitingChange');
    assert.equal(itemOf(entry(comment, { is: 'ready' })).contextValue, 'waitingChange editable');
    assert.equal(itemOf(entry(comment, { is: 'sending', mark: {} })).contextValue, 'waitingChange');
  });

  it('show both sides of a conflict', () => {
    const item = itemOf(entry(title, conflict));
    assert.equal(item.label, "Rename #12 to 'Mine'");
    assert.match(tooltipOf(item), /changed the title to 'Theirs'\./);
    assert.match(String(item.accessibilityInformation?.label), /conflict/);
  });

  it('show a value of a conflict that the reason lacks', () => {
    const labels: IssueAct = { kind: 'change', change: { addLabels: ['bug'] } };
    const message = 'These labels have changed since then.';
    const item = itemOf(entry(labels, { is: 'conflict', theirs: 'bug,ui', message }));
    assert.match(tooltipOf(item), /These labels have changed since then\. It's now 'bug,ui'\./);
  });

  describe('and their commands', () => {
    const { showWarningMessage } = vscode.window;
    let questions: string[];
    let answer: string | undefined;
    let done: (readonly [string, unknown])[];
    let isDone: boolean;

    before(() => {
      Object.assign(vscode.window, {
        showWarningMessage: (question: string, { detail }: { detail: string }) => {
          questions.push(question, detail);
          return Promise.resolve(answer);
        },
      });
    });
    after(() => {
      Object.assign(vscode.window, { showWarningMessage });
    });
    beforeEach(() => {
      questions = [];
      done = [];
      answer = undefined;
      isDone = true;
    });

    const run = async (id: string, waiting: OutboxEntry, row?: TreeNode) => {
      const note = (how: string) => (what: unknown) => {
        done.push([how, what]);
        return Promise.resolve(isDone);
      };
      const outbox = { waiting: [waiting], retry: note('retry'), edit: note('edit'), remove: note('remove') };
      const handlers = new Map<string, (input: CommandInput) => unknown>();
      const runner = {
        register: (each: string, handler: (input: CommandInput) => unknown) => handlers.set(each, handler),
      };
      const synchronizer = { outbox } as unknown as Pick<Synchronizer, 'outbox'>;
      new WaitingCommands(synchronizer).register(runner as unknown as CommandRunner);
      const rows = [row ?? nodes.waitingChange(waiting.record.command.id)];
      await handlers.get(id)?.({ rows, answers: undefined });
    };

    it('send a change again', async () => {
      const waiting = entry(comment, { is: 'ready' });
      await run(commands.sendWaiting, waiting);
      assert.deepEqual([questions, done], [[], [['retry', waiting.record.command.id]]]);
    });

    it('ask before they overwrite what someone else changed, and show that', async () => {
      const waiting = entry(title, conflict);
      await run(commands.sendWaiting, waiting);
      assert.deepEqual(questions, ["Send this? Rename #12 to 'Mine'", "Someone else changed the title to 'Theirs'."]);
      assert.deepEqual(done, []);
      answer = 'Send';
      await run(commands.sendWaiting, waiting);
      const { command } = waiting.record;
      assert.deepEqual(done, [['edit', { ...command, act: { ...title, base: 'Theirs' } }]]);
    });

    it('discard a change only after a question', async () => {
      const waiting = entry(comment, { is: 'ready' });
      await run(commands.discardWaiting, waiting);
      assert.deepEqual([questions, done], [['Discard this? Comment on #12', "You can't undo this."], []]);
      answer = 'Discard';
      await run(commands.discardWaiting, waiting, nodes.waiting());
      assert.deepEqual(done, [['remove', waiting.record.command.id]]);
    });

    it('report a change that can’t be discarded because it’s being sent', async () => {
      answer = 'Discard';
      isDone = false;
      await assert.rejects(run(commands.discardWaiting, entry(comment, { is: 'ready' })), /might already have/);
    });
  });
});
