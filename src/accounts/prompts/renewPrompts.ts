import { env, l10n, window } from 'vscode';
import type { Account } from '../../model/account.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import { longestLife, type TokenRenewal } from '../tokenRenewal.ts';

const lives = [30, 90, 180, longestLife];

/** Asks for the expiration date of a new token, as `YYYY-MM-DD`. Undefined when the user cancels. */
export async function askExpiry(renewal: TokenRenewal, account: Account): Promise<string | undefined> {
  const title = l10n.t('Renew Token for {0}', instanceLabel(account.instance));
  const items = [
    ...lives.map((days) => ({
      label: l10n.t('{0} days', days),
      description: l10n.t('expires on {0}', renewal.dayIn(days)),
      days,
    })),
    { label: l10n.t('Custom Date…'), description: '', days: 0 },
  ];
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Select an expiration date for the new token'),
  });
  if (!picked) return undefined;
  if (picked.days > 0) return renewal.dayIn(picked.days);
  return window.showInputBox({
    title,
    prompt: l10n.t('Enter the expiration date. The token expires at midnight UTC at the start of that day.'),
    placeHolder: renewal.dayIn(90),
    ignoreFocusOut: true,
    validateInput: (text) => {
      try {
        renewal.check(account, text.trim());
        return undefined;
      } catch (error) {
        return text.trim() === '' ? undefined : GitLabError.from(error).message;
      }
    },
  });
}

/** Explains what stops working with the old token, and asks whether to continue. */
export async function confirmRenewal({ instance, user }: Account, expiresOn: string): Promise<boolean> {
  const renew = l10n.t('Renew Token');
  const answer = await window.showWarningMessage(
    l10n.t(
      'Renew the access token for @{0} on {1}? The new token expires on {2}.',
      user.username,
      instanceLabel(instance),
      expiresOn,
    ),
    {
      modal: true,
      detail: l10n.t(
        'The old token stops working immediately. Anything else that uses the same token, such as another computer, a script, or an app, needs the new one.',
      ),
    },
    renew,
  );
  return answer === renew;
}

/** Lets the user copy a new token that couldn't be stored, before the window closes. */
export async function offerToken(host: string, token: string): Promise<void> {
  const copy = l10n.t('Copy Token');
  const answer = await window.showWarningMessage(
    l10n.t("The token for {0} was renewed but couldn't be saved.", host),
    {
      modal: true,
      detail: l10n.t(
        'The old token no longer works, and the new one is lost when this window closes. Copy it now, store it in a safe place, and sign in with it next time.',
      ),
    },
    copy,
  );
  if (answer === copy) await env.clipboard.writeText(token);
}
