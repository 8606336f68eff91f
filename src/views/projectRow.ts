import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { costText } from '../model/costText.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { RequestCost } from '../model/requestMeter.ts';
import type { TrackerState } from '../sync/trackerState.ts';
import { ageOfOld } from './viewMessage.ts';

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
