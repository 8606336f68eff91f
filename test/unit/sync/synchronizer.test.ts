import assert from 'node:assert/strict';
import { oldSince } from '../../../src/sync/trackers/trackerState.ts';
import { GitLabError } from '../../../src/model/error/gitLabError.ts';
import { waitUntil } from '../waitUntil.ts';
import { MirrorHarness } from './mirrorHarness.ts';

const minute = 60_000;

describe('The sync of the workspace', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  it('A09, M8: clears the cache of accounts that signed out, but not if a keyring can’t be opened', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
    await mirror.fill();
    assert.notEqual(mirror.files.text('.issues'), '');
    mirror.isWhole = false;
    mirror.accounts.value = [];
    await mirror.clock.advance(minute);
    assert.notEqual(mirror.files.text('.issues'), '');
    mirror.isWhole = true;
    mirror.accounts.value = [];
    await waitUntil(() => mirror.files.files.size === 0, 'the cache to be wiped');
  });

  it('M3: reads the secrets again when the window gets the focus', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
    await mirror.fill();
    let readings = 0;
    mirror.onReread = () => (readings += 1);
    mirror.synchronizer.setDemand('view');
    assert.equal(readings, 0);
    mirror.synchronizer.setDemand('none');
    mirror.synchronizer.setDemand('view');
    assert.equal(readings, 1);
  });

  it('reports the age of issues from disk until GitLab has responded', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
    await mirror.fill();
    const { clock } = mirror;
    const read = clock.now();
    await mirror.pass(0);
    mirror.synchronizer.setDemand('none');
    await clock.advance(2 * 60 * minute);
    const next = mirror.anotherWindow();
    const since = () => next.synchronizer.trackers.map((tracker) => oldSince(tracker, clock.now()))[0];
    next.synchronizer.start();
    await waitUntil(() => next.synchronizer.trackers.every(({ complete }) => complete), 'the cache to be read');
    assert.ok(Math.abs((since() ?? 0) - read) < minute, `${since()} for ${read}`);
    await next.fill();
    assert.equal(since(), undefined);
    next.synchronizer.setDemand('none');
    await clock.advance(60 * minute);
    assert.equal(since(), undefined);
    next.synchronizer.dispose();
  });

  it('S11: does not read an unexpected 304 as an empty list', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 10 });
    const issues = '/api/v4/projects/*/issues';
    mirror.gitlab.addFault({ path: issues, do: { kind: 'answer', status: 304 } });
    const { synchronizer } = mirror;
    synchronizer.start();
    synchronizer.setDemand('view');
    await mirror.clock.advance(0);
    await waitUntil(() => synchronizer.trackers.some(({ loading, error }) => !loading && error), 'the error');
    assert.deepEqual([synchronizer.trackers[0]?.error?.reason, synchronizer.trackers[0]?.complete], ['badData', false]);
    mirror.gitlab.clearFaults();
    await synchronizer.refresh();
    assert.deepEqual(mirror.held, mirror.onServer);
    mirror.gitlab.addFault({ path: issues, query: 'page=', do: { kind: 'answer', status: 304 } });
    await synchronizer.refresh().catch(() => undefined);
    assert.deepEqual(mirror.held, mirror.onServer);
  });

  it('applies another issue limit immediately if a view is visible', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 600 });
    mirror.mostIssues = 100;
    await mirror.fill();
    assert.equal(mirror.held.length, 100);
    mirror.mostIssues = 110;
    mirror.interval.value = minute;
    await mirror.pass(0);
    assert.equal(mirror.held.length, 110);
    mirror.requests();
    mirror.interval.value = minute;
    await mirror.pass(0);
    assert.deepEqual(mirror.requests(), []);
  });

  it('keeps the issues when the token is renewed, and polls again with the new one', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    const removed: number[] = [];
    mirror.store.onDidChange((changes) => removed.push(changes.removed.length));
    const [account] = mirror.accounts.value ?? [];
    mirror.requests();
    mirror.accounts.value = [{ ...account!, expiresOn: '2030-01-01' }];
    await mirror.pass(0);
    assert.deepEqual(removed, []);
    assert.equal(mirror.requests().length, 2);
    assert.equal(mirror.synchronizer.trackers[0]?.account?.expiresOn, '2030-01-01');
  });

  it('detects once a day that the server was upgraded, and then uses keyset pagination without signing in again', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 300, version: '18.2.4-ee' });
    mirror.accounts.value = [mirror.account(mirror.gitlab.tokens.personal, '18.2.4-ee')];
    await mirror.fill();
    const { world } = mirror.gitlab;
    const [project] = world.projects.values();
    const keysetAfterMany = async (title: string) => {
      mirror.requests();
      for (const { iid } of world.issues(project!.id)) world.updateIssue(project!.id, iid, { title });
      await mirror.pass(1.2 * minute);
      assert.deepEqual(mirror.held, mirror.onServer);
      return mirror.requests().filter((request) => request.includes('pagination=keyset')).length;
    };
    assert.equal(await keysetAfterMany('Before'), 0);
    mirror.gitlab.setVersion('18.3.0-ee');
    const versions = () => mirror.requests().filter((request) => request.startsWith('version')).length;
    mirror.interval.value = 60 * minute;
    await mirror.pass(23 * 60 * minute);
    assert.equal(versions(), 0);
    await mirror.pass(3 * 60 * minute);
    assert.equal(versions(), 1);
    assert.equal(mirror.synchronizer.trackers[0]?.account?.serverVersion, '18.3.0-ee');
    mirror.interval.value = minute;
    await mirror.pass(1.2 * minute);
    assert.notEqual(await keysetAfterMany('After'), 0);
  });

  it('does not report a project as up to date if it can’t be loaded, and its errors delay no other', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 20 });
    await mirror.fill();
    mirror.gitlab.addFault({ path: '/api/v4/projects/101/*', do: { kind: 'error', case: 'internal' } });
    const [broken, healthy] = mirror.synchronizer.trackers;
    await assert.rejects(mirror.synchronizer.refresh(broken!.key), (error) => GitLabError.is(error, 'server'));
    await mirror.synchronizer.refresh(healthy!.key);
    mirror.requests();
    for (let look = 0; look < 10; look++) await mirror.pass(minute);
    assert.ok(mirror.requests().filter((request) => request.startsWith('projects/102/')).length >= 8);
    mirror.remotes.value = [
      ...mirror.remotes.value,
      { repository: 'x', name: 'origin', url: 'https://gitlab.example.com/a/b.git' },
    ];
    const orphan = mirror.synchronizer.trackers.find(({ account }) => !account);
    await assert.rejects(mirror.synchronizer.refresh(orphan!.key), /aren't signed in to gitlab\.example\.com/);
  });

  it('continues for the others when a repository is closed during a poll', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 20 });
    await mirror.fill();
    mirror.requests();
    mirror.gitlab.addFault({ path: '/api/v4/projects/101/*', do: { kind: 'delay', ms: 50 } });
    const refresh = mirror.synchronizer.refresh();
    await waitUntil(() => mirror.gitlab.requests.some(({ path }) => path.includes('/101/')));
    mirror.remotes.value = mirror.remotes.value.slice(1);
    await refresh;
    assert.equal(mirror.synchronizer.trackers[0]?.error, undefined);
  });

  it('stops and clears immediately when the user signs out, whatever is pending', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 50 });
    await mirror.fill();
    mirror.gitlab.addFault({ do: { kind: 'delay', ms: 20 } });
    mirror.requests();
    const refresh = mirror.synchronizer.refresh().catch((error: unknown) => error);
    await waitUntil(() => mirror.gitlab.requests.length > 0);
    mirror.accounts.value = [];
    assert.equal(mirror.synchronizer.viewState, 'signedOut');
    assert.deepEqual(mirror.held, []);
    assert.ok(GitLabError.is(await refresh, 'canceled'));
    mirror.requests();
    await mirror.pass(60 * minute);
    assert.deepEqual(mirror.held, []);
    assert.deepEqual(mirror.requests(), []);
  });

  it('C05: follows repositories that open and close, with one tracker for a project however many remotes it has', async () => {
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
    await waitUntil(() => mirror.synchronizer.trackers.every(({ complete }) => complete));
    assert.equal(mirror.synchronizer.trackers.length, 2);
    const lookUps = mirror.requests().filter((request) => /^projects\/[^/]*%2F/.test(request));
    assert.equal(lookUps.length, 1);
    mirror.remotes.value = [app!];
    assert.equal(mirror.synchronizer.trackers.length, 1);
  });

  it('shows one project if a remote still has its old path', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 20 });
    const [old] = mirror.remotes.value;
    const [project] = mirror.gitlab.world.projects.values();
    mirror.gitlab.world.updateProject(project!.id, { path: 'renamed' });
    mirror.remotes.value = [old!, mirror.remote('tanuki-tools/renamed')];
    await mirror.fill();
    assert.deepEqual(
      mirror.synchronizer.trackers.map(({ project: known }) => known?.path),
      ['tanuki-tools/renamed'],
    );
  });

  it('reports what is wrong with a project that the token can’t see, and shows the others', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 20 });
    mirror.remotes.value = [...mirror.remotes.value, mirror.remote('tanuki-tools/secret')];
    mirror.synchronizer.start();
    mirror.synchronizer.setDemand('view');
    await mirror.pass(0);
    await waitUntil(() => mirror.synchronizer.trackers.filter(({ complete }) => complete).length === 2);
    await waitUntil(() => mirror.synchronizer.trackers.some(({ error }) => error));
    const lost = mirror.synchronizer.trackers.find(({ path }) => path.endsWith('secret'));
    assert.equal(lost?.error?.reason, 'notFound');
    assert.match(lost.error.message, /project wasn't found/);
  });

  describe('before the accounts are read', () => {
    it('has the projects of the remembered ones, and waits for the others', async () => {
      mirror = await MirrorHarness.start({ projects: 2, issues: 1 });
      mirror.isRead = false;
      const [own] = mirror.remotes.value;
      assert.ok(own);
      const other = { repository: 'r', name: 'origin', url: 'https://gitlab.com/group/project.git' };
      mirror.remotes.value = [other];
      mirror.synchronizer.start();
      assert.equal(mirror.synchronizer.viewState, 'starting');
      mirror.remotes.value = [own, other];
      assert.equal(mirror.synchronizer.viewState, 'ready');
      assert.equal(mirror.synchronizer.trackers.length, 1);
      assert.ok(mirror.synchronizer.mayBeSignedIn('another account'));
      let isReady = false;
      const ready = mirror.synchronizer.ready().then(() => (isReady = true));
      await mirror.clock.advance(0);
      assert.ok(!isReady);
      mirror.isRead = true;
      mirror.accounts.value = [...(mirror.accounts.value ?? [])];
      await ready;
      assert.equal(mirror.synchronizer.trackers.length, 2);
      assert.ok(!mirror.synchronizer.mayBeSignedIn('another account'));
    });
  });

  describe('the situation', () => {
    it('is noRemote, signedOut, noAccount, or empty as appropriate', async () => {
      mirror = await MirrorHarness.start({ projects: 1, issues: 1 });
      const { project } = { project: [...mirror.gitlab.world.projects.values()][0]! };
      for (const { iid } of mirror.gitlab.world.issues(project.id)) mirror.gitlab.world.deleteIssue(project.id, iid);
      await mirror.fill();
      assert.equal(mirror.synchronizer.viewState, 'empty');
      mirror.accounts.value = [];
      assert.equal(mirror.synchronizer.viewState, 'signedOut');
      mirror.remotes.value = [{ repository: 'r', name: 'origin', url: 'https://gitlab.com/group/project.git' }];
      mirror.accounts.value = [mirror.account(mirror.gitlab.tokens.personal)];
      assert.equal(mirror.synchronizer.viewState, 'noAccount');
      mirror.remotes.value = [{ repository: 'r', name: 'origin', url: 'git@github.com:a/b.git' }];
      assert.equal(mirror.synchronizer.viewState, 'noRemote');
      mirror.accounts.value = undefined;
      assert.equal(mirror.synchronizer.viewState, 'starting');
    });
  });
});
