import assert from 'node:assert/strict';
import { accept, strict } from './contractSchemas.ts';
import { StandInGitLab } from './standInGitLab.ts';
import { ask, noon, post } from './testRequest.ts';

/** The keys of the examples in https://docs.gitlab.com/api/todos/. */
const documented = [
  'action_name',
  'author',
  'body',
  'created_at',
  'id',
  'project',
  'state',
  'target',
  'target_type',
  'target_url',
  'updated_at',
];

interface TodoBody {
  readonly action_name: string;
  readonly author: { readonly id: number };
  readonly body: string;
  readonly project: { readonly path_with_namespace: string };
  readonly state: string;
  readonly target: { readonly web_url: string; readonly type: string };
  readonly target_type: string;
  readonly target_url: string;
}

describe('The to-do list', () => {
  let standIn: StandInGitLab;
  let me: number;
  let other: number;
  beforeEach(async () => {
    standIn = await StandInGitLab.start({ now: () => noon, issues: 5 });
    me = standIn.world.tokens.get('personal')?.userId ?? 0;
    other = [...standIn.world.people.users.keys()].find((id) => id !== me) ?? 0;
  });
  afterEach(() => standIn.close());
  const issue = (iid: number) => {
    const found = standIn.world.issue(101, iid);
    assert.ok(found);
    return found;
  };
  const add = (iid: number, facts: Parameters<typeof standIn.world.activity.addTodo>[2] = {}) =>
    standIn.world.activity.addTodo(me, issue(iid).id, { authorId: other, ...facts });

  it('has the documented keys, who added each, why, and where', async () => {
    const { id: noteId } = standIn.world.addNote(101, 1, { body: 'Please look, @me', authorId: other });
    add(1, { action: 'mentioned', noteId });
    const [row] = (await ask(standIn, '/todos?type=Issue&state=pending')).rows as unknown as TodoBody[];
    assert.ok(row);
    assert.deepEqual(Object.keys(row).sort(), documented);
    accept(strict('Issue'), row.target);
    assert.deepEqual(
      [row.action_name, row.target_type, row.author.id, row.body, row.state],
      ['mentioned', 'Issue', other, 'Please look, @me', 'pending'],
    );
    assert.equal(row.target_url, `${row.target.web_url}#note_${noteId}`);
    assert.equal(row.project.path_with_namespace, standIn.world.projectPath(standIn.world.project(101)));
  });

  it('filters by one type, action, author, project, and group, and rejects values that GitLab lacks', async () => {
    const task = add(1, { action: 'assigned', targetType: 'WorkItem' });
    const own = add(2, { action: 'marked', authorId: me });
    const ids = async (query: string) => (await ask(standIn, `/todos?${query}`)).rows.map(({ id }) => id);
    assert.deepEqual(await ids(''), [own.id, task.id]);
    assert.deepEqual(await ids('type=Issue'), [own.id]);
    assert.deepEqual(await ids('type=WorkItem'), [task.id]);
    assert.deepEqual(await ids('type=MergeRequest'), []);
    assert.deepEqual(await ids('action=assigned'), [task.id]);
    assert.deepEqual(await ids(`author_id=${me}`), [own.id]);
    assert.deepEqual(await ids('project_id=101'), [own.id, task.id]);
    assert.deepEqual(await ids(`group_id=${standIn.world.project(101).groupId}`), [own.id, task.id]);
    const [row] = (await ask(standIn, '/todos?type=WorkItem')).rows as unknown as TodoBody[];
    assert.equal(row?.target.type, 'ISSUE');
    for (const query of ['type=Issues', 'action=closed', 'state=all', 'type[]=Issue'])
      assert.equal((await ask(standIn, `/todos?${query}`)).status, 400, query);
  });

  it('has totals, which count those that the user can no longer read', async () => {
    const guest = standIn.world.tokens.get('guest')?.userId ?? 0;
    for (const iid of [1, 2, 3, 4, 5]) standIn.world.activity.addTodo(guest, issue(iid).id);
    for (const iid of [1, 2, 3, 4, 5])
      standIn.world.updateIssue(101, iid, { confidential: iid === 5, assigneeIds: [], authorId: me });
    const page = await ask(standIn, '/todos?type=Issue&per_page=2', { token: 'guest' });
    assert.deepEqual(
      [page.headers.get('x-total'), page.headers.get('x-total-pages'), page.headers.get('x-next-page')],
      ['5', '3', '2'],
    );
    assert.equal(page.rows.length, 1);
  });

  it('marks one as done with 201, also twice, and none of another user', async () => {
    const { id } = add(1);
    const finish = () => post(standIn, `/todos/${id}/mark_as_done`);
    for (const { status, json } of [await finish(), await finish()])
      assert.deepEqual([status, json.state], [201, 'done']);
    assert.deepEqual((await ask(standIn, '/todos')).rows, []);
    assert.equal((await post(standIn, `/todos/${id}/mark_as_done`, {}, 'guest')).status, 404);
    assert.equal((await post(standIn, '/todos/none/mark_as_done')).status, 400);
  });
});
