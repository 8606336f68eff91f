import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { isReadOnly } from '../../model/account.ts';
import { costText } from '../../model/text/costText.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { RequestCost } from '../../model/gateway/requestMeter.ts';
import type { RatePace } from '../../model/gateway/requestPriority.ts';
import { paceText } from '../../model/text/paceText.ts';
import { plainText } from '../../model/text/plainText.ts';
import { trackerTitle } from '../../sync/trackers/trackerNames.ts';
import type { TrackerState } from '../../sync/trackers/trackerState.ts';
import { ageOfOld } from './viewMessage.ts';

/** The icons of a project, of a group, and of assigned issues. */
export const trackerIcon = { project: 'repo', group: 'organization', assigned: 'account' } as const;

/** The row of a project among several. The tooltip is built on hover. See {@link projectTooltip}. */
export function projectRow(tracker: TrackerState, openIssues: number, expanded: boolean, now: number): TreeItem {
  const path = plainText(trackerTitle(tracker));
  const item = new TreeItem(path, expanded ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed);
  item.id = tracker.key;
  item.contextValue = projectFacts(tracker);
  item.iconPath = new ThemeIcon(tracker.error ? 'warning' : trackerIcon[tracker.kind]);
  const description = projectDescription(tracker, openIssues, now);
  item.description = description;
  item.accessibilityInformation = { label: [path, description].filter((part) => part !== '').join(', ') };
  return item;
}

/** The context value of a project for menus (`viewItem`). */
function projectFacts({ account, project, chosen, folder }: TrackerState): string {
  const isOpen = project?.archived !== true && project?.issuesEnabled !== false;
  const facts = {
    added: chosen && folder === undefined,
    mapped: chosen && folder !== undefined,
    signedIn: account,
    writable: account && !isReadOnly(account) && isOpen,
  };
  return ['project', ...Object.entries(facts).flatMap(([fact, isTrue]) => (isTrue ? [fact] : []))].join(' ');
}

/**
 * @param cost the requests of the project's account in the last hour.
 * @param pace what is known about the server's rate limit.
 */
export function projectTooltip(
  tracker: TrackerState,
  cost: RequestCost,
  pace: RatePace | undefined,
  now: number,
): string {
  const { instance, account, error, chosen, folder } = tracker;
  const lines = [
    `${plainText(trackerTitle(tracker))} (${instanceLabel(instance)})`,
    chosen && folder !== undefined ? l10n.t('Selected for folder {0}', plainText(folder)) : '',
    account ? l10n.t('Signed in as @{0}', plainText(account.user.username)) : '',
    error?.message ?? '',
    costText(cost),
    paceText(pace, now),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function projectDescription(tracker: TrackerState, openIssues: number, now: number): string {
  if (!tracker.account) return l10n.t('not signed in');
  if (tracker.error)
    return tracker.complete ? l10n.t('{0} open (out of date)', openIssues) : l10n.t("couldn't load issues");
  if (tracker.project?.issuesEnabled === false) return l10n.t('issues are turned off');
  if (!tracker.complete) return '';
  const old = ageOfOld(tracker, now);
  const open = tracker.openInAll ?? openIssues;
  return old === undefined ? l10n.t('{0} open', open) : l10n.t('{0} open, as of {1}', open, old);
}
