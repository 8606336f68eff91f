import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { ManualClock } from '../manualClock.ts';
import { waitUntil } from '../waitUntil.ts';
import { failure, transportTo } from './startTransport.ts';

type Sent = RequestInit & { readonly url: string };

/** A `fetch` that answers as a test specifies, and records what it was called with. */
function answering(answer: (url: string, calls: number) => Response) {
  const sent: Sent[] = [];
  const fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    sent.push({ ...init, url });
    return Promise.resolve(answer(url, sent.length));
  };
  return { sent, fetch };
}

const json = (body: unknown, init: { status?: number; headers?: Record<string, string> } = {}) =>
  new Response(JSON.stringify(body), { ...init, headers: { 'Content-Type': 'application/json', ...init.headers } });
const moved = (location: string) => new Response(null, { status: 302, headers: { Location: location } });

const url = 'https://gitlab.example.com';
const token = 'glpat-CANARY0123456789abcd';
const storage = 'https://storage.example.com/bucket/a.png?signature=1';
const version = { method: 'GET', path: 'version' };
const file = { method: 'GET', path: 'projects/1/uploads/0123/a.png', mostBytes: 1000 };

const settingsOf = ({ redirect, cache, credentials, referrerPolicy }: Sent) => [
  redirect,
  cache,
  credentials,
  referrerPolicy,
];
const strict = ['manual', 'no-store', 'omit', 'no-referrer'];

describe('What a request is sent with', () => {
  it('follows no redirect automatically, and uses no cache, no cookies, and no referrer', async () => {
    const { sent, fetch } = answering((to) => (to === `${url}/api/v4/version` ? moved('metadata') : json({})));
    await transportTo(url, { fetch, token }).request(version);
    await transportTo(url, { fetch, token }).request({ method: 'POST', path: 'x', body: '{}' });
    assert.deepEqual(sent.map(settingsOf), [strict, strict, strict]);
  });

  it('sends no header for a token if there is none', async () => {
    const { sent, fetch } = answering(() => json({}));
    await transportTo(url, { fetch }).request(version);
    assert.deepEqual(sent[0]?.headers, { Accept: 'application/json' });
  });

  it('asks for a file in storage without a token, with the same settings', async () => {
    const { sent, fetch } = answering((to) => (to.startsWith(url) ? moved(storage) : new Response('bytes')));
    const { body } = await transportTo(url, { fetch, token }).request(file);
    assert.equal(new TextDecoder().decode(body as Uint8Array), 'bytes');
    assert.deepEqual(
      sent.map((each) => each.url),
      [`${url}/api/v4/${file.path}`, storage],
    );
    assert.deepEqual(sent.map(settingsOf), [strict, strict]);
    assert.deepEqual(sent[1]?.headers, { Accept: '*/*' });
  });

  it('S10: resolves a name before it follows a redirect to a file there', async () => {
    const { sent, fetch } = answering((to) => (to.startsWith(url) ? moved(storage) : new Response('bytes')));
    const asked: string[] = [];
    const resolveName = (host: string) => {
      asked.push(host);
      return Promise.resolve(host === 'storage.example.com' ? ['10.0.0.1'] : ['52.1.1.1']);
    };
    const error = await failure(transportTo(url, { fetch, token, resolveName }).request(file));
    assert.equal(error.reason, 'notGitLab');
    assert.deepEqual(asked, ['storage.example.com', 'gitlab.example.com']);
    assert.equal(sent.length, 1);
  });

  it('stops following a storage that redirects endlessly', async () => {
    const { sent, fetch } = answering((to, calls) => moved(to.startsWith(url) ? storage : `${storage}&hop=${calls}`));
    assert.equal((await failure(transportTo(url, { fetch, token }).request(file))).reason, 'notFound');
    assert.equal(sent.length, 1 + 4);
  });

  it('follows a redirect between storages, but not to a private address or back', async () => {
    for (const [target, isFollowed] of [
      ['https://other.example.org/a.png', true],
      ['https://10.0.0.1/a.png', false],
      ['http://other.example.org/a.png', false],
      [`${url}/api/v4/user`, false],
    ] as const) {
      const { sent, fetch } = answering((to) => {
        if (to === target) return new Response('bytes');
        return moved(to === storage ? target : storage);
      });
      const work = transportTo(url, { fetch, token }).request(file);
      if (isFollowed) assert.equal((await work).status, 200);
      else assert.equal((await failure(work)).reason, 'notFound', target);
      assert.equal(sent.length, isFollowed ? 3 : 2, target);
    }
  });

  it('follows the storage only from a redirect, and reads only a file from it', async () => {
    const other = 'https://other.example.org/a.png';
    const answers: readonly (readonly [status: number, type: string, read: string | undefined])[] = [
      [200, 'image/png', 'storage'],
      [201, 'image/png', 'storage'],
      [300, 'image/png', 'other'],
      [308, 'image/png', 'other'],
      [400, 'image/png', undefined],
      [404, 'image/png', undefined],
      [500, 'image/png', undefined],
      [200, 'text/html', undefined],
    ];
    for (const [status, type, read] of answers) {
      const { sent, fetch } = answering((to) => {
        if (to === other) return new Response('other');
        if (to !== storage) return moved(storage);
        return new Response('storage', { status, headers: { Location: other, 'Content-Type': type } });
      });
      const work = transportTo(url, { fetch, token }).request(file);
      if (read === undefined) {
        const { reason, facts } = await failure(work);
        assert.deepEqual([reason, facts.detail, facts.host], ['notFound', 'file', 'storage.example.com'], `${status}`);
        assert.deepEqual([facts.method, facts.path], ['GET', 'projects/:id/uploads/:secret/:name']);
      } else assert.equal(new TextDecoder().decode((await work).body as Uint8Array), read, `${status}`);
      assert.equal(sent.length, read === 'other' ? 3 : 2);
    }
  });

  it('lets a file from storage load while it makes progress, and for 30 seconds without any', async () => {
    const clock = new ManualClock();
    let body: ReadableStreamDefaultController<Uint8Array> | undefined;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        body = controller;
      },
    });
    const { sent, fetch } = answering((to) => (to.startsWith(url) ? moved(storage) : new Response(stream)));
    let ended = false;
    const work = failure(transportTo(url, { fetch, clock }).request(file)).finally(() => {
      ended = true;
    });
    // The limit of 15 seconds for the headers ends with them.
    await waitUntil(() => sent.length === 2 && clock.waiting === 1, 'the headers');
    sent[1]?.signal?.addEventListener('abort', () => {
      body?.error(new Error('aborted'));
    });
    for (let part = 0; part < 4; part++) {
      await clock.advance(20_000);
      assert.equal(sent[1]?.signal?.aborted, false);
      body?.enqueue(new Uint8Array(1));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await clock.advance(29_999);
    assert.equal(ended, false);
    await clock.advance(1);
    assert.equal((await work).reason, 'timeout');
    assert.equal(clock.waiting, 0);
  });

  it("doesn't repeat a request if the server returned a time", async () => {
    for (const status of [502, 503, 504]) {
      const { sent, fetch } = answering(() => json({}, { status, headers: { 'Retry-After': '120' } }));
      const clock = new ManualClock();
      const error = await failure(transportTo(url, { fetch, clock }).request(version));
      assert.deepEqual([error.reason, error.facts.until], ['server', clock.now() + 120_000]);
      assert.equal(sent.length, 1);
    }
  });

  it('spreads the retries of many windows by up to a quarter', async () => {
    const clock = new ManualClock();
    const { sent, fetch } = answering((_to, calls) => json({}, { status: calls === 1 ? 502 : 200 }));
    const work = transportTo(url, { fetch, clock, random: () => 1 }).request(version);
    await waitUntil(() => clock.waiting === 1 && sent.length === 1, 'the pause');
    await clock.advance(1_249);
    assert.equal(sent.length, 1);
    await clock.advance(1);
    assert.equal((await work).status, 200);
  });

  it('counts each response, including errors and files', async () => {
    const { fetch } = answering((to) => {
      if (to.endsWith('/a.png')) return new Response('12345');
      return to.endsWith('/version') ? json({}) : json({}, { status: 404 });
    });
    const transport = transportTo(url, { fetch });
    await transport.request(version);
    await transport.request(file);
    await failure(transport.request({ method: 'GET', path: 'missing' }));
    assert.deepEqual(transport.cost, { requests: 3, bytes: 2 + 5 + 2 });
  });

  it('leaves no listener on the signal of its caller, whatever the outcome', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const { fetch } = answering((to, calls) => {
      if (to.endsWith('/missing')) return json({}, { status: 404 });
      return json({}, { status: calls === 1 ? 502 : 200 });
    });
    const transport = transportTo(url, { fetch, clock });
    await clock.through(transport.request({ ...version, signal }));
    await failure(transport.request({ method: 'GET', path: 'missing', signal }));
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });
});
