import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { commands } from '../manifest.ts';
import { costText } from '../model/costText.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { RequestCost } from '../model/requestMeter.ts';
import type { TrackerState } from '../sync/trackerState.ts';
import { ageOfOld } from './viewMessage.ts';
import type { Notice, TreeNode } from './treeNode.ts';

/** How a project looks among several. The tooltip is built when somebody hovers: see {@link projectTooltip}. */
export function projectRow(tracker: TrackerState, openIssues: number, expanded: boolean, now: number): TreeItem {
  const path = tracker.project?.path ?? tracker.path;
  const item = new TreeItem(path, expanded ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  item.id = tracker.key;
  item.contextValue = 'project';
  item.iconPath = new ThemeIcon(tracker.error ? 'warning' : 'repo');
  const description = projectDescription(tracker, openIssues, now);
  item.description = description;
  item.accessibilityInformation = { label: [path, description].filter((part) => part !== '').join(', ') };
  return item;
}

/** @param cost what the project's account asked in the last hour. */
export function projectTooltip({ project, path, instance, account, error }: TrackerState, cost: RequestCost): string {
  const lines = [
    `${project?.path ?? path} (${instanceLabel(instance)})`,
    account ? l10n.t('Signed in as @{0}', account.user.username) : '',
    error?.message ?? '',
    costText(cost),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/**
 * A row of words: why there are no issues here, and a click does what helps.
 * @param alone the only project: what went wrong stands in the view's message, which has more room.
 */
export function noticeRow(node: TreeNode & { kind: 'notice' }, tracker: TrackerState, alone: boolean): TreeItem {
  const { notice } = node;
  const host = instanceLabel(tracker.instance);
  const tryAgain = l10n.t('Try Again');
  const label = notice === 'failed' && alone ? tryAgain : noticeText(tracker, notice);
  const item = new TreeItem(label);
  item.accessibilityInformation = { label };
  item.id = `${tracker.key}!${notice}`;
  item.contextValue = `notice ${notice}`;
  item.iconPath = new ThemeIcon(noticeIcon[notice]);
  if (notice === 'failed') {
    item.iconPath = new ThemeIcon(alone ? 'refresh' : 'warning');
    if (tracker.error) item.tooltip = tracker.error.message;
    item.command = { command: commands.refresh, title: tryAgain };
  }
  if (notice === 'noMatch') item.command = { command: commands.clearFilter, title: l10n.t('Clear Filter') };
  if (notice === 'noAccount') {
    item.tooltip = l10n.t('No account for {0}: sign in with an access token to see its issues.', host);
    item.command = { command: commands.signIn, title: l10n.t('Sign In'), arguments: [node] };
  }
  return item;
}

/** The row that shows the next part of a long list. */
export function moreRow(node: TreeNode & { kind: 'more' }): TreeItem {
  const item = new TreeItem(l10n.t('Show More ({0} not shown)', node.hidden));
  item.id = `${node.tracker}|${node.group ?? ''}+`;
  item.contextValue = 'more';
  item.iconPath = new ThemeIcon('ellipsis');
  item.command = { command: commands.showMore, title: l10n.t('Show More'), arguments: [node] };
  return item;
}

function projectDescription(tracker: TrackerState, openIssues: number, now: number): string {
  if (!tracker.account) return l10n.t('no token');
  if (tracker.error)
    return tracker.complete ? l10n.t('{0} open, not up to date', openIssues) : l10n.t('could not be read');
  if (tracker.project?.issuesEnabled === false) return l10n.t('issues are turned off');
  if (!tracker.complete) return '';
  const old = ageOfOld(tracker, now);
  const open = tracker.openInAll ?? openIssues;
  return old === undefined ? l10n.t('{0} open', open) : l10n.t('{0} open, as of {1}', open, old);
}

function noticeText(tracker: TrackerState, notice: Notice): string {
  switch (notice) {
    case 'noAccount':
      return l10n.t('No token for this project: sign in to {0}…', instanceLabel(tracker.instance));
    case 'failed':
      return tracker.error?.message ?? l10n.t('The issues could not be read.');
    case 'issuesOff':
      return l10n.t('Issues are turned off in this project.');
    case 'noMatch':
      return l10n.t('No open issue matches the filter.');
    case 'empty':
      return l10n.t('No open issues.');
    case 'loading':
      return l10n.t('Loading…');
  }
}

const noticeIcon: Readonly<Record<Notice, string>> = {
  noAccount: 'sign-in',
  failed: 'warning',
  issuesOff: 'circle-slash',
  empty: 'check',
  noMatch: 'filter',
  loading: 'loading~spin',
};
