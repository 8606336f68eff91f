import assert from 'node:assert/strict';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon, post, put, remove } from './testRequest.ts';

const issue = '/projects/101/issues/1';
const mira = 1;
const gus = 10;

describe('PUT /projects/:id/issues/:issue_iid', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 5 });
    standIn.world.updateIssue(101, 1, { labels: ['bug'], assigneeIds: [], state: 'opened', milestoneId: null });
  });
  afterEach(() => standIn.close());
  const change = async (body: unknown) => (await put(standIn, issue, body)).json;

  it('changes and clears texts, dates, and flags', async () => {
    const full = {
      title: 'New',
      description: 'Text',
      due_date: '2026-06-01',
      weight: 3,
      confidential: true,
      discussion_locked: true,
      issue_type: 'incident',
    };
    const changed = await change(full);
    for (const [name, value] of Object.entries(full)) assert.equal(changed[name as 'title'], value, name);
    const cleared = await change({ due_date: '', weight: '', confidential: false, discussion_locked: false });
    assert.deepEqual([cleared.due_date, cleared.weight, cleared.confidential], [null, null, false]);
    assert.equal((await change({ due_date: 'no date' })).due_date, null, 'as Rails reads it');
  });

  it('replaces, adds, removes, creates, and clears labels', async () => {
    assert.deepEqual((await change({ labels: 'zebra, brand new' })).labels, ['brand new', 'zebra']);
    assert.deepEqual((await change({ add_labels: ['bug'], remove_labels: 'zebra' })).labels, ['brand new', 'bug']);
    assert.equal((await ask(standIn, '/projects/101/labels?search=brand%20new')).rows.length, 1);
    assert.deepEqual((await change({ labels: '' })).labels, []);
  });

  it('keeps one label of a scope on EE, and all on CE', async () => {
    await change({ labels: 'priority::1,workflow::doing' });
    assert.deepEqual((await change({ add_labels: 'priority::2' })).labels, ['priority::2', 'workflow::doing']);
    standIn.setVersion('18.9.1', 'ce');
    assert.deepEqual((await change({ add_labels: 'priority::1' })).labels, [
      'priority::1',
      'priority::2',
      'workflow::doing',
    ]);
  });

  it('assigns several users on EE and the first on CE, ignores users without access, and clears', async () => {
    const names = async (body: unknown) => (await change(body)).assignees.map((user) => user.id);
    assert.deepEqual(await names({ assignee_ids: [1, 2, 9999] }), [1, 2]);
    assert.deepEqual(await names({ assignee_ids: [9999] }), [1, 2], 'unknown users are no change');
    assert.deepEqual(await names({ assignee_ids: [0] }), []);
    assert.deepEqual(await names({ assignee_id: 3 }), [3]);
    assert.deepEqual(await names({ assignee_ids: '' }), []);
    standIn.setVersion('18.9.1', 'ce');
    assert.deepEqual(await names({ assignee_ids: [2, 1] }), [2]);
  });

  it('counts the length of a title in characters', async () => {
    assert.equal((await change({ title: '😀'.repeat(255) })).title, '😀'.repeat(255));
    assert.equal((await put(standIn, issue, { title: '😀'.repeat(256) })).status, 400);
  });

  it('sets a milestone of the project or a parent group, and clears it with 0, nothing, or an unknown one', async () => {
    const [own] = (await ask(standIn, '/projects/101/milestones?include_ancestors=true')).rows;
    assert.equal((await change({ milestone_id: own!.id })).milestone.id, own!.id);
    for (const nothing of [0, '', 987_654]) {
      await change({ milestone_id: own!.id });
      assert.equal((await change({ milestone_id: nothing })).milestone, null);
    }
  });

  it('closes and reopens with user and time, and keeps a locked issue closed', async () => {
    const closed = await change({ state_event: 'close' });
    assert.deepEqual([closed.state, closed.closed_by?.id, closed.closed_at], ['closed', mira, closed.updated_at]);
    const open = await change({ state_event: 'reopen' });
    assert.deepEqual([open.state, open.closed_by, open.closed_at], ['opened', null, null]);
    await change({ state_event: 'close', discussion_locked: true });
    assert.equal((await change({ state_event: 'reopen' })).state, 'closed');
  });

  it('increases updated_at only when something changes, and sets it to any time for an owner', async () => {
    const first = await change({ title: 'One' });
    const second = await change({ title: 'Two' });
    assert.ok(second.updated_at > first.updated_at);
    assert.equal((await change({ title: 'Two' })).updated_at, second.updated_at);
    const at = '2026-01-01T00:00:00.000Z';
    assert.ok((await change({ title: 'Three', updated_at: at })).updated_at > second.updated_at);
    const owned = await put(standIn, issue, { title: 'Four', updated_at: at }, 'admin');
    assert.equal(owned.json.updated_at, at);
  });

  it('writes system notes like GitLab, and none for state, labels, and milestone', async () => {
    const before = (await ask(standIn, `${issue}/notes`)).rows.length;
    standIn.world.updateIssue(101, 1, { title: 'A cat', dueDate: null, description: '- [ ] one' });
    const skip = (await ask(standIn, `${issue}/notes?per_page=100`)).rows.length;
    assert.ok(skip > before);
    await change({
      title: 'A dog',
      due_date: '2026-06-01',
      labels: 'zebra',
      state_event: 'close',
      assignee_ids: [1, 2],
    });
    await change({ description: '- [x] one', confidential: true, discussion_locked: true });
    const notes = (await ask(standIn, `${issue}/notes?sort=asc&per_page=100`)).rows.slice(skip);
    assert.deepEqual(
      notes.map((note) => note.body),
      [
        'changed title from **A {-cat-}** to **A {+dog+}**',
        'changed due date to June 1, 2026',
        'assigned to @mira.lindqvist and @tomas.varela',
        'marked the checklist item **one** as completed',
        'made the issue confidential',
        'locked the discussion in this issue',
      ],
    );
    assert.ok(notes.every((note) => note.system && note.author.id === mira));
  });

  it('runs the quick actions of a description', async () => {
    const changed = await change({ description: 'Text\r\n/label ~feature ~"good first issue"\n/due 2026-06-01\n' });
    assert.equal(changed.description, 'Text');
    assert.deepEqual(changed.labels, ['bug', 'feature', 'good first issue']);
    assert.equal(changed.due_date, '2026-06-01');
    assert.equal((await change({ description: '```\n/close\n```\n> /close' })).state, 'opened');
  });

  it("rejects invalid input with GitLab's messages", async () => {
    for (const [body, answer] of [
      [{ title: ' ' }, { message: { title: ["can't be blank"] } }],
      [{ title: null }, { message: { title: ["can't be blank"] } }],
      [{ title: { a: 1 } }, { error: 'title is invalid' }],
      [{ state_event: 'x' }, { error: 'state_event does not have a valid value' }],
      [{ confidential: 'foo' }, { error: 'confidential is invalid' }],
      [{ confidential: '' }, { error: 'confidential is empty' }],
      [{ updated_at: '' }, { error: 'updated_at is empty' }],
      [
        { milestone_id: 'x', issue_type: 'y' },
        { error: 'milestone_id is invalid, issue_type does not have a valid value' },
      ],
      [{ weight: -1 }, { message: { weight: ['must be greater than or equal to 0'] } }],
      [{ assignee_ids: { a: 1 } }, { error: 'assignee_ids is invalid' }],
    ] as const) {
      const { status, json } = await put(standIn, issue, body);
      assert.deepEqual([status, json], [400, answer], JSON.stringify(body));
    }
    assert.match(
      (await put(standIn, issue, { no: 1 })).json.error,
      /weight, epic_id, epic_iid are missing, at least one/,
    );
  });

  it('survives hostile bodies', async () => {
    const type = { 'Content-Type': 'application/json' };
    for (const body of ['{', '[1', '['.repeat(50_000)]) {
      const answer = await ask(standIn, issue, { method: 'PUT', body, headers: type });
      assert.equal(answer.status, 400);
      assert.match(answer.json.error, /message body does not match declared format/);
    }
    for (const body of ['null', '7', '"x"', '[]', '{"__proto__":{"title":"x"}}', '{"constructor":1}'])
      assert.equal((await ask(standIn, issue, { method: 'PUT', body, headers: type })).status, 400, body);
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    await ask(standIn, issue, { method: 'PUT', body: '__proto__[polluted]=1&a[__proto__][b]=1', headers: form });
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    for (const headers of [
      { 'Content-Type': 'multipart/form-data' },
      { 'Content-Type': 'multipart/form-data; boundary=x' },
    ])
      assert.equal((await ask(standIn, issue, { method: 'PUT', body: '--x\r\n--x\r\n--x--', headers })).status, 400);
  });

  it('accepts forms, multipart, and the query string', async () => {
    const form = new FormData();
    form.append('title', 'Multipart & more');
    form.append('assignee_ids[]', '2');
    const { json } = await ask(standIn, issue, { method: 'PUT', body: form });
    assert.deepEqual([json.title, json.assignee.id], ['Multipart & more', 2]);
    const encoded = new URLSearchParams({ 'labels[]': 'bug' });
    assert.deepEqual((await ask(standIn, issue, { method: 'PUT', body: encoded })).json.labels, ['bug']);
    assert.equal((await put(standIn, `${issue}?title=Query`)).json.title, 'Query');
  });
});

describe('Permission to write issues', () => {
  let standIn: StandInGitLab;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 5 });
    standIn.world.updateIssue(101, 1, { labels: ['bug'], assigneeIds: [2], authorId: 2, confidential: false });
    standIn.world.updateIssue(103, 1, { authorId: 2, assigneeIds: [], confidential: false });
  });
  afterEach(() => standIn.close());
  const status = async (token: Parameters<typeof put>[3], path = issue) =>
    (await put(standIn, path, { title: 'x' }, token)).status;

  it("requires a token, the scope api, a role, and a project that isn't archived", async () => {
    assert.equal(await status(null), 401);
    const scope = await put(standIn, issue, { title: 'x' }, 'personalReadApi');
    assert.deepEqual([scope.status, scope.json.error], [403, 'insufficient_scope']);
    assert.equal(await status('outsider'), 404);
    assert.equal(await status('outsider', '/projects/103/issues/1'), 403);
    assert.equal(await status('project'), 200);
    standIn.world.updateProject(101, { archived: true });
    const archived = await put(standIn, issue, { title: 'x' });
    assert.deepEqual([archived.status, archived.json], [403, { message: '403 Forbidden' }]);
  });

  it('lets Guests change the text and state of their own or assigned issues, and ignores metadata', async () => {
    assert.equal(await status('guest'), 403);
    standIn.world.updateIssue(101, 1, { assigneeIds: [gus] });
    const { status: code, json } = await put(
      standIn,
      issue,
      {
        title: 'Mine',
        labels: 'feature',
        assignee_ids: [1],
        due_date: '2026-06-01',
        confidential: true,
        state_event: 'close',
      },
      'guest',
    );
    assert.equal(code, 200);
    assert.deepEqual([json.title, json.state, json.labels, json.confidential], ['Mine', 'closed', ['bug'], false]);
    assert.equal(json.assignee.id, gus);
  });

  it('checks the permission before it hides a confidential issue from a PUT, and hides it from a GET', async () => {
    standIn.world.updateIssue(101, 1, { confidential: true });
    assert.equal(await status('guest'), 403);
    assert.equal((await ask(standIn, issue, { token: 'guest' })).status, 404);
    assert.equal((await put(standIn, '/projects/101/issues/99', { title: 'x' })).text, '{"message":"404 Not found"}');
  });

  it('creates with 201: metadata for members, new labels only for roles that can manage them, text for everyone on a public project', async () => {
    const body = { title: 'Made', labels: 'bug,unheard of', assignee_ids: [2], confidential: true };
    const mine = await post(standIn, '/projects/101/issues', { ...body, weight: 2, iid: 77 });
    assert.deepEqual([mine.status, mine.json.iid, mine.json.weight], [201, 6, 2]);
    assert.deepEqual(
      [mine.json.labels, mine.json.subscribed, mine.json.author.id],
      [['bug', 'unheard of'], true, mira],
    );
    const guest = (await post(standIn, '/projects/101/issues', { ...body, labels: 'bug,never made' }, 'guest')).json;
    assert.deepEqual([guest.labels, guest.assignee.id], [['bug'], 2]);
    const outside = await post(standIn, '/projects/103/issues', body, 'outsider');
    assert.deepEqual(
      [outside.status, outside.json.labels, outside.json.confidential, outside.json.assignees],
      [201, [], true, []],
    );
    assert.equal((await post(standIn, '/projects/101/issues', { title: 'x' }, null)).status, 401);
    assert.deepEqual((await post(standIn, '/projects/101/issues', { title: '' })).json, {
      message: { title: ["can't be blank"] },
    });
  });

  it('lets an owner choose an unused iid and the time, and never assigns an iid twice', async () => {
    const made = await post(
      standIn,
      '/projects/101/issues',
      { title: 'x', iid: 77, created_at: '2020-01-01' },
      'admin',
    );
    assert.deepEqual([made.json.iid, made.json.created_at], [77, '2020-01-01T00:00:00.000Z']);
    const again = await post(standIn, '/projects/101/issues', { title: 'x', iid: 77 }, 'admin');
    assert.deepEqual([again.status, again.json.message], [409, 'Duplicated issue']);
    assert.equal((await remove(standIn, '/projects/101/issues/77', 'admin')).status, 204);
    assert.equal((await post(standIn, '/projects/101/issues', { title: 'y' })).json.iid, 78);
  });

  it('runs the quick actions of a new description', async () => {
    const description = 'Hello\n/label ~bug\n/assign @tomas.varela\n/close';
    const { json } = await post(standIn, '/projects/101/issues', { title: 'x', description });
    assert.deepEqual([json.description, json.state, json.labels], ['Hello', 'opened', ['bug']]);
    assert.equal(json.assignee.id, 2);
  });

  it('deletes for owners and Planners, and since 18.10 for authors', async () => {
    assert.equal((await remove(standIn, issue)).status, 403);
    standIn.world.updateIssue(101, 1, { authorId: mira });
    assert.equal((await remove(standIn, issue)).status, 403);
    standIn.setVersion('18.10.0-ee');
    const gone = await remove(standIn, issue);
    assert.deepEqual([gone.status, gone.text, gone.headers.get('content-type')], [204, '', null]);
    assert.equal((await ask(standIn, issue)).status, 404);
    standIn.world.people.setRole(mira, { groupId: 10 }, 15);
    assert.equal((await remove(standIn, '/projects/101/issues/2')).status, 204);
    assert.equal((await remove(standIn, '/projects/101/issues/2')).text, '{"message":"404 Issue Not Found"}');
  });

  it('reorders an issue between two others', async () => {
    standIn.world.updateIssue(101, 2, { relativePosition: 100 });
    standIn.world.updateIssue(101, 3, { relativePosition: 200 });
    const ids = [2, 3].map((iid) => standIn.world.issue(101, iid)!.id);
    const path = `${issue}/reorder`;
    assert.equal((await put(standIn, path, { move_after_id: ids[0], move_before_id: ids[1] })).status, 200);
    assert.equal(standIn.world.issue(101, 1)?.relativePosition, 150);
    assert.match((await put(standIn, path, {})).json.error, /at least one/);
  });
});
