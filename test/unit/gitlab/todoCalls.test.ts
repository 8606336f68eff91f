import assert from 'node:assert/strict';
import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { decodeTodos } from '../../../src/gitlab/decode/decodeTodos.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import { failure, transportTo } from './startTransport.ts';

describe('the To-Do List', () => {
  let gitlab: StandInGitLab;
  let client: GitLabClient;
  let me: number;
  let other: number;
  let project: number;
  before(async () => {
    gitlab = await StandInGitLab.start({ projects: 1, issues: 3 });
    client = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.personal }));
    me = gitlab.world.tokens.get('personal')?.userId ?? 0;
    other = [...gitlab.world.people.users.keys()].find((id) => id !== me) ?? 0;
    [project = 0] = gitlab.world.projects.keys();
  });
  after(() => gitlab.close());
  beforeEach(() => {
    gitlab.world.activity.todos.splice(0);
    gitlab.clearRequests();
  });
  const idOf = (iid: number) => gitlab.world.issue(project, iid)?.id ?? 0;

  it('has the pending items about issues, why each is there, and the comment, for one request', async () => {
    const { activity } = gitlab.world;
    const { id: noteId } = gitlab.world.addNote(project, 2, { body: 'See this, @me', authorId: other });
    const assigned = activity.addTodo(me, idOf(1), { action: 'assigned', authorId: other });
    const mentioned = activity.addTodo(me, idOf(2), { action: 'mentioned', authorId: other, noteId });
    activity.addTodo(other, idOf(3));
    const page = await client.todos.list();
    assert.ok(page);
    assert.deepEqual(
      page.todos.map(({ id, action, author, issue }) => [id, action, author?.id, issue.iid]),
      [
        [mentioned.id, 'mentioned', other, 2],
        [assigned.id, 'assigned', other, 1],
      ],
    );
    assert.match(page.todos[0]?.webUrl ?? '', new RegExp(`/2#note_${noteId}$`));
    assert.equal(page.todos[1]?.webUrl, page.todos[1]?.issue.webUrl);
    assert.deepEqual([page.isPart, page.total], [false, 2]);
    assert.deepEqual(
      gitlab.requests.map(({ path }) => path),
      ['/api/v4/todos'],
    );
    assert.match(gitlab.requests[0]?.query ?? '', /^(?=.*\bstate=pending\b)(?=.*\btype=Issue\b)(?=.*\bper_page=100\b)/);
    assert.equal(await client.todos.list(page.etag), undefined, 'unchanged');
  });

  it('is a part if there are more than 100, with the total', async () => {
    for (let count = 0; count < 101; count++) gitlab.world.activity.addTodo(me, idOf(1), { action: 'mentioned' });
    const page = await client.todos.list();
    assert.deepEqual([page?.todos.length, page?.isPart, page?.total], [100, true, 101]);
  });

  it('marks an item as done, also one that already was, and none that is not there', async () => {
    const { id } = gitlab.world.activity.addTodo(me, idOf(1));
    const another = gitlab.world.activity.addTodo(me, idOf(2));
    await client.todos.finish(id);
    await client.todos.finish(id);
    assert.deepEqual(
      (await client.todos.list())?.todos.map((todo) => todo.id),
      [another.id],
    );
    assert.equal((await failure(client.todos.finish(999_999))).reason, 'notFound');
    assert.equal(another.state, 'pending');
  });

  it('is that of the bot for a project token', async () => {
    const bot = gitlab.world.tokens.get('project')?.userId ?? 0;
    const { id } = gitlab.world.activity.addTodo(bot, idOf(1), { action: 'assigned', authorId: me });
    const asBot = new GitLabClient(transportTo(gitlab.url, { token: gitlab.tokens.project }));
    assert.deepEqual(
      (await asBot.todos.list())?.todos.map((todo) => todo.id),
      [id],
    );
  });

  it('skips items about anything else, deleted issues, and rows that can not be read', async () => {
    const { id } = gitlab.world.activity.addTodo(me, idOf(1));
    const response = await fetch(`${gitlab.url}/api/v4/todos`, {
      headers: { 'PRIVATE-TOKEN': gitlab.tokens.personal },
    });
    const [row] = (await response.json()) as [object];
    const read = (...rows: unknown[]) => decodeTodos(rows).map((todo) => todo.id);
    assert.deepEqual(read(row, { ...row, id: id + 1, target_type: 'WorkItem' }), [id, id + 1]);
    const others = ['MergeRequest', 'Epic', 'DesignManagement::Design', null].map((target_type) => ({
      ...row,
      target_type,
    }));
    assert.deepEqual(read(...others, { ...row, target: null }, { ...row, target: {} }, null, 'text', { id }), []);
    assert.deepEqual(read({ ...row, author: null, project: null, action_name: null, target_url: 'javascript:1' }), [
      id,
    ]);
  });
});
