import { l10n, window } from 'vscode';
import { plainMessage, plainText } from '../../model/text/plainText.ts';
import { loadEmoji, shownTitle } from '../../model/text/shownTitle.ts';
import type { TrackedIssue } from '../../sync/trackers/trackedIssue.ts';

/** The maximum number of titles in a confirmation. */
const mostNamed = 10;

/**
 * Asks the user to confirm a change, in a dialog that lists the issues.
 * @param result a sentence about the result, if the question doesn't make it clear.
 * @param action the label of the button.
 */
export async function confirmChange(
  targets: readonly TrackedIssue[],
  { question, result = '', action }: { readonly question: string; readonly result?: string; readonly action: string },
): Promise<boolean> {
  await loadEmoji();
  const lines = targets.slice(0, mostNamed).map(({ issue }) => `#${issue.iid} ${plainText(shownTitle(issue.title))}`);
  const more = targets.length - lines.length;
  const titles = plainMessage([...lines, ...(more > 0 ? [l10n.t('and {0} more', more)] : [])].join('\n'));
  const detail = [titles, result].filter((part) => part !== '').join('\n\n');
  return (await window.showWarningMessage(question, { modal: true, detail }, action)) === action;
}
