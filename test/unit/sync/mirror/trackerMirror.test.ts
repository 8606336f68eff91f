import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { IssueChanges } from '../../../../src/sync/store/issueStore.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

const minute = 60_000;

describe('TrackerMirror', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  /** Returns the first project on the server, its tracker, and one of its open issues. */
  const first = () => {
    const [project] = mirror.gitlab.world.projects.values();
    const [tracker] = mirror.synchronizer.trackers;
    assert.ok(project && tracker);
    return {
      project,
      tracker,
      someIssue: mirror.gitlab.world.issues(project.id).find(({ state }) => state === 'opened')!,
    };
  };

  describe('at the start', () => {
    it('requests nothing before it is started, or before a view is visible', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
      mirror.synchronizer.setDemand('view');
      await mirror.clock.advance(10 * minute);
      assert.equal(mirror.synchronizer.viewState, 'noRemote');
      mirror.synchronizer.setDemand('none');
      mirror.synchronizer.start();
      await mirror.clock.advance(10 * minute);
      assert.deepEqual(mirror.requests(), []);
    });

    it('reads all open issues of every project, shows each page as it arrives, and counts them', async () => {
      mirror = await MirrorHarness.start({ projects: 3, issues: 500 });
      const sizes: number[] = [];
      mirror.store.onDidChange(({ added }) => sizes.push(added.length));
      await mirror.fill();
      assert.deepEqual(mirror.held, mirror.onServer);
      assert.ok(mirror.held.length > 600);
      assert.deepEqual(sizes.slice(0, 3), [100, 100, 100]);
      const requests = mirror.requests();
      const pages = [...mirror.gitlab.world.projects.keys()].map((id) =>
        Math.ceil(mirror.gitlab.world.issues(id).filter(({ state }) => state === 'opened').length / 100),
      );
      // For each project: the project itself, the pages, the changes since, and the count.
      assert.equal(
        requests.length,
        pages.reduce((sum, count) => sum + count + 3, 0),
      );
      assert.equal(requests.filter((request) => /^projects\/\d+\/issues\?/.test(request)).length, requests.length - 6);
      assert.equal(mirror.synchronizer.viewState, 'ready');
    });

    it('runs no more than 4 requests at a time, and requests the first rows of all projects first', async () => {
      mirror = await MirrorHarness.start({ projects: 3, issues: 500 });
      mirror.gitlab.addFault({ do: { kind: 'delay', ms: 5 } });
      await mirror.fill();
      assert.equal(mirror.mostInFlight, 4);
      const lists = mirror.requests().filter((request) => request.includes('order_by=created_at'));
      assert.ok(
        lists.slice(0, 3).every((request) => request.includes('?page=1&')),
        lists.slice(0, 4).join('\n'),
      );
    });

    it('misses no change during the load', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 600 });
      const { world } = mirror.gitlab;
      const [project] = world.projects.values();
      const open = world.issues(project!.id).filter(({ state }) => state === 'opened');
      let pages = 0;
      mirror.store.onDidChange(() => {
        pages += 1;
        // Closing an early issue moves all later ones up by one, so offset pagination skips a row.
        if (pages === 1) for (const { iid } of open.slice(-5)) world.updateIssue(project!.id, iid, { state: 'closed' });
        if (pages === 2) world.createIssue(project!.id, { title: 'Made while reading' });
        if (pages === 3) world.deleteIssue(project!.id, open[0]!.iid);
      });
      await mirror.fill();
      assert.deepEqual(mirror.held, mirror.onServer);
    });
  });

  describe('an idle poll', () => {
    it('is one request per project, without a body from the second one on', async () => {
      mirror = await MirrorHarness.start({ projects: 3, issues: 500 });
      await mirror.fill();
      mirror.requests();
      for (let look = 0; look < 3; look++) {
        await mirror.pass(1.2 * minute);
        const requests = mirror.requests();
        assert.equal(requests.length, 3, requests.join('\n'));
        assert.ok(
          requests.every((request) => request.endsWith(look === 0 ? request.slice(-3) : '304')),
          requests.join('\n'),
        );
      }
    });
  });

  it('finds created, changed, closed, and reopened issues, and reports exactly those', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 50 });
    await mirror.fill();
    const { project, tracker } = first();
    const { world } = mirror.gitlab;
    const open = world.issues(project.id).filter(({ state }) => state === 'opened');
    const closed = world.issues(project.id).find(({ state }) => state === 'closed')!;
    const made = world.createIssue(project.id, { title: 'A new one' });
    world.updateIssue(project.id, open[0]!.iid, { title: 'Another title' });
    world.updateIssue(project.id, open[1]!.iid, { state: 'closed' });
    world.updateIssue(project.id, closed.iid, { state: 'opened' });
    const events: IssueChanges[] = [];
    mirror.store.onDidChange((changes) => events.push(changes));
    await mirror.pass(1.2 * minute);
    const iids = (issues: readonly { iid: number }[]) => issues.map(({ iid }) => iid).sort((a, b) => a - b);
    assert.equal(events.length, 1);
    assert.deepEqual(
      iids(events[0]!.added),
      [closed.iid, made.iid].sort((a, b) => a - b),
    );
    assert.deepEqual(iids(events[0]!.changed), [open[0]!.iid]);
    assert.deepEqual(iids(events[0]!.removed), [open[1]!.iid]);
    assert.deepEqual(mirror.held, mirror.onServer);
    assert.equal(mirror.store.issues(tracker.key).find(({ iid }) => iid === open[0]!.iid)?.title, 'Another title');
  });

  it('continues from the last row if more than a page has changed, even if all at the same moment', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 400 });
    await mirror.fill();
    const { project } = first();
    const { world } = mirror.gitlab;
    for (const { iid } of world.issues(project.id)) world.updateIssue(project.id, iid, { title: `Renamed ${iid}` });
    await mirror.pass(1.2 * minute);
    const { tracker } = first();
    assert.ok(mirror.store.issues(tracker.key).every(({ iid, title }) => title === `Renamed ${iid}`));
    assert.deepEqual(mirror.held, mirror.onServer);
  });

  it('finds deleted issues when the user refreshes', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    const { project, someIssue } = first();
    mirror.gitlab.world.deleteIssue(project.id, someIssue.iid);
    await mirror.pass(1.2 * minute);
    assert.notDeepEqual(mirror.held, mirror.onServer);
    await mirror.synchronizer.refresh();
    assert.deepEqual(mirror.held, mirror.onServer);
  });

  describe('if the server behaves oddly or fails halfway', () => {
    const lists = '/api/v4/projects/*/issues';

    it('ends the first load at the first failure, and reads everything at the next poll', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 1500 });
      mirror.gitlab.addFault({ path: lists, query: 'page=3&', count: 1, do: { kind: 'error', case: 'internal' } });
      mirror.synchronizer.start();
      mirror.synchronizer.setDemand('view');
      await mirror.pass(0);
      assert.equal(mirror.synchronizer.trackers[0]?.error?.reason, 'server');
      const asked = mirror.requests().length;
      assert.ok(asked <= 9, `${asked} requests`);
      const held = mirror.held.length;
      await mirror.pass(1000);
      assert.equal(mirror.held.length, held);
      await mirror.pass(2 * minute);
      assert.deepEqual(mirror.held, mirror.onServer);
    });

    it('works without a count, and reports its absence when the user refreshes', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 300 });
      mirror.gitlab.addFault({ path: '/api/v4/projects/*/issues_statistics', do: { kind: 'error', case: 'internal' } });
      await mirror.fill();
      assert.equal(mirror.synchronizer.trackers[0]?.error, undefined);
      mirror.requests();
      await mirror.pass(1.2 * minute);
      assert.equal(mirror.requests().length, 1);
      await assert.rejects(mirror.synchronizer.refresh(), (error) => GitLabError.is(error, 'server'));
    });

    it('does not request pages forever if the server ignores the parameters', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 300 });
      await mirror.fill();
      mirror.requests();
      const page = await (
        await fetch(`${mirror.gitlab.url}/api/v4/projects/101/issues?per_page=100`, {
          headers: { 'PRIVATE-TOKEN': mirror.gitlab.tokens.personal },
        })
      ).json();
      mirror.gitlab.clearRequests();
      mirror.gitlab.addFault({
        path: lists,
        do: {
          kind: 'answer',
          status: 200,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(page),
        },
      });
      await mirror.pass(1.2 * minute);
      assert.ok(mirror.requests().length <= 3);
      assert.equal(mirror.synchronizer.trackers[0]?.error?.reason, 'badData');
    });

    it('reads no history at the start, however old the open issues are', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 1500 });
      const { world } = mirror.gitlab;
      const [project] = world.projects.values();
      // One old issue is open. Everything after it was closed long ago.
      mirror.gitlab.setClock(Date.now() - 30 * 24 * 60 * minute);
      for (const { iid, state } of world.issues(project!.id))
        if (iid > 1 && state === 'opened') world.updateIssue(project!.id, iid, { state: 'closed' });
      mirror.gitlab.setClock(undefined);
      world.updateIssue(project!.id, 1, { state: 'opened' });
      await mirror.fill();
      assert.deepEqual(
        mirror.held.map(({ iid }) => iid),
        [1],
      );
      assert.ok(mirror.requests().length <= 6);
    });

    it('finds an issue again that was skipped between two pages while another was created', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 500 });
      await mirror.fill();
      const { project } = first();
      const { world } = mirror.gitlab;
      const open = () => world.issues(project.id).filter(({ state }) => state === 'opened');
      world.deleteIssue(project.id, open()[0]!.iid);
      let pages = 0;
      mirror.store.onDidChange(() => (pages += 1));
      // After page 1, one issue is closed, so that the row after page 1 is never listed, and another one is created.
      const newest = open().slice(-1)[0]!.iid;
      mirror.gitlab.addFault({ path: lists, query: 'page=2&', count: 1, do: { kind: 'delay', ms: 30 } });
      const refresh = mirror.synchronizer.refresh();
      await waitUntil(() => mirror.gitlab.requests.some(({ query }) => query.includes('page=2&')));
      world.updateIssue(project.id, newest, { state: 'closed' });
      world.createIssue(project.id, { title: 'Made meanwhile' });
      await refresh;
      await mirror.synchronizer.refresh();
      assert.deepEqual(mirror.held, mirror.onServer);
    });

    it('finds a project again that was deleted and created again', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 20 });
      await mirror.fill();
      mirror.gitlab.addFault({
        path: '/api/v4/projects/101/issues',
        count: 1,
        do: { kind: 'error', case: 'projectNotFound' },
      });
      await mirror.pass(1.2 * minute);
      assert.equal(mirror.synchronizer.trackers[0]?.error?.reason, 'notFound');
      mirror.requests();
      await mirror.pass(3 * minute);
      assert.ok(mirror.requests()[0]!.startsWith('projects/tanuki-tools%2F'));
      assert.equal(mirror.synchronizer.trackers[0].error, undefined);
    });
  });
});
