import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { ChangeCursor } from '../../../../src/sync/cache/snapshot.ts';
import { type Paging, readChanges } from '../../../../src/sync/mirror/readChanges.ts';
import { LateServer } from './lateServer.ts';

const second = 1000;
const minute = 60_000;

describe('the mark of a read of changes', () => {
  let server: LateServer;
  let cursor: ChangeCursor;
  beforeEach(() => {
    server = new LateServer();
    cursor = { since: server.now };
  });

  const read = async (paging: Paging = 'keyset') => {
    const result = await readChanges(server, cursor, paging);
    ({ cursor } = result);
    return result;
  };
  const put = (from: number, to: number, change?: { stamp?: number; late?: number }) => {
    for (let id = from; id <= to; id++) server.put(id, change);
  };

  it('stays while few rows came back, so that the next request can return “not modified”', async () => {
    const { since } = cursor;
    server.now += minute;
    put(1, 19);
    assert.equal((await read()).isMore, false);
    assert.equal(cursor.since, since);
    assert.ok(cursor.etag);
    server.now += 10 * minute;
    server.requests.length = 0;
    const before = cursor;
    assert.deepEqual(await read(), { cursor: before, isMore: false });
    assert.deepEqual(
      server.requests.map(({ page, updatedAfter }) => [page, updatedAfter]),
      [['keyset', since]],
    );
    assert.equal(server.requests[0]?.etag, before.etag);
  });

  it('moves as soon as 20 rows came back, and the ETag of the other request is dropped', async () => {
    const { since = 0 } = cursor;
    server.now += 10 * minute;
    put(1, 20);
    await read();
    assert.ok((cursor.since ?? 0) > since);
    assert.equal(cursor.etag, undefined);
  });

  it('moves if 20 rows came back twice of which some can’t be read', async () => {
    const { since = 0 } = cursor;
    server.now += 10 * minute;
    put(1, 10);
    server.rejected = 10;
    await read();
    assert.equal(cursor.since, since);
    await read();
    assert.ok(cursor.since > since);
    cursor = { since };
    server.rejected = 9;
    await read();
    assert.equal(cursor.since, since);
  });

  it('leaves room for a change that becomes visible after a newer one', async () => {
    server.now += 10 * minute;
    server.put(50, { stamp: server.now - 4 * second, late: 5 * second });
    put(1, 20);
    await read();
    assert.equal(server.applied.has(50), false);
    server.now += 10 * second;
    await read();
    assert.equal(server.applied.has(50), true);
  });

  it('leaves room for the servers of an instance, whose clocks differ by up to a minute', async () => {
    put(1, 20, { stamp: server.now + second });
    server.now += 30 * minute;
    server.put(50, { stamp: server.now - 50 * second, late: minute });
    const began = server.now;
    await read();
    assert.equal(server.applied.has(50), false);
    // Older changes than that are not requested again.
    assert.equal(cursor.since, began - minute);
    server.now += 2 * minute;
    await read();
    assert.equal(server.applied.has(50), true);
  });

  it('is the newest row, with that room, if the server does not return its time', async () => {
    server.returnsTime = false;
    server.now += 10 * minute;
    put(1, 20);
    server.now += 30 * minute;
    await read();
    assert.equal(cursor.since, (server.visible[0]?.updatedAt ?? 0) - 5 * second);
  });

  it('stays undefined while there is no row', async () => {
    cursor = { since: undefined };
    assert.deepEqual(await read(), { cursor: { since: undefined }, isMore: false });
    put(1, 3);
    await read();
    assert.equal(cursor.since, server.now - 5 * second);
  });

  it('never passes the server’s time, although a row is stamped later', async () => {
    server.now += 10 * minute;
    put(1, 19);
    server.put(20, { stamp: server.now + 10 * minute, late: -10 * minute });
    await read();
    server.now += second;
    server.put(50);
    await read();
    assert.equal(server.applied.has(50), true);
  });

  it('returns to where paging began if a row moved between two pages, because another was skipped', async () => {
    server.pageSize = 5;
    server.now += minute;
    // One timestamp for more than a page, so that the second page is requested by number.
    put(1, 12);
    server.now += 30 * minute;
    let answers = 0;
    server.beforeAnswer = () => {
      answers += 1;
      if (answers !== 3) return;
      server.put(1);
    };
    await read('offset');
    assert.equal(server.applied.size, 11);
    await read('offset');
    assert.equal(server.applied.size, 12);
  });

  it('ends the read if the server returns the same full page again and again', async () => {
    server.pageSize = 5;
    server.now += minute;
    put(1, 5);
    const list = server.list.bind(server);
    server.list = async (request) => ({ ...(await list({ ...request, page: 1 })), isLast: false });
    await assert.rejects(read('offset'), (error) => GitLabError.is(error, 'badData'));
    assert.ok(server.requests.length <= 6, `${server.requests.length} requests`);
  });

  it('ends the read if the server ignores since when', async () => {
    server.put(1, { stamp: server.now - minute });
    const list = server.list.bind(server);
    server.list = (request) => list({ ...request, updatedAfter: 0 });
    await assert.rejects(read(), (error) => GitLabError.is(error, 'badData'));
  });

  it('covers rows of up to 5 seconds before it', async () => {
    server.put(1, { stamp: server.now - 5 * second });
    const list = server.list.bind(server);
    server.list = (request) => list({ ...request, updatedAfter: 0 });
    await read();
    assert.equal(server.applied.size, 1);
  });

  it('stays at the last row after 100 pages, and there is more to read', async () => {
    server.pageSize = 1;
    for (let id = 1; id <= 150; id++) {
      server.now += second;
      server.put(id);
    }
    server.now += 10 * minute;
    const first = await read();
    assert.deepEqual([first.isMore, server.requests.length], [true, 100]);
    assert.equal(cursor.since, server.visible[99]?.updatedAt);
    assert.equal(server.applied.size, 100);
    assert.equal((await read()).isMore, false);
    assert.equal(server.applied.size, 150);
  });

  for (const paging of ['keyset', 'offset'] as const) {
    it(`misses no change that is visible within 5 seconds, ${paging === 'keyset' ? 'by keyset' : 'page by page'}`, async () => {
      const change = fc.record({
        id: fc.integer({ min: 1, max: 60 }),
        after: fc.integer({ min: 1, max: 20 * second }),
        late: fc.integer({ min: 0, max: 4_500 }),
      });
      const look = fc.record({
        before: fc.array(change, { maxLength: 30 }),
        during: fc.array(change, { maxLength: 4 }),
        pause: fc.integer({ min: 0, max: 3 * minute }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(look, { minLength: 1, maxLength: 6 }), async (looks) => {
          server = new LateServer();
          server.pageSize = 25;
          cursor = { since: server.now };
          const happen = ({ id, after, late }: { id: number; after: number; late: number }) => {
            server.now += after;
            server.put(id, { late });
          };
          for (const { before, during, pause } of looks) {
            before.forEach(happen);
            const waiting = [...during];
            server.beforeAnswer = () => {
              const next = waiting.shift();
              if (next) happen(next);
            };
            await read(paging);
            server.now += pause;
          }
          server.beforeAnswer = () => undefined;
          server.now += 10 * second;
          for (let more = true; more;) more = (await read(paging)).isMore;
          assert.deepEqual(
            server.visible.filter(({ id, updatedAt }) => server.applied.get(id)?.updatedAt !== updatedAt),
            [],
          );
        }),
        { numRuns: 150 },
      );
    });
  }
});
