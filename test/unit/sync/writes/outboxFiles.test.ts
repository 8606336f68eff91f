import assert from 'node:assert/strict';
import type { IssueAct } from '../../../../src/model/issueCommand.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { type OutboxWindow, OutboxWorld } from './outboxWorld.ts';

const comment = (body: string): IssueAct => ({ kind: 'comment', body, internal: false, thread: false });
const minute = 60_000;
const hour = 60 * minute;

describe('The files of the outbox', () => {
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

  it('keeps a damaged file, and logs it', async () => {
    world.goOffline();
    const first = world.open();
    await send(first, comment('Hello'));
    first.life.isDead = true;
    files.spoil('.json', (text) => text.slice(0, 100));
    const next = world.open();
    void next.outbox.adopt();
    await world.pass(minute);
    assert.deepEqual(states(next), []);
    const [path = ''] = files.files.keys();
    assert.match(path, /^damaged\/1-.*\.json$/);
    assert.match(next.log.lines.join('\n'), /A change that waits to be sent is damaged/);
  });

  it('leaves a change that only a newer version can send where it is', async () => {
    world.goOffline();
    const first = world.open();
    await send(first, comment('Hello'));
    first.life.isDead = true;
    const before = [...files.files.keys()];
    files.spoil('.json', (text) => text.replace('"kind":"comment"', '"kind":"celebrate"'));
    const next = world.open();
    void next.outbox.adopt();
    await world.pass(minute);
    assert.deepEqual(states(next), []);
    assert.deepEqual([...files.files.keys()], before);
  });

  it('sends even if the disk is full', async () => {
    files.unwritable = 'ENOSPC';
    const window = world.open();
    const { outcome } = await send(window, comment('Hello'));
    assert.equal(outcome.how, 'done');
    assert.deepEqual(notes(), ['Hello']);
  });

  it('keeps no change that it can neither send nor store, so that its text stays where it is', async () => {
    files.unwritable = 'ENOSPC';
    world.goOffline();
    const window = world.open();
    const first = assert.rejects(window.outbox.deliver(world.command(comment('One'), 7)), { reason: 'offline' });
    await world.pass(1_000);
    await first;
    files.unwritable = undefined;
    await send(window, comment('Stored'));
    files.unwritable = 'ENOSPC';
    const second = assert.rejects(window.outbox.deliver(world.command(comment('Two'), 7)));
    await world.pass(1_000);
    await second;
    files.unwritable = undefined;
    world.goOnline();
    await world.pass(hour);
    assert.deepEqual(notes(), ['Stored']);
  });

  it('reports a change that it can’t store, and that GitLab might have', async () => {
    files.unwritable = 'ENOSPC';
    world.respond = (request, method) =>
      method === 'GET' ? request() : Promise.resolve(new Response('', { status: 502 }));
    const window = world.open();
    const kept = window.outbox.deliver(world.command(comment('Hello'), 7));
    await world.pass(1_000);
    const { how, ...facts } = await kept;
    assert.equal(how, 'kept');
    assert.partialDeepStrictEqual(facts, { maybeDone: true, isUnstored: true });
  });

  it('stores a change elsewhere if the first folder can’t be read', async () => {
    const list = files.list.bind(files);
    files.list = (folder) => (folder === '1' ? Promise.reject(new Error('EACCES')) : list(folder));
    world.goOffline();
    await send(world.open(), comment('Hello'));
    assert.deepEqual(
      [...files.files.keys()].map((path) => path.split('/')[0]),
      ['2'],
    );
  });

  it('sends no stored command that it can’t mark as sent', async () => {
    world.goOffline();
    const window = world.open();
    await send(window, comment('Hello'));
    files.unwritable = 'ENOSPC';
    world.goOnline();
    await world.pass(hour);
    assert.deepEqual(notes(), []);
    files.unwritable = undefined;
    await world.pass(10 * minute);
    assert.deepEqual(notes(), ['Hello']);
  });

  it('uploads a file once, even if the comment is sent again', async () => {
    world.gitlab.addFault({ method: 'POST', path: '*/notes', count: 2, do: { kind: 'error', case: 'maintenance' } });
    const window = world.open();
    const uploads = [{ placeholder: '[file]', fileName: 'a.txt', bytes: new Uint8Array([1, 2]) }];
    void window.outbox.send(world.command(comment('See [file]'), 7), { uploads });
    await world.pass(10 * minute);
    const posts = world.gitlab.requests
      .filter(({ method }) => method === 'POST')
      .map(({ path }) => path.split('/').at(-1));
    assert.deepEqual(posts, ['uploads', 'notes', 'notes', 'notes']);
    assert.match(notes().join('\n'), /^See \[a\.txt\]\(\/uploads\/.*\)$/);
    assert.deepEqual([...files.files.keys()], []);
  });

  it('doesn’t hold up other changes with a file that GitLab fails on', async () => {
    world.gitlab.addFault({ method: 'POST', path: '*/uploads', do: { kind: 'error', case: 'internal' } });
    const window = world.open();
    const uploads = [{ placeholder: '[file]', fileName: 'a.txt', bytes: new Uint8Array([1, 2]) }];
    void window.outbox.send(world.command(comment('See [file]'), 7), { uploads });
    await world.pass(hour);
    assert.deepEqual(states(window), ['refused']);
    await send(window, comment('Next'));
    assert.deepEqual(notes(), ['Next']);
  });
});
