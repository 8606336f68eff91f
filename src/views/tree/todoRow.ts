import {
  type Command,
  env,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
} from 'vscode';
import { commands } from '../../manifest.ts';
import { type Account, isReadOnly } from '../../model/account.ts';
import { pagesOf } from '../../model/address/instanceBases.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import { issueTypeIcon } from '../../model/issueTypeIcon.ts';
import { projectPathOf } from '../../model/issueScope.ts';
import { escapedMarkdown, plainExcerpt, plainMarkdown, plainText } from '../../model/text/plainText.ts';
import { relativeTime } from '../../model/time/relativeTime.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';
import type { Todo } from '../../model/todo.ts';
import { isRefused, type TodoList } from '../../sync/queries/todoLists.ts';
import type { TodoNotice, TreeNode } from './treeNode.ts';

/** A row is one line. VS Code would lay out a longer title although it is cut off. */
const longestLabel = 300;

/** The row of an account's To-Do List, with the number of its items, if it is known. */
export function todoListRow(account: Account, list: TodoList, isOnly: boolean): TreeItem {
  const isHidden = isRefused(list.error);
  const title = l10n.t('To-Do List');
  const item = new TreeItem(title, isHidden ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed);
  const host = instanceLabel(account.instance);
  const description = [isHidden ? l10n.t('not available') : countText(list), isOnly ? '' : host]
    .filter((part) => part !== '')
    .join(' · ');
  item.id = `todos ${account.key}`;
  item.contextValue = 'todos';
  item.iconPath = new ThemeIcon('checklist');
  item.description = description;
  item.tooltip = [l10n.t('Issues on your To-Do List on {0}', host), list.error?.message ?? '']
    .filter((line) => line !== '')
    .join('\n');
  item.accessibilityInformation = { label: [title, description].filter((part) => part !== '').join(', ') };
  return item;
}

/** The row of an item on a To-Do List. The tooltip is built on hover. See {@link todoTooltip}. */
export function todoRow(node: TreeNode & { kind: 'todo' }, todo: Todo, account: Account, isDone: boolean): TreeItem {
  const { issue } = todo;
  const title = `#${issue.iid} ${plainExcerpt(shownTitle(issue.title), longestLabel)}`;
  const item = new TreeItem(title);
  const path = plainText(projectPathOf(issue));
  const description = isDone ? l10n.t('done') : [reasonText(todo), path].filter((part) => part !== '').join(' · ');
  item.id = `todo ${account.key} ${todo.id}`;
  item.description = description;
  const mayFinish = !isDone && !isReadOnly(account);
  item.contextValue = ['todo', mayFinish ? 'pending' : '', node.tracker === '' ? '' : 'local']
    .filter((fact) => fact !== '')
    .join(' ');
  item.iconPath = isDone
    ? new ThemeIcon('check', new ThemeColor('disabledForeground'))
    : issue.state === 'closed'
      ? new ThemeIcon('issue-closed', new ThemeColor('charts.purple'))
      : new ThemeIcon(issueTypeIcon(issue.type), new ThemeColor('charts.green'));
  item.accessibilityInformation = { label: [title, description].join(', ') };
  item.command = { command: commands.openSelected, title: l10n.t('Open Issue') };
  return item;
}

/** Text from GitLab is shown as it is, not as Markdown. */
export function todoTooltip(todo: Todo, now: number): MarkdownString {
  const { issue, createdAt } = todo;
  const lines = [
    plainText(issue.reference),
    [reasonText(todo), relativeTime(createdAt, now, env.language)].filter((part) => part !== '').join(' · '),
  ];
  return new MarkdownString(
    [`**${plainMarkdown(shownTitle(issue.title))}**`, ...lines.map(escapedMarkdown)].join('\n\n'),
  );
}

/** A row instead of items, or after them. */
export function todoNoticeRow(
  { account: key, notice }: TreeNode & { kind: 'todoNotice' },
  account: Account,
  list: TodoList,
): TreeItem {
  const label = noticeText(notice, list);
  const item = new TreeItem(label);
  item.id = `todos ${key}!${notice}`;
  item.contextValue = `notice ${notice}`;
  item.iconPath = new ThemeIcon(noticeIcon[notice]);
  item.accessibilityInformation = { label };
  if (list.error) item.tooltip = list.error.message;
  const command = commandOf(notice, account, list);
  if (command) item.command = command;
  return item;
}

function countText({ count, isPart, todos, isLoaded }: TodoList): string {
  if (!isLoaded) return '';
  return count === undefined && isPart ? `${todos.length}+` : (count ?? todos.length).toLocaleString();
}

/** Why an item is on the list. GitLab names the user also for what that user did alone. */
function reasonText({ action, author }: Todo): string {
  const name = author ? `@${plainText(author.username)}` : '';
  switch (action) {
    case 'assigned':
      return name === '' ? l10n.t('assigned to you') : l10n.t('{0} assigned you', name);
    case 'mentioned':
    case 'directly_addressed':
      return name === '' ? l10n.t('you were mentioned') : l10n.t('{0} mentioned you', name);
    case 'marked':
      return l10n.t('added by you');
    default:
      return name;
  }
}

function noticeText(notice: TodoNotice, { count, todos, error }: TodoList): string {
  switch (notice) {
    case 'loading':
      return l10n.t('Loading…');
    case 'none':
      return l10n.t('No to-do items for issues.');
    case 'failed':
      return error?.message ?? l10n.t("Couldn't load your To-Do List.");
    case 'more':
      return count === undefined
        ? l10n.t('Show all items on GitLab…')
        : l10n.t('Show {0} more on GitLab…', (count - todos.length).toLocaleString());
  }
}

const noticeIcon: Readonly<Record<TodoNotice, string>> = {
  loading: 'loading~spin',
  none: 'check',
  failed: 'warning',
  more: 'link-external',
};

function commandOf(notice: TodoNotice, account: Account, { error }: TodoList): Command | undefined {
  if (notice === 'failed' && error?.reason === 'auth')
    return { command: commands.signIn, title: l10n.t('Sign In'), arguments: [{ url: account.instance }] };
  if (notice === 'failed') return { command: commands.refresh, title: l10n.t('Try Again') };
  if (notice !== 'more') return undefined;
  const page = `${pagesOf(account)}/dashboard/todos`;
  return { command: 'vscode.open', title: l10n.t('Open on GitLab'), arguments: [Uri.parse(page, true)] };
}
