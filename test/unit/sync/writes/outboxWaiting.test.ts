import assert from 'node:assert/strict';
import type { IssueAct } from '../../../../src/model/issueCommand.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { type OutboxWindow, OutboxWorld, projectId } from './outboxWorld.ts';

const comment = (body: string): IssueAct => ({ kind: 'comment', body, internal: false, thread: false });
const minute = 60_000;
const hour = 60 * minute;

describe('An outbox with commands that wait', () => {
  let world: OutboxWorld;
  beforeEach(async () => {
    world = await OutboxWorld.start(new MemoryFiles());
  });
  afterEach(() => world.end());

  const notes = (iid?: number) => world.commentsOn(iid);
  const send = (window: OutboxWindow, act: IssueAct, iid?: number) => world.send(window, act, iid);
  const states = ({ outbox }: OutboxWindow) => outbox.waiting.map(({ record }) => record.state.is);

  it('sends no later command for an issue while the user has to decide about an earlier one', async () => {
    world.gitlab.addFault({ method: 'POST', count: 3, do: { kind: 'error', case: 'internal' } });
    const window = world.open();
    const { command } = await send(window, comment('First'));
    await world.pass(hour);
    assert.deepEqual(states(window), ['question']);
    assert.equal((await send(window, comment('Second'))).outcome.how, 'queued');
    assert.equal((await send(window, comment('Other issue'), 8)).outcome.how, 'done');
    assert.deepEqual(notes(), []);
    void window.outbox.retry(command.id);
    await world.pass(minute);
    assert.deepEqual(notes(), ['First', 'Second']);
  });

  it('tries no request for each of many changes while GitLab can’t be reached', async () => {
    world.goOffline();
    const { respond } = world;
    let requests = 0;
    world.respond = (request, method) => {
      requests += 1;
      return respond(request, method);
    };
    const window = world.open();
    await send(window, comment('One'));
    const before = requests;
    await send(window, comment('Two'), 8);
    await send(window, comment('Three'), 9);
    assert.equal(requests, before);
    // The user may have fixed the connection.
    await world.pass(hour);
    world.goOnline();
    await send(window, comment('Four'), 10);
    assert.deepEqual([notes(), notes(10)], [['One'], ['Four']]);
  });

  it('checks what someone else changed before it sends a change after a pause', async () => {
    world.goOffline();
    const window = world.open();
    await send(window, comment('One'));
    await world.pass(hour);
    world.gitlab.world.updateIssue(projectId, 8, { title: 'Theirs' });
    world.goOnline();
    const seen = world.command({ kind: 'change', change: { title: 'Mine' } }, 8);
    const checked = { ...seen, act: { kind: 'title', title: 'Mine', base: 'Issue 8' } } as const;
    const outcomes: string[] = [];
    void window.outbox.send(checked, { first: { command: seen } }).then(({ how }) => outcomes.push(how));
    await world.pass(1_000);
    assert.deepEqual(outcomes, ['conflict']);
    assert.equal(world.gitlab.world.issue(projectId, 8)?.title, 'Theirs');
  });

  it('waits with the check for a command until its account signs in again', async () => {
    const { token } = world;
    world.respond = (request, method) =>
      method === 'GET' ? request() : Promise.resolve(new Response('', { status: 502 }));
    const window = world.open();
    await send(window, comment('Hello'));
    world.token = undefined;
    await world.pass(hour);
    assert.deepEqual(states(window), ['sending']);
    world.token = token;
    world.goOnline();
    window.outbox.wake(world.account.key);
    await world.pass(5 * minute);
    assert.deepEqual(notes(), ['Hello']);
  });

  it('asks about time spent if someone else has added time since then', async () => {
    const spend: IssueAct = { kind: 'addSpentTime', duration: '1h 30m' };
    const { world: server } = world.gitlab;
    const window = world.open();
    world.respond = (request, method) =>
      method === 'GET' ? request() : Promise.resolve(new Response('', { status: 502 }));
    await send(window, spend);
    await send(window, spend, 8);
    server.updateIssue(projectId, 7, { timeSpent: 5_400 });
    server.updateIssue(projectId, 8, { timeSpent: 7_200 });
    world.goOnline();
    await world.pass(hour);
    assert.deepEqual(
      window.outbox.waiting.map(({ record: { command, state } }) => [command.iid, state.is]),
      [[8, 'question']],
    );
    assert.equal(server.issue(projectId, 7)?.timeSpent, 5_400);
  });
});
