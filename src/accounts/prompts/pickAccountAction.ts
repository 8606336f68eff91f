import { l10n, QuickInputButtons, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { type Account, canBeRenewed } from '../../model/account.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import { plainLabel } from '../../model/text/plainText.ts';

/** What the user can do with an account. */
export type AccountAction = 'check' | 'review' | 'signInAgain' | 'renew' | 'signOut';

type Item = QuickPickItem & { readonly action: AccountAction };

/**
 * Asks what to do with an account, with harmless actions first.
 * @returns `back` to select another account. Undefined when the user cancels.
 */
export async function pickAccountAction(
  account: Account,
  isBeingRenewed: boolean,
): Promise<AccountAction | 'back' | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.title = l10n.t(
    '{0} on {1}',
    plainLabel(account.boundTo ? account.boundTo.path : `@${account.user.username}`),
    instanceLabel(account.instance),
  );
  pick.placeholder = l10n.t('Select an action');
  pick.buttons = [QuickInputButtons.Back];
  pick.items = itemsFor(account, isBeingRenewed);
  const picked = await new Promise<AccountAction | 'back' | undefined>((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.action);
      pick.hide();
    });
    pick.onDidTriggerButton(() => {
      resolve('back');
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  });
  pick.dispose();
  return picked;
}

function itemsFor(account: Account, isBeingRenewed: boolean): Item[] {
  const renew = canBeRenewed(account) ? l10n.t('Renew Token…') : l10n.t('Create New Token on GitLab…');
  return [
    { action: 'check', label: l10n.t('Check Connection'), iconPath: new ThemeIcon('pulse') },
    { action: 'review', label: l10n.t('Review Access Tokens on GitLab'), iconPath: new ThemeIcon('link-external') },
    { action: 'signInAgain', label: l10n.t('Sign In with Another Token…'), iconPath: new ThemeIcon('sign-in') },
    ...(isBeingRenewed ? [] : [{ action: 'renew', label: renew, iconPath: new ThemeIcon('refresh') } as const]),
    { action: 'signOut', label: l10n.t('Sign Out…'), iconPath: new ThemeIcon('sign-out') },
  ];
}
