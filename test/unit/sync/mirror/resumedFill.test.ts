import assert from 'node:assert/strict';
import { ManualClock } from '../../manualClock.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

const minute = 60_000;
const lists = '/api/v4/projects/*/issues';

describe('R2: the first load of the issues', () => {
  let clock: ManualClock;
  let mirror: MirrorHarness;
  let windows: MirrorHarness[];
  const start = async (issues: number, projects = 1) => {
    clock = new ManualClock();
    mirror = await MirrorHarness.start({ projects, issues, now: () => clock.now() }, clock);
    windows = [];
  };
  afterEach(async () => {
    for (const window of windows) window.synchronizer.dispose();
    await mirror.close();
  });

  const show = async (window: MirrorHarness, ms = 0) => {
    window.synchronizer.start();
    window.synchronizer.setDemand('view');
    await window.pass(ms);
  };
  const reopen = () => {
    const window = mirror.anotherWindow();
    windows.push(window);
    return window;
  };
  /** The issues that differ between a window and the server, each as JSON. */
  const difference = (window: MirrorHarness) => {
    const [held, onServer] = [window.held, mirror.onServer].map((all) => all.map((each) => JSON.stringify(each)));
    const [inWindow, there] = [new Set(held), new Set(onServer)];
    return [...inWindow, ...there].filter((each) => !inWindow.has(each) || !there.has(each));
  };
  const open = () => mirror.onServer.length;
  /** The pages with issues that were answered, as `project range page`. */
  const pagesRead = () =>
    mirror.gitlab.requests
      .filter(({ query, status }) => query.includes('order_by=created_at') && status === 200)
      .map(({ path, query }) => {
        const parameters = new URLSearchParams(query);
        const range = ['created_before', 'created_after'].map((name) => parameters.get(name) ?? '');
        return [path, ...range, parameters.get('page')].join(' ');
      });
  const leastPages = () => Math.ceil(open() / 100);
  const error = (window = mirror) => window.synchronizer.trackers[0]?.error?.reason;

  it('continues after a 429 response with the pages that it lacks', async () => {
    await start(2500);
    // One page is refused, and those in flight with it are not.
    mirror.gitlab.addFault({ path: lists, query: 'page=5&', count: 1, do: { kind: 'throttled', retryAfter: 20 } });
    await show(mirror);
    assert.equal(error(), 'rateLimited');
    const held = mirror.held.length;
    assert.ok(held >= 400 && held < open(), `${held} held`);
    await mirror.pass(30_000);
    assert.deepEqual(difference(mirror), []);
    const pages = pagesRead();
    assert.equal(new Set(pages).size, pages.length);
    assert.ok(pages.length <= leastPages() + 2, `${pages.length} pages instead of ${leastPages()}`);
  });

  it('continues after a failure of any page, and after several', async () => {
    await start(2500);
    for (const [page, status] of [
      [3, 500],
      [4, 500],
      [7, 500],
    ])
      mirror.gitlab.addFault({
        path: lists,
        query: `page=${page}&`,
        count: 1,
        do: { kind: 'answer', status: status! },
      });
    await show(mirror, 10 * minute);
    assert.deepEqual(difference(mirror), []);
    assert.ok(pagesRead().length <= leastPages() + 6, `${pagesRead().length} pages instead of ${leastPages()}`);
  });

  it('continues in the next session, with the issues that were read', async () => {
    await start(2500);
    mirror.gitlab.addFault({ path: lists, query: 'page=9&', count: 1, do: { kind: 'throttled', retryAfter: 600 } });
    await show(mirror);
    const { length } = mirror.held;
    mirror.synchronizer.dispose();
    const before = pagesRead().length;
    const window = reopen();
    await clock.advance(10 * minute);
    await show(window);
    assert.deepEqual(difference(window), []);
    assert.equal(window.synchronizer.trackers[0]?.complete, true);
    const later = pagesRead().length - before;
    assert.ok(later <= Math.ceil((open() - length) / 100) + 2, `${later} more pages after ${length} issues`);
  });

  it('continues in the next session after the window was closed while it loaded', async () => {
    await start(2500);
    mirror.gitlab.addFault({ path: lists, query: 'page=9&', do: { kind: 'hang' } });
    mirror.synchronizer.start();
    mirror.synchronizer.setDemand('view');
    await clock.advance(0);
    while (mirror.held.length < 1100) await new Promise((resolve) => setImmediate(resolve));
    await mirror.synchronizer.flush();
    mirror.synchronizer.dispose();
    mirror.gitlab.clearFaults();
    const before = pagesRead().length;
    const window = reopen();
    await window.synchronizer.ready();
    await show(window);
    assert.deepEqual(difference(window), []);
    assert.ok(pagesRead().length - before <= Math.ceil((open() - 1100) / 100) + 2);
  });

  it('shows a part that an earlier session read, but not as all issues', async () => {
    await start(1500);
    mirror.gitlab.addFault({ path: lists, query: 'page=4&', do: { kind: 'error', case: 'internal' } });
    await show(mirror);
    mirror.synchronizer.dispose();
    mirror.gitlab.addFault({ do: { kind: 'error', case: 'internal' } });
    const window = reopen();
    await show(window);
    const [tracker] = window.synchronizer.trackers;
    assert.ok(window.held.length >= 300);
    assert.deepEqual([tracker?.complete, tracker?.asOf], [false, undefined]);
  });

  for (const later of ['', ', in the next session'])
    it(`finds what changed between its parts, and requests nothing older${later}`, async () => {
      await start(1500);
      const { world } = mirror.gitlab;
      const stopped = { path: lists, query: 'page=5&', count: 1, do: { kind: 'throttled', retryAfter: 300 } } as const;
      mirror.gitlab.addFault(stopped);
      await show(mirror);
      const read = mirror.held;
      const isRead = ({ iid }: { iid: number }) => read.some((issue) => issue.iid === iid);
      const issues = world.issues(101).filter(({ state }) => state === 'opened');
      const [before, after] = [issues.filter(isRead), issues.filter((issue) => !isRead(issue))];
      assert.ok(before.length >= 400 && after.length > 0);
      await clock.advance(5_000);
      for (const [closed, renamed] of [before, after]) {
        world.updateIssue(101, closed!.iid, { state: 'closed' });
        world.updateIssue(101, renamed!.iid, { title: 'Renamed meanwhile' });
      }
      world.createIssue(101, { title: 'Made meanwhile' });
      // It continues after more time than the clocks of servers can differ by.
      if (later) {
        mirror.synchronizer.dispose();
        await clock.advance(10 * minute);
      }
      const window = later ? reopen() : mirror;
      await (later ? show(window) : window.pass(10 * minute));
      assert.deepEqual(difference(window), []);
      const changes = mirror.gitlab.requests
        .map(({ query }) => new URLSearchParams(query))
        .filter((query) => query.get('order_by') === 'updated_at');
      assert.ok(changes.length > 0);
      assert.ok(changes.every((query) => query.has('updated_after')));
    });

  it('is completed by whichever of two windows is faster', async () => {
    await start(1500);
    mirror.gitlab.addFault({ path: lists, query: 'page=5&', count: 1, do: { kind: 'throttled', retryAfter: 20 } });
    await show(mirror);
    await clock.advance(5_000);
    const window = reopen();
    await show(window);
    assert.deepEqual(difference(window), []);
    mirror.gitlab.clearRequests();
    await mirror.pass(2 * minute);
    assert.deepEqual(difference(mirror), []);
    assert.equal(pagesRead().length, 0);
  });

  it('continues after the user stopped it, with a refresh', async () => {
    await start(2500);
    const { synchronizer } = mirror;
    synchronizer.onDidChange(() => {
      if (mirror.held.length >= 500) synchronizer.stopInitialSync();
    });
    await show(mirror);
    const { length } = mirror.held;
    assert.ok(length < open());
    const stop = synchronizer.stopInitialSync.bind(synchronizer);
    synchronizer.stopInitialSync = () => undefined;
    mirror.gitlab.clearRequests();
    await synchronizer.refresh();
    synchronizer.stopInitialSync = stop;
    assert.deepEqual(difference(mirror), []);
    assert.ok(pagesRead().length <= Math.ceil((open() - length) / 100) + 2);
  });

  it('sends no page that waits for its turn when the user stops it', async () => {
    await start(1500, 2);
    mirror.gitlab.setRateLimit({ limit: 20 });
    mirror.synchronizer.start();
    mirror.synchronizer.setDemand('view');
    await mirror.passWaiting(1_000);
    const pages = pagesRead().length;
    assert.ok(pages >= 4 && pages < leastPages(), `${pages} pages`);
    mirror.synchronizer.stopInitialSync();
    await mirror.passWaiting(3 * minute);
    assert.equal(pagesRead().length, pages);
    assert.ok(mirror.synchronizer.trackers.every(({ complete, loading, error }) => complete && !loading && !error));
    assert.ok(mirror.synchronizer.trackers.every(({ openInAll = 0 }) => openInAll > 300));
    const rest = mirror.synchronizer.refresh();
    await mirror.passWaiting(5 * minute);
    await rest;
    assert.deepEqual(difference(mirror), []);
  });

  it('never uses more than half of a rate limit, and shows when it continues', async () => {
    await start(1500, 3);
    mirror.gitlab.setRateLimit({ limit: 20 });
    mirror.synchronizer.start();
    mirror.synchronizer.setDemand('view');
    await mirror.passWaiting(1_000);
    const pace = mirror.synchronizer.paceOf(mirror.synchronizer.trackers[0]!.key);
    assert.equal(pace?.perMinute, 20);
    const wait = (pace.continuesAt ?? 0) - clock.now();
    assert.ok(wait > 0 && wait <= 61_000, `${wait} ms`);
    assert.ok(mirror.synchronizer.trackers.every(({ loading, error }) => loading && !error));
    await mirror.passWaiting(6 * minute);
    assert.deepEqual(difference(mirror), []);
    const times = mirror.gitlab.requests.map(({ at }) => at);
    const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at <= from + minute).length));
    assert.ok(most <= 10, `${most} requests`);
    assert.ok(mirror.gitlab.requests.every(({ status }) => status !== 429));
  });
});
