import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { AccountKind } from '../../model/account.ts';

type KindItem = QuickPickItem & { readonly accountKind: AccountKind };

/** Asks which kind of token it shall be. Undefined: given up. */
export async function pickTokenKind(current: AccountKind | undefined): Promise<AccountKind | undefined> {
  const chosen = l10n.t('chosen');
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
        l10n.t('Speaks for you in all your projects. Right for nearly everybody.'),
      ),
      item(
        'project',
        'repo',
        l10n.t('Project Access Token'),
        l10n.t('Speaks for a bot in one project. Created by Maintainers; Premium on gitlab.com.'),
      ),
      item(
        'group',
        'organization',
        l10n.t('Group Access Token'),
        l10n.t('Speaks for a bot in all projects of a group. Created by Owners; Premium on gitlab.com.'),
      ),
    ],
    {
      title: l10n.t('Choose the Kind of Token'),
      placeHolder: l10n.t('Whom shall the token speak for?'),
      ignoreFocusOut: true,
    },
  );
  return picked?.accountKind;
}
