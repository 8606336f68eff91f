import assert from 'node:assert/strict';
import { createPublicApi } from '../../../../src/sync/publicApi.ts';
import { trackerTitle, shortProjectPath } from '../../../../src/sync/trackers/trackerNames.ts';
import { projectOf } from '../../../../src/sync/trackers/trackerState.ts';
import { GitLabError } from '../../../../src/model/error/gitLabError.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MirrorHarness } from '../mirrorHarness.ts';
import { changeIssue, createIssue } from '../sendAct.ts';

const minute = 60_000;
const [shop, app, gateway] = [101, 102, 103] as const;

/** The demo group has the projects 101 and 102, and its subgroup has the project 103. The user's id is 1. */
describe('a tracker in addition to those of the remotes', () => {
  let mirror: MirrorHarness;
  afterEach(() => mirror.close());

  const start = async (choices: MirrorHarness['choices']['value']) => {
    mirror = await MirrorHarness.start({ projects: 3, issues: 30 });
    for (const project of [shop, app, gateway])
      for (const { iid } of open(project).slice(0, 2))
        mirror.gitlab.world.updateIssue(project, iid, { assigneeIds: [1] });
    mirror.remotes.value = mirror.remotes.value.slice(0, 1).map((remote) => ({ ...remote, folder: 'web-shop' }));
    mirror.choices.value = choices;
    await mirror.fill();
  };
  const mapped = (value: string, byWorkspace = true) => ({ folders: [{ folder: 'web-shop', value, byWorkspace }] });
  const open = (...projects: number[]) =>
    projects.flatMap((id) => mirror.gitlab.world.issues(id).filter(({ state }) => state === 'opened'));
  const ids = (issues: readonly { id: number }[]) => issues.map(({ id }) => id).sort((a, b) => a - b);
  const only = () => {
    const [tracker, another] = mirror.synchronizer.trackers;
    assert.ok(tracker && !another);
    return tracker;
  };
  const heldIds = () => ids(mirror.store.issues(only().key));

  describe('another project', () => {
    it('replaces the folder’s own', async () => {
      await start(mapped('tanuki-tools/mobile-app'));
      assert.equal(only().project?.id, app);
      assert.deepEqual(heldIds(), ids(open(app)));
      assert.deepEqual(only().chosen, { value: 'tanuki-tools/mobile-app', byWorkspace: true });
      mirror.requests();
      mirror.choices.value = {};
      await mirror.pass(0);
      await waitUntil(() => only().project?.id === shop && only().complete);
      assert.equal(only().chosen, undefined);
    });

    it('is shown next to the folders’ if it is added, and once if a remote has it too', async () => {
      const added = ['tanuki-tools/mobile-app', 'tanuki-tools/web-shop'].map((value) => ({
        value,
        byWorkspace: true,
      }));
      await start({ projects: added });
      assert.deepEqual(
        mirror.synchronizer.trackers.map(({ project, chosen }) => [project?.id, chosen?.byWorkspace]),
        [
          [shop, undefined],
          [app, true],
        ],
      );
    });

    it('A01: is a row without requests if its address has no account, and an invalid name is ignored with one log line', async () => {
      const values = [
        'https://gitlab.com.evil.example/tanuki-tools/web-shop',
        'https://gitlab.com@evil.example/a/b',
        'http://127.0.0.1:9/a/b',
      ];
      await start({});
      mirror.choices.value = { projects: values.map((value) => ({ value, byWorkspace: true })) };
      await mirror.pass(minute);
      await mirror.pass(minute);
      const strangers = mirror.synchronizer.trackers.filter(({ account }) => !account);
      assert.deepEqual(
        strangers.map(({ instance }) => instance),
        ['https://gitlab.com.evil.example', 'http://127.0.0.1:9'],
      );
      const lookUps = mirror.requests().filter((request) => !/^projects\/(101|tanuki-tools%2Fweb-shop)/.test(request));
      assert.deepEqual(lookUps, []);
      mirror.choices.value = { ...mirror.choices.value };
      assert.equal(mirror.log.lines.filter((line) => line.includes('Invalid project or group')).length, 1);
      assert.equal(mirror.synchronizer.expectTracker('tanuki-tools/web-shop').project?.id, shop);
      await assert.rejects(mirror.synchronizer.refresh(strangers[0]!.key), /aren't signed in to gitlab\.com\.evil/);
    });
  });

  describe('a group', () => {
    beforeEach(() => start(mapped('groups/tanuki-tools')));

    it('has the issues of its projects and subgroups, and shows the project of each', () => {
      assert.deepEqual(heldIds(), ids(open(shop, app, gateway)));
      assert.equal(trackerTitle(only()), 'tanuki-tools');
      const places = new Set(mirror.store.issues(only().key).map((issue) => shortProjectPath(only(), issue)));
      assert.deepEqual([...places].sort(), ['mobile-app', 'platform/api-gateway', 'web-shop']);
    });

    it('sends one request a minute, which returns “unchanged”', async () => {
      await mirror.pass(minute);
      await mirror.pass(minute);
      mirror.requests();
      await mirror.pass(minute);
      const requests = mirror.requests();
      assert.equal(requests.length, 1, requests.join('\n'));
      assert.match(requests[0]!, /^groups\/10\/issues\?.* 304$/);
    });

    it('follows changes in all its projects: an issue created, closed, moved within, and moved out', async () => {
      await mirror.pass(minute);
      const { world } = mirror.gitlab;
      const [closed, moved] = open(gateway);
      world.createIssue(app, { title: 'New', authorId: 1 });
      world.updateIssue(gateway, closed!.iid, { state: 'closed' });
      // When an issue moves, GitLab closes the copy that stays behind.
      world.updateIssue(gateway, moved!.iid, { state: 'closed' });
      world.createIssue(shop, { title: moved!.title, authorId: 1 });
      await mirror.pass(2 * minute);
      assert.deepEqual(heldIds(), ids(open(shop, app, gateway)));
      // When a project leaves the group, its issues disappear without a change. Only the count shows it.
      world.groups.set(12, { ...world.group(11), id: 12, parentId: null, path: 'elsewhere', name: 'Elsewhere' });
      world.updateProject(gateway, { groupId: 12 });
      await mirror.synchronizer.refresh();
      assert.deepEqual(heldIds(), ids(open(shop, app)));
      world.updateProject(app, { archived: true });
      await mirror.synchronizer.refresh();
      assert.deepEqual(heldIds(), ids(open(shop)));
    });

    it('is restored from the cache, with its details', async () => {
      const second = mirror.anotherWindow();
      second.remotes.value = mirror.remotes.value;
      second.choices.value = mirror.choices.value;
      second.gitlab.addFault({ do: { kind: 'error', case: 'internal' } });
      second.synchronizer.start();
      await waitUntil(() => second.synchronizer.trackers[0]?.complete === true);
      assert.equal(second.store.count(only().key), mirror.store.count(only().key));
      assert.deepEqual(second.synchronizer.trackers[0]?.scope, only().scope);
      second.synchronizer.dispose();
    });

    it('reads the permissions in a project with the first change there, once', async () => {
      const [issue, other] = mirror.store.issues(only().key).filter(({ projectId }) => projectId === app);
      assert.equal(projectOf(only(), issue!), undefined);
      mirror.requests();
      const asked = await Promise.all([
        mirror.synchronizer.issues.projectAccess(only().key, issue),
        mirror.synchronizer.issues.projectAccess(only().key, other),
      ]);
      assert.deepEqual(
        asked.map(({ project }) => project.id),
        [app, app],
      );
      assert.equal(mirror.requests().length, 1);
      assert.equal(projectOf(only(), other!)?.id, app);
      await assert.rejects(mirror.synchronizer.issues.projectAccess(only().key), /different projects/);
    });

    it('updates the role in one project after a rejected change', async () => {
      const me = 1;
      for (const groupId of mirror.gitlab.world.groups.keys()) mirror.gitlab.world.people.setRole(me, { groupId }, 10);
      mirror.gitlab.world.people.setRole(me, { projectId: app }, 10);
      const issue = open(app).find(({ authorId, assigneeIds }) => ![authorId, ...assigneeIds].includes(me));
      const held = mirror.store.get(only().key, issue!.id);
      await assert.rejects(changeIssue(mirror.synchronizer, only().key, held!, { state: 'closed' }), (error) =>
        GitLabError.is(error, 'forbidden'),
      );
      assert.equal(projectOf(only(), held!)?.accessLevel, 10);
      assert.equal(projectOf(only(), { projectId: shop }), undefined);
    });

    it('is shown to other extensions as the projects of its issues', async () => {
      const api = createPublicApi(mirror.synchronizer, mirror.store).exports.getApi(1);
      const changes: { project: string; removed: readonly number[] }[] = [];
      api.onDidChangeIssues((change) => changes.push(change));
      assert.deepEqual(api.projects.map(({ path }) => path).sort(), [
        'tanuki-tools/mobile-app',
        'tanuki-tools/platform/api-gateway',
        'tanuki-tools/web-shop',
      ]);
      const its = api.issues('tanuki-tools/mobile-app');
      assert.deepEqual(
        its.map(({ iid }) => iid).sort((a, b) => a - b),
        open(app)
          .map(({ iid }) => iid)
          .sort((a, b) => a - b),
      );
      assert.deepEqual(api.issues(`${mirror.gitlab.url}/tanuki-tools/mobile-app`), its);
      assert.deepEqual(api.issues('tanuki-toolsmith/mobile-app'), []);
      const [issue] = mirror.store.issues(only().key).filter(({ projectId }) => projectId === app);
      await changeIssue(mirror.synchronizer, only().key, issue!, { state: 'closed' });
      assert.deepEqual(
        changes.map(({ project, removed }) => [project, removed]),
        [[`${mirror.gitlab.url}/tanuki-tools/mobile-app`, [issue!.iid]]],
      );
    });
  });

  it('finds an issue of a group by its project and number, and never by the number alone if two have it', async () => {
    await start(mapped('groups/tanuki-tools'));
    const { synchronizer } = mirror;
    const named = synchronizer.expectNamed('tanuki-tools/mobile-app');
    assert.deepEqual([named.tracker.key, named.projectPath], [only().key, 'tanuki-tools/mobile-app']);
    const shared = open(app).find(({ iid }) => open(shop).some((other) => other.iid === iid))!;
    const found = await synchronizer.issues.findIssue(only().key, shared.iid, named.projectPath);
    assert.equal(found.id, shared.id);
    await assert.rejects(synchronizer.issues.findIssue(only().key, shared.iid), (error) =>
      GitLabError.is(error, 'notFound'),
    );
    const closed = mirror.gitlab.world.issues(app).find(({ state }) => state === 'closed')!;
    const known = await synchronizer.issues.findIssue(only().key, closed.iid, named.projectPath);
    assert.equal(known.id, closed.id);
  });

  it('shows a change immediately wherever the issue is shown, and removes an unassigned issue from the assigned ones', async () => {
    const projects = ['groups/tanuki-tools', '@me'].map((value) => ({ value, byWorkspace: false }));
    await start({ projects });
    const [own, group, assigned] = mirror.synchronizer.trackers;
    assert.deepEqual([own?.kind, group?.kind, assigned?.kind], ['project', 'group', 'assigned']);
    // The harness gives every user the id 1, like the stand-in.
    const mine = open(shop).find(({ assigneeIds }) => assigneeIds.includes(1))!;
    const heldIn = () => [own, group, assigned].map((tracker) => mirror.store.get(tracker!.key, mine.id)?.title);
    const before = mirror.store.get(own!.key, mine.id)!;
    mirror.requests();
    await changeIssue(mirror.synchronizer, group!.key, before, { title: 'Seen everywhere' });
    assert.deepEqual(heldIn(), ['Seen everywhere', 'Seen everywhere', 'Seen everywhere']);
    await changeIssue(mirror.synchronizer, own!.key, before, { assigneeIds: [] });
    assert.deepEqual(heldIn(), ['Seen everywhere', 'Seen everywhere', undefined]);
    await changeIssue(mirror.synchronizer, own!.key, before, { assigneeIds: [1] });
    assert.deepEqual(heldIn(), ['Seen everywhere', 'Seen everywhere', 'Seen everywhere']);
    const { project } = await mirror.synchronizer.issues.projectAccess(own!.key);
    const made = await createIssue(mirror.synchronizer, own!.key, project, 'Made', 1);
    assert.ok(mirror.store.get(assigned!.key, made.id) && mirror.store.get(group!.key, made.id));
    assert.equal(
      mirror.requests().filter((request) => request.includes('per_page=100')).length,
      0,
      'nothing was read again',
    );
  });

  it('removes an issue from assigned issues at the next poll after another user unassigned it, with one request a poll', async () => {
    await start(mapped('@me'));
    const mine = () => open(shop, app, gateway).filter(({ assigneeIds }) => assigneeIds.includes(1));
    assert.deepEqual(heldIds(), ids(mine()));
    assert.ok(mine().length > 2);
    const [first, second] = mine();
    mirror.gitlab.world.updateIssue(first!.projectId, first!.iid, { assigneeIds: [] });
    mirror.gitlab.world.updateIssue(second!.projectId, second!.iid, { state: 'closed' });
    await mirror.pass(2 * minute);
    assert.deepEqual(heldIds(), ids(mine()));
    mirror.requests();
    await mirror.pass(minute);
    const requests = mirror.requests();
    assert.equal(requests.length, 1);
    assert.match(requests[0]!, /^issues\?.*scope=assigned_to_me.* 304$/);
  });

  it('R9: finds assigned issues behind a page from which GitLab removed some, also at later polls', async () => {
    await start(mapped('@me'));
    const { world } = mirror.gitlab;
    const more = Array.from({ length: 130 }, () => world.createIssue(shop, { title: 'Mine', assigneeIds: [1] }));
    for (const { id } of more.slice(-40)) world.unlisted.add(id);
    const mine = () =>
      open(shop, app, gateway).filter(({ assigneeIds, id }) => assigneeIds.includes(1) && !world.unlisted.has(id));
    await mirror.pass(2 * minute);
    assert.deepEqual(heldIds(), ids(mine()));
    const [first] = more;
    world.updateIssue(first!.projectId, first!.iid, { assigneeIds: [] });
    await mirror.synchronizer.refresh();
    assert.deepEqual(heldIds(), ids(mine()));
  });

  it('requires a personal token for assigned issues', async () => {
    mirror = await MirrorHarness.start({ projects: 1, issues: 5 });
    const account = { ...mirror.account(mirror.gitlab.tokens.project), kind: 'project' as const };
    mirror.accounts.value = [{ ...account, boundTo: { id: 101, path: 'tanuki-tools/web-shop' } }];
    mirror.choices.value = { projects: ['@me', 'groups/tanuki-tools'].map((value) => ({ value, byWorkspace: true })) };
    await mirror.synchronizer.ready();
    assert.deepEqual(
      mirror.synchronizer.trackers.map(({ kind, account: speaks }) => [kind, speaks !== undefined]),
      [
        ['project', true],
        ['assigned', false],
        ['group', false],
      ],
    );
  });
});
