import assert from 'node:assert/strict';
import { request } from 'node:http';
import type { FaultAction } from './http/fault.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon } from './testRequest.ts';

describe('Faults', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 5, projects: 1 });
  });
  afterEach(() => standIn.close());

  const spoil = (action: FaultAction): void => {
    standIn.addFault({ path: '/api/v4/projects/*/issues', do: action });
  };
  const list = (): Promise<Awaited<ReturnType<typeof ask>>> => ask(standIn, '/projects/101/issues');

  it('match by method, path, query, and order, and can be removed', async () => {
    const remove = standIn.addFault({
      path: '/api/v4/version',
      method: 'GET',
      after: 1,
      count: 2,
      do: { kind: 'error', case: 'internal' },
    });
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await ask(standIn, '/version')).status);
    assert.deepEqual(statuses, [200, 500, 500, 200]);
    remove();
    standIn.addFault({ query: 'page=2', do: { kind: 'error', case: 'maintenance' } });
    assert.equal((await ask(standIn, '/projects?page=1')).status, 200);
    assert.equal((await ask(standIn, '/projects?page=2')).status, 503);
    assert.equal((await ask(standIn, '/projects?page=2', { method: 'HEAD' })).status, 503);
    standIn.clearFaults();
    assert.equal((await ask(standIn, '/projects?page=2')).status, 200);
  });

  it('delay and drip return the correct response later', async () => {
    const right = await list();
    spoil({ kind: 'delay', ms: 5 });
    assert.equal((await list()).text, right.text);
    standIn.clearFaults();
    standIn.addFault({ path: '/api/v4/version', do: { kind: 'drip', ms: 0 } });
    assert.equal((await ask(standIn, '/version')).json.version, '18.9.1-ee');
  });

  it('hang never responds, and close() ends it', async () => {
    spoil({ kind: 'hang' });
    const waiting = list();
    const failed = assert.rejects(waiting);
    while (standIn.requests.length === 0) await new Promise(setImmediate);
    await standIn.close();
    await failed;
    assert.equal(standIn.requests[0]?.status, 0);
    standIn = await StandInGitLab.start({ now: () => noon, issues: 5, projects: 1 });
  });

  it('wait until they are removed, if they are held', async () => {
    const remove = standIn.addFault({ isHeld: true, do: { kind: 'error', case: 'forbidden' } });
    const waiting = [list(), list()];
    while (standIn.requests.length < waiting.length) await new Promise(setImmediate);
    assert.deepEqual(
      standIn.requests.map(({ status }) => status),
      [0, 0],
    );
    remove();
    for (const { status } of await Promise.all(waiting)) assert.equal(status, 403);
    assert.equal((await list()).status, 200);
  });

  it('drop ends the connection before the response, after the headers, or within the body', async () => {
    for (const when of ['before', 'headers', 'body'] as const) {
      standIn.clearFaults();
      spoil({ kind: 'drop', when });
      const seen = await new Promise<{ headers: boolean; bytes: number; broken: boolean }>((resolve) => {
        const state = { headers: false, bytes: 0, broken: true };
        const url = `${standIn.url}/api/v4/projects/101/issues`;
        const sent = request(url, { headers: { 'PRIVATE-TOKEN': standIn.tokens.personal }, agent: false }, (answer) => {
          state.headers = true;
          answer.on('data', (chunk: Buffer) => (state.bytes += chunk.length));
          answer.on('end', () => {
            state.broken = false;
          });
          answer.on('error', () => undefined);
          answer.on('close', () => {
            resolve(state);
          });
        });
        sent.on('error', () => {
          resolve(state);
        });
        sent.end();
      });
      assert.equal(seen.headers, when !== 'before', when);
      assert.equal(seen.bytes > 0, when === 'body', when);
      assert.ok(seen.broken, when);
    }
  });

  it('truncate, bom, emptyBody, contentType, and badGzip damage only the body', async () => {
    const right = await list();
    spoil({ kind: 'truncate' });
    const half = await list();
    assert.equal(half.json, undefined);
    assert.ok(right.text.startsWith(half.text) && half.text.length > 100);
    standIn.clearFaults();
    spoil({ kind: 'bom' });
    const response = await fetch(`${standIn.url}/api/v4/projects/101/issues`, {
      headers: { 'PRIVATE-TOKEN': standIn.tokens.personal },
    });
    assert.deepEqual([...new Uint8Array(await response.arrayBuffer())].slice(0, 3), [0xef, 0xbb, 0xbf]);
    standIn.clearFaults();
    spoil({ kind: 'emptyBody' });
    assert.deepEqual([(await list()).status, (await list()).text], [200, '']);
    standIn.clearFaults();
    spoil({ kind: 'contentType', value: 'text/html' });
    assert.equal((await list()).headers.get('content-type'), 'text/html');
    standIn.clearFaults();
    spoil({ kind: 'badGzip' });
    await assert.rejects(list());
  });

  it('huge has the requested size and is valid JSON', async () => {
    spoil({ kind: 'huge', bytes: 300_000 });
    const answer = await list();
    assert.ok(answer.text.length >= 300_000);
    assert.ok(Array.isArray(answer.json));
  });

  it('redirect to another address, and to itself forever', async () => {
    spoil({ kind: 'redirect', status: 307, location: 'http://127.0.0.1:1/elsewhere' });
    const away = await list();
    assert.deepEqual([away.status, away.headers.get('location')], [307, 'http://127.0.0.1:1/elsewhere']);
    standIn.clearFaults();
    spoil({ kind: 'redirect', location: 'loop' });
    assert.equal((await list()).headers.get('location'), `${standIn.url}/api/v4/projects/101/issues`);
  });

  it('throttled returns the requested Retry-After', async () => {
    const date = 'Wed, 13 May 2026 12:01:00 GMT';
    for (const [retryAfter, expected] of [
      [undefined, '30'],
      [0, '0'],
      [86_400, '86400'],
      [date, date],
      [null, null],
    ] as const) {
      standIn.clearFaults();
      spoil(retryAfter === undefined ? { kind: 'throttled' } : { kind: 'throttled', retryAfter });
      const answer = await list();
      assert.deepEqual([answer.status, answer.text], [429, 'Retry later\n']);
      assert.equal(answer.headers.get('retry-after'), expected);
      assert.equal(answer.headers.get('content-type'), 'text/plain');
    }
  });

  it('answer returns the given response, and the log has its status', async () => {
    spoil({ kind: 'answer', status: 418, headers: { 'X-Tea': 'yes' }, body: '{"pot":true}' });
    const answer = await list();
    assert.deepEqual([answer.status, answer.json, answer.headers.get('x-tea')], [418, { pot: true }, 'yes']);
    assert.equal(standIn.requests.at(-1)?.status, 418);
  });
});
