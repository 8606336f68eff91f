import assert from 'node:assert/strict';
import { suggestedInstances } from '../../../../src/model/address/remoteUrl.ts';
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

  it('C3: never reads a path in the settings on a guessed instance if there are accounts', () => {
    const choice = { value: 'group/app', byWorkspace: false };
    const [two, third] = [[anAccount(1, other), anAccount(2, 'https://third.example')], 'git@work:origin/app.git'];
    for (const remotes of [[remote('origin')], [{ ...remote('origin'), url: third }], []])
      for (const choices of [
        { folders: [{ folder: 'app', ...choice }], projects: [] },
        { folders: [], projects: [choice] },
      ]) {
        const { trackers, unread } = planTrackers(remotes, two, choices);
        const row = trackers.find(({ chosen }) => chosen);
        assert.deepEqual([row?.path, row?.account, row?.isGuess], ['group/app', undefined, true]);
        assert.deepEqual(unread, []);
      }
  });

  for (const [url, withAccount, without] of [
    ['git@work:group/app.git', true, true],
    ['git@gitlab.com-work:group/app.git', true, true],
    ['git@gitlab.example.org-work:group/app.git', true, true],
    ['ssh://git@10.0.0.5-b:22/group/app.git', true, true],
    ['git@work.gitlab:group/app.git', true, undefined],
    ['git@192.168.1.5:group/app.git', true, undefined],
    ['git@[2001:db8::1]:group/app.git', true, undefined],
    ['git@localhost:group/app.git', true, undefined],
    ['git://mirror.example/group/app.git', true, undefined],
    ['git@xn--gitlb-jra.xn--p1ai:group/app.git', true, undefined],
    ['git@gitlab.com:group/app.git', undefined, undefined],
    ['https://work.example/group/app.git', undefined, undefined],
  ] as const)
    it(`C3: ${url} ${withAccount ? 'might be another name for an instance' : 'is the instance itself'}`, () => {
      for (const [accounts, expected] of [
        [[anAccount(1, other)], withAccount],
        [[], without],
      ] as const) {
        const { trackers } = planTrackers([{ ...remote('origin'), url }], accounts);
        assert.deepEqual(
          trackers.map(({ path, isGuess }) => [path, isGuess]),
          [['group/app', expected]],
        );
      }
      assert.equal(suggestedInstances([url]).length, without ? 0 : 1, 'offered to sign in to');
    });

  it('C3: ignores aliases of other forges', () => {
    for (const host of ['github.com-work', 'github.com_me', 'bitbucket.org-team'])
      assert.deepEqual(
        planTrackers([{ ...remote('origin'), url: `git@${host}:a/b.git` }], [anAccount(1, here)]).trackers,
        [],
      );
  });

  it('C6: keeps folders with the same name apart', () => {
    const inFolder = (folder: string, path: string) => ({ ...remote(path), folder, repository: folder });
    const { trackers } = planTrackers(
      [inFolder('file:///a/app', 'one'), inFolder('file:///b/app', 'two')],
      [anAccount(1, here)],
      { folders: [{ folder: 'file:///b/app', value: 'group/app', byWorkspace: false }], projects: [] },
    );
    assert.deepEqual(
      trackers.map(({ folder, path }) => [folder, path]),
      [
        ['file:///a/app', 'one/app'],
        ['file:///b/app', 'group/app'],
      ],
    );
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
