import assert from 'node:assert/strict';
import type { Edition } from '../../../../src/model/serverVersion.ts';
import { dropChange, type IssueDrop } from '../../../../src/sync/queries/issueDrop.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { MirrorHarness } from '../mirrorHarness.ts';
import { changeIssue } from '../sendAct.ts';

describe('A drop', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  /** Drops the only issue, and returns the change. */
  const drop = async (onto: IssueDrop['onto'], { edition }: { edition?: Edition } = {}) => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 1 });
    const { world } = mirror.gitlab;
    const [first = 0, second = 0] = world.people.users.keys();
    world.updateIssue(101, 1, { state: 'opened', assigneeIds: [first] });
    mirror.accounts.value = mirror.accounts.value?.map((account) => ({ ...account, serverVersion: '18.9.1', edition }));
    await mirror.fill();
    // Another user assigns someone after the last poll.
    world.updateIssue(101, 1, { assigneeIds: [first, second] });
    const [{ key } = { key: '' }] = mirror.synchronizer.trackers;
    const [issue] = mirror.store.issues(key);
    assert.ok(issue);
    const dropped = { tracker: key, issues: [{ issue, from: undefined }], onto };
    mirror.requests();
    const change = await (await dropChange(mirror.synchronizer.issues, dropped, mirror.clock))(issue);
    return { change, current: [first, second], requests: mirror.requests() };
  };
  const user = { id: 7_777, username: 'eve', name: 'Eve' };

  it('onto an assignee keeps the current assignees if the account’s edition supports several', async () => {
    const { change, current } = await drop({ by: 'assignee', user }, { edition: 'ee' });
    assert.deepEqual(change, { assigneeIds: [...current, user.id] });
  });

  it('onto an assignee replaces the assignee in Community Edition, without a request', async () => {
    const { change, requests } = await drop({ by: 'assignee', user }, { edition: 'ce' });
    assert.deepEqual([change, requests], [{ assigneeIds: [user.id] }, []]);
  });

  it('R1: onto an assignee keeps the current one until GitLab has shown that the project allows only one', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 2 });
    const { world } = mirror.gitlab;
    const [current, guest] = [2, 3];
    for (const project of [101, 102])
      for (const iid of [1, 2])
        world.updateIssue(project, iid, {
          state: 'opened',
          type: iid === 1 ? 'issue' : 'incident',
          confidential: false,
          assigneeIds: [current],
        });
    world.updateProject(101, { isFree: true });
    await mirror.fill();
    const { issues, trackers } = mirror.synchronizer;
    const dropOn = async (project: number, iid: number) => {
      const { key } = trackers.find(({ scope }) => scope?.id === project)!;
      const issue = mirror.store.issues(key).find((each) => each.iid === iid)!;
      const dropped = {
        tracker: key,
        issues: [{ issue, from: undefined }],
        onto: { by: 'assignee', user: person } as const,
      };
      const change = await (await dropChange(issues, dropped, mirror.clock))(issue);
      // Rejects if GitLab kept the assignee.
      await changeIssue(mirror.synchronizer, key, issue, change ?? {}).catch(() => undefined);
      return world.issue(project, iid)?.assigneeIds;
    };
    const person = { id: guest, username: 'guest', name: 'Guest' };
    assert.deepEqual(await dropOn(101, 1), [current]);
    assert.deepEqual(await dropOn(101, 1), [guest]);
    assert.deepEqual(await dropOn(101, 2), [guest]);
    world.updateProject(101, { isFree: false });
    world.updateIssue(101, 1, { assigneeIds: [current] });
    assert.deepEqual(await dropOn(101, 1), [current, guest], 'after the group has paid');
    // In a project with a license, GitLab leaves out a user who can't see the issue. That proves nothing.
    world.people.user(guest).state = 'blocked';
    assert.deepEqual(await dropOn(102, 1), [current]);
    assert.deepEqual(await dropOn(102, 2), [current]);
    world.people.user(guest).state = 'active';
    assert.deepEqual(await dropOn(102, 1), [current, guest]);
  });

  it('onto a label that was deleted is rejected, because GitLab would create it', async () => {
    const onto = { by: 'label', label: 'no such label' } as const;
    await assert.rejects(drop(onto), (error) => GitLabError.is(error, 'invalid') && error.facts.detail === 'goneLabel');
  });

  it('C6: onto a milestone of a group sets the one of the issue’s own project, or is rejected if there is none', async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 2 });
    const { world } = mirror.gitlab;
    const like = [...world.milestones.values()][0]!;
    const [here, there] = [101, 102].map((projectId) => {
      const id = world.nextId();
      world.milestones.set(id, { ...like, id, iid: id, groupId: null, projectId, title: 'v1.0' });
      return id;
    });
    for (const project of [101, 102]) world.updateIssue(project, 1, { state: 'opened', milestoneId: null });
    mirror.remotes.value = [];
    mirror.choices.value = { projects: [{ value: 'groups/tanuki-tools', byWorkspace: false }] };
    mirror.accounts.value = mirror.accounts.value?.slice() ?? [];
    await mirror.fill();
    const [{ key } = { key: '' }] = mirror.synchronizer.trackers;
    const issues = mirror.store.issues(key).filter(({ iid }) => iid === 1);
    assert.equal(issues.length, 2);
    const changeOf = async (title: string) => {
      const onto = { by: 'milestone', milestone: { id: here!, title, isActive: true } } as const;
      const dropped = { tracker: key, issues: issues.map((issue) => ({ issue, from: undefined })), onto };
      const change = await dropChange(mirror.synchronizer.issues, dropped, mirror.clock);
      return Promise.all(issues.map(async (issue) => [issue.projectId, (await change(issue))?.milestoneId] as const));
    };
    assert.deepEqual(
      new Map(await changeOf('v1.0')),
      new Map([
        [101, here],
        [102, there],
      ]),
    );
    await assert.rejects(
      changeOf('v9'),
      (error) => GitLabError.is(error, 'invalid') && error.facts.detail === 'unknownMilestone',
    );
  });
});
