import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import type { Project } from '../../../src/model/project.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { transportTo } from './startTransport.ts';

describe('R1: whether a project allows only one assignee', () => {
  const [current, other, blocked] = [2, 3, 4];
  let gitlab: StandInGitLab;
  let client: GitLabClient;
  let free: Project;
  let licensed: Project;
  beforeEach(async () => {
    gitlab = await StandInGitLab.start({ projects: 2, issues: 2, version: '18.9.0-pre' });
    gitlab.setVersion('18.9.0-pre', 'ee');
    const { world } = gitlab;
    for (const project of [101, 102])
      for (const iid of [1, 2])
        world.updateIssue(project, iid, {
          state: 'opened',
          type: iid === 1 ? 'issue' : 'incident',
          confidential: false,
          assigneeIds: [current],
        });
    world.updateProject(101, { isFree: true });
    world.people.user(blocked).state = 'blocked';
    client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
    [free, licensed] = [await client.findProject(101), await client.findProject(102)];
  });
  afterEach(() => gitlab.close());

  /** Changes the assignees. Returns those that GitLab kept, and whether it has shown that there is only one. */
  const assign = async (project: Project, iid: number, ...assigneeIds: number[]) => {
    await client.findIssue(project, iid);
    const { assignees } = await client.updateIssue(project, iid, { assigneeIds });
    return { kept: assignees.map(({ id }) => id), isOne: client.allowsOneAssignee(project.id) };
  };

  it('is known after GitLab has kept the first of two, for that project only', async () => {
    assert.equal(client.allowsOneAssignee(free.id), false);
    assert.deepEqual(await assign(free, 1, current, other), { kept: [current], isOne: true });
    assert.equal(client.allowsOneAssignee(licensed.id), false);
    await client.findIssue(free, 2);
    assert.equal(client.allowsOneAssignee(free.id), true);
  });

  it('is not known from one assignee, or from an assignee who was left out', async () => {
    assert.deepEqual(await assign(free, 1, current), { kept: [current], isOne: false });
    assert.deepEqual(await assign(free, 1, blocked, current), { kept: [current], isOne: false });
    assert.deepEqual(await assign(licensed, 1, current, blocked), { kept: [current], isOne: false });
    assert.deepEqual(await assign(licensed, 1, current, other), { kept: [current, other], isOne: false });
  });

  it('is not known from an incident, which has no weight in any project on GitLab', async () => {
    assert.deepEqual(await assign(free, 2, current, other), { kept: [current], isOne: false });
  });

  it('is forgotten when an issue of the project has a weight', async () => {
    await assign(free, 1, current, other);
    gitlab.world.updateProject(101, { isFree: false });
    await client.findIssue(free, 1);
    assert.equal(client.allowsOneAssignee(free.id), false);
  });
});
