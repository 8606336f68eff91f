import assert from 'node:assert/strict';
import type { IssueAct } from '../../../../src/model/issueCommand.ts';
import type { OutboxOutcome } from '../../../../src/sync/writes/outbox.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { type OutboxWindow, OutboxWorld, projectId } from './outboxWorld.ts';

const comment = (body: string): IssueAct => ({ kind: 'comment', body, internal: false, thread: false });
const minute = 60_000;
const hour = 60 * minute;

describe('Outbox', () => {
  let world: OutboxWorld;
  let files: MemoryFiles;
  beforeEach(async () => {
    files = new MemoryFiles();
    world = await OutboxWorld.start(files);
  });
  afterEach(() => world.end());

  const notes = (iid?: number) => world.commentsOn(iid);
  const send = (window: OutboxWindow, act: IssueAct, iid?: number) => world.send(window, act, iid);
  const states = ({ outbox }: OutboxWindow) => outbox.waiting.map(({ record }) => record.state.is);

  it('sends a command at once, and leaves nothing on disk', async () => {
    const window = world.open();
    const { outcome } = await send(window, comment('Hello'));
    assert.equal(outcome.how, 'done');
    assert.deepEqual(notes(), ['Hello']);
    assert.deepEqual([...files.files.keys()], []);
    assert.deepEqual(states(window), []);
  });

  it('shows no command that GitLab has at once, or refuses at once', async () => {
    const window = world.open();
    const shown = new Set<number>();
    window.outbox.onDidChange(() => shown.add(window.outbox.waiting.length));
    void window.outbox.deliver(world.command(comment('Hello'), 7));
    await world.pass(1_000);
    world.gitlab.addFault({ method: 'POST', count: 1, do: { kind: 'error', case: 'forbidden' } });
    const refused = assert.rejects(window.outbox.deliver(world.command(comment('Refused'), 7)));
    await world.pass(1_000);
    await refused;
    assert.deepEqual([...shown], [0]);
    assert.deepEqual([window.outbox.unsent, [...files.files.keys()]], [[], []]);
  });

  it('keeps the order of the commands for an issue while GitLab can’t be reached', async () => {
    world.goOffline();
    const window = world.open();
    assert.equal((await send(window, comment('One'))).outcome.how, 'waiting');
    assert.equal((await send(window, comment('Two'))).outcome.how, 'waiting');
    assert.equal((await send(window, comment('Other issue'), 8)).outcome.how, 'waiting');
    assert.deepEqual(states(window), ['ready', 'ready', 'ready']);
    assert.equal(window.outbox.pauseOf(world.account.key)?.reason, 'offline');
    world.goOnline();
    await world.pass(5 * minute);
    assert.deepEqual(notes(), ['One', 'Two']);
    assert.deepEqual(notes(8), ['Other issue']);
  });

  it('sends no command before an earlier one for the issue that GitLab couldn’t receive', async () => {
    world.gitlab.addFault({ method: 'POST', count: 1, do: { kind: 'error', case: 'maintenance' } });
    const window = world.open();
    void window.outbox.send(world.command(comment('One'), 7));
    void window.outbox.send(world.command(comment('Two'), 7));
    await world.pass(10 * minute);
    assert.deepEqual(notes(), ['One', 'Two']);
  });

  it('continues when GitLab can be reached again, without waiting for its own timer', async () => {
    world.goOffline();
    const window = world.open();
    await send(window, comment('One'));
    await world.pass(hour);
    world.goOnline();
    window.outbox.wake(world.account.key);
    await world.settle();
    await world.pass(0);
    assert.deepEqual(notes(), ['One']);
  });

  it('waits until the time that GitLab returned', async () => {
    world.gitlab.addFault({ method: 'POST', count: 1, do: { kind: 'throttled', retryAfter: 90 } });
    const window = world.open();
    const { outcome } = await send(window, comment('Hello'));
    assert.equal(outcome.how, 'waiting');
    window.outbox.wake(world.account.key);
    await world.pass(80_000);
    assert.deepEqual(notes(), []);
    await world.pass(20_000);
    assert.deepEqual(notes(), ['Hello']);
  });

  it('waits for another token of the account, and sends nothing until then', async () => {
    const { personal, expired } = world.gitlab.tokens;
    world.token = expired;
    const window = world.open();
    const { outcome } = await send(window, comment('Hello'));
    assert.equal(outcome.how === 'waiting' && outcome.error.reason, 'auth');
    world.gitlab.clearRequests();
    await world.pass(hour);
    assert.equal(world.gitlab.requests.length, 0);
    world.token = personal;
    window.outbox.wake(world.account.key);
    await world.pass(1_000);
    assert.deepEqual(notes(), ['Hello']);
  });

  it('keeps the commands of a signed-out account until it signs in again', async () => {
    const { token } = world;
    world.token = undefined;
    const window = world.open();
    assert.equal((await send(window, comment('Hello'))).outcome.how, 'waiting');
    await world.pass(hour);
    assert.deepEqual(states(window), ['ready']);
    world.token = token;
    window.outbox.wake(world.account.key);
    await world.pass(1_000);
    assert.deepEqual(notes(), ['Hello']);
  });

  it('keeps a command that GitLab refuses, with the reason, and sends the next one', async () => {
    const window = world.open();
    world.gitlab.addFault({ method: 'POST', count: 1, do: { kind: 'error', case: 'forbidden' } });
    const { command, outcome } = await send(window, comment('Refused'));
    assert.equal(outcome.how, 'refused');
    const [entry] = window.outbox.waiting;
    const message = 'error' in outcome ? outcome.error.message : '';
    assert.deepEqual(entry?.record.state, { is: 'refused', message });
    assert.equal(entry.record.command, command);
    await send(window, comment('Next'));
    assert.deepEqual(notes(), ['Next']);
    void window.outbox.retry(command.id);
    await world.pass(1_000);
    assert.deepEqual(notes(), ['Next', 'Refused']);
  });

  it('shows both sides of a conflict, and sends the user’s decision', async () => {
    const window = world.open();
    world.gitlab.world.updateIssue(projectId, 7, { title: 'Theirs' });
    const { command, outcome } = await send(window, { kind: 'title', title: 'Mine', base: 'Issue 7' });
    assert.equal(outcome.how === 'conflict' && outcome.theirs, 'Theirs');
    assert.equal(world.gitlab.world.issue(projectId, 7)?.title, 'Theirs');
    void window.outbox.edit({ ...command, act: { kind: 'title', title: 'Mine', base: 'Theirs' } });
    await world.pass(1_000);
    assert.equal(world.gitlab.world.issue(projectId, 7)?.title, 'Mine');
    assert.deepEqual(states(window), []);
  });

  it('asks before it sends what a closed window left more than an hour ago', async () => {
    world.goOffline();
    const first = world.open();
    const { command } = await send(first, comment('Old'));
    const closing = first.outbox.leave();
    await world.pass(4_000);
    await closing;
    await world.pass(hour);
    world.goOnline();
    const next = world.open();
    void next.outbox.adopt();
    await world.pass(10 * minute);
    assert.deepEqual(notes(), []);
    const { state } = next.outbox.waiting[0]!.record;
    assert.equal(state.is === 'question' && state.why, 'old');
    void next.outbox.retry(command.id);
    await world.pass(1_000);
    assert.deepEqual(notes(), ['Old']);
  });

  for (const jump of [-30 * 24 * hour, -5 * minute, 5 * minute])
    it(`loses nothing when the clock is set by ${jump / minute} minutes`, async () => {
      world.goOffline();
      const first = world.open();
      const { command } = await send(first, comment('Hello'));
      void first.outbox.leave();
      await world.pass(4_000);
      world.clock.jump(jump);
      world.goOnline();
      const next = world.open();
      void next.outbox.adopt();
      await world.pass(10 * minute);
      if (notes().length === 0) void next.outbox.retry(command.id);
      await world.pass(1_000);
      assert.deepEqual(notes(), ['Hello']);
    });

  it('takes over what another window left, even if that one crashed, and leaves that of an open one', async () => {
    world.goOffline();
    const open = world.open();
    await send(open, comment('Open'));
    const closed = world.open();
    await send(closed, comment('Closed'), 8);
    const crashed = world.open();
    await send(crashed, comment('Crashed'), 9);
    void closed.outbox.leave();
    await world.pass(4_000);
    crashed.life.isDead = true;
    const next = world.open();
    void next.outbox.adopt();
    await world.pass(minute);
    assert.deepEqual(next.outbox.waiting.map(({ record }) => record.command.iid).sort(), [8, 9]);
    world.goOnline();
    await world.pass(10 * minute);
    assert.deepEqual([notes(), notes(8), notes(9)], [['Open'], ['Closed'], ['Crashed']]);
  });

  it('stops when another window took its commands over while it was suspended', async () => {
    world.goOffline();
    const suspended = world.open();
    await send(suspended, comment('Once'));
    suspended.life.isSuspended = true;
    const other = world.open();
    void other.outbox.adopt();
    await world.pass(minute);
    assert.deepEqual(states(other), ['ready']);
    suspended.life.isSuspended = false;
    world.goOnline();
    suspended.outbox.wake(world.account.key);
    await world.pass(0);
    assert.deepEqual([states(suspended), notes()], [[], []]);
    await world.pass(10 * minute);
    assert.deepEqual([states(other), notes()], [[], ['Once']]);
  });

  it('asks if several comments on GitLab could be the one that had no response', async () => {
    const window = world.open();
    world.respond = async (request, method) => {
      if (method === 'GET') return request();
      world.goOnline();
      const me = world.account.user.id;
      for (const body of ['+1', '+1']) world.gitlab.world.addNote(projectId, 7, { body, authorId: me });
      return new Response('', { status: 502 });
    };
    const { command, outcome } = await send(window, comment('+1'));
    assert.equal(outcome.how, 'unknown');
    await world.pass(hour);
    const { state } = window.outbox.waiting[0]!.record;
    assert.equal(state.is === 'question' && state.candidates?.length, 2);
    assert.deepEqual(notes(), ['+1', '+1']);
    void window.outbox.retry(command.id);
    await world.pass(1_000);
    assert.deepEqual(notes(), ['+1', '+1', '+1']);
  });

  it('asks after three requests without a response', async () => {
    world.gitlab.addFault({ method: 'POST', do: { kind: 'error', case: 'internal' } });
    const window = world.open();
    const { outcome } = await send(window, comment('Hello'));
    assert.equal(outcome.how, 'unknown');
    await world.pass(hour);
    assert.equal(world.gitlab.requests.filter(({ method }) => method === 'POST').length, 3);
    assert.deepEqual(states(window), ['question']);
  });

  it('sends a command after another one only if GitLab has that one', async () => {
    world.gitlab.addFault({ method: 'POST', count: 1, do: { kind: 'error', case: 'forbidden' } });
    const window = world.open();
    const first = world.command(comment('Done'), 7);
    const close = world.command({ kind: 'change', change: { state: 'closed' } }, 7);
    void window.outbox.send(first);
    let outcome: OutboxOutcome | undefined;
    void window.outbox.send(close, { after: first.id }).then((each) => {
      outcome = each;
    });
    await world.pass(hour);
    assert.equal(outcome?.how, 'queued');
    assert.equal(world.gitlab.world.issue(projectId, 7)?.state, 'opened');
    void window.outbox.retry(first.id);
    await world.pass(1_000);
    assert.equal(world.gitlab.world.issue(projectId, 7)?.state, 'closed');
    assert.deepEqual(notes(), ['Done']);
  });

  it('removes a command, and what requires it', async () => {
    world.goOffline();
    const window = world.open();
    const { command } = await send(window, comment('Done'));
    void window.outbox.send(world.command({ kind: 'change', change: { state: 'closed' } }, 7), { after: command.id });
    await world.pass(1_000);
    assert.ok(await window.outbox.remove(command.id));
    await world.settle();
    assert.deepEqual(states(window), []);
    assert.deepEqual([...files.files.keys()], []);
  });

  it('edits no command that GitLab might have', async () => {
    const window = world.open();
    world.respond = (request, method) =>
      method === 'GET' ? request() : Promise.resolve(new Response('', { status: 502 }));
    const { command } = await send(window, comment('Hello'));
    // The request was late.
    world.gitlab.world.addNote(projectId, 7, { body: 'Hello', authorId: world.account.user.id });
    world.goOnline();
    assert.deepEqual(states(window), ['sending']);
    const edited = window.outbox.edit({ ...command, act: comment('Hello, all') });
    await world.pass(10 * minute);
    assert.equal(edited, undefined);
    assert.deepEqual(notes(), ['Hello']);
  });

  it('writes back no record that another window has sent', async () => {
    const suspended = world.open();
    let resume: () => void = () => undefined;
    const isResumed = new Promise<void>((resolve) => {
      resume = resolve;
    });
    world.respond = async (request) => {
      world.goOnline();
      suspended.life.isSuspended = true;
      const response = await request();
      suspended.life.busy -= 1;
      await isResumed;
      suspended.life.busy += 1;
      return response;
    };
    void suspended.outbox.send(world.command(comment('Once'), 7));
    await world.pass(1_000);
    const other = world.open();
    void other.outbox.adopt();
    await world.pass(10 * minute);
    assert.deepEqual(notes(), ['Once']);
    assert.deepEqual([...files.files.keys()], []);
    suspended.life.isSuspended = false;
    resume();
    await world.pass(minute);
    assert.deepEqual(notes(), ['Once']);
    assert.deepEqual([...files.files.keys()], []);
  });

  it('rejects if a removed command would return', async () => {
    world.goOffline();
    const window = world.open();
    const { command } = await send(window, comment('Hello'));
    files.unwritable = 'EROFS';
    await assert.rejects(window.outbox.remove(command.id));
    assert.deepEqual(states(window), ['ready']);
  });

  it('discards the commands of an account in all windows', async () => {
    world.goOffline();
    const window = world.open();
    await send(window, comment('Mine'));
    await send(window, comment('Mine, too'));
    const other = world.open();
    await send(other, comment('Of the other window'), 8);
    assert.equal(await window.outbox.count(world.account.key), 2);
    await window.outbox.discard(world.account.key);
    assert.equal(await window.outbox.count(world.account.key), 0);
    world.goOnline();
    other.outbox.wake(world.account.key);
    await world.pass(hour);
    assert.deepEqual([notes(), notes(8)], [[], []]);
    assert.deepEqual([states(window), states(other)], [[], []]);
  });
});
