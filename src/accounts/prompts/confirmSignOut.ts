import { l10n, window } from 'vscode';
import type { Account } from '../../model/account.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { DraftKeeper } from '../../model/ports.ts';
import { plainText } from '../../model/text/plainText.ts';

/**
 * Explains the effect of signing out and asks whether to continue. If there is unsent text, also asks whether to keep
 * it, and discards it if not. The caller signs out.
 */
export async function confirmSignOut({ key, instance, user }: Account, drafts: DraftKeeper): Promise<boolean> {
  const count = await drafts.count(key);
  const stays = l10n.t(
    'The access token for @{0} will be removed from this computer. It stays valid on GitLab until you revoke it there.',
    plainText(user.username),
  );
  const unsent =
    count === 1
      ? l10n.t("You have an unsent draft. If you keep it, it's restored the next time you sign in.")
      : l10n.t("You have {0} unsent drafts. If you keep them, they're restored the next time you sign in.", count);
  const signOut = count === 0 ? l10n.t('Sign Out') : l10n.t('Sign Out and Keep Drafts');
  const discard = l10n.t('Sign Out and Discard Drafts');
  const answer = await window.showWarningMessage(
    l10n.t('Sign out of {0}?', instanceLabel(instance)),
    { modal: true, detail: count === 0 ? stays : `${stays}\n\n${unsent}` },
    ...(count === 0 ? [signOut] : [signOut, discard]),
  );
  if (answer === discard) await drafts.discard(key);
  return answer !== undefined;
}
