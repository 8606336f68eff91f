import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { readRange, recheckRanges, settleDifference } from '../../../../src/sync/mirror/creationRanges.ts';
import { initialSync } from '../../../../src/sync/mirror/initialSync.ts';
import { PreciseServer } from './preciseServer.ts';

const minute = 60_000;

describe('the ranges of creation times', () => {
  let server: PreciseServer;
  beforeEach(() => {
    server = new PreciseServer();
  });

  /** Creates issues, `gap` milliseconds apart. */
  const create = (count: number, gap = 1000) => {
    for (let id = 1; id <= count; id++) server.put(id, id * gap);
  };

  it('have the ETag of their list if it fits on one page', async () => {
    create(99);
    const etag = await readRange(server, {});
    assert.ok(etag);
    assert.equal(await readRange(server, {}, etag), etag);
    server.put(100, 200_000);
    assert.equal(await readRange(server, {}), undefined);
    server.put(101, 201_000);
    assert.equal(await readRange(server, {}), undefined);
    assert.deepEqual(server.heldIds, server.ids);
  });

  it('are read page by page, and miss no issue of the last millisecond of a page', async () => {
    create(950, 0.13);
    await readRange(server, {});
    assert.deepEqual(server.heldIds, server.ids);
    server.created.delete(500);
    await readRange(server, {});
    assert.deepEqual(server.heldIds, server.ids);
  });

  it('are not read forever from a server that returns the same page again and again', async () => {
    create(200);
    const list = server.list.bind(server);
    server.list = (request) => list({ ...request, page: 1, createdBefore: Infinity });
    await assert.rejects(readRange(server, {}), (error) => GitLabError.is(error, 'badData'));
    assert.ok(server.requests.length <= 6, `${server.requests.length} requests`);
  });

  it('are all left for later if one of them fails', async () => {
    create(1000);
    server.fill();
    const { ranges } = await recheckRanges(server, {}, []);
    assert.ok(ranges.length > 10);
    assert.ok(ranges.every(({ etag }) => etag !== undefined));
    server.requests.length = 0;
    server.beforeAnswer = () => {
      if (server.requests.length === 2) throw new GitLabError('server');
    };
    const again = await recheckRanges(server, {}, ranges);
    assert.ok(GitLabError.is(again.failure, 'server'));
    assert.ok(server.requests.length <= 4, `${server.requests.length} requests`);
    assert.deepEqual(again.ranges, ranges);
  });

  it('are halved by at most 24 counts, however many issues differ', async () => {
    create(9000);
    server.fill();
    for (let id = 50; id <= 9000; id += 100) server.created.delete(id);
    await settleDifference(server, {}, server.created.size);
    assert.ok(server.counts <= 24, `${server.counts} counts`);
    assert.deepEqual(server.heldIds, server.ids);
  });

  it('cost no request while the counts are the same', async () => {
    create(500);
    server.fill();
    await settleDifference(server, {}, 500);
    assert.deepEqual([server.counts, server.requests.length], [0, 0]);
  });
});

describe('the first load of the issues', () => {
  let server: PreciseServer;
  beforeEach(() => {
    server = new PreciseServer();
  });
  const load = (most = 100_000) => initialSync(server, { most, isStopped: () => false, onPage: () => undefined });

  it('begins the changes a minute before the server’s time, because the clocks of its servers differ', async () => {
    server.put(1, 1000);
    const { since, unread } = await load();
    assert.deepEqual([since, unread], [(server.serverTime ?? 0) - minute, []]);
    assert.equal(server.requests.length, 1);
  });

  it('begins the changes a minute before the newest change if the server does not return its time', async () => {
    server.serverTime = undefined;
    assert.equal((await load()).since, undefined);
    server.put(1, 5_000_000);
    assert.equal((await load()).since, 5_000_000 - minute);
    const [, newest] = server.requests.slice(-2);
    assert.deepEqual([newest?.sort, newest?.orderBy, newest?.perPage], ['desc', 'updated_at', 1]);
  });

  it('continues beyond the deepest page with the issues of the last millisecond, none missing', async () => {
    const ids = Array.from({ length: 50_200 }, (_, at) => 50_200 - at);
    const timeOf = (id: number) => id / 7;
    // Lists without searching, because that would take minutes.
    const list = server.list.bind(server);
    server.list = (request) => {
      const { page, createdBefore = Infinity } = request;
      const from = ids.findIndex((id) => timeOf(id) <= createdBefore) + (Number(page) - 1) * 100;
      server.created.clear();
      for (const id of ids.slice(from, from + 100)) server.put(id, timeOf(id));
      assert.ok(Number(page) <= 500);
      return list({ state: 'opened', orderBy: 'created_at', sort: 'desc', perPage: 100, page: 1 });
    };
    await load();
    assert.equal(server.held().length, ids.length);
  });

  it('ends at the limit', async () => {
    for (let id = 1; id <= 1000; id++) server.put(id, id * 1000);
    await load(250);
    assert.equal(server.requests.length, 3);
  });
});
