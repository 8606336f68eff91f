import { TreeItem } from 'vscode';
import type { Issue } from '../../model/issue.ts';
import { lacksEmoji, loadEmoji } from '../../model/text/shownTitle.ts';
import type { Todo } from '../../model/todo.ts';
import type { QueryResults } from '../../sync/queries/queryResults.ts';
import { isRefused, type TodoLists } from '../../sync/queries/todoLists.ts';
import { todoListRow, todoNoticeRow, todoRow } from './todoRow.ts';
import type { TreeNode } from './treeNode.ts';
import type { TreeNodes } from './treeNodes.ts';

type TodoNode = TreeNode & { readonly kind: 'todos' | 'todo' | 'todoNotice' };

/** The rows of the To-Do Lists, one list for each account. They are above the projects. */
export class TodoRows {
  constructor(
    private readonly nodes: TreeNodes,
    private readonly lists: TodoLists,
    private readonly results: Pick<QueryResults, 'find'>,
  ) {}

  /** The rows of those accounts that have a project in the tree. */
  listRows(accounts: readonly (string | undefined)[]): readonly TreeNode[] {
    const shown = this.lists.accounts.filter(({ key }) => accounts.includes(key));
    return shown.map(({ key }) => this.nodes.todos(key));
  }

  setFolded(account: string, isFolded: boolean): void {
    if (isFolded) this.lists.unwatch(account);
    else this.lists.watch(account);
  }

  childrenOf(account: string): TreeNode[] {
    this.lists.watch(account);
    const { todos, isPart, isLoaded, error } = this.lists.of(account);
    if (isRefused(error)) return [];
    if (todos.length === 0) return [this.nodes.todoNotice(account, error ? 'failed' : isLoaded ? 'none' : 'loading')];
    const rows = todos.map(({ id, issue }) => this.nodes.todo(account, id, this.lists.trackerOf(account, issue) ?? ''));
    return isPart ? [...rows, this.nodes.todoNotice(account, 'more')] : rows;
  }

  todoOf(node: TreeNode): Todo | undefined {
    return node.kind === 'todo' ? this.lists.find(node.account, node.todoId) : undefined;
  }

  /** The issue of an item. Outside the workspace's projects, its address is that of the comment, if there is one. */
  issuesOf(node: TreeNode): readonly Issue[] {
    const { tracker } = node;
    const { issue, webUrl } = this.todoOf(node) ?? {};
    if (!issue || webUrl === undefined) return [];
    return [tracker === '' ? { ...issue, webUrl } : (this.results.find(tracker, issue.id) ?? issue)];
  }

  itemOf(node: TodoNode): TreeItem | Promise<TreeItem> {
    const { accounts } = this.lists;
    const account = accounts.find(({ key }) => key === node.account);
    if (!account) return new TreeItem('');
    const list = this.lists.of(account.key);
    if (node.kind === 'todos') return todoListRow(account, list, accounts.length === 1);
    if (node.kind === 'todoNotice') return todoNoticeRow(node, account, list);
    const todo = this.todoOf(node);
    if (!todo) return new TreeItem('');
    if (lacksEmoji(todo.issue.title)) return loadEmoji().then(() => this.itemOf(node));
    return todoRow(node, todo, account, list.done.has(todo.id));
  }
}
