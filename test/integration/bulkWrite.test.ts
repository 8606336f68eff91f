import assert from 'node:assert/strict';
import { window } from 'vscode';
import { type BulkWrite, BulkWriter, type BulkWriterSync } from '../../src/commands/issues/bulkWrite.ts';
import { UndoCommand } from '../../src/commands/issues/undoCommand.ts';
import type { CommandInput, CommandRunner } from '../../src/commands/run.ts';
import { GitLabError } from '../../src/model/error/gitLabError.ts';
import { Emitter } from '../../src/model/event.ts';
import type { IssueCommand } from '../../src/model/issueCommand.ts';
import { projectNameOf } from '../../src/model/issueScope.ts';
import type { Sent } from '../../src/sync/writes/commandSender.ts';
import { UndoHistory } from '../../src/sync/writes/undoHistory.ts';
import { anAccount } from '../unit/accounts/anAccount.ts';
import type { TrackerState } from '../../src/sync/trackers/trackerState.ts';
import { waitUntil } from '../host/waitUntil.ts';
import { LogLines } from '../unit/gitlab/startTransport.ts';
import { ManualClock } from '../unit/manualClock.ts';
import { issue } from '../unit/sync/issues.ts';

describe('a change to several issues', () => {
  const targets = [1, 2, 3].map((id) => ({ tracker: 'shop', issue: issue(id) }));
  const { withProgress, showInformationMessage } = window;
  let shown: string[];
  let clock: ManualClock;
  let writer: BulkWriter;
  let undo: (input: CommandInput) => unknown;
  /** The commands that undid a change. */
  let sent: IssueCommand[];
  let fail: (command: IssueCommand) => GitLabError | undefined;
  const undone = () => sent.map(({ iid }) => iid);

  before(() => {
    Object.assign(window, {
      withProgress: async ({ title }: { title: string }, task: (...args: unknown[]) => Thenable<unknown>) => {
        shown.push(title);
        const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
        const result = await task({ report: () => undefined }, token);
        // VS Code closes it a moment after the end of the work.
        await new Promise((resolve) => setImmediate(resolve));
        shown.push('progress closed');
        return result;
      },
      showInformationMessage: (text: string) => {
        shown.push(text);
        return Promise.resolve(undefined);
      },
    });
  });
  after(() => {
    Object.assign(window, { withProgress, showInformationMessage });
  });
  beforeEach(() => {
    shown = [];
    clock = new ManualClock();
    const consent = { ask: () => Promise.resolve(true), expect: () => undefined };
    const history = new UndoHistory();
    const run = {
      register: (_: string, handler: typeof undo) => {
        undo = handler;
      },
    };
    const account = anAccount(1);
    const signedIn = { mayBeSignedIn: () => true, onDidChange: new Emitter<undefined>().event };
    new UndoCommand(history, signedIn).register(run as unknown as CommandRunner);
    sent = [];
    fail = () => undefined;
    const sync: BulkWriterSync = {
      tracker: () => ({ account }) as TrackerState,
      issues: {
        command: (_, about, act) => {
          const place = { account: account.key, project: projectNameOf(about), iid: about.iid };
          return { id: crypto.randomUUID(), ...place, act, createdAt: 0 };
        },
      },
      sender: {
        expectDone: (command) => {
          const error = fail(command);
          if (error) return Promise.reject(error);
          sent.push(command);
          return Promise.resolve<Sent>({ how: 'done', changed: true, messages: [] });
        },
      },
    };
    writer = new BulkWriter(new LogLines(), consent, sync, history, { accounts: [] }, clock);
  });

  /** A change that takes so long, in milliseconds. */
  const lasting = (ms: number): BulkWrite => ({
    title: 'Closing issues',
    done: (count) => `Closed ${count} issues.`,
    act: () =>
      new Promise((resolve) => {
        clock.after(ms, () => {
          resolve('done');
        });
      }),
    inverse: () => ({ kind: 'change', change: { state: 'opened' } }),
  });

  it('is undone once, by its message or by the command', async () => {
    const write = { ...lasting(0), act: () => Promise.resolve('done' as const) };
    const messages: { readonly text: string; readonly press: () => void }[] = [];
    const { showInformationMessage: silent } = window;
    const show = (text: string) =>
      new Promise((resolve) => {
        messages.push({
          text,
          press: () => {
            resolve('Undo');
          },
        });
      });
    Object.assign(window, { showInformationMessage: show });
    try {
      await writer.runVisibly(targets, write);
      await waitUntil('the message', () => messages.length === 1);
      await undo({ rows: [], answers: undefined });
      assert.deepEqual(undone(), [1, 2, 3]);
      messages[0]?.press();
      await clock.advance(0);
      assert.deepEqual(undone(), [1, 2, 3]);
    } finally {
      Object.assign(window, { showInformationMessage: silent });
    }
  });

  it('is not undone again after Retry has undone it', async () => {
    let failures = 1;
    const write = { ...lasting(0), act: () => Promise.resolve('done' as const) };
    fail = ({ iid }) => (iid === 2 && failures-- > 0 ? new GitLabError('offline') : undefined);
    const { showErrorMessage: silent, showInformationMessage: quiet } = window;
    const { promise: answer, resolve: pressUndo } = Promise.withResolvers<string>();
    let retried = 0;
    Object.assign(window, {
      showErrorMessage: (_: string, retry: string) => {
        retried += 1;
        return Promise.resolve(retry);
      },
      showInformationMessage: () => answer,
    });
    try {
      await writer.runVisibly(targets, write);
      await undo({ rows: [], answers: undefined });
      await waitUntil('the retry', () => retried === 1 && sent.length === 3);
      pressUndo('Undo');
      await answer;
      await clock.advance(0);
      assert.deepEqual(undone(), [1, 3, 2]);
    } finally {
      Object.assign(window, { showErrorMessage: silent, showInformationMessage: quiet });
    }
  });

  it('reports the issues that were not changed, also after Retry', async () => {
    let failures = 1;
    const tried: (readonly number[])[] = [];
    const unchanged: (readonly number[])[] = [];
    const idsOf = (some: readonly (typeof targets)[number][]) => some.map(({ issue }) => issue.id);
    const write: BulkWrite = {
      ...lasting(0),
      act: ({ issue }) =>
        issue.id === 2 && failures-- > 0 ? Promise.reject(new GitLabError('offline')) : Promise.resolve('done'),
      begin: (some) => {
        tried.push(idsOf(some));
        return (left) => unchanged.push(idsOf(left));
      },
    };
    const { showErrorMessage: silent } = window;
    Object.assign(window, { showErrorMessage: (_: string, retry: string) => Promise.resolve(retry) });
    try {
      await writer.runVisibly(targets, write);
      await waitUntil('the retry', () => unchanged.length === 2);
      assert.deepEqual(tried, [[1, 2, 3], [2]]);
      assert.deepEqual(unchanged, [[2], []]);
    } finally {
      Object.assign(window, { showErrorMessage: silent });
    }
  });

  it('defect 12: shows no progress for 135 ms of work', async () => {
    const done = writer.runVisibly(targets, lasting(135));
    await clock.advance(0);
    await clock.advance(135);
    await done;
    await waitUntil('the message', () => shown.some((text) => text.startsWith('Closed')));
    assert.deepEqual(shown, ['Closed 3 issues.']);
  });

  it('defect 12: closes the progress of longer work before the message that it is done', async () => {
    const done = writer.runVisibly(targets, lasting(3_000));
    await clock.advance(0);
    await clock.advance(1_000);
    assert.deepEqual(shown, ['Closing issues']);
    await clock.advance(2_000);
    await done;
    await waitUntil('the message', () => shown.some((text) => text.startsWith('Closed')));
    assert.deepEqual(shown, ['Closing issues', 'progress closed', 'Closed 3 issues.']);
  });
});
