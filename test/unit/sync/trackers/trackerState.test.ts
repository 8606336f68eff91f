import assert from 'node:assert/strict';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import type { Project } from '../../../../src/model/project.ts';
import { oldSince, projectOf, type TrackerState } from '../../../../src/sync/trackers/trackerState.ts';
import { anAccount } from '../../accounts/anAccount.ts';

const project = (id: number): Project => ({
  id,
  path: `group/p${id}`,
  name: 'P',
  webUrl: `https://gitlab.com/group/p${id}`,
  issuesEnabled: true,
  archived: false,
});

describe('the state of a tracker', () => {
  it('has the project of an issue if it is its own, or was loaded', () => {
    const projects = new Map([[2, project(2)]]);
    assert.equal(projectOf({ project: project(1), projects }, { projectId: 1 })?.id, 1);
    assert.equal(projectOf({ project: project(1), projects }, { projectId: 2 })?.id, 2);
    assert.equal(projectOf({ project: project(1), projects }, { projectId: 3 }), undefined);
    assert.equal(projectOf({}, { projectId: 1 }), undefined);
  });

  it('is old five minutes after the last response, unless there was one in this window, or an error', () => {
    const minute = 60_000;
    const now = 100 * minute;
    const state = { account: anAccount(1), asOf: now - 5 * minute } as TrackerState;
    const since = (change: Partial<TrackerState>) => oldSince({ ...state, ...change }, now);
    assert.equal(since({}), now - 5 * minute);
    assert.equal(since({ answered: false }), now - 5 * minute);
    for (const change of [
      { asOf: now - 5 * minute + 1 },
      { asOf: undefined },
      { answered: true },
      { account: undefined },
      { error: new GitLabError('offline') },
      { error: new GitLabError('offline'), account: undefined },
    ]) {
      assert.equal(since(change as Partial<TrackerState>), undefined);
    }
  });
});
