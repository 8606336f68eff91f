import { ThemeIcon, window } from 'vscode';
import type { Account } from '../../model/account.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import { plainLabel } from '../../model/text/plainText.ts';

/** Asks for one of several accounts. Returns a single account without asking. Undefined when the user cancels. */
export async function pickAccount(
  accounts: readonly Account[],
  title: string,
  placeHolder: string,
): Promise<Account | undefined> {
  const [only, another] = accounts;
  if (!another) return only;
  const items = accounts.map((account) => ({
    label: instanceLabel(account.instance),
    description: plainLabel(account.boundTo ? account.boundTo.path : `@${account.user.username}`),
    iconPath: new ThemeIcon('account'),
    account,
  }));
  return (await window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.account;
}
