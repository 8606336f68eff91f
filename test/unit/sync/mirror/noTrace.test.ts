import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { FakeGitLab, FakeWindow } from '../fakeGitLab.ts';
import { filled } from '../filledWindow.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('a change without a trace', () => {
  it('is found by counting halves: one deleted issue among 10,000 costs 8 counts and one page', async () => {
    const { gitlab, window } = await filled(10_000);
    for (const id of [10_000, 5000, 1, 7777]) {
      gitlab.delete(id);
      gitlab.asked = [];
      await window.mirror.sync('refresh');
      assert.deepEqual(window.held, gitlab.open);
      const counts = gitlab.asked.filter((question) => question === 'count').length;
      assert.ok(counts <= 9, `${counts} counts`);
      // One request for the changes, and one for the page of the range.
      assert.ok(gitlab.asked.length - counts <= 2, `${gitlab.asked.length} requests`);
    }
  });

  it('costs one more count if nothing is missing, and is found automatically at the thirtieth poll', async () => {
    const { gitlab, window, pass } = await filled(500);
    gitlab.delete(77);
    const requests: number[] = [];
    for (let look = 1; look <= 30; look++) {
      await pass(minute);
      gitlab.asked = [];
      await window.mirror.sync('poll');
      requests.push(gitlab.asked.length);
    }
    assert.deepEqual(window.held, gitlab.open);
    assert.ok(
      requests.slice(0, 28).every((count) => count === 1),
      requests.join(' '),
    );
  });

  it('is found among many issues that were created at the same moment, as by an import', async () => {
    const { gitlab, window } = await filled(0);
    for (let id = 1; id <= 450; id++) gitlab.put(id, { createdAt: 5000 });
    await window.mirror.sync('refresh');
    gitlab.delete(222);
    await window.mirror.sync('refresh');
    assert.deepEqual(window.held, gitlab.open);
  });

  it('is found once a day by comparing every issue, mostly without a body, also in the next window', async () => {
    const { gitlab, window, pass } = await filled(2000);
    await pass(day + minute);
    await window.mirror.sync('poll');
    for (const again of [window, new FakeWindow(gitlab, window.clock, window.files)]) {
      await pass(day + minute);
      // Renamed labels change no timestamp, and removing one issue and adding another changes no count.
      gitlab.issues.set(5, { ...gitlab.issues.get(5)!, labels: ['renamed'] });
      gitlab.asked = [];
      gitlab.unchanged = 0;
      await again.mirror.sync('poll');
      assert.deepEqual(again.held, gitlab.open);
      const lists = gitlab.asked.filter(
        (question) => typeof question === 'object' && question.orderBy === 'created_at',
      ).length;
      assert.equal(lists, 25);
      assert.ok(gitlab.unchanged >= lists - 1, `${gitlab.unchanged} of ${lists}`);
      gitlab.issues.set(5, { ...gitlab.issues.get(5)!, labels: [`renamed ${gitlab.now}`] });
      gitlab.asked = [];
      await pass(minute);
      await again.mirror.sync('poll');
      assert.equal(gitlab.asked.length, 1, 'not again before another day');
      await pass(day);
      await again.mirror.sync('poll');
    }
  });

  it('is not compared every minute if a part of it can’t be read', async () => {
    const { gitlab, window, pass } = await filled(500);
    await pass(day + minute);
    let isBroken = true;
    gitlab.onQuestion = (question) => {
      if (isBroken && typeof question === 'object' && question.createdBefore !== undefined)
        throw new GitLabError('server', { status: 500 });
    };
    await window.mirror.sync('poll');
    assert.equal(window.mirror.state.error, undefined);
    gitlab.asked = [];
    for (let look = 0; look < 10; look++) {
      await pass(minute);
      await window.mirror.sync('poll');
    }
    assert.equal(gitlab.asked.filter((question) => question !== 'count').length, 10);
    isBroken = false;
    gitlab.issues.set(5, { ...gitlab.issues.get(5)!, labels: ['renamed'] });
    await pass(60 * minute);
    await window.mirror.sync('poll');
    assert.deepEqual(window.held, gitlab.open);
  });

  it('ends the comparison if the token is no longer valid, and reports it', async () => {
    const { gitlab, window, pass } = await filled(500);
    await pass(day + minute);
    gitlab.onQuestion = (question) => {
      if (typeof question === 'object' && question.createdBefore !== undefined)
        throw new GitLabError('auth', { status: 401 });
    };
    await assert.rejects(window.mirror.sync('poll'), (error) => GitLabError.is(error, 'auth'));
    assert.equal(window.mirror.state.error?.reason, 'auth');
    assert.equal(window.held.length, 500);
  });

  it('starts over if a path leads to another project, or to one without issues', async () => {
    const { gitlab, window, pass } = await filled(50);
    gitlab.issues.clear();
    for (let id = 101; id <= 120; id++) gitlab.put(id, { createdAt: id, updatedAt: id });
    gitlab.project = { ...gitlab.project, id: 202 };
    await pass(day + minute);
    await window.mirror.sync('poll');
    assert.deepEqual(window.held, gitlab.open);
    gitlab.project = { ...gitlab.project, issuesEnabled: false };
    await pass(day + minute);
    await window.mirror.sync('poll');
    assert.deepEqual(window.held, []);
    const next = new FakeWindow(gitlab, window.clock, window.files);
    await next.mirror.catchUp();
    assert.deepEqual(next.held, []);
    gitlab.project = { ...gitlab.project, issuesEnabled: true };
    await pass(minute);
    await window.mirror.sync('poll');
    assert.deepEqual(window.held, gitlab.open);
  });

  it('does not search forever for what it can’t explain', async () => {
    const { gitlab, window } = await filled(300);
    // GitLab counts issue 301, but never lists it.
    const list = gitlab.listIssues.bind(gitlab);
    gitlab.put(301, { createdAt: 5, updatedAt: 5 });
    gitlab.listIssues = async (project, request) => {
      const page = await list(project, request);
      return { ...page, issues: page.issues.filter(({ id }) => id !== 301) };
    };
    await window.mirror.sync('refresh');
    gitlab.asked = [];
    await window.mirror.sync('refresh');
    assert.equal(gitlab.asked.length, 2);
  });
});

describe('the first load', () => {
  it('D12: shows issues after 2 requests and reads 10,000 issues with 103, 4 at a time', async () => {
    const gitlab = new FakeGitLab();
    for (let id = 1; id <= 10_000; id++) gitlab.put(id, { createdAt: id * 1000, updatedAt: id * 1000 });
    const window = new FakeWindow(gitlab);
    let painted: number | undefined;
    window.store.onDidChange(() => (painted ??= gitlab.asked.length));
    const progress: string[] = [];
    window.mirror.onDidChange(() => {
      const { progress: now } = window.mirror.state;
      if (now && progress.at(-1) !== `${now.read} of ${now.total}`) progress.push(`${now.read} of ${now.total}`);
    });
    let [underWay, most] = [0, 0];
    gitlab.onQuestion = (question) => {
      if (question === 'project') return;
      underWay += 1;
      most = Math.max(most, underWay);
    };
    gitlab.onAnswer = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    };
    await window.mirror.sync('poll');
    assert.equal(painted, 2);
    assert.equal(gitlab.asked.length, 103);
    assert.equal(most, 4);
    assert.equal(progress[0], '100 of 10000');
    assert.equal(progress.length, 100);
    assert.equal(window.mirror.state.progress, undefined);
    assert.equal(window.mirror.state.openInAll, undefined);
  });

  it('D12: holds the newest issues above the limit, shows how many there are, and fills up when others close', async () => {
    const gitlab = new FakeGitLab();
    for (let id = 1; id <= 3000; id++) gitlab.put(id, { createdAt: id * 1000, updatedAt: id * 1000 });
    const window = new FakeWindow(gitlab);
    window.most = 1000;
    await window.mirror.sync('poll');
    assert.deepEqual(window.held, gitlab.open.slice(0, 1000));
    assert.equal(window.mirror.state.openInAll, 3000);
    // 10 pages, the project, the changes, and two counts.
    assert.equal(gitlab.asked.length, 14);
    gitlab.now += minute;
    gitlab.put(3001);
    await window.mirror.sync('refresh');
    assert.deepEqual(window.held, gitlab.open.slice(0, 1000));
    gitlab.now += minute;
    for (let id = 2500; id <= 2700; id++) gitlab.put(id, { state: 'closed' });
    await window.mirror.sync('refresh');
    await window.mirror.sync('refresh');
    assert.deepEqual(window.held, gitlab.open.slice(0, 1000));
    window.most = 10_000;
    await window.mirror.sync('refresh');
    assert.deepEqual(window.held, gitlab.open);
    assert.equal(window.mirror.state.openInAll, undefined);
  });

  it('D12: applies a limit that is raised or lowered slightly at the next poll, even if another window polled last', async () => {
    const gitlab = new FakeGitLab();
    for (let id = 1; id <= 3000; id++) gitlab.put(id, { createdAt: id * 1000, updatedAt: id * 1000 });
    const window = new FakeWindow(gitlab);
    window.most = 1000;
    await window.mirror.sync('poll');
    window.most = 1020;
    const another = new FakeWindow(gitlab, window.clock, window.files);
    another.most = 1020;
    await window.mirror.sync('poll');
    assert.deepEqual(window.held, gitlab.open.slice(0, 1020));
    gitlab.asked = [];
    await another.mirror.sync('poll', minute);
    assert.deepEqual(gitlab.asked, []);
    another.most = 1040;
    await another.mirror.sync('poll', minute);
    assert.deepEqual(another.held, gitlab.open.slice(0, 1040));
    // Closed issues alone don't cause a full reload.
    gitlab.now += minute;
    gitlab.put(2990, { state: 'closed' });
    gitlab.asked = [];
    await another.mirror.sync('poll');
    assert.equal(gitlab.asked.length, 1);
    another.most = 500;
    await another.mirror.sync('poll');
    assert.deepEqual(another.held, gitlab.open.slice(0, 500));
    assert.equal(another.mirror.state.openInAll, 2999);
    another.most = 5000;
    await another.mirror.sync('poll');
    assert.deepEqual(another.held, gitlab.open);
    assert.equal(another.mirror.state.openInAll, undefined);
  });

  it('can be stopped, and continues when the user refreshes', async () => {
    const gitlab = new FakeGitLab();
    for (let id = 1; id <= 2000; id++) gitlab.put(id, { createdAt: id * 1000, updatedAt: id * 1000 });
    const window = new FakeWindow(gitlab);
    window.store.onDidChange(() => {
      if (window.held.length >= 500) window.mirror.stopInitialSync();
    });
    await window.mirror.sync('poll');
    const { length } = window.held;
    assert.ok(length >= 500 && length <= 900, `${length} issues`);
    assert.deepEqual(window.held, gitlab.open.slice(0, length));
    assert.equal(window.mirror.state.openInAll, 2000);
    gitlab.now += minute;
    await window.mirror.sync('poll');
    assert.equal(window.held.length, length);
    window.store.onDidChange(() => undefined);
    const stop = window.mirror.stopInitialSync.bind(window.mirror);
    window.mirror.stopInitialSync = () => undefined;
    await window.mirror.sync('refresh');
    assert.deepEqual(window.held, gitlab.open);
    // Stopping an idle mirror doesn't affect a later sync.
    stop();
    gitlab.asked = [];
    await window.mirror.sync('refresh');
    assert.ok(gitlab.asked.length <= 3);
  });

  for (const how of ['changed on GitLab', 'changed here'])
    it(`stays stopped if an old issue was ${how}`, async () => {
      const gitlab = new FakeGitLab();
      for (let id = 1; id <= 10_000; id++) gitlab.put(id, { createdAt: id * 1000, updatedAt: id * 1000 });
      const window = new FakeWindow(gitlab);
      window.store.onDidChange(() => {
        if (window.held.length >= 1000) window.mirror.stopInitialSync();
      });
      let isChanged = false;
      gitlab.onQuestion = () => {
        if (how === 'changed here' || window.held.length < 1000 || isChanged) return;
        isChanged = true;
        gitlab.now += minute;
        gitlab.put(7, { title: 'Old', updatedAt: gitlab.now });
      };
      await window.mirror.sync('poll');
      const before = window.held.length;
      assert.ok(before <= 1500, `${before} issues`);
      gitlab.onQuestion = () => undefined;
      gitlab.asked = [];
      if (how === 'changed here') {
        gitlab.now += minute;
        gitlab.put(7, { title: 'Old', updatedAt: gitlab.now });
        await window.mirror.applyServerChange({ issue: gitlab.issues.get(7) }, true);
      }
      for (let poll = 0; poll < 40; poll++) await window.mirror.sync('poll');
      // Its later changes are still found.
      gitlab.now += minute;
      gitlab.put(7, { title: 'Old again', updatedAt: gitlab.now });
      await window.mirror.sync('poll');
      const held = window.held.filter(({ id }) => id !== 7);
      assert.deepEqual(held, gitlab.open.slice(0, before));
      const old = window.held.find(({ id }) => id === 7);
      assert.equal(old?.title, how === 'changed here' ? 'Old again' : undefined);
      assert.ok(gitlab.asked.length <= 50, `${gitlab.asked.length} requests`);
    });

  it('continues beyond the 500 pages that GitLab allows', async () => {
    const gitlab = new FakeGitLab();
    for (let id = 1; id <= 60_000; id++) gitlab.put(id, { createdAt: Math.floor(id / 7), updatedAt: id });
    const list = gitlab.listIssues.bind(gitlab);
    const newestFirst = gitlab.open;
    // Sorts the issues only once, because the test would take too long otherwise.
    gitlab.listIssues = (project, request) => {
      const { page, createdBefore = Number.POSITIVE_INFINITY } = request;
      if (request.orderBy !== 'created_at' || typeof page !== 'number') return list(project, request);
      if (page > 500) return Promise.reject(new GitLabError('invalid', { status: 405 }));
      const from = newestFirst.findIndex(({ createdAt }) => createdAt <= createdBefore) + 100 * (page - 1);
      const issues = newestFirst.slice(from, from + 100);
      const { length: rows } = issues;
      return Promise.resolve({
        issues,
        descriptions: new Map(),
        rejected: 0,
        rows,
        isLast: rows < 100,
        unchanged: false,
        serverTime: gitlab.now,
      });
    };
    const window = new FakeWindow(gitlab);
    window.most = 100_000;
    await window.mirror.sync('poll');
    assert.deepEqual(window.held.length, 60_000);
  });
});
