import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/model/event.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { planFilteredQuery } from '../../../../src/model/query/planFilteredQuery.ts';
import { parseQuery } from '../../../../src/model/query/parseQuery.ts';
import { MirrorCache } from '../../../../src/sync/cache/mirrorCache.ts';
import type { QueryQuestion } from '../../../../src/sync/queries/queryResult.ts';
import { QueryResults } from '../../../../src/sync/queries/queryResults.ts';
import { QueryValues } from '../../../../src/sync/queries/queryValues.ts';
import { UnreadIssues } from '../../../../src/sync/unread/unreadIssues.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { MirrorHarness } from '../mirrorHarness.ts';
import { changeIssue, createIssue, sendAct } from '../sendAct.ts';

const [shop, app] = [101, 102] as const;
const identity = { me: () => undefined, onDidChange: new Emitter<void>().event };
const never = new AbortController().signal;

/** Tests the demo group with a tracker for the group and another one for one of its projects. */
describe('a group next to one of its projects', () => {
  let mirror: MirrorHarness;
  let own: string;
  let group: string;
  beforeEach(async () => {
    mirror = await MirrorHarness.start({ projects: 3, issues: 40 });
    // Deletes demo data with dates in the next few days. Only the test's changes may be newer than all held issues.
    const { world } = mirror.gitlab;
    for (const project of world.projects.keys())
      for (const { iid, updatedAt } of world.issues(project))
        if (updatedAt > Date.now()) world.deleteIssue(project, iid);
    mirror.remotes.value = mirror.remotes.value.slice(0, 1);
    mirror.choices.value = { projects: [{ value: 'groups/tanuki-tools', byWorkspace: false }] };
    await mirror.fill();
    [own = '', group = ''] = mirror.synchronizer.trackers.map(({ key }) => key);
    mirror.requests();
  });
  afterEach(() => mirror.close());

  const open = (project: number) => mirror.gitlab.world.issues(project).filter(({ state }) => state === 'opened');

  it('requests the closed issues of the whole group, and removes one that is reopened in its project', async () => {
    const results = new QueryResults(mirror.synchronizer, mirror.store, mirror.clock, mirror.log);
    const context = { me: 'me', now: mirror.clock.now(), edition: 'ee', isWhole: true } as const;
    const plan = planFilteredQuery(parseQuery('state:closed sort:updated').query, { terms: [] }, context);
    assert.ok(plan.from === 'gitlab');
    const question: QueryQuestion = { tracker: group, ...plan };
    results.watch(question);
    await waitUntil(() => results.of(question)?.asOf !== undefined);
    const requests = mirror.requests();
    assert.equal(requests.length, 1);
    assert.match(requests[0] ?? '', /^groups\/10\/issues\?.*state=closed/);
    const { issues = [] } = results.of(question) ?? {};
    assert.ok(new Set(issues.map(({ projectId }) => projectId)).size > 1);
    const closed = issues.find(({ projectId }) => projectId === shop)!;
    await changeIssue(mirror.synchronizer, own, closed, { state: 'opened' });
    assert.ok(!results.of(question)?.issues.some(({ id }) => id === closed.id));
    assert.ok(mirror.store.get(group, closed.id));
    results.dispose();
  });

  it('completes a query with the labels, milestones, and people of the group and of its projects', async () => {
    mirror.remotes.value = [];
    const values = new QueryValues(mirror.synchronizer, mirror.store, identity, mirror.clock);
    const { labels, milestones } = mirror.gitlab.world;
    const titles = (of: Iterable<{ projectId: number | null; title: string }>) =>
      [...of].filter(({ projectId }) => projectId !== null).map(({ title }) => title);
    const [label] = titles(labels.map((each) => ({ ...each, title: each.name })));
    const found = await values.fromGitLab('labels', '', never);
    assert.ok(found.labels.length > 0 && label !== undefined && found.labels.includes(label));
    const [milestone] = titles(milestones.values());
    const due = await values.fromGitLab('milestones', '', never);
    assert.ok(milestone !== undefined && due.milestones.includes(milestone));
    assert.ok(due.milestoneDues.size > 0);
    assert.ok((await values.fromGitLab('people', 'mi', never)).people.length > 0);
    const asked = mirror.requests().map((request) => request.replace(/\?.*/, ''));
    assert.deepEqual([...new Set(asked)], ['groups/10/labels', 'groups/10/milestones', 'groups/10/members/all']);
  });

  it('requests no facts for assigned issues, which can be in any project', async () => {
    mirror.choices.value = { projects: [{ value: '@me', byWorkspace: false }] };
    mirror.remotes.value = [];
    await mirror.fill();
    mirror.requests();
    const values = new QueryValues(mirror.synchronizer, mirror.store, identity, mirror.clock);
    for (const kind of ['labels', 'milestones', 'people'] as const)
      assert.deepEqual(await values.fromGitLab(kind, 'mi', never), {
        labels: [],
        milestones: [],
        milestoneDues: new Map(),
        people: [],
      });
    assert.deepEqual(mirror.requests(), []);
  });

  it('reloads an issue in its own project after a comment changed it, and updates it everywhere', async () => {
    const issue = mirror.store.issues(group).find(({ projectId }) => projectId === shop)!;
    const comment = { kind: 'comment', body: 'Well.', internal: false, thread: false } as const;
    await sendAct(mirror.synchronizer, group, issue, comment);
    const after = [own, group].map((tracker) => mirror.store.get(tracker, issue.id)?.commentCount);
    assert.deepEqual(after, [issue.commentCount + 1, issue.commentCount + 1]);
    const notes = `projects/${shop}/issues/${issue.iid}`;
    assert.ok(mirror.requests().every((request) => request.startsWith(notes)));
  });

  it('removes an issue that a write did not find, wherever the account shows it', async () => {
    const issue = mirror.store.issues(group).find(({ projectId }) => projectId === shop)!;
    mirror.gitlab.world.deleteIssue(shop, issue.iid);
    const change = changeIssue(mirror.synchronizer, own, issue, { title: 'Too late' });
    await assert.rejects(change, (error) => GitLabError.is(error, 'notFound'));
    assert.deepEqual(
      [own, group].map((tracker) => mirror.store.get(tracker, issue.id)),
      [undefined, undefined],
    );
  });

  const leave = (project: number) => {
    const { world } = mirror.gitlab;
    world.groups.set(12, { ...world.group(10), id: 12, path: 'elsewhere' });
    world.people.setRole(1, { groupId: 12 }, 40);
    return world.updateProject(project, { groupId: 12 });
  };
  for (const [event, rename, isKept] of [
    ['after the group was renamed', () => mirror.gitlab.world.updateGroup(10, { path: 'renamed' }).path, true],
    ['unless its project left the group', () => leave(shop).path, false],
  ] as const)
    it(`C3: keeps an issue that is opened or changed ${event}`, async () => {
      const issue = mirror.store.issues(group).find(({ projectId }) => projectId === shop)!;
      rename();
      await changeIssue(mirror.synchronizer, group, issue, { title: 'Under another path' });
      assert.equal(mirror.store.get(group, issue.id)?.title, isKept ? 'Under another path' : undefined);
      assert.equal(mirror.store.get(own, issue.id)?.title, 'Under another path');
      const { gateway, project } = await mirror.synchronizer.issues.projectAccess(own, issue);
      const { issue: read } = await gateway.details.findFacts(project, issue.iid);
      await mirror.synchronizer.issues.absorb(group, read);
      assert.equal(mirror.store.get(group, issue.id) !== undefined, isKept);
    });

  it('C3: keeps the issues of a renamed group that is looked up a day later', async () => {
    mirror.gitlab.world.updateGroup(10, { path: 'renamed' });
    mirror.synchronizer.dispose();
    await mirror.clock.advance(25 * 60 * 60_000);
    const next = mirror.anotherWindow();
    next.remotes.value = [];
    next.choices.value = mirror.choices.value;
    await next.fill();
    const [found] = next.synchronizer.trackers;
    assert.deepEqual([found?.error, found?.scope && 'path' in found.scope && found.scope.path], [undefined, 'renamed']);
    assert.ok(next.held.length > 0);
    assert.deepEqual(next.held, next.onServer);
    next.synchronizer.dispose();
  });

  it('reloads the role in a project once after many rejected changes there', async () => {
    const { people, groups } = mirror.gitlab.world;
    for (const groupId of groups.keys()) people.setRole(1, { groupId }, 10);
    people.setRole(1, { projectId: app }, 10);
    const ids = new Set(
      open(app).flatMap(({ id, authorId, assigneeIds }) => ([authorId, ...assigneeIds].includes(1) ? [] : [id])),
    );
    const issues = mirror.store.issues(group).filter(({ id }) => ids.has(id));
    assert.ok(issues.length > 1);
    const change = (issue: (typeof issues)[number]) =>
      changeIssue(mirror.synchronizer, group, issue, { state: 'closed' });
    const results = await Promise.allSettled(issues.map(change));
    assert.ok(results.every(({ status }) => status === 'rejected'));
    assert.equal(mirror.requests().filter((request) => request.startsWith('projects/102? ')).length, 1);
  });

  it('has no unread changes that the user made in another tracker', async () => {
    const cache = new MirrorCache(new MemoryFiles(() => mirror.clock.now()), mirror.clock, mirror.log);
    const unread = new UnreadIssues(mirror.synchronizer, mirror.store, cache, identity, mirror.clock);
    await mirror.synchronizer.refresh();
    const { project } = await mirror.synchronizer.issues.projectAccess(own);
    const made = await createIssue(mirror.synchronizer, own, project, 'Mine');
    assert.ok(mirror.store.get(group, made.id));
    const other = mirror.gitlab.world.createIssue(shop, { title: 'Not mine', authorId: 2 });
    await mirror.pass(120_000);
    await waitUntil(() => unread.isUnread(group, other.id) && unread.isUnread(own, other.id));
    assert.deepEqual([unread.isUnread(group, made.id), unread.isUnread(own, made.id)], [false, false]);
    unread.dispose();
  });
});
