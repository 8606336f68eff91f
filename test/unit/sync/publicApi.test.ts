import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { createPublicApi } from '../../../src/sync/publicApi.ts';
import { IssueStore } from '../../../src/sync/store/issueStore.ts';
import type { Synchronizer } from '../../../src/sync/synchronizer.ts';
import { assertLinear } from '../assertLinear.ts';
import { listenerErrors } from '../listenerErrors.ts';
import { issue } from './issues.ts';
import { MirrorHarness } from './mirrorHarness.ts';

/** Asserts that an object and everything in it is frozen, except what its getters return. */
function assertFrozen(value: unknown): void {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
  assert.ok(Object.isFrozen(value), inspect(value));
  for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(value))) assertFrozen(inner);
}

describe('the API for other extensions', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  it('A07: exposes only its interface: no token, and no internal object', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    const api = createPublicApi(mirror.synchronizer, mirror.store).exports.getApi(1);
    await mirror.fill();
    // In this test, the account's key contains its token. Nothing else does.
    assert.ok(inspect(mirror.synchronizer, { depth: 10 }).includes(mirror.gitlab.tokens.personal));
    assert.ok(!inspect(api, { depth: 20, showHidden: true, getters: true }).includes(mirror.gitlab.tokens.personal));
    assert.deepEqual(Object.keys(api).sort(), [
      'issues',
      'onDidChangeIssues',
      'onDidChangeProjects',
      'projects',
      'refresh',
    ]);
    assert.throws(() => Object.assign(api, { refresh: undefined }));
  });

  it('S19: hands out nothing that one extension can change for another', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    const { exports } = createPublicApi(mirror.synchronizer, mirror.store);
    const api = exports.getApi(1);
    const events: unknown[] = [];
    api.onDidChangeIssues((event) => events.push(event));
    await mirror.fill();
    const [project] = api.projects;
    assert.ok(project && events.length > 0);
    assertFrozen(exports);
    assertFrozen(api);
    assertFrozen(events[0]);
    assert.throws(() => Object.assign(exports, { getApi: () => 'mine' }));
    assert.equal(exports.getApi(1), api);
  });

  it('S19: gives each caller its own list of projects and issues to sort and to change', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    const api = createPublicApi(mirror.synchronizer, mirror.store).exports.getApi(1);
    await mirror.fill();
    const [project] = api.projects;
    const lists = [() => api.projects, () => api.issues(project!.path), () => api.issues('no/such')];
    for (const list of lists) {
      const before = structuredClone(list());
      const mine = list() as unknown as { path?: string; labels?: string[] }[];
      for (const each of mine) {
        each.path = 'mine';
        each.labels?.push('mine');
      }
      mine.reverse();
      mine.length = 0;
      assert.deepEqual(list(), before);
    }
  });

  it('S5: reports changes in a time that is linear in the number of issues in many projects', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 1 });
    await mirror.fill();
    const [tracker] = mirror.synchronizer.trackers;
    const group = { ...tracker, kind: 'group', project: undefined };
    const synchronizer = Object.create(mirror.synchronizer, { tracker: { value: () => group } }) as Synchronizer;
    assertLinear('changes', 1_000, (size) => {
      const store = new IssueStore();
      const published = createPublicApi(synchronizer, store);
      const seen = new Set<string>();
      published.exports.getApi(1).onDidChangeIssues(({ project }) => seen.add(project));
      const webUrl = (id: number) => `https://gitlab.example.com/group/${id % (size / 20)}/-/issues/${id}`;
      store.apply(
        tracker!.key,
        Array.from({ length: size }, (_, at) => issue(at + 1, { webUrl: webUrl(at + 1) })),
      );
      published.dispose();
      assert.equal(seen.size, size / 20);
    });
  });

  it('reports projects and issues as they are added and change', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 30 });
    const api = createPublicApi(mirror.synchronizer, mirror.store).exports.getApi(1);
    const projects: string[] = [];
    const changed: number[] = [];
    api.onDidChangeProjects(() => projects.push(JSON.stringify(api.projects)));
    api.onDidChangeIssues(({ added, changed: other }) => changed.push(added.length, other.length));
    await mirror.fill();
    const [project] = api.projects;
    assert.deepEqual(project, {
      url: `${mirror.gitlab.url}/${project!.path}`,
      path: project!.path,
      instance: mirror.gitlab.url,
    });
    assert.ok(changed.length > 0);
    mirror.gitlab.world.updateIssue(101, mirror.held[0]!.iid, { title: 'Changed' });
    await api.refresh(project.path);
    assert.deepEqual(projects, [JSON.stringify([project])], 'one event, when they are known');
    const issues = api.issues(project.path);
    assert.deepEqual(api.issues(project.url), issues);
    assert.equal(issues.length, mirror.onServer.length);
    assert.match(issues[0]!.updatedAt, /^\d{4}-\d{2}-\d{2}T/);
    assert.deepEqual(api.issues('no/such'), []);
    await assert.rejects(api.refresh('no/such'), /'no\/such' isn't a project in this workspace/);
  });

  it('costs nothing before an extension requests it', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    const reads: string[] = [];
    const issues = (key: string) => {
      reads.push(key);
      return mirror.store.issues(key);
    };
    const store = Object.create(mirror.store, { issues: { value: issues } }) as IssueStore;
    const api = createPublicApi(mirror.synchronizer, store);
    await mirror.fill();
    assert.deepEqual(reads, []);
    assert.equal(api.exports.getApi(1).projects.length, 1);
    assert.ok(reads.length > 0);
  });

  it('continues when a listener of another extension throws', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 30 });
    const published = createPublicApi(mirror.synchronizer, mirror.store);
    const api = published.exports.getApi(1);
    const changes: unknown[] = [];
    const theirs = new Error('theirs');
    api.onDidChangeIssues(() => {
      throw theirs;
    });
    api.onDidChangeIssues((change) => changes.push(change));
    const errors = await listenerErrors(() => mirror.fill());
    published.dispose();
    assert.ok(changes.length > 0);
    assert.equal(mirror.synchronizer.trackers[0]?.error, undefined);
    assert.deepEqual(errors, Array(changes.length).fill(theirs));
  });

  it('waits for the projects of the workspace before it refreshes one of them', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    const api = createPublicApi(mirror.synchronizer, mirror.store).exports.getApi(1);
    await api.refresh('tanuki-tools/web-shop');
    assert.equal(api.issues('tanuki-tools/web-shop').length, mirror.onServer.length);
  });

  it('names a project by its own address, even if that of an issue is outdated', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    await mirror.fill();
    const api = createPublicApi(mirror.synchronizer, mirror.store).exports.getApi(1);
    const changed: string[] = [];
    api.onDidChangeIssues(({ project }) => changed.push(project));
    const webUrl = `${mirror.gitlab.url}/before/the-move/-/issues/900`;
    mirror.store.apply(mirror.synchronizer.trackers[0]!.key, [issue(900, { webUrl })]);
    assert.deepEqual(changed, [api.projects[0]?.url]);
  });

  it('lists the issues of a group by project', async () => {
    mirror = await MirrorHarness.start({ projects: 3, issues: 10 });
    mirror.remotes.value = [];
    mirror.choices.value = { projects: [{ value: 'groups/tanuki-tools', byWorkspace: false }] };
    const api = createPublicApi(mirror.synchronizer, mirror.store).exports.getApi(1);
    await mirror.fill();
    assert.ok(api.projects.length > 1);
    for (const { url, path } of api.projects) {
      const urls = api.issues(path).map(({ webUrl }) => webUrl);
      assert.ok(urls.length > 0 && urls.every((each) => each.startsWith(`${url}/-/`)), path);
    }
  });

  it('stops following the mirror at its end', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    let reads = 0;
    const issues = (key: string) => {
      reads += 1;
      return mirror.store.issues(key);
    };
    const store = Object.create(mirror.store, { issues: { value: issues } }) as IssueStore;
    const published = createPublicApi(mirror.synchronizer, store);
    published.exports.getApi(1);
    published.dispose();
    reads = 0;
    await mirror.fill();
    assert.equal(reads, 0);
  });
});
