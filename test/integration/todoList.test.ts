import assert from 'node:assert/strict';
import { type TreeItem, TreeItemCollapsibleState } from 'vscode';
import * as vscode from 'vscode';
import { commands } from '../../src/manifest.ts';
import type { Account } from '../../src/model/account.ts';
import { GitLabError } from '../../src/model/error/gitLabError.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { Todo } from '../../src/model/todo.ts';
import type { TodoList, TodoLists } from '../../src/sync/queries/todoLists.ts';
import { TodoRows } from '../../src/views/tree/todoRows.ts';
import { TreeNodes } from '../../src/views/tree/treeNodes.ts';
import type { TreeNode } from '../../src/views/tree/treeNode.ts';
import { StandInClient } from '../gitlab/standInClient.ts';
import { extensionApi } from './extensionApi.ts';
import { shopAccount } from './shopTracker.ts';
import { testEnvironment } from './testEnvironment.ts';

const project = 'tanuki-tools/web-shop';

describe('the To-Do List', () => {
  const { url, tokens } = testEnvironment();
  const server = new StandInClient(url);

  it('loses an item that is marked as done, with one request for the list', async () => {
    const api = await extensionApi();
    await vscode.commands.executeCommand(commands.signIn, { url, token: tokens['personal'] });
    await api.refresh();
    const { iid } = await server.createIssue(project, { title: 'To do' });
    await vscode.commands.executeCommand(commands.addTodo, { project, iid });
    await server.clearRequests();
    await vscode.commands.executeCommand(commands.markTodoDone, { project, iid });
    await vscode.commands.executeCommand(commands.markTodoDone, { project, iid });
    const asked = (await server.requests()).filter(({ path }) => path.includes('/todos'));
    assert.deepEqual(
      asked.map(({ method, path }) => `${method} ${path.replace(/\d+(?=\/mark)/, 'ID').replace(/^.*(?=\/todos)/, '')}`),
      ['GET /todos', 'POST /todos/ID/mark_as_done', 'GET /todos'],
    );
    const response = await fetch(`${url}/api/v4/todos`, { headers: { 'PRIVATE-TOKEN': tokens['personal'] ?? '' } });
    const left = (await response.json()) as { target: { iid: number } }[];
    assert.ok(!left.some(({ target }) => target.iid === iid));
    await vscode.commands.executeCommand(commands.signOut, { url });
  });
});

describe('the rows of a To-Do List', () => {
  const account = shopAccount;
  const issue: Issue = {
    id: 7,
    iid: 12,
    projectId: 1,
    title: 'Login fails',
    state: 'opened',
    type: 'issue',
    labels: [],
    assignees: [],
    createdAt: 0,
    updatedAt: 0,
    confidential: false,
    commentCount: 0,
    webUrl: `${account.instance}/a/shop/-/issues/12`,
    reference: 'a/shop#12',
  };
  const todo: Todo = {
    id: 3,
    action: 'mentioned',
    author: { id: 2, username: 'anna', name: 'Anna' },
    issue,
    webUrl: `${issue.webUrl}#note_5`,
    createdAt: 0,
  };
  const loaded: TodoList = { todos: [todo], done: new Set(), count: 1, isPart: false, isLoaded: true };
  const rowsOf = (list: TodoList, tracker?: string, accounts = [account]) => {
    const lists = {
      accounts,
      of: () => list,
      find: (_: string, id: number) => list.todos.find((each) => each.id === id),
      watch: () => undefined,
      unwatch: () => undefined,
      trackerOf: () => tracker,
    };
    return new TodoRows(new TreeNodes(), lists as unknown as TodoLists, { find: () => undefined });
  };
  const itemOf = (rows: TodoRows, node: TreeNode | undefined): TreeItem => {
    assert.ok(node && 'account' in node);
    return rows.itemOf(node) as TreeItem;
  };
  const listItem = (list: TodoList, accounts?: Account[]) => {
    const rows = rowsOf(list, undefined, accounts);
    return itemOf(rows, rows.listRows(['account'])[0]);
  };

  it('show the number of items, and the instance if there are several', () => {
    const { label, description, collapsibleState } = listItem(loaded);
    assert.deepEqual([label, description, collapsibleState], ['To-Do List', '1', TreeItemCollapsibleState.Collapsed]);
    const others = [account, { ...account, key: 'other' }];
    assert.equal(listItem(loaded, others).description, '1 · gitlab.example.com');
    assert.equal(listItem({ ...loaded, count: 250, isPart: true }).description, '250');
    assert.equal(listItem({ ...loaded, count: undefined, isPart: true }).description, '1+');
    assert.equal(listItem({ ...loaded, todos: [], isLoaded: false }).description, '');
  });

  it('explain in the tooltip why the server offers no list, and have no rows under it', () => {
    const refused = { ...loaded, error: new GitLabError('forbidden', { host: 'gitlab.example.com' }) };
    const { description, collapsibleState, tooltip } = listItem(refused);
    assert.deepEqual([description, collapsibleState], ['not available', TreeItemCollapsibleState.None]);
    assert.ok(typeof tooltip === 'string');
    assert.match(tooltip, /don't have permission/);
    assert.deepEqual(rowsOf(refused).childrenOf('account'), []);
  });

  it('show why each item is there, and offer to mark it as done', () => {
    const rows = rowsOf(loaded, 'a/shop');
    const item = itemOf(rows, rows.childrenOf('account')[0]);
    assert.deepEqual(
      [item.label, item.description, item.contextValue, item.accessibilityInformation?.label],
      [
        '#12 Login fails',
        '@anna mentioned you · a/shop',
        'todo pending local',
        '#12 Login fails, @anna mentioned you · a/shop',
      ],
    );
    const readOnly = rowsOf(loaded, undefined, [{ ...account, scopes: ['read_api'] }]);
    assert.equal(itemOf(readOnly, readOnly.childrenOf('account')[0]).contextValue, 'todo');
    const done = rowsOf({ ...loaded, done: new Set([3]) }, 'a/shop');
    const doneItem = itemOf(done, done.childrenOf('account')[0]);
    assert.deepEqual([doneItem.description, doneItem.contextValue], ['done', 'todo local']);
  });

  it('open the issue on its page, and one of another project at its comment on GitLab', () => {
    const here = rowsOf(loaded, 'a/shop');
    assert.equal(here.issuesOf(here.childrenOf('account')[0]!)[0]?.webUrl, issue.webUrl);
    const elsewhere = rowsOf(loaded);
    assert.equal(elsewhere.issuesOf(elsewhere.childrenOf('account')[0]!)[0]?.webUrl, todo.webUrl);
  });

  it('explain an empty list and a failure, and offer what helps', () => {
    const commandsOf = (list: TodoList) => {
      const rows = rowsOf(list);
      return rows.childrenOf('account').map((node) => {
        const { label, command } = itemOf(rows, node);
        return [label, command?.command];
      });
    };
    const empty = { ...loaded, todos: [], count: 0 };
    assert.deepEqual(commandsOf(empty), [['No to-do items for issues.', undefined]]);
    assert.deepEqual(commandsOf({ ...empty, isLoaded: false }), [['Loading…', undefined]]);
    const offline = new GitLabError('offline', { host: 'gitlab.example.com' });
    assert.deepEqual(commandsOf({ ...empty, error: offline }), [[offline.message, commands.refresh]]);
    const expired = new GitLabError('auth', { host: 'gitlab.example.com' });
    assert.equal(commandsOf({ ...empty, error: expired })[0]?.[1], commands.signIn);
    assert.deepEqual(commandsOf({ ...loaded, count: 250, isPart: true }), [
      ['#12 Login fails', commands.openSelected],
      ['Show 249 more on GitLab…', 'vscode.open'],
    ]);
  });
});
