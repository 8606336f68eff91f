import assert from 'node:assert/strict';
import type { Account } from '../../../../src/model/account.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MirrorHarness } from '../mirrorHarness.ts';

const path = 'tanuki-tools/web-shop';

describe('C3: a remote that reaches a project by another name', () => {
  let mirror: MirrorHarness;
  beforeEach(async () => {
    mirror = await MirrorHarness.start({ projects: 2, issues: 3, externalUrl: 'https://git.example.org/sub' });
    mirror.gitlab.world.sshHost = 'ssh.git.example.org';
  });
  afterEach(() => mirror.close());

  const open = async (...urls: string[]) => {
    mirror.remotes.value = urls.map((url, at) => ({ repository: `r${at}`, name: 'origin', url }));
    mirror.synchronizer.start();
    mirror.synchronizer.setDemand('view');
    await mirror.clock.advance(0);
  };
  const paths = () => mirror.synchronizer.trackers.filter(({ account }) => account).map((tracker) => tracker.path);

  it('C12: is an issue source by its web URL in the settings', async () => {
    const [account] = mirror.accounts.value ?? [];
    mirror.accounts.value = [{ ...account!, webAddress: 'https://git.example.org/sub' as InstanceUrl }];
    mirror.remotes.value = [];
    mirror.choices.value = { projects: [{ value: `https://git.example.org/sub/${path}`, byWorkspace: false }] };
    await mirror.fill();
    const [tracker, another] = mirror.synchronizer.trackers;
    assert.deepEqual(
      [tracker?.instance, tracker?.path, tracker?.error, another],
      [mirror.gitlab.url, path, undefined, undefined],
    );
    assert.equal(
      mirror.store.issues(tracker!.key).length,
      mirror.gitlab.world.issues(101).filter(({ state }) => state === 'opened').length,
    );
  });

  for (const value of ['groups/tanuki-tools', 'dashboard/issues']) {
    it(`C12: is found in ${value} by GitLab's URL for it, and by that at the address of the API`, async () => {
      const { iid } = mirror.gitlab.world.createIssue(102, { title: 'Launch', authorId: 1 });
      mirror.gitlab.world.updateIssue(102, iid, { assigneeIds: [1] });
      mirror.remotes.value = [];
      mirror.choices.value = { projects: [{ value: `${mirror.gitlab.url}/${value}`, byWorkspace: false }] };
      await mirror.fill();
      for (const base of ['https://git.example.org/sub', mirror.gitlab.url]) {
        const found = mirror.synchronizer.findNamed(`${base}/tanuki-tools/mobile-app`);
        assert.equal(found?.projectPath, 'tanuki-tools/mobile-app', base);
      }
      assert.equal(mirror.synchronizer.findNamed('https://git.example.org/tanuki-tools/mobile-app'), undefined);
      const { synchronizer } = mirror;
      assert.ok(synchronizer.findProject('https://git.example.org/sub/tanuki-tools/mobile-app'));
      // An item of a group is an epic.
      for (const group of ['groups/tanuki-tools', 'tanuki-tools'])
        assert.equal(synchronizer.findProject(`https://git.example.org/sub/${group}`), undefined, group);
    });
  }

  for (const [name, url] of [
    ['its own SSH host', `git@ssh.git.example.org:${path}.git`],
    ['its own SSH host and a port', `ssh://git@ssh.git.example.org:2222/${path}.git`],
    ['its web address, which is not the address of the API', `https://git.example.org/sub/${path}.git`],
    ['a web address that redirects', `http://git.example.org/sub/${path}.git`],
    ['the wiki at its own SSH host', `git@ssh.git.example.org:${path}.wiki.git`],
    ['another case', `git@SSH.git.example.org:${path}.git`],
  ] as const) {
    it(`is recognized by ${name}`, async () => {
      await open(url);
      await waitUntil(() => paths().length === 1, 'the project');
      assert.deepEqual(paths(), [path]);
      assert.equal(mirror.synchronizer.trackers[0]?.instance, mirror.gitlab.url);
    });
  }

  it('is remembered for all projects of the host, in all windows', async () => {
    await open(`git@ssh.git.example.org:${path}.git`);
    await waitUntil(() => paths().length === 1, 'the project');
    mirror.requests();
    await open(`git@ssh.git.example.org:tanuki-tools/mobile-app.git`);
    assert.deepEqual(paths(), ['tanuki-tools/mobile-app']);
    assert.deepEqual(
      mirror.requests().filter((request) => request.includes('web-shop')),
      [],
    );
    const accounts = mirror.accounts.value;
    mirror.accounts.value = [];
    assert.deepEqual(paths(), [], 'without an account for the instance');
    mirror.accounts.value = accounts;
  });

  it('is not remembered for other ports and protocols of the host', async () => {
    await open(`https://git.example.org/sub/${path}.git`);
    await waitUntil(() => paths().length === 1, 'the project');
    for (const base of ['https://git.example.org:8443', 'git@git.example.org:']) {
      await open(`${base}/sub/tanuki-tools/mobile-app.git`);
      assert.deepEqual(paths(), [], base);
    }
    await open('https://git.example.org/sub/tanuki-tools/mobile-app.git');
    assert.deepEqual(paths(), ['tanuki-tools/mobile-app']);
  });

  it('is not recognized by a host that GitLab does not return, and is asked for once', async () => {
    const urls = ['evil.example', 'ssh.git.example.org.evil.example', 'work-gitlab'].map(
      (host) => `git@${host}:${path}.git`,
    );
    await open(...urls, `https://git.example.org:8443/sub/${path}.git`, `http://git.example.org:8080/sub/${path}.git`);
    const asked = () => mirror.gitlab.requests.filter((request) => request.path.startsWith('/api/v4/projects/'));
    await waitUntil(() => asked().length >= 7, 'the requests');
    await mirror.clock.advance(0);
    const count = asked().length;
    mirror.remotes.value = [...mirror.remotes.value];
    await mirror.clock.advance(0);
    assert.equal(asked().length, count);
    assert.deepEqual(paths(), []);
    assert.deepEqual([...mirror.memory], []);
  });

  it('asks no account for a project of another forge, and none for a host that has an account', async () => {
    await open(`git@github.com:${path}.git`, `${mirror.gitlab.url}/${path}.git`);
    await waitUntil(() => mirror.synchronizer.trackers.some(({ complete }) => complete), 'the issues');
    const lookUps = mirror.requests().filter((request) => request.startsWith(`projects/${encodeURIComponent(path)}?`));
    assert.equal(lookUps.length, 1, 'only the mirror’s own');
  });

  it('is looked up after what the user waits for', async () => {
    const others = Array.from({ length: 20 }, (_, at) => `git@host-${at}.example:team/app-${at}.git`);
    await open(...others, `${mirror.gitlab.url}/${path}.git`);
    await waitUntil(() => mirror.synchronizer.trackers.some(({ complete }) => complete), 'the issues');
    const isLookUp = (request: string) => request.startsWith('projects/team%2F');
    const requests = mirror.requests();
    const list = requests.findIndex((request) => request.includes('/issues?'));
    assert.ok(requests.slice(0, list).filter(isLookUp).length < others.length, requests.join('\n'));
  });

  it('is looked up again after a failure, when the user refreshes', async () => {
    mirror.gitlab.addFault({ path: '/api/v4/projects/*', count: 1, do: { kind: 'emptyBody' } });
    await open(`git@ssh.git.example.org:${path}.git`);
    await waitUntil(() => mirror.log.lines.some((line) => line.includes("Couldn't look up")), 'the failure');
    assert.deepEqual(paths(), []);
    await mirror.synchronizer.refresh();
    await waitUntil(() => paths().length === 1, 'the project');
  });

  it('is found on Refresh if GitLab did not return it before', async () => {
    mirror.gitlab.world.updateProject(101, { path: 'elsewhere' });
    mirror.gitlab.world.redirects.clear();
    await open(`git@ssh.git.example.org:${path}.git`);
    const asked = () => mirror.gitlab.requests.filter((request) => request.path.startsWith('/api/v4/projects/'));
    await waitUntil(() => asked().length === 1, 'the request');
    mirror.gitlab.world.updateProject(101, { path: 'web-shop' });
    await waitUntil(() => {
      void mirror.synchronizer.refresh();
      return paths().length === 1;
    }, 'the project');
    assert.deepEqual(paths(), [path]);
  });

  it('is asked for again with another account', async () => {
    const { tokens } = mirror.gitlab;
    const project = { ...mirror.account(tokens.project), kind: 'project' as const };
    mirror.accounts.value = [{ ...project, boundTo: { id: 102, path: 'tanuki-tools/mobile-app' } }];
    await open(`git@ssh.git.example.org:${path}.git`);
    assert.deepEqual(mirror.requests(), [], 'no account for the project');
    mirror.accounts.value = [mirror.account(tokens.personal)];
    await waitUntil(() => paths().length === 1, 'the project');
    assert.deepEqual(paths(), [path]);
  });

  it('is remembered as an alias only if the user selects its project for it', async () => {
    const accounts = mirror.accounts.value ?? [];
    const select = (url: string, selected: string) =>
      mirror.hosts.rememberAlias([{ repository: 'r', name: 'origin', url }], accounts, {
        instance: mirror.gitlab.url as InstanceUrl,
        kind: 'project',
        path: selected,
      });
    await open(`git@gitlab.com-work:${path}.wiki.git`, 'git@gitlab.com-work:tanuki-tools/mobile-app.git');
    assert.deepEqual(paths(), []);
    for (const [url, selected] of [
      [`git@gitlab.com-work:${path}.git`, 'tanuki-tools/mobile-app'],
      [`git@gitlab.com:${path}.git`, path],
      [`git@github.com-work:${path}.git`, path],
      [`https://other.example/${path}.git`, path],
      [`${mirror.gitlab.url}/${path}.git`, path],
    ] as const)
      assert.equal(select(url, selected), false, url);
    assert.equal(select(`git@gitlab.com-work:${path}.wiki.git`, 'Tanuki-Tools/Web-Shop'), true);
    assert.deepEqual(paths(), [path, 'tanuki-tools/mobile-app']);
    assert.ok(!JSON.stringify([...mirror.memory]).includes('gitlab.com-work'), 'only in the workspace');
  });

  it('never leaves the origin of the token', async () => {
    const foreign: Account = { ...mirror.account('other'), instance: 'https://other.example' as InstanceUrl };
    mirror.accounts.value = [mirror.account(mirror.gitlab.tokens.personal), { ...foreign, key: 'test|other' }];
    await open(`git@ssh.git.example.org:${path}.git`);
    await waitUntil(() => paths().length === 1, 'the project');
    assert.equal(mirror.synchronizer.trackers[0]?.account?.instance, mirror.gitlab.url);
  });
});

describe('C4: the owner of a repository', () => {
  let mirror: MirrorHarness;
  beforeEach(async () => {
    mirror = await MirrorHarness.start({ projects: 3, issues: 3 });
    mirror.gitlab.world.updateProject(102, { path: 'notes.wiki' });
    mirror.gitlab.world.updateProject(103, { path: 'web-shop.design' });
    mirror.gitlab.world.redirects.clear();
  });
  afterEach(() => mirror.close());

  const subgroup = () => mirror.gitlab.world.projectPath(mirror.gitlab.world.project(103)).replace(/\/[^/]+$/, '');
  const shown = () => mirror.synchronizer.trackers.map(({ kind, path: shownPath }) => `${kind} ${shownPath}`);
  const open = async (written: string, isSetting: boolean) => {
    mirror.remotes.value = isSetting ? [] : [mirror.remote(written.replace('.git', ''))];
    if (isSetting) mirror.choices.value = { projects: [{ value: written, byWorkspace: false }] };
    mirror.synchronizer.start();
    mirror.synchronizer.setDemand('view');
    await mirror.clock.advance(0);
  };

  for (const [name, written, expected] of [
    ['a wiki', () => `${path}.wiki.git`, () => `project ${path}`],
    ['designs', () => `${path}.design.git`, () => `project ${path}`],
    ['a snippet', () => `${path}/snippets/12.git`, () => `project ${path}`],
    ['a project named like a wiki', () => 'tanuki-tools/notes.wiki.git', () => 'project tanuki-tools/notes.wiki'],
    [
      'a project named like designs',
      () => `${subgroup()}/web-shop.design.git`,
      () => `project ${subgroup()}/web-shop.design`,
    ],
    [
      'the wiki of a project named like one',
      () => 'tanuki-tools/notes.wiki.wiki.git',
      () => 'project tanuki-tools/notes.wiki',
    ],
    ['the wiki of a group', () => 'tanuki-tools.wiki.git', () => 'group tanuki-tools'],
    ['the wiki of a subgroup', () => `${subgroup()}.wiki.git`, () => `group ${subgroup()}`],
  ] as const)
    for (const isSetting of [false, true])
      it(`is found for ${name}, ${isSetting ? 'typed in a setting' : 'as a remote'}`, async () => {
        await open(written(), isSetting);
        await waitUntil(() => shown()[0] === expected(), 'the owner');
        await mirror.clock.advance(0);
        await waitUntil(() => mirror.synchronizer.trackers.every(({ complete }) => complete), 'the issues');
        assert.deepEqual(shown(), [expected()]);
        const asked = () =>
          mirror.requests().filter((request) => request.includes(encodeURIComponent(written().slice(0, -4))));
        assert.ok(asked().length > 0, 'the whole path is asked for');
        mirror.remotes.value = [...mirror.remotes.value];
        await mirror.clock.advance(0);
        assert.deepEqual(shown(), [expected()]);
        assert.deepEqual(asked(), [], 'the owner is remembered');
      });
});
