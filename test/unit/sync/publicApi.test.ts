import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { createPublicApi } from '../../../src/sync/publicApi.ts';
import { waitUntil } from '../waitUntil.ts';
import { MirrorHarness } from './mirrorHarness.ts';

describe('the API for other extensions', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  it('A07: leads to nothing but what it says: no token, no object of ours', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    const api = createPublicApi(mirror.synchroniser, mirror.store, mirror.log).getApi(1);
    await mirror.fill();
    // The key of an account bears its token here, as nothing else does.
    assert.ok(inspect(mirror.synchroniser, { depth: 10 }).includes(mirror.gitlab.tokens.personal));
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

  it('tells of projects and issues as they come and change', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 30 });
    const api = createPublicApi(mirror.synchroniser, mirror.store, mirror.log).getApi(1);
    let projects = 0;
    const changed: number[] = [];
    api.onDidChangeProjects(() => (projects += 1));
    api.onDidChangeIssues(({ added, changed: other }) => changed.push(added.length, other.length));
    await mirror.fill();
    const [project] = api.projects;
    assert.deepEqual(project, {
      url: `${mirror.gitlab.url}/${project!.path}`,
      path: project!.path,
      instance: mirror.gitlab.url,
    });
    assert.ok(projects >= 1 && changed.length > 0);
    const issues = api.issues(project.path);
    assert.deepEqual(api.issues(project.url), issues);
    assert.equal(issues.length, mirror.onServer.length);
    assert.match(issues[0]!.updatedAt, /^\d{4}-\d{2}-\d{2}T/);
    assert.deepEqual(api.issues('no/such'), []);
    await assert.rejects(api.refresh('no/such'), /'no\/such' isn't a project in this workspace/);
  });

  it('goes on when a listener of somebody else’s throws', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 30 });
    const api = createPublicApi(mirror.synchroniser, mirror.store, mirror.log).getApi(1);
    let heard = 0;
    api.onDidChangeIssues(() => {
      throw new Error('theirs');
    });
    api.onDidChangeIssues(() => (heard += 1));
    await mirror.fill();
    await waitUntil(() => heard > 0);
    assert.equal(mirror.synchroniser.trackers[0]?.error, undefined);
    assert.ok(mirror.log.lines.some((line) => line.includes('theirs')));
  });
});
