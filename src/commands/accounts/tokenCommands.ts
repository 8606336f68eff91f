import * as v from 'valibot';
import { l10n, ProgressLocation, commands as vscodeCommands, window } from 'vscode';
import { showAccounts } from '../../accounts/accountHealth.ts';
import type { Connections } from '../../accounts/connections.ts';
import { confirmSignOut } from '../../accounts/prompts/confirmSignOut.ts';
import type { AccountStore } from '../../accounts/accountStore.ts';
import type { OwnNameQuestion } from '../../accounts/ownNameQuestion.ts';
import { pickAccount } from '../../accounts/prompts/pickAccount.ts';
import { type AccountAction, pickAccountAction } from '../../accounts/prompts/pickAccountAction.ts';
import { askExpiry, confirmRenewal, offerToken } from '../../accounts/prompts/renewPrompts.ts';
import type { TokenRenewal } from '../../accounts/tokenRenewal.ts';
import { openInBrowser } from '../../host/browser.ts';
import { commands } from '../../manifest.ts';
import { type Account, canBeRenewed } from '../../model/account.ts';
import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { DraftKeeper, Identity } from '../../model/ports.ts';
import { newTokenPage, tokenListPage } from '../../model/address/tokenPage.ts';
import { accountsNamed, expectUrl, givenUrl } from './accountAnswers.ts';
import { readAnswers } from '../answers.ts';
import type { Answers, CommandRunner } from '../run.ts';

const renewAnswers = v.strictObject({
  url: v.optional(givenUrl),
  account: v.optional(v.string()),
  expiresAt: v.optional(v.string()),
  confirm: v.optional(v.boolean()),
});

/** The objects that the commands use. */
interface TokenCommandParts {
  readonly accounts: AccountStore;
  readonly renewal: TokenRenewal;
  readonly identity: Identity;
  readonly ownName: OwnNameQuestion;
  readonly connections: Connections;
  readonly drafts: DraftKeeper;
  readonly clock: Clock;
}

/** Lists the accounts with the state of their tokens, and renews a token before it expires. */
export class TokenCommands {
  constructor(private readonly parts: TokenCommandParts) {}

  register(run: CommandRunner): void {
    run.register(commands.renewToken, ({ answers }) => this.renew(answers));
    run.register(commands.manageAccounts, () => this.manageAccounts());
  }

  private async renew(answers: Answers | undefined): Promise<void> {
    const { url, account: name, expiresAt, confirm } = readAnswers(renewAnswers, answers ?? {});
    expectUrl(answers ?? {}, url);
    const account = await this.choose(url && accountsNamed(await this.parts.accounts.load(), url, name));
    if (!account) return;
    if (!answers) {
      await this.renewWithPerson(account);
      return;
    }
    const expiresOn = expiresAt ?? (await askExpiry(this.parts.renewal, account));
    if (expiresOn === undefined) return;
    this.parts.renewal.check(account, expiresOn.trim());
    if (confirm !== true)
      throw new GitLabError('invalid', { host: instanceLabel(account.instance), detail: 'notConfirmed' });
    await this.carryOut(account, expiresOn.trim(), 'caller');
  }

  private async renewWithPerson(account: Account): Promise<void> {
    if (this.parts.renewal.isRunning(account)) {
      const host = instanceLabel(account.instance);
      void window.showInformationMessage(l10n.t('The access token for {0} is already being renewed.', host));
      return;
    }
    if (!canBeRenewed(account)) {
      await this.openPageInstead(account);
      return;
    }
    const expiresOn = (await askExpiry(this.parts.renewal, account))?.trim();
    if (expiresOn === undefined) return;
    this.parts.renewal.check(account, expiresOn);
    if (await confirmRenewal(account, expiresOn)) await this.carryOut(account, expiresOn, 'user');
  }

  private async manageAccounts(): Promise<void> {
    for (;;) {
      const choice = await showAccounts(
        await this.parts.accounts.load(),
        this.parts.identity,
        (account) => this.parts.connections.costOf(account),
        (account) => this.parts.renewal.isRunning(account),
        this.parts.clock.now(),
      );
      if (choice?.action === 'signIn') await vscodeCommands.executeCommand(commands.signIn);
      if (choice?.action === 'identify') await this.parts.ownName.ask(choice.instance);
      if (choice?.action === 'renew' || choice?.action === 'signOut') await this.act(choice.account, choice.action);
      if (choice?.action !== 'show') return;
      const { account } = choice;
      const action = await pickAccountAction(account, this.parts.renewal.isRunning(account));
      if (action === 'back') continue;
      if (action) await this.act(account, action);
      return;
    }
  }

  private async act(account: Account, action: AccountAction): Promise<void> {
    switch (action) {
      case 'check':
        await vscodeCommands.executeCommand(commands.checkConnection, { url: account.instance, show: true });
        return;
      case 'review':
        return openInBrowser(tokenListPage(account));
      case 'signInAgain':
        await vscodeCommands.executeCommand(commands.signIn, { url: account.instance });
        return;
      case 'renew':
        return this.renewWithPerson(account);
      case 'signOut':
        if (await confirmSignOut(account, this.parts.drafts)) await this.parts.accounts.remove(account);
    }
  }

  private async carryOut(account: Account, expiresOn: string, by: 'user' | 'caller'): Promise<void> {
    const host = instanceLabel(account.instance);
    const title = l10n.t('Renewing the access token for {0}…', host);
    try {
      const { isStored, token, ...renewed } = await window.withProgress(
        { location: ProgressLocation.Notification, title },
        () => this.parts.renewal.renew(account, expiresOn),
      );
      const until = renewed.account.expiresOn ?? expiresOn;
      if (!isStored) await offerToken(host, token);
      else if (by === 'user') {
        void window.showInformationMessage(
          renewed.isByOther
            ? l10n.t('Another window already renewed the access token for {0}. It expires on {1}.', host, until)
            : l10n.t('Renewed the access token for {0}. It expires on {1}.', host, until),
        );
      }
    } catch (error) {
      const page = by === 'user' ? pageAfter(GitLabError.from(error), account) : undefined;
      // Shows the failure even if the page doesn't open.
      if (page !== undefined) await openInBrowser(page).catch(() => undefined);
      throw error;
    }
  }

  private async choose(named: readonly Account[] | undefined): Promise<Account | undefined> {
    const accounts = named ?? (await this.parts.accounts.load());
    if (accounts.length === 0) throw new GitLabError('invalid', { host: 'GitLab', detail: 'notSignedIn' });
    return pickAccount(accounts, l10n.t('Renew Token'), l10n.t('Select an account to renew its token'));
  }

  private async openPageInstead(account: Account): Promise<void> {
    const { message } = new GitLabError('invalid', { host: instanceLabel(account.instance), detail: 'notRenewable' });
    const open = l10n.t('Create New Token');
    if ((await window.showWarningMessage(message, open)) === open) await openInBrowser(newTokenPage(account));
  }
}

/**
 * The page to recover on after a renewal without a response: to create another token, or to check the state of the old
 * one.
 */
function pageAfter({ facts }: GitLabError, account: Account): string | undefined {
  if (facts.detail === 'renewalLost') return newTokenPage(account);
  return facts.outcome === undefined ? undefined : tokenListPage(account);
}
