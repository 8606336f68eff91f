import { type Command, l10n, ThemeIcon, TreeItem } from 'vscode';
import { commands } from '../../manifest.ts';
import { isReadOnly } from '../../model/account.ts';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import { signInAgainText } from '../../model/error/signInAgainText.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import { plainText } from '../../model/text/plainText.ts';
import type { TrackerState } from '../../sync/trackers/trackerState.ts';
import type { Notice, TreeNode } from './treeNode.ts';

/** The subject of a notice row. */
export interface NoticeFacts {
  readonly tracker: TrackerState;
  /** The only project. Its error is in the view's message, which has more space. */
  readonly alone: boolean;
  /** Why a query has no result. */
  readonly problems: readonly string[];
  /** Whether the query is one that the user saved. */
  readonly isOwn: boolean;
  /** The error of a query on GitLab. */
  readonly error: GitLabError | undefined;
  /** The number of issues that are not shown, if it is known. */
  readonly hidden: number | undefined;
}

/** A row with a text: why there are no issues here. A click runs a command that helps. */
export function noticeRow(node: TreeNode & { kind: 'notice' }, facts: NoticeFacts): TreeItem {
  const { notice } = node;
  const { tracker, alone, problems } = facts;
  const isOfProject = node.query === undefined;
  const error = isOfProject ? tracker.error : facts.error;
  const tellsAbove = notice === 'failed' && alone && isOfProject;
  const signIn = notice === 'failed' ? signInAgainText(error) : undefined;
  const retry = signIn === undefined ? l10n.t('Try Again') : l10n.t('Sign In');
  const label = plainText(tellsAbove ? retry : (signIn ?? noticeText(notice, facts)));
  const item = new TreeItem(label);
  item.accessibilityInformation = { label };
  item.id = `${tracker.key}|${node.query ?? ''}!${notice}`;
  item.contextValue = `notice ${notice}`;
  item.iconPath = new ThemeIcon(signIn !== undefined ? 'sign-in' : tellsAbove ? 'refresh' : noticeIcon[notice]);
  const command = signIn === undefined ? commandOf(node, facts) : signInFrom(node);
  if (command) item.command = command;
  if (notice === 'failed' && error) item.tooltip = error.message;
  if (notice === 'wrong') item.tooltip = problems.map(plainText).join('\n');
  if (notice === 'noAccount') item.tooltip = noAccountTooltip(tracker);
  return item;
}

function noAccountTooltip({ instance, isGuess, chosen, path }: TrackerState): string {
  const host = instanceLabel(instance);
  if (!isGuess) return l10n.t("You aren't signed in to {0}. Sign in with an access token to see its issues.", host);
  return chosen
    ? l10n.t("The setting for {0} doesn't specify a GitLab instance. Select the project to see its issues.", path)
    : l10n.t(
        "The Git remote's host '{0}' might be another name for a GitLab instance. Select the project to see its issues.",
        host,
      );
}

/** The row that shows the next part of a long list. */
export function moreRow(node: TreeNode & { kind: 'more' }): TreeItem {
  const item = new TreeItem(
    node.hidden === undefined ? l10n.t('Show More') : l10n.t('Show More ({0} not shown)', node.hidden),
  );
  item.id = `${node.tracker}|${node.query}|${node.group ?? ''}+`;
  item.contextValue = 'more';
  item.iconPath = new ThemeIcon('ellipsis');
  item.command = { command: commands.showMore, title: l10n.t('Show More'), arguments: [node] };
  return item;
}

function commandOf(node: TreeNode & { kind: 'notice' }, { isOwn, tracker }: NoticeFacts): Command | undefined {
  switch (node.notice) {
    case 'failed':
      return { command: commands.refresh, title: l10n.t('Try Again') };
    case 'issuesOff':
      if (isAdded(tracker))
        return { command: commands.removeProject, title: l10n.t('Remove Project'), arguments: [node] };
      return tracker.folder === undefined
        ? undefined
        : { command: commands.chooseTracker, title: l10n.t('Select Issue Source'), arguments: [node] };
    case 'empty':
      return mayCreate(tracker)
        ? { command: commands.createIssue, title: l10n.t('Create Issue'), arguments: [node] }
        : undefined;
    case 'none':
      return isOwn ? { command: commands.editQuery, title: l10n.t('Edit Query'), arguments: [node] } : undefined;
    case 'noMatch':
      return { command: commands.clearFilter, title: l10n.t('Clear Filter') };
    case 'noAccount':
      return tracker.isGuess
        ? { command: commands.chooseTracker, title: l10n.t('Select Issue Source'), arguments: [node] }
        : signInFrom(node);
    case 'unknownMe':
      return { command: commands.manageAccounts, title: l10n.t('Select Your Username') };
    case 'wrong':
      return isOwn
        ? { command: commands.editQuery, title: l10n.t('Edit Query'), arguments: [node] }
        : { command: commands.filter, title: l10n.t('Filter Issues') };
    case 'cut':
      return { command: commands.filter, title: l10n.t('Filter Issues') };
    default:
      return undefined;
  }
}

function signInFrom(node: TreeNode): Command {
  return { command: commands.signIn, title: l10n.t('Sign In'), arguments: [node] };
}

/** Whether the user added the project, which belongs to no folder. */
function isAdded({ chosen, folder }: TrackerState): boolean {
  return chosen !== undefined && folder === undefined;
}

function mayCreate({ account }: TrackerState): boolean {
  return account !== undefined && !isReadOnly(account);
}

function noticeText(notice: Notice, { tracker, problems, error, hidden, isOwn }: NoticeFacts): string {
  switch (notice) {
    case 'noAccount':
      return tracker.isGuess
        ? l10n.t('Select an issue source for {0}…', tracker.path)
        : l10n.t('Sign in to {0} to see issues…', instanceLabel(tracker.instance));
    case 'failed':
      return (error ?? tracker.error)?.message ?? l10n.t("Couldn't load issues.");
    case 'issuesOff':
      if (isAdded(tracker)) return l10n.t('Issues are turned off in this project. Remove it from the view…');
      return tracker.folder === undefined
        ? l10n.t('Issues are turned off in this project.')
        : l10n.t('Issues are turned off in this project. Select another issue source…');
    case 'loading':
      return l10n.t('Loading…');
    case 'empty':
      return mayCreate(tracker) ? l10n.t('No open issues. Create one…') : l10n.t('No open issues.');
    case 'none':
      return isOwn ? l10n.t('No issues. Edit the query…') : l10n.t('No issues.');
    case 'noMatch':
      return l10n.t('No issues match the filter. Clear it…');
    case 'unknownMe':
      return l10n.t('Select your username to see these issues…');
    case 'wrong':
      return problems[0] ?? '';
    case 'cut':
      return hidden === undefined
        ? l10n.t('More issues match. Filter to narrow the list.')
        : l10n.t('{0} more not shown. Filter to narrow the list.', hidden.toLocaleString());
  }
}

const noticeIcon: Readonly<Record<Notice, string>> = {
  noAccount: 'sign-in',
  failed: 'warning',
  issuesOff: 'circle-slash',
  loading: 'loading~spin',
  empty: 'check',
  none: 'dash',
  noMatch: 'filter',
  unknownMe: 'account',
  wrong: 'warning',
  cut: 'info',
};
