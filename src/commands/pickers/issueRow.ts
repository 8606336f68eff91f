import { l10n, type QuickInputButton, ThemeIcon } from 'vscode';
import type { RemoteItem } from '../../host/remoteRows.ts';
import { projectPathOf } from '../../model/issueScope.ts';
import { issueTypeIcon } from '../../model/issueTypeIcon.ts';
import { plainLabel, plainText } from '../../model/text/plainText.ts';
import { shownTitle } from '../../model/text/shownTitle.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/** Returns the row of an issue in a list: its state, number, title, and project. */
export function issueRow(
  target: TrackedIssue,
  buttons: readonly QuickInputButton[],
): RemoteItem<TrackedIssue> & { readonly value: TrackedIssue } {
  const { issue } = target;
  const state = issue.state === 'closed' ? l10n.t('closed') : '';
  return {
    label: plainLabel(`#${issue.iid} ${plainText(shownTitle(issue.title))}`),
    description: plainLabel([state, projectPathOf(issue)].filter((part) => part !== '').join(' · ')),
    iconPath: new ThemeIcon(issue.state === 'closed' ? 'issue-closed' : issueTypeIcon(issue.type)),
    buttons: [...buttons],
    key: issue.webUrl,
    value: target,
  };
}
