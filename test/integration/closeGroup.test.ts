import assert from 'node:assert/strict';
import { window } from 'vscode';
import type { IssueAnswers } from '../../src/commands/issues/issueTargets.ts';
import { TriageCommands } from '../../src/commands/issues/triageCommands.ts';
import type { AskWrite, WriteCommands } from '../../src/commands/issues/writeCommands.ts';
import { commands } from '../../src/manifest.ts';
import { issue } from '../unit/sync/issues.ts';

type Parts = ConstructorParameters<typeof TriageCommands>;

describe('Close All Issues in Group', () => {
  const { showWarningMessage } = window;
  const asks = new Map<string, AskWrite<IssueAnswers>>();
  const write = { add: (id: string, _: unknown, ask: AskWrite<IssueAnswers>) => asks.set(id, ask) };
  let questions: string[];
  let answer: string | undefined;

  before(() => {
    new TriageCommands(...([{}, {}, {}, {}] as unknown as Parts)).register(write as unknown as WriteCommands);
    Object.assign(window, {
      showWarningMessage: (question: string, { detail }: { detail: string }) => {
        questions.push(question, ...detail.split('\n'));
        return Promise.resolve(answer);
      },
    });
  });
  after(() => {
    Object.assign(window, { showWarningMessage });
  });
  beforeEach(() => {
    questions = [];
  });

  const targets = [1, 2].map((id) => ({ tracker: 'shop', issue: issue(id) }));
  const close = (count: number) => asks.get(commands.closeGroup)?.(targets.slice(0, count), undefined);

  it('defect 1: asks first, with the number of issues and their titles, and closes none after Cancel', async () => {
    answer = undefined;
    assert.equal(await close(2), undefined);
    assert.deepEqual(questions, ['Close 2 issues?', '#1 Issue 1', '#2 Issue 2']);
  });

  it('defect 1: also asks if the group has one issue', async () => {
    answer = 'Close';
    assert.ok(await close(1));
    assert.deepEqual(questions, ['Close #1?', '#1 Issue 1']);
  });
});
