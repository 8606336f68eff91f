import assert from 'node:assert/strict';
import { RequestScheduler } from '../../../src/gitlab/requestScheduler.ts';
import type { Transport } from '../../../src/gitlab/transport.ts';
import type { CurrentPriority } from '../../../src/model/gateway/requestPriority.ts';
import { ManualClock } from '../manualClock.ts';
import { failure, transportTo } from './startTransport.ts';

const revoked = {
  error: 'invalid_token',
  error_description: 'Token was revoked. You have to re-authorize from the user.',
};

describe('R2: the requests of an account', () => {
  /** The paths of the sent requests, in order. */
  let sent: string[];
  /** Answers the requests in flight. */
  let answers: ((response?: Response) => void)[];
  let transport: Transport;
  beforeEach(() => {
    sent = [];
    answers = [];
    scheduler = new RequestScheduler(clock);
    transport = transportOf('token');
  });

  const clock = new ManualClock();
  let scheduler: RequestScheduler;
  const transportOf = (token: string) =>
    transportTo('https://gitlab.example.com', {
      token,
      clock,
      scheduler,
      fetch: (input, init) =>
        new Promise((resolve, reject) => {
          sent.push(new Request(input).url.replace(/^.*\/api\/v4\//, ''));
          answers.push((response = Response.json({})) => {
            resolve(response);
          });
          init?.signal?.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        }),
    });

  const ask = (path: string, priority: CurrentPriority = 'user', signal?: AbortSignal) =>
    transport.at(priority).request({ method: 'GET', path, ...(signal ? { signal } : {}) });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const answerOne = async () => {
    answers.shift()?.();
    await turn();
  };
  const fillSlots = async () => {
    const slots = ['1', '2', '3', '4'].map((path) => ask(path, 'mirror'));
    await turn();
    assert.deepEqual(sent.splice(0), ['1', '2', '3', '4']);
    return { slots };
  };

  it('A11: are not sent after a response shows that the token was revoked', async () => {
    const { slots } = await fillSlots();
    const waiting = ['a', 'b'].map((path) => failure(ask(path)));
    await turn();
    answers.shift()?.(Response.json(revoked, { status: 401 }));
    assert.deepEqual(
      (await Promise.all([failure(slots[0]!), ...waiting])).map(({ reason, facts }) => [reason, facts.detail]),
      Array.from({ length: 3 }, () => ['auth', 'revoked']),
    );
    assert.deepEqual(sent, []);
    for (const answer of answers) answer();
    await Promise.all(slots.slice(1));
  });

  it('A11: are sent with a renewed token after a response shows that the old one was revoked', async () => {
    const { slots } = await fillSlots();
    const renewed = transportOf('renewed').request({ method: 'GET', path: 'renewed' });
    const old = failure(ask('old'));
    await turn();
    answers.shift()?.(Response.json(revoked, { status: 401 }));
    assert.deepEqual([(await failure(slots[0]!)).reason, (await old).reason], ['auth', 'auth']);
    await turn();
    assert.deepEqual(sent, ['renewed']);
    for (const answer of answers) answer();
    assert.equal((await renewed).status, 200);
  });

  it('leave two slots to others while files are transferred', async () => {
    const picture = (path: string) => transport.at('rest').request({ method: 'GET', path, mostBytes: 10 });
    const file = (path: string) => transport.request({ method: 'GET', path, mostBytes: 10 });
    const upload = new FormData();
    upload.append('file', new Blob(['a']));
    const work = [
      picture('picture-1'),
      file('file-1'),
      picture('picture-2'),
      file('file-2'),
      ask('version', 'rest'),
      transport.request({ method: 'POST', path: 'uploads', body: upload }),
    ];
    await turn();
    assert.deepEqual(sent, ['picture-1', 'file-1']);
    work.push(ask('page', 'visible'), ask('search'), ask('mirror', 'mirror'));
    await turn();
    assert.deepEqual(sent.splice(0), ['picture-1', 'file-1', 'page', 'search']);
    while (answers.length > 0) await answerOne();
    assert.deepEqual(sent, ['file-2', 'uploads', 'mirror', 'picture-2', 'version']);
    assert.equal((await Promise.allSettled(work)).length, 9);
  });

  it('are at most four at a time, the most urgent first, and equally urgent ones in order', async () => {
    const { slots: work } = await fillSlots();
    const waiting = [
      ['picture', 'rest'],
      ['mirror', 'mirror'],
      ['page-behind', 'hidden'],
      ['page', 'visible'],
      ['page-2', 'visible'],
      ['search', 'user'],
    ] as const;
    work.push(...waiting.map(([path, priority]) => ask(path, priority)));
    await turn();
    assert.deepEqual(sent, []);
    for (const count of waiting.keys()) {
      await answerOne();
      assert.equal(sent.length, count + 1);
    }
    assert.deepEqual(sent, ['search', 'page', 'page-2', 'page-behind', 'mirror', 'picture']);
    while (answers.length > 0) await answerOne();
    await Promise.all(work);
  });

  it('change their order when a page comes to the front while they wait', async () => {
    await fillSlots();
    let front = 1;
    for (const page of [1, 2]) void ask(`page-${page}`, () => (front === page ? 'visible' : 'hidden'));
    await turn();
    front = 2;
    await answerOne();
    await answerOne();
    assert.deepEqual(sent, ['page-2', 'page-1']);
  });

  it('leave the queue when no one waits for them, and are canceled in flight', async () => {
    const abort = new AbortController();
    const flying = ask('flying', 'user', abort.signal);
    await turn();
    for (const path of ['1', '2', '3']) void ask(path);
    const waiting = ask('waiting', 'user', abort.signal);
    await turn();
    abort.abort();
    assert.equal((await failure(waiting)).reason, 'canceled');
    assert.equal((await failure(flying)).reason, 'canceled');
    assert.equal((await failure(ask('late', 'user', abort.signal))).reason, 'canceled');
    assert.deepEqual(sent, ['flying', '1', '2', '3']);
    void ask('next');
    await turn();
    assert.equal(sent.at(-1), 'next');
  });

  it('continue when their owner closes, but are not sent after that', async () => {
    const closed = new AbortController();
    const own = transport.at('user', closed.signal);
    const sends = ['1', '2', '3', '4', '5'].map((path) => own.request({ method: 'PUT', path }));
    await turn();
    closed.abort();
    assert.equal((await failure(sends[4]!)).reason, 'canceled');
    while (answers.length > 0) await answerOne();
    assert.deepEqual(
      (await Promise.all(sends.slice(0, 4))).map(({ status }) => status),
      [200, 200, 200, 200],
    );
    assert.deepEqual(sent, ['1', '2', '3', '4']);
  });
});
