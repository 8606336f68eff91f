import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { AccountKind } from '../../model/account.ts';

type KindItem = QuickPickItem & { readonly accountKind: AccountKind };

/** Asks for the token type. Undefined when the user cancels. */
export async function pickTokenKind(current: AccountKind | undefined): Promise<AccountKind | undefined> {
  const chosen = l10n.t('selected');
  const item = (kind: AccountKind, icon: string, label: string, detail: string): KindItem => ({
    accountKind: kind,
    label,
    detail,
    iconPath: new ThemeIcon(icon),
    ...(kind === current ? { description: chosen } : {}),
  });
  const picked = await window.showQuickPick(
    [
      item(
        'personal',
        'account',
        l10n.t('Personal Access Token'),
        l10n.t('Acts as you in all your projects. Recommended.'),
      ),
      item(
        'project',
        'repo',
        l10n.t('Project Access Token'),
        l10n.t(
          'Acts as a bot user in one project. Requires the Maintainer role and, on gitlab.com, Premium or Ultimate.',
        ),
      ),
      item(
        'group',
        'organization',
        l10n.t('Group Access Token'),
        l10n.t(
          'Acts as a bot user in all projects in a group. Requires the Owner role and, on gitlab.com, Premium or Ultimate.',
        ),
      ),
    ],
    {
      title: l10n.t('Select Token Type'),
      placeHolder: l10n.t('Select a token type'),
      ignoreFocusOut: true,
    },
  );
  return picked?.accountKind;
}
