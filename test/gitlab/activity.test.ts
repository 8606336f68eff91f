import assert from 'node:assert/strict';
import { accept, gitlab, read, strict } from './contractSchemas.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon, post, put, remove } from './testRequest.ts';

const issue = '/projects/101/issues/1';
const { definitions } = read('openapi-names.json') as { definitions: Record<string, string[]> };

describe('Actions on issues', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 3 });
    standIn.world.updateIssue(101, 1, { state: 'opened', labels: ['bug'], confidential: false, subscriberIds: [] });
    standIn.world.updateIssue(101, 1, {
      authorId: 2,
      assigneeIds: [],
      timeSpent: 0,
      timeEstimate: 0,
      milestoneId: null,
    });
  });
  afterEach(() => standIn.close());
  const keys = (value: object, definition: string): void => {
    assert.deepEqual(Object.keys(value).sort(), definitions[definition]?.toSorted());
  };

  it("subscribes with 201, returns 304 without a body the second time, and doesn't change updated_at", async () => {
    const before = (await ask(standIn, issue)).json.updated_at;
    for (const [verb, subscribed] of [
      ['subscribe', true],
      ['unsubscribe', false],
    ] as const) {
      const first = await post(standIn, `${issue}/${verb}`);
      assert.deepEqual([first.status, first.json.subscribed, first.json.updated_at], [201, subscribed, before]);
      accept(strict('IssueSingle'), first.json);
      const again = await post(standIn, `${issue}/${verb}`);
      assert.deepEqual([again.status, again.text], [304, '']);
    }
    assert.equal((await post(standIn, '/projects/101/issues/99/subscribe')).text, '{"message":"404 Not found"}');
  });

  it('adds a to-do item once, lists it, and marks it as done', async () => {
    const todo = await post(standIn, `${issue}/todo`);
    assert.deepEqual([todo.status, todo.json.state], [201, 'pending']);
    assert.equal((await post(standIn, `${issue}/todo`)).status, 304);
    assert.equal((await ask(standIn, '/todos?type=Issue&project_id=101')).rows[0]?.id, todo.json.id);
    assert.equal((await ask(standIn, '/todos', { token: 'guest' })).rows.length, 0);
    assert.equal((await post(standIn, `/todos/${todo.json.id}/mark_as_done`, {}, 'guest')).status, 404);
    assert.equal((await post(standIn, `/todos/${todo.json.id}/mark_as_done`)).json.state, 'done');
    assert.equal((await post(standIn, '/todos/mark_as_done')).status, 204);
    assert.equal((await ask(standIn, '/todos?state=done')).rows.length, 1);
  });

  it('tracks time with 200 for the estimate and 201 for time spent', async () => {
    const estimate = await post(standIn, `${issue}/time_estimate`, { duration: '3h30m' });
    assert.equal(estimate.status, 200);
    accept(strict('TimeStats'), estimate.json);
    keys(estimate.json, 'API_Entities_IssuableTimeStats');
    assert.match(estimate.text, /"time_estimate":12600,.*"human_time_estimate":"3h 30m"/);
    const spent = await post(standIn, `${issue}/add_spent_time`, { duration: '1d', summary: 'x' });
    assert.deepEqual([spent.status, (await ask(standIn, `${issue}/time_stats`)).text], [201, spent.text]);
    assert.equal((await post(standIn, `${issue}/reset_spent_time`)).status, 200);
    assert.equal((await post(standIn, `${issue}/reset_time_estimate`)).text.includes('"time_estimate":0'), true);
    assert.deepEqual((await post(standIn, `${issue}/time_estimate`, {})).json, { error: 'duration is missing' });
    assert.equal((await post(standIn, `${issue}/add_spent_time`, { duration: 'soon' })).status, 400);
    assert.equal((await post(standIn, `${issue}/add_spent_time`, { duration: `${'1'.repeat(5000)}x` })).status, 400);
    assert.equal((await post(standIn, `${issue}/time_estimate`, { duration: '1h' }, 'guest')).status, 403);
    const notes = (await ask(standIn, `${issue}/notes?sort=asc&per_page=100`)).rows.slice(-4).map((note) => note.body);
    assert.deepEqual(notes, [
      'changed time estimate to 3h 30m',
      'added 1d of time spent',
      'removed time spent',
      'removed time estimate',
    ]);
  });

  it('moves an issue by creating a new one and closing the old one with moved_to_id', async () => {
    standIn.world.addNote(101, 1, { body: 'Stays with it' });
    standIn.world.updateIssue(101, 1, { labels: ['bug', 'customer', 'only here'] });
    const moved = await post(standIn, `${issue}/move`, { to_project_id: 102 });
    assert.equal(moved.status, 201);
    accept(strict('IssueSingle'), moved.json);
    assert.deepEqual([moved.json.project_id, moved.json.iid, moved.json.author.id], [102, 4, 2]);
    assert.ok(!moved.json.labels.includes('only here') && moved.json.labels.includes('bug'));
    const old = (await ask(standIn, issue)).json;
    assert.deepEqual([old.state, old.moved_to_id, old.closed_by?.id], ['closed', moved.json.id, 1]);
    const bodies = (await ask(standIn, '/projects/102/issues/4/notes?per_page=100')).rows.map((note) => note.body);
    assert.ok(bodies.includes('Stays with it') && bodies.includes('moved from tanuki-tools/web-shop#1'));
    for (const [body, status, message] of [
      [{ to_project_id: 999 }, 404, '404 Project Not Found'],
      [{ to_project_id: 101 }, 400, 'Cannot move issue due to insufficient permissions!'],
    ] as const) {
      const answer = await post(standIn, `${issue}/move`, body);
      assert.deepEqual([answer.status, answer.json.message], [status, message]);
    }
    const same = await post(standIn, '/projects/101/issues/2/move', { to_project_id: 101 });
    assert.equal(same.json.message, 'Cannot move issue to project it originates from!');
    assert.deepEqual((await post(standIn, `${issue}/move`, {})).json, { error: 'to_project_id is missing' });
    assert.equal(
      (await post(standIn, '/projects/101/issues/99/move', { to_project_id: 102 })).json.message,
      '404 Issue Not Found',
    );
  });

  it('clones an issue as the caller, with comments on request', async () => {
    standIn.world.addNote(101, 1, { body: 'A comment' });
    const plain = (await post(standIn, `${issue}/clone`, { to_project_id: 101 })).json;
    assert.deepEqual([plain.iid, plain.author.id, plain.user_notes_count, plain.state], [4, 1, 0, 'opened']);
    const full = (await post(standIn, `${issue}/clone`, { to_project_id: 102, with_notes: true })).json;
    assert.ok(full.user_notes_count > 0);
    assert.equal((await ask(standIn, issue)).json.state, 'opened');
    const guest = await post(standIn, `${issue}/clone`, { to_project_id: 102 }, 'guest');
    assert.equal(guest.json.message, 'Cannot clone issue due to insufficient permissions!');
  });

  it('links issues, shows the link on both sides, and deletes it with 200', async () => {
    const links = `${issue}/links`;
    const made = await post(standIn, links, { target_project_id: 101, target_issue_iid: 2, link_type: 'blocks' });
    assert.equal(made.status, 201);
    accept(strict('IssueLink'), made.json);
    accept(gitlab('issue_link'), made.json);
    const [row] = (await ask(standIn, links)).rows as unknown as Record<string, unknown>[];
    accept(strict('RelatedIssue'), row);
    assert.deepEqual([row?.['iid'], row?.['link_type']], [2, 'blocks']);
    keys(made.json, 'API_Entities_IssueLink');
    const path = `${links}/${String(row?.['issue_link_id'])}`;
    assert.deepEqual((await ask(standIn, path)).json, made.json);
    const other = (await ask(standIn, '/projects/101/issues/2/links')).rows[0] as unknown as Record<string, unknown>;
    assert.deepEqual([other['iid'], other['link_type']], [1, 'is_blocked_by']);
    const self = await post(standIn, links, { target_project_id: 'tanuki-tools/web-shop', target_issue_iid: 1 });
    assert.equal(self.status, 422);
    assert.equal((await post(standIn, links, { target_project_id: 101, target_issue_iid: 99 })).status, 404);
    assert.equal(
      (await post(standIn, links, {})).json.error,
      'target_project_id is missing, target_issue_iid is missing',
    );
    assert.equal((await remove(standIn, path)).status, 200);
    assert.equal((await remove(standIn, path)).status, 404);
    assert.equal((await ask(standIn, links)).text, '[]');
    standIn.setVersion('18.9.1', 'ce');
    const blocking = { target_project_id: 101, target_issue_iid: 2, link_type: 'blocks' };
    assert.equal((await post(standIn, links, blocking)).status, 403);
  });

  it("adds each reaction to an issue or note once, counts them, and removes only the caller's own", async () => {
    const { id: noteId } = standIn.world.addNote(101, 1, { body: 'x' });
    const before = standIn.world.issue(101, 1)!;
    const { upvotes, updatedAt } = { ...before };
    for (const path of [`${issue}/award_emoji`, `${issue}/notes/${noteId}/award_emoji`]) {
      const made = await post(standIn, path, { name: 'thumbsup' });
      const already = made.status === 404;
      if (already) continue;
      assert.equal(made.status, 201);
      accept(strict('AwardEmoji'), made.json);
      keys(made.json, 'API_Entities_AwardEmoji');
      const again = await post(standIn, path, { name: 'thumbsup' });
      assert.deepEqual(
        [again.status, again.json.message],
        [404, '404 Award Emoji Name has already been taken Not Found'],
      );
      assert.equal((await ask(standIn, `${path}/${made.json.id}`)).json.name, 'thumbsup');
      assert.equal((await remove(standIn, `${path}/${made.json.id}`, 'guest')).status, 401);
      assert.ok((await ask(standIn, path)).rows.some((award) => award.id === made.json.id));
      assert.equal((await remove(standIn, `${path}/${made.json.id}`)).status, 204);
    }
    assert.deepEqual(
      [standIn.world.issue(101, 1)!.upvotes, standIn.world.issue(101, 1)!.updatedAt],
      [upvotes, updatedAt],
    );
    assert.equal((await post(standIn, `${issue}/award_emoji`, { name: 'no such thing' })).status, 404);
    await post(standIn, `${issue}/award_emoji`, { name: 'tada' });
    const mine = (await ask(standIn, '/projects/101/issues?my_reaction_emoji=tada')).rows;
    assert.deepEqual(
      mine.map((one) => one.iid).filter((iid) => iid === 1),
      [1],
    );
  });

  it('keeps events for state, labels, milestone, and weight', async () => {
    const [milestone] = (await ask(standIn, '/projects/101/milestones?include_ancestors=true')).rows;
    await put(standIn, issue, { state_event: 'close', labels: 'feature', milestone_id: milestone!.id, weight: 7 });
    await put(standIn, issue, { state_event: 'reopen', milestone_id: 0 });
    const states = await events('state');
    assert.deepEqual(states.map((event) => event['state']).slice(-2), ['closed', 'reopened']);
    const labels = await events('label');
    for (const event of labels) accept(strict('ResourceLabelEvent'), event);
    assert.deepEqual(
      labels.slice(-2).map((event) => [event['action'], (event['label'] as { name: string }).name]),
      [
        ['add', 'feature'],
        ['remove', 'bug'],
      ],
    );
    const milestones = await events('milestone');
    keys(milestones[0]!, 'API_Entities_ResourceMilestoneEvent');
    assert.deepEqual(milestones.map((event) => event['action']).slice(-2), ['add', 'remove']);
    assert.equal((await events('weight')).at(-1)?.['weight'], 7);
    const one = await ask(standIn, `${issue}/resource_state_events/${String(states[0]?.['id'])}`);
    assert.deepEqual(one.json, states[0]);
    assert.equal((await ask(standIn, `${issue}/resource_state_events`, { token: null })).status, 401);
  });

  const events = async (kind: string, of = issue) =>
    (await ask(standIn, `${of}/resource_${kind}_events`)).rows as unknown as Record<string, unknown>[];

  it('R14: has no notes for changes with events, neither in the discussions nor in the list of notes', async () => {
    const before = (await ask(standIn, `${issue}/notes`)).rows.length;
    await put(standIn, issue, { labels: 'feature', weight: 3 });
    await put(standIn, issue, { state_event: 'close' });
    assert.equal((await ask(standIn, `${issue}/notes`)).rows.length, before);
    const bodies = JSON.stringify((await ask(standIn, `${issue}/discussions`)).json);
    assert.ok(!/label|weight|closed/.test(bodies), bodies);
  });

  it('R14: shows a deleted label as null, and leaves out events with a deleted milestone', async () => {
    const { world } = standIn;
    const [milestone] = (await ask(standIn, '/projects/101/milestones?include_ancestors=true')).rows;
    await put(standIn, issue, { labels: 'bug,short lived', milestone_id: milestone!.id });
    world.labels.splice(0, world.labels.length, ...world.labels.filter(({ name }) => name !== 'short lived'));
    world.milestones.delete(milestone!.id);
    const [label] = (await events('label')).slice(-1);
    accept(strict('ResourceLabelEvent'), label);
    assert.equal(label?.['label'], null);
    assert.ok((await events('milestone')).every((event) => event['milestone'] !== null));
  });

  it('R14: names the commit or the merge request that closed an issue, by its SHA or its global ID', async () => {
    const { activity } = standIn.world;
    const { id } = standIn.world.issue(101, 1)!;
    const sourceCommit = 'a'.repeat(40);
    activity.addEvent(id, 1, noon, { kind: 'state', state: 'closed', sourceCommit });
    activity.addEvent(id, 1, noon, { kind: 'state', state: 'closed', sourceMergeRequestId: 900 });
    const sources = (await events('state'))
      .slice(-2)
      .map((event) => [event['source_commit'], event['source_merge_request_id']]);
    assert.deepEqual(sources, [
      [sourceCommit, null],
      [null, 900],
    ]);
  });

  it('R14: has events of weights and iterations only in Enterprise Edition', async () => {
    const { id } = standIn.world.issue(101, 1)!;
    const iteration = { id: 50, title: null, startDate: '2026-11-16', dueDate: '2026-11-29' };
    standIn.world.activity.addEvent(id, 1, noon, { kind: 'iteration', action: 'add', iteration });
    const [event] = await events('iteration');
    assert.deepEqual([event?.['action'], (event?.['iteration'] as { title: unknown }).title], ['add', null]);
    standIn.setVersion('18.9.0', 'ce');
    for (const kind of ['weight', 'iteration'])
      assert.equal((await ask(standIn, `${issue}/resource_${kind}_events`)).status, 404, kind);
    assert.equal((await ask(standIn, `${issue}/resource_label_events`)).status, 200);
  });

  it('R14: records the labels, milestone, and weight of a new issue, copies events with a move, and closes without one', async () => {
    const [milestone] = (await ask(standIn, '/projects/101/milestones?include_ancestors=true')).rows;
    const body = { title: 'New', labels: 'bug', milestone_id: milestone!.id, weight: 2 };
    const { iid } = (await post(standIn, '/projects/101/issues', body)).json;
    const made = `/projects/101/issues/${iid}`;
    for (const kind of ['label', 'milestone', 'weight']) assert.equal((await events(kind, made)).length, 1, kind);
    const moved = await post(standIn, `${made}/move`, { to_project_id: 102 });
    assert.deepEqual(await events('state', made), []);
    assert.equal((await events('label', `/projects/102/issues/${moved.json.iid}`)).length, 1);
  });

  it('lists participants, and no merge requests', async () => {
    standIn.world.addNote(101, 1, { body: 'Ask @aiko.tanabe', authorId: 6 });
    standIn.world.addNote(101, 1, { body: 'Secret', authorId: 8, internal: true });
    const ids = async (token: 'personal' | 'guest') =>
      (await ask(standIn, `${issue}/participants`, { token })).rows.map((user) => user.id);
    for (const id of [2, 3, 6, 8]) assert.ok((await ids('personal')).includes(id), String(id));
    assert.ok(!(await ids('guest')).includes(8));
    for (const name of ['related_merge_requests', 'closed_by'])
      assert.equal((await ask(standIn, `${issue}/${name}`)).text, '[]');
  });
});
