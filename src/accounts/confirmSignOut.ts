import { l10n, window } from 'vscode';
import type { Account } from '../model/account.ts';
import { instanceLabel } from '../model/instanceUrl.ts';

/** Says what signing out does and does not do, and asks whether to go on. */
export async function confirmSignOut({ instance, user }: Account): Promise<boolean> {
  const signOut = l10n.t('Sign Out');
  const answer = await window.showWarningMessage(
    l10n.t('Sign out of {0}?', instanceLabel(instance)),
    {
      modal: true,
      detail: l10n.t(
        'The access token of @{0} is removed from this computer. It stays valid on GitLab until you revoke it there.',
        user.username,
      ),
    },
    signOut,
  );
  return answer === signOut;
}
