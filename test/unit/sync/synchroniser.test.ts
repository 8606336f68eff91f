import assert from 'node:assert/strict';
import { GitLabError } from '../../../src/model/gitLabError.ts';
import type { IssueChanges } from '../../../src/sync/issueStore.ts';
import { waitUntil } from '../waitUntil.ts';
import { MirrorHarness } from './mirrorHarness.ts';

const minute = 60_000;

describe('Synchroniser', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  /** The id of the first project on the server, and its tracker's key. */
  const first = () => {
    const [project] = mirror.gitlab.world.projects.values();
    const [tracker] = mirror.synchroniser.trackers;
    assert.ok(project && tracker);
    return {
      project,
      tracker,
      someIssue: mirror.gitlab.world.issues(project.id).find(({ state }) => state === 'opened')!,
    };
  };

  describe('at first', () => {
    it('asks nothing before it is started, nor before somebody wants to see', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
      mirror.synchroniser.setWanted(true);
      await mirror.clock.advance(10 * minute);
      assert.equal(mirror.synchroniser.situation, 'noRemote');
      mirror.synchroniser.setWanted(false);
      mirror.synchroniser.start();
      await mirror.clock.advance(10 * minute);
      assert.deepEqual(mirror.requests(), []);
    });

    it('reads all open issues of every project, shows each page as it comes, and counts them', async () => {
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
      // Per project: look-up, pages, changes since, count.
      assert.equal(
        requests.length,
        pages.reduce((sum, count) => sum + count + 3, 0),
      );
      assert.equal(requests.filter((request) => /^projects\/\d+\/issues\?/.test(request)).length, requests.length - 6);
      assert.equal(mirror.synchroniser.situation, 'ready');
    });

    it('has no more than 4 requests under way, and puts the first rows of all projects first', async () => {
      mirror = await MirrorHarness.start({ projects: 3, issues: 500 });
      mirror.gitlab.addFault({ do: { kind: 'delay', ms: 5 } });
      await mirror.fill();
      const lists = mirror.requests().filter((request) => request.includes('sort=desc'));
      assert.ok(
        lists.slice(0, 3).every((request) => request.includes('?page=1&')),
        lists.slice(0, 4).join('\n'),
      );
    });

    it('misses nothing that happens while it reads', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 600 });
      const { world } = mirror.gitlab;
      const [project] = world.projects.values();
      const open = world.issues(project!.id).filter(({ state }) => state === 'opened');
      let pages = 0;
      mirror.store.onDidChange(() => {
        pages += 1;
        // Closing an early one moves all later ones up by one: offset paging then skips a row.
        if (pages === 1) for (const { iid } of open.slice(-5)) world.updateIssue(project!.id, iid, { state: 'closed' });
        if (pages === 2) world.createIssue(project!.id, { title: 'Made while reading' });
        if (pages === 3) world.deleteIssue(project!.id, open[0]!.iid);
      });
      await mirror.fill();
      assert.deepEqual(mirror.held, mirror.onServer);
    });
  });

  it('reads once, unseen, for somebody who signed in or asks through the API, and what is opened later too', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 30 });
    const [shop, app] = mirror.remotes.value;
    mirror.remotes.value = [shop!];
    mirror.synchroniser.fillUnseen();
    await mirror.pass(0);
    assert.equal(mirror.synchroniser.trackers.length, 1);
    assert.ok(mirror.held.length > 5);
    mirror.remotes.value = [shop!, app!];
    await mirror.pass(0);
    assert.deepEqual(mirror.held, mirror.onServer);
    mirror.requests();
    await mirror.pass(60 * minute);
    assert.deepEqual(mirror.requests(), []);
  });

  describe('an idle look', () => {
    it('is one request for each project, from the second on without a body', async () => {
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

  it('brings what was created, changed, closed and reopened, and tells of exactly that', async () => {
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

  it('goes on from the last row seen when more than a page has changed, even if all in the same moment', async () => {
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

  it('finds deleted issues when a person refreshes', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    const { project, someIssue } = first();
    mirror.gitlab.world.deleteIssue(project.id, someIssue.iid);
    await mirror.pass(1.2 * minute);
    assert.notDeepEqual(mirror.held, mirror.onServer);
    await mirror.synchroniser.refresh();
    assert.deepEqual(mirror.held, mirror.onServer);
  });

  describe('polling', () => {
    it('goes on only while somebody wants to see, and looks again when they come back', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
      await mirror.fill();
      mirror.requests();
      mirror.synchroniser.setWanted(false);
      await mirror.pass(60 * minute);
      assert.deepEqual(mirror.requests(), []);
      mirror.synchroniser.setWanted(true);
      await mirror.pass(10_000);
      assert.equal(mirror.requests().length, 1);
      // Coming and going within the interval asks for nothing.
      mirror.synchroniser.setWanted(false);
      mirror.synchroniser.setWanted(true);
      await mirror.pass(40_000);
      assert.deepEqual(mirror.requests(), []);
    });

    it('follows the setting at once, and 0 turns it off', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
      await mirror.fill();
      mirror.requests();
      mirror.interval.value = 0;
      await mirror.pass(24 * 60 * minute);
      assert.deepEqual(mirror.requests(), []);
      mirror.interval.value = 30_000;
      await mirror.pass(0);
      assert.equal(mirror.requests().length, 1);
    });

    it('never begins a look before the last has ended', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
      await mirror.fill();
      mirror.requests();
      mirror.gitlab.addFault({ path: '/api/v4/projects/*/issues', count: 1, do: { kind: 'hang' } });
      await mirror.clock.advance(1.2 * minute);
      await waitUntil(() => mirror.gitlab.requests.length === 1);
      mirror.synchroniser.setWanted(false);
      mirror.synchroniser.setWanted(true);
      await mirror.clock.advance(14_000);
      assert.equal(mirror.requests().length, 1);
    });

    it('D06: slows down while the server cannot be reached, keeps what was there, and recovers', async () => {
      mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
      await mirror.fill();
      const before = mirror.held;
      mirror.requests();
      mirror.gitlab.addFault({ do: { kind: 'error', case: 'internal' } });
      for (let look = 0; look < 60; look++) await mirror.pass(minute);
      const inOneHour = mirror.requests().length;
      assert.ok(inOneHour >= 6 && inOneHour <= 14, `${inOneHour} requests`);
      assert.deepEqual(mirror.held, before);
      assert.deepEqual(
        mirror.synchroniser.trackers.map(({ error }) => error?.reason),
        ['server', 'server'],
      );
      mirror.gitlab.clearFaults();
      await mirror.synchroniser.refresh();
      assert.ok(mirror.synchroniser.trackers.every(({ error }) => error === undefined));
    });

    it('D04: asks nothing before the time that a 429 names, not even when a person refreshes', async () => {
      mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
      await mirror.fill();
      mirror.requests();
      mirror.gitlab.addFault({ count: 1, do: { kind: 'throttled', retryAfter: 600 } });
      await mirror.pass(1.2 * minute);
      const sent = mirror.requests().length;
      assert.ok(sent <= 2);
      await mirror.pass(9 * minute);
      await assert.rejects(
        mirror.synchroniser.refresh(),
        (error) => GitLabError.is(error, 'rateLimited') && error.message.includes('paused until'),
      );
      assert.deepEqual(mirror.requests(), []);
      await mirror.pass(2 * minute);
      assert.ok(mirror.requests().length >= 2);
      assert.ok(mirror.synchroniser.trackers.every(({ error }) => error === undefined));
    });

    it('A11: stops for an account whose token died, and goes on with a new one', async () => {
      mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
      await mirror.fill();
      mirror.requests();
      mirror.gitlab.addFault({ do: { kind: 'error', case: 'revoked' } });
      await mirror.pass(1.2 * minute);
      assert.ok(mirror.requests().length <= 2);
      await mirror.pass(120 * minute);
      assert.deepEqual(mirror.requests(), []);
      assert.ok(mirror.held.length > 0);
      mirror.gitlab.clearFaults();
      mirror.accounts.value = [mirror.account(mirror.gitlab.tokens.personal)];
      await mirror.pass(0);
      await waitUntil(() => mirror.synchroniser.trackers.every(({ complete }) => complete));
      assert.deepEqual(mirror.held, mirror.onServer);
    });
  });

  it('stops and forgets at once when signed out, whatever is under way', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    mirror.gitlab.addFault({ do: { kind: 'delay', ms: 20 } });
    mirror.requests();
    const refresh = mirror.synchroniser.refresh().catch((error: unknown) => error);
    await waitUntil(() => mirror.gitlab.requests.length > 0);
    mirror.accounts.value = [];
    assert.equal(mirror.synchroniser.situation, 'signedOut');
    assert.deepEqual(mirror.held, []);
    assert.ok(GitLabError.is(await refresh, 'cancelled'));
    mirror.requests();
    await mirror.pass(60 * minute);
    assert.deepEqual(mirror.held, []);
    assert.deepEqual(mirror.requests(), []);
  });

  it('C05: follows repositories that open and close, one tracker for a project however many lead to it', async () => {
    mirror = await MirrorHarness.start({ projects: 3, issues: 20 });
    const [shop, app] = mirror.remotes.value;
    mirror.remotes.value = [shop!];
    await mirror.fill();
    mirror.requests();
    mirror.remotes.value = [
      shop!,
      { ...shop!, repository: 'second checkout' },
      { ...shop!, repository: 'third', url: shop!.url.toUpperCase().replace('HTTP://', 'http://') },
      app!,
    ];
    await mirror.pass(0);
    await waitUntil(() => mirror.synchroniser.trackers.every(({ complete }) => complete));
    assert.equal(mirror.synchroniser.trackers.length, 2);
    const lookUps = mirror.requests().filter((request) => /^projects\/[^/]*%2F/.test(request));
    assert.equal(lookUps.length, 1);
    mirror.remotes.value = [app!];
    assert.equal(mirror.synchroniser.trackers.length, 1);
  });

  it('is about the one project when a remote still has its old path', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 20 });
    const [old] = mirror.remotes.value;
    const [project] = mirror.gitlab.world.projects.values();
    mirror.gitlab.world.updateProject(project!.id, { path: 'renamed' });
    mirror.remotes.value = [old!, mirror.remote('tanuki-tools/renamed')];
    await mirror.fill();
    assert.deepEqual(
      mirror.synchroniser.trackers.map(({ project: known }) => known?.path),
      ['tanuki-tools/renamed'],
    );
  });

  it('says of a project that the token may not see what is wrong with it, and shows the others', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 20 });
    mirror.remotes.value = [...mirror.remotes.value, mirror.remote('tanuki-tools/secret')];
    mirror.synchroniser.start();
    mirror.synchroniser.setWanted(true);
    await mirror.pass(0);
    await waitUntil(() => mirror.synchroniser.trackers.filter(({ complete }) => complete).length === 2);
    await waitUntil(() => mirror.synchroniser.trackers.some(({ error }) => error));
    const lost = mirror.synchroniser.trackers.find(({ path }) => path.endsWith('secret'));
    assert.equal(lost?.error?.reason, 'notFound');
    assert.match(lost.error.message, /project was not found/);
  });

  describe('the situation', () => {
    it('is noRemote, signedOut, noAccount and empty where they fit', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 1 });
      const { project } = { project: [...mirror.gitlab.world.projects.values()][0]! };
      for (const { iid } of mirror.gitlab.world.issues(project.id)) mirror.gitlab.world.deleteIssue(project.id, iid);
      await mirror.fill();
      assert.equal(mirror.synchroniser.situation, 'empty');
      mirror.accounts.value = [];
      assert.equal(mirror.synchroniser.situation, 'signedOut');
      mirror.remotes.value = [{ repository: 'r', name: 'origin', url: 'https://gitlab.com/group/project.git' }];
      mirror.accounts.value = [mirror.account(mirror.gitlab.tokens.personal)];
      assert.equal(mirror.synchroniser.situation, 'noAccount');
      mirror.remotes.value = [{ repository: 'r', name: 'origin', url: 'git@github.com:a/b.git' }];
      assert.equal(mirror.synchroniser.situation, 'noRemote');
      mirror.accounts.value = undefined;
      assert.equal(mirror.synchroniser.situation, 'starting');
    });
  });
});
