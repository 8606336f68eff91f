import { l10n, window } from 'vscode';
import type { GitLabError } from '../../model/error/gitLabError.ts';
import type { AccountSource } from '../../model/ports.ts';
import type { Kept } from '../../sync/writes/outbox.ts';
import { errorAction } from '../errorAction.ts';
import { runAction } from '../runAction.ts';

/** How long a message without buttons stays in the status bar, in milliseconds. */
const timeInStatusBar = 5_000;

/** Shows that changes are sent later, and why. Offers what helps, such as to sign in. */
export async function showKept(kept: readonly Kept[], { accounts }: Pick<AccountSource, 'accounts'>): Promise<void> {
  if (kept.length === 0) return;
  const [error] = kept.map((each) => each.error).filter((each) => each !== undefined);
  const action = error && errorAction(error, accounts ?? []);
  const text = keptText(kept, error);
  if (!action) window.setStatusBarMessage(text, timeInStatusBar);
  else if ((await window.showWarningMessage(text, action.title)) === action.title)
    await runAction(action.command, ...action.args);
}

/** @param error why they are kept. Undefined if they only have to wait for earlier ones, or if it isn't to be shown. */
export function keptText(kept: readonly Kept[], error?: GitLabError): string {
  const { length } = kept;
  // Their error asks the user to check GitLab, which the outbox does.
  if (kept.some(({ maybeDone, isUnstored }) => maybeDone && isUnstored))
    return l10n.t(
      "GitLab hasn't confirmed a change yet, and it couldn't be saved. It's under Waiting to Send until this window closes.",
    );
  if (kept.some(({ maybeDone }) => maybeDone))
    return length === 1
      ? l10n.t("GitLab hasn't confirmed the change yet. It's under Waiting to Send until then.")
      : l10n.t("GitLab hasn't confirmed {0} changes yet. They're under Waiting to Send until then.", length);
  const later =
    length === 1
      ? l10n.t('The change is saved, and is sent later.')
      : l10n.t('{0} changes are saved, and are sent later.', length);
  // The status bar cuts a long message off.
  return error ? `${later} ${error.message}` : later;
}
