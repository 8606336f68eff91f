import assert from 'node:assert/strict';
import { planTrackers } from '../../../../src/sync/trackers/trackerPlan.ts';
import { anAccount } from '../../accounts/anAccount.ts';

const here = 'https://gitlab.example.com';
const other = 'https://gitlab.example.org';
const remote = (name: string, instance = here) => ({
  repository: 'repository',
  folder: 'app',
  name,
  url: `${instance}/${name}/app.git`,
});

describe('planTrackers', () => {
  it('shows all remotes of an instance with an account, in the order origin, upstream, others', () => {
    const { trackers } = planTrackers(
      ['fork', 'upstream', 'origin'].map((name) => remote(name)),
      [anAccount(1, here)],
    );
    assert.deepEqual(
      trackers.map(({ path, folder }) => [path, folder]),
      [
        ['origin/app', 'app'],
        ['upstream/app', 'app'],
        ['fork/app', 'app'],
      ],
    );
  });

  it('shows the first remote in this order if there is no account for any', () => {
    for (const [names, shown] of [
      [['fork', 'upstream', 'origin'], 'origin/app'],
      [['fork', 'upstream'], 'upstream/app'],
      [['fork'], 'fork/app'],
    ] as const) {
      const { trackers } = planTrackers(
        names.map((name) => remote(name)),
        [anAccount(1, other)],
      );
      assert.deepEqual(
        trackers.map(({ path, account }) => [path, account]),
        [[shown, undefined]],
      );
    }
  });

  it('C3: reads a path in the settings of a folder on the instance of its remotes, or on the only one with an account', () => {
    const folders = [{ folder: 'app', value: 'group/app', byWorkspace: false }];
    for (const [accounts, instance] of [
      [[anAccount(1, other)], other],
      [[anAccount(1, other), anAccount(1, here)], here],
      [[anAccount(1, other), anAccount(1, 'https://third.example')], here],
    ] as const) {
      const { trackers } = planTrackers([remote('origin')], accounts, { folders, projects: [] });
      assert.deepEqual(
        trackers.map(({ key }) => key),
        [`${instance}/group/app`],
      );
    }
  });

  it('prefers the user’s choice to the same one of the workspace, in any order', () => {
    const choices = [true, false].map((byWorkspace) => ({ value: 'group/app', byWorkspace }));
    for (const projects of [choices, choices.toReversed()]) {
      const { trackers } = planTrackers([], [anAccount(1, here)], { folders: [], projects });
      assert.deepEqual(
        trackers.map(({ chosen }) => chosen?.byWorkspace),
        [false],
      );
    }
  });
});
