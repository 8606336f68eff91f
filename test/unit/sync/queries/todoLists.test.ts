import assert from 'node:assert/strict';
import { isRefused, TodoLists } from '../../../../src/sync/queries/todoLists.ts';
import { failure } from '../../gitlab/startTransport.ts';
import { waitUntil } from '../../waitUntil.ts';
import { MirrorHarness } from '../mirrorHarness.ts';
import { changeIssue } from '../sendAct.ts';

describe('TodoLists', () => {
  let world: MirrorHarness;
  let lists: TodoLists;
  let account: string;
  let isPolled: boolean;
  beforeEach(async () => {
    isPolled = false;
    world = await MirrorHarness.start({ projects: 2, issues: 5 });
    lists = new TodoLists(world.synchronizer, () => isPolled, world.clock, world.log);
    await world.fill();
    account = lists.accounts[0]?.key ?? '';
    world.requests();
  });
  afterEach(async () => {
    lists.dispose();
    await world.close();
  });

  const add = (iid: number) => {
    const { activity, tokens } = world.gitlab.world;
    const [project = 0] = world.gitlab.world.projects.keys();
    return activity.addTodo(tokens.get('personal')?.userId ?? 0, world.gitlab.world.issue(project, iid)?.id ?? 0);
  };
  const asked = () => world.requests().filter((request) => request.startsWith('todos'));
  const ids = () => lists.of(account).todos.map(({ id }) => id);
  const look = async () => {
    lists.setVisible(true);
    lists.watch(account);
    await waitUntil(() => lists.of(account).isLoaded, 'the list');
  };
  const settled = () => world.passWaiting(0);

  it('belong to the accounts of the projects, one for each', () => {
    assert.equal(world.synchronizer.trackers.length, 2);
    assert.deepEqual(
      lists.accounts.map(({ key }) => key),
      [account],
    );
  });

  it('send one request when the user looks, and none before', async () => {
    const first = add(1);
    const second = add(2);
    lists.watch(account);
    await settled();
    assert.deepEqual(asked(), [], 'the view is hidden');
    let events = 0;
    lists.onDidChange(() => (events += 1));
    await look();
    lists.watch(account);
    assert.deepEqual(ids(), [second.id, first.id]);
    assert.equal(lists.of(account).count, 2);
    assert.equal(lists.find(account, first.id)?.action, 'marked');
    assert.equal(asked().length, 1);
    assert.equal(events, 1);
  });

  it('are not requested again within a minute, by hiding, collapsing, or polls', async () => {
    await look();
    lists.setVisible(false);
    lists.setVisible(true);
    lists.unwatch(account);
    lists.watch(account);
    await settled();
    assert.equal(asked().length, 1);
    await world.pass(75_000);
    assert.deepEqual(asked(), [], 'the user does not look, and notifications are off');
    lists.setVisible(false);
    lists.setVisible(true);
    await settled();
    assert.match(asked().join(), /^todos\?[^,]* 304$/, 'an old list, with its ETag');
  });

  it('are requested with each poll while notifications are on', async () => {
    isPolled = true;
    const { id } = add(1);
    await world.pass(75_000);
    await waitUntil(() => ids().includes(id), 'the new item');
    assert.equal(asked().length, 1);
    const next = add(2);
    await world.pass(75_000);
    await waitUntil(() => ids().includes(next.id), 'the next item');
    assert.equal(asked().length, 1);
  });

  it('keep an item that was marked as done in its place until they are loaded again', async () => {
    const { id } = add(1);
    const other = add(2);
    await look();
    await lists.finish(account, id);
    assert.deepEqual(ids(), [other.id, id]);
    assert.deepEqual([...lists.of(account).done], [id]);
    assert.equal(lists.of(account).count, 1);
    assert.equal(add(3).state, 'pending');
    assert.equal(asked().filter((request) => request.includes('mark_as_done')).length, 1);
    await lists.refresh();
    assert.equal(ids().length, 2);
    assert.ok(!ids().includes(id));
    assert.equal((await failure(lists.finish('another account', id))).reason, 'invalid');
  });

  it('keep an item done if a response that is older still contains it', async () => {
    const { id } = add(1);
    await look();
    let isHeld = true;
    world.respond = async (response, url) => {
      if (url.includes('/todos?')) await waitUntil(() => !isHeld, 'the item to be done');
      return response;
    };
    const other = add(2);
    asked();
    const refreshed = lists.refresh();
    await waitUntil(() => world.gitlab.requests.length > 0, 'the request');
    await lists.finish(account, id);
    isHeld = false;
    await refreshed;
    assert.deepEqual([ids(), [...lists.of(account).done], lists.of(account).count], [[other.id, id], [id], 1]);
    await lists.refresh();
    assert.deepEqual(ids(), [other.id]);
  });

  it('are requested again after a change, because GitLab marks items as done then', async () => {
    const { id } = add(1);
    await look();
    asked();
    const { tracker, issue } = {
      tracker: world.synchronizer.trackers[0]?.key ?? '',
      issue: lists.find(account, id)?.issue,
    };
    assert.ok(issue);
    await changeIssue(world.synchronizer, tracker, issue, { title: 'Another title' });
    world.gitlab.world.activity.todos[0]!.state = 'done';
    await world.clock.advance(2_000);
    await waitUntil(() => ids().length === 0, 'the list without it');
    assert.equal(asked().filter((request) => !request.includes('mark_as_done')).length, 1);
  });

  it('keep their items and report the error if GitLab can not be reached, and try again when it can', async () => {
    const { id } = add(1);
    await look();
    world.respond = (response, url) =>
      url.includes('/todos') ? Response.json({ message: '500' }, { status: 500 }) : response;
    await world.clock.through(lists.refresh());
    const { error } = lists.of(account);
    assert.equal(error?.reason, 'server');
    assert.equal(isRefused(error), false);
    assert.deepEqual(ids(), [id]);
    world.respond = (response) => response;
    lists.unwatch(account);
    lists.watch(account);
    await waitUntil(() => lists.of(account).error === undefined, 'the list');
  });

  for (const status of [403, 404])
    it(`are not polled any more after a ${status}, until the user refreshes`, async () => {
      isPolled = true;
      world.respond = (response, url) =>
        url.includes('/todos') ? Response.json({ message: `${status}` }, { status }) : response;
      await world.pass(75_000);
      await waitUntil(() => isRefused(lists.of(account).error), 'the refusal');
      asked();
      await world.pass(150_000);
      // The user returns to the window, and closes an issue.
      lists.watch(account);
      lists.setVisible(false);
      lists.setVisible(true);
      lists.expectChange(account);
      await world.pass(5_000);
      assert.deepEqual(asked(), []);
      world.respond = (response) => response;
      await lists.refresh();
      assert.equal(lists.of(account).error, undefined);
    });

  it('are requested again with another token, even if the user was not looking when it arrived', async () => {
    await look();
    world.respond = (response, url) =>
      url.includes('/todos') ? Response.json({ message: '403' }, { status: 403 }) : response;
    await lists.refresh();
    assert.ok(isRefused(lists.of(account).error));
    world.respond = (response) => response;
    lists.setVisible(false);
    const { id } = add(1);
    world.accounts.value = world.accounts.value?.map((each) => ({ ...each }));
    lists.setVisible(true);
    await waitUntil(() => ids().includes(id), 'the list');
  });

  it('are requested again if the token is renewed while GitLab refuses the last one', async () => {
    add(1);
    let isRenewed = false;
    world.respond = (response, url) => {
      if (!url.includes('/todos') || isRenewed) return response;
      isRenewed = true;
      world.accounts.value = world.accounts.value?.map((each) => ({ ...each }));
      return Response.json({ message: '403' }, { status: 403 });
    };
    await look();
    await waitUntil(() => lists.of(account).isLoaded, 'the list');
    assert.equal(lists.of(account).error, undefined);
  });

  it('disappear after signing out, also during the request', async () => {
    add(1);
    await look();
    let isHeld = true;
    world.respond = async (response, url) => {
      if (url.includes('/todos')) await waitUntil(() => !isHeld, 'the sign-out');
      return response;
    };
    const refreshed = lists.refresh();
    world.accounts.value = [];
    isHeld = false;
    await refreshed;
    assert.deepEqual(lists.accounts, []);
    assert.deepEqual(lists.of(account), {
      todos: [],
      done: new Set(),
      count: undefined,
      isPart: false,
      isLoaded: false,
    });
  });
});
