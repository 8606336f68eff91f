import { l10n, type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import { type Account, canBeRenewed, daysLeft, isFineGrained, isReadOnly } from '../model/account.ts';
import type { RequestCost } from '../model/gateway/requestMeter.ts';
import { costText } from '../model/text/costText.ts';
import { type InstanceUrl, instanceLabel } from '../model/address/instanceUrl.ts';
import { permissionsText } from '../model/text/permissionsText.ts';
import { plainLabel } from '../model/text/plainText.ts';
import type { Identity } from '../model/ports.ts';

/** The action that the user selects in the list of accounts. */
export type AccountChoice =
  | { readonly action: 'show' | 'renew' | 'signOut'; readonly account: Account }
  | { readonly action: 'identify'; readonly instance: InstanceUrl }
  | { readonly action: 'signIn' };

type Item = QuickPickItem & { readonly choice?: AccountChoice };

/** Lists every account with its token type, scopes, and expiry. Undefined when the user cancels. */
export async function showAccounts(
  accounts: readonly Account[],
  identity: Identity,
  costOf: (account: Account) => RequestCost,
  isBeingRenewed: (account: Account) => boolean,
  now: number,
): Promise<AccountChoice | undefined> {
  const renew: QuickInputButton = { iconPath: new ThemeIcon('refresh'), tooltip: l10n.t('Renew Token') };
  const signOut: QuickInputButton = { iconPath: new ThemeIcon('sign-out'), tooltip: l10n.t('Sign Out') };
  const pick = window.createQuickPick<Item>();
  pick.title = l10n.t('GitLab Accounts');
  pick.placeholder =
    accounts.length > 0 ? l10n.t('Select an account to see its actions') : l10n.t("You aren't signed in to GitLab");
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const show = () => {
    pick.items = [
      ...[...accounts].sort(byInstanceAndReach).map((account) => ({
        label: instanceLabel(account.instance),
        description: plainLabel(account.boundTo ? account.boundTo.path : `@${account.user.username}`),
        detail: [
          isBeingRenewed(account) ? l10n.t('being renewed') : '',
          health(account, now),
          ownNameOf(account, identity),
          costText(costOf(account)),
        ]
          .filter((part) => part !== '')
          .join(' · '),
        iconPath: new ThemeIcon(iconOfKind[account.kind]),
        buttons: isBeingRenewed(account) ? [signOut] : [renew, signOut],
        choice: { action: 'show', account } as const,
      })),
      ...(accounts.length > 0 ? [{ label: '', kind: QuickPickItemKind.Separator }] : []),
      ...whoYouAre(accounts, identity),
      { label: l10n.t('Sign In…'), iconPath: new ThemeIcon('add'), choice: { action: 'signIn' } as const },
    ];
  };
  // A newly selected username might still be on its way to the settings.
  const subscription = identity.onDidChange(show);
  show();
  const chosen = await new Promise<AccountChoice | undefined>((resolve) => {
    const choose = (choice: AccountChoice | undefined) => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidTriggerItemButton(({ item: { choice }, button }) => {
      if (choice?.action !== 'show') return;
      choose({ action: button === signOut ? 'signOut' : 'renew', account: choice.account });
    });
    pick.onDidAccept(() => {
      choose(pick.activeItems[0]?.choice);
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
    pick.show();
  });
  subscription.dispose();
  pick.dispose();
  return chosen;
}

const iconOfKind = { personal: 'account', group: 'organization', project: 'repo' } as const;

/** Sorts by instance, then by reach with the widest first. */
function byInstanceAndReach(a: Account, b: Account): number {
  const reach = Object.keys(iconOfKind);
  return a.instance.localeCompare(b.instance) || reach.indexOf(a.kind) - reach.indexOf(b.kind);
}

/** The user of a bot's token. Empty for a personal token, which acts as its owner. */
function ownNameOf(account: Account, identity: Pick<Identity, 'me'>): string {
  if (account.kind === 'personal') return '';
  const me = identity.me(account);
  return me === undefined ? l10n.t('username not selected') : l10n.t('username @{0}', plainLabel(me));
}

/** One row for each instance where a bot is signed in, because all its tokens there share the name. */
function whoYouAre(accounts: readonly Account[], identity: Pick<Identity, 'me'>): Item[] {
  const bots = accounts.filter(({ kind }) => kind !== 'personal');
  const byInstance = new Map(bots.map((account) => [account.instance, account]));
  return [...byInstance.values()].map((account) => {
    const me = identity.me(account);
    const host = instanceLabel(account.instance);
    return {
      label: l10n.t('Select Your Username on {0}…', host),
      description: me === undefined ? '' : plainLabel(`@${me}`),
      iconPath: new ThemeIcon('person'),
      choice: { action: 'identify', instance: account.instance } as const,
    };
  });
}

/** `Personal token · api · expires on 2027-01-01, in 41 days`. */
function health(account: Account, now: number): string {
  const kind = { personal: l10n.t('Personal token'), project: l10n.t('Project token'), group: l10n.t('Group token') };
  const parts = [
    kind[account.kind],
    isFineGrained(account) ? fineGrainedText(account) : account.scopes.join(', '),
    isReadOnly(account) ? l10n.t('read-only') : '',
    expiry(account, now),
    canBeRenewed(account) ? '' : l10n.t("can't be renewed from VS Code"),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function fineGrainedText({ permissions }: Account): string {
  return permissions ? l10n.t('fine-grained ({0})', permissionsText(permissions)) : l10n.t('fine-grained');
}

function expiry(account: Account, now: number): string {
  const days = daysLeft(account, now);
  if (days === undefined || account.expiresOn === undefined) return l10n.t('expiration date unknown');
  if (days < 0) return l10n.t('expired on {0}', account.expiresOn);
  return days === 1
    ? l10n.t('expires on {0} (tomorrow)', account.expiresOn)
    : l10n.t('expires on {0} (in {1} days)', account.expiresOn, days);
}
