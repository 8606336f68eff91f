import assert from 'node:assert/strict';
import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { Issue } from '../../../../src/model/issue.ts';
import type { Project } from '../../../../src/model/project.ts';
import { ReferenceResolver } from '../../../../src/sync/page/referenceResolver.ts';
import { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { transportTo } from '../../gitlab/startTransport.ts';

const sha = '9ba12248b1fa5a3b8a1a4f6ba5a0c5d5b2b3c4d5';

describe('References in a text', () => {
  let gitlab: StandInGitLab;
  let client: GitLabClient;
  let project: Project;
  let named: ReferenceResolver;
  let held: readonly Issue[];

  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ issues: 5 });
    const { world } = gitlab;
    client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
    project = await client.findProject(world.projectPath(world.projects.get(101)!));
    for (const iid of [1, 2, 3])
      world.updateIssue(101, iid, { state: 'opened', confidential: false, title: `Issue ${iid}` });
    world.updateIssue(101, 2, { state: 'closed' });
    world.updateIssue(101, 3, { state: 'closed', movedToId: world.issue(101, 1)!.id });
    world.mergeRequests.push({ projectId: 101, iid: 3, title: 'Merge it', state: 'merged' });
    world.commits.push({ projectId: 101, sha, title: 'Fix it' });
    held = [];
    named = new ReferenceResolver({
      source: () => Promise.resolve({ gateway: client, project }),
      held: () => held,
      language: 'en',
      labels: () => client.listLabels(project),
      milestones: () => client.listMilestones(project),
    });
    gitlab.clearRequests();
  });
  afterEach(() => gitlab.close());

  const asked = () => gitlab.requests.map(({ method, path }) => `${method} ${path.replace(/^\/api\/(?:v4\/)?/, '')}`);

  it('C3: are resolved in a project that was renamed after it was read', async () => {
    gitlab.world.updateProject(101, { path: 'renamed' });
    const found = await named.resolve(['#1', sha.slice(0, 8), '!999', 'far/away#1', `${project.path}#1`]);
    const url = gitlab.world.projectPath(gitlab.world.project(101));
    assert.equal(found['#1']?.webUrl, `${gitlab.url}/${url}/-/issues/1`);
    assert.equal(found[sha.slice(0, 8)]?.title, 'Fix it');
    // GitLab doesn't link old paths in texts, either.
    assert.deepEqual([found['!999'], found['far/away#1'], found[`${project.path}#1`]], [null, null, null]);
  });

  it('are resolved with titles and states, or as not found, with one request and one more for commits', async () => {
    const at = `${project.webUrl}/-`;
    const names = [
      '#1',
      '#2',
      '#3',
      '#999',
      '!3',
      '!999',
      `${project.path}#1`,
      'far/away#1',
      '&5',
      '$12',
      sha.slice(0, 8),
    ];
    const found = await named.resolve([...names, 'deadbee1']);
    assert.deepEqual(found, {
      '#1': { title: 'Issue 1', state: 'opened', webUrl: `${at}/issues/1` },
      '#2': { title: 'Issue 2', state: 'closed', webUrl: `${at}/issues/2` },
      '#3': { title: 'Issue 3', state: 'closed', isMoved: true, webUrl: `${at}/issues/3` },
      '#999': null,
      '!3': { title: 'Merge it', state: 'merged', webUrl: `${at}/merge_requests/3` },
      '!999': null,
      [`${project.path}#1`]: { title: 'Issue 1', state: 'opened', webUrl: `${at}/issues/1` },
      'far/away#1': null,
      '9ba12248': { title: 'Fix it', webUrl: `${at}/commit/${sha}` },
      deadbee1: null,
    });
    assert.deepEqual(asked(), ['POST graphql', 'POST graphql']);
    await named.resolve(names);
    assert.equal(asked().length, 2, 'what was answered is asked for no more');
  });

  it('resolve to users, then to groups, and never to other users', async () => {
    const { world } = gitlab;
    const user = world.people.user([...world.tokens.values()][0]!.userId);
    const group = [...world.groups.values()].find(({ parentId }) => parentId === null)!;
    const found = await named.resolve([`@${user.username.toUpperCase()}`, `@${group.path}`, '@Override', '@"']);
    assert.deepEqual(found, {
      [`@${user.username.toUpperCase()}`]: { title: user.name, webUrl: `${gitlab.url}/${user.username}` },
      [`@${group.path}`]: { title: group.name, webUrl: `${gitlab.url}/groups/${group.path}` },
      '@Override': null,
    });
    assert.deepEqual(asked(), ['POST graphql', 'POST graphql']);
  });

  it('resolve to labels and milestones by name or number, from the lists of the project', async () => {
    const { world } = gitlab;
    const label = world.labels.find(({ projectId }) => projectId === 101) ?? world.labels[0]!;
    const milestone = [...world.milestones.values()].find(({ projectId }) => projectId === 101)!;
    milestone.dueDate = '2026-11-20';
    const names = [`~${label.id}`, `~${label.name}`, '~none', `%${milestone.iid}`, `%${milestone.title}`, '%none'];
    const found = await named.resolve(names);
    assert.deepEqual(
      names.map((name) => found[name]?.name ?? null),
      [label.name, label.name, null, milestone.title, milestone.title, null],
    );
    assert.equal(found[`~${label.id}`]?.color, label.color);
    // In the format of the rest of the page (defect 20).
    assert.equal(found[`%${milestone.iid}`]?.title, `${milestone.title} (Nov 20, 2026)`);
    assert.match(found[`%${milestone.iid}`]?.webUrl ?? '', new RegExp(`/-/milestones/${milestone.iid}$`));
    assert.ok(!asked().some((request) => request.includes('graphql')), asked().join());
  });

  it('are resolved from the mirror without a request', async () => {
    held = [await client.findIssue(project, 1)];
    gitlab.clearRequests();
    assert.equal((await named.resolve(['#1', `${project.path}#1`]))['#1']?.title, 'Issue 1');
    assert.deepEqual(asked(), []);
  });

  it('are unknown if GitLab rejects the request or can’t be reached, and are requested again', async () => {
    gitlab.addFault({ path: '/api/graphql', count: 1, do: { kind: 'error', case: 'internal' } });
    assert.deepEqual(await named.resolve(['#1', '@nobody']), {});
    assert.equal((await named.resolve(['#1']))['#1']?.title, 'Issue 1');
    const offline = new ReferenceResolver({
      source: () => Promise.resolve({ gateway: client, project }),
      held: () => [],
      language: 'en',
      labels: () => Promise.reject(new GitLabError('offline')),
      milestones: () => Promise.reject(new GitLabError('offline')),
    });
    assert.deepEqual(await offline.resolve(['~bug', '%v1']), {});
  });

  it('R6: are limited to 5 projects, 100 numbers, and 10 commits per request, and to four requests, whatever a text contains', async () => {
    const many = Array.from({ length: 200 }, (_, at) => [
      `#${at + 1000}`,
      `far/p${at}#1`,
      `${at.toString(16).padStart(7, '0')}a`,
    ]);
    const found = await named.resolve(many.flat());
    assert.deepEqual(
      asked(),
      Array.from({ length: 8 }, () => 'POST graphql'),
    );
    const kinds = Map.groupBy(Object.keys(found), (name): string =>
      name.startsWith('#') ? '#' : name.includes('/') ? '/' : 'sha',
    );
    assert.deepEqual(
      ['#', '/', 'sha'].map((kind) => kinds.get(kind)?.length),
      [200, 18, 40],
    );
  });

  it('are resolved for any number of one kind, with a few more requests', async () => {
    const numbers = Array.from({ length: 120 }, (_, at) => `#${at + 1000}`);
    const projects = Array.from({ length: 7 }, (_, at) => `far/away${at}#1`);
    const shas = Array.from({ length: 30 }, (_, at) => `deadbee${at.toString().padStart(2, '0')}`);
    const people = Array.from({ length: 60 }, (_, at) => `@no.such.person${at}`);
    const ofOwn = ['#1', `${project.path}#2`, '!3', sha.slice(0, 10), '@mira.lindqvist'];
    const found = await named.resolve([...numbers, ...projects, ...shas, ...ofOwn]);
    const titles = ofOwn.map((name) => found[name]?.title);
    assert.deepEqual(titles, ['Issue 1', 'Issue 2', 'Merge it', 'Fix it', 'Mira Lindqvist']);
    for (const name of [...numbers, ...projects, ...shas]) assert.equal(found[name], null, name);
    assert.equal(asked().length, 6, String(asked()));
    // If a name doesn't belong to a user, the resolver also requests it as a group.
    const nobody = await named.resolve(people);
    assert.ok(people.every((name) => nobody[name] === null));
    assert.equal(asked().length, 6 + 1 + 3, String(asked()));
  });

  it('are resolved with at most four requests, and the ones beyond are not marked as not found', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `far/away${at}#1`);
    const found = await named.resolve(names);
    assert.deepEqual(Object.keys(found), names.slice(0, 20));
    assert.equal(asked().length, 4, String(asked()));
    assert.deepEqual(Object.keys(await named.resolve(names)), names);
    assert.equal(asked().length, 6, String(asked()));
  });

  it('keep the results of some requests if the rest fails', async () => {
    const numbers = Array.from({ length: 120 }, (_, at) => `#${at + 1}`);
    gitlab.addFault({ path: '/api/graphql', after: 1, count: 1, do: { kind: 'error', case: 'internal' } });
    const found = await named.resolve(numbers);
    assert.equal(found['#1']?.title, 'Issue 1');
    assert.equal(found['#120'], undefined);
    assert.equal((await named.resolve(['#120']))['#120'], null);
  });
});
