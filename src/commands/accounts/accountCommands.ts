import * as v from 'valibot';
import { l10n, commands as vscodeCommands, window } from 'vscode';
import type { AccountStore } from '../../accounts/accountStore.ts';
import type { SignedIn, SignIn } from '../../accounts/signIn.ts';
import { confirmSignOut } from '../../accounts/prompts/confirmSignOut.ts';
import type { OwnNameQuestion } from '../../accounts/ownNameQuestion.ts';
import { pickAccount } from '../../accounts/prompts/pickAccount.ts';
import type { RemoteInstances } from '../../accounts/remoteInstances.ts';
import type { WalkthroughChoices } from '../../accounts/walkthroughChoices.ts';
import { commands, viewId } from '../../manifest.ts';
import { type Account, isFineGrained, isReadOnly } from '../../model/account.ts';
import { signInAgainText } from '../../model/error/signInAgainText.ts';
import { fineGrainedNote } from '../../model/text/fineGrainedNote.ts';
import { plainMessage } from '../../model/text/plainText.ts';
import { ownerOfAccount, type TokenOwner } from '../../model/address/tokenPage.ts';
import type { DraftKeeper } from '../../model/ports.ts';
import type { Synchronizer } from '../../sync/synchronizer.ts';
import type { TreeNode } from '../../views/tree/treeNode.ts';
import { accountsNamed, expectUrl, givenUrl } from './accountAnswers.ts';
import { readAnswers } from '../answers.ts';
import type { Answers, CommandRunner } from '../run.ts';

const signInAnswers = v.strictObject({
  url: v.optional(givenUrl),
  token: v.optional(v.string()),
  project: v.optional(v.string()),
  me: v.optional(v.string()),
  allowHttp: v.optional(v.boolean()),
});
const writingAnswers = v.strictObject({ url: v.optional(givenUrl) });
const signOutAnswers = v.strictObject({ url: v.optional(givenUrl), account: v.optional(v.string()) });

/** The objects that the commands use. */
interface AccountCommandParts {
  readonly signIn: SignIn;
  readonly accounts: AccountStore;
  readonly suggestions: RemoteInstances;
  readonly choices: WalkthroughChoices;
  readonly ownName: OwnNameQuestion;
  readonly synchronizer: Synchronizer;
  readonly drafts: DraftKeeper;
}

/** The commands to sign in and out. */
export class AccountCommands {
  constructor(private readonly parts: AccountCommandParts) {}

  register(run: CommandRunner): void {
    run.register(commands.signIn, async ({ rows, answers }) => {
      await this.signInWith(answers ?? this.answersOf(rows));
    });
    run.register(commands.useWritingToken, ({ answers }) => this.useWritingToken(answers));
    run.register(commands.signOut, ({ answers }) => (answers ? this.signOutOf(answers) : this.pickAndSignOut()));
  }

  /** @param home the owner of a new token, if it is known. */
  private async signInWith(answers: Answers, home?: TokenOwner): Promise<SignedIn | undefined> {
    const { url: instance, ...given } = readAnswers(signInAnswers, answers);
    expectUrl(answers, instance);
    this.parts.suggestions.start();
    const proposed = await this.parts.choices.openInstance();
    const signedIn = await this.parts.signIn.run({ ...given, instance, proposed, home }, this.parts.suggestions);
    if (!signedIn) return undefined;
    this.parts.synchronizer.syncWithoutView();
    // A user wants to see the issues after signing in. A caller that passes a token decides what to do next.
    if (given.token !== undefined) return signedIn;
    if (isFineGrained(signedIn.account))
      void window.showInformationMessage(fineGrainedNote(signedIn.account.permissions));
    if (signedIn.isNew) await this.parts.ownName.askOnce(signedIn.account);
    await vscodeCommands.executeCommand(`${viewId}.focus`);
    return signedIn;
  }

  /** Replaces a read-only token. */
  private async useWritingToken(answers: Answers = {}): Promise<void> {
    const { url } = readAnswers(writingAnswers, answers);
    expectUrl(answers, url);
    const readOnly = (await this.parts.accounts.load())
      .filter(isReadOnly)
      .filter(({ instance }) => !url || instance === url);
    // Prefers the accounts of this workspace, if there are any.
    const shown = readOnly.filter(({ key }) =>
      this.parts.synchronizer.trackers.some(({ account }) => account?.key === key),
    );
    const old = await pickAccount(
      shown.length > 0 ? shown : readOnly,
      l10n.t('Upgrade to Read-Write Access'),
      l10n.t('Select the account to upgrade'),
    );
    if (!old && readOnly.length > 0) return;
    const instance = old?.instance ?? url;
    const signedIn = await this.signInWith(instance ? { url: instance } : {}, old && ownerOfAccount(old));
    if (old && signedIn) await this.offerToLeave(old, signedIn.account);
  }

  /**
   * Project and group tokens take precedence over personal ones. An old read-only token stays in use until it is
   * removed.
   */
  private async offerToLeave(old: Account, { key }: Account): Promise<void> {
    if (old.kind === 'personal' || old.key === key) return;
    const signOut = l10n.t('Remove Read-Only Token');
    const answer = await window.showWarningMessage(
      l10n.t(
        'Project and group tokens take precedence, so the read-only token for {0} is still used.',
        plainMessage(old.boundTo?.path ?? ''),
      ),
      signOut,
    );
    if (answer === signOut) await this.parts.accounts.remove(old);
  }

  /** The row of a project without an account, or with an invalid token, identifies the instance to sign in to. */
  private answersOf([row]: readonly TreeNode[]): Answers {
    const tracker = this.parts.synchronizer.tracker(row?.tracker);
    // A title-bar button passes the row that has the focus, whatever it is.
    const needsAccount = tracker && (!tracker.account || signInAgainText(tracker.error) !== undefined);
    return needsAccount && !tracker.isGuess ? { url: tracker.instance } : {};
  }

  private async signOutOf(answers: Answers): Promise<void> {
    const { url: instance, account } = readAnswers(signOutAnswers, answers);
    expectUrl(answers, instance);
    if (!instance) {
      await this.pickAndSignOut();
      return;
    }
    const leaving = accountsNamed(await this.parts.accounts.load(), instance, account);
    for (const each of leaving) await this.parts.accounts.remove(each);
  }

  private async pickAndSignOut(): Promise<void> {
    const signedIn = await this.parts.accounts.load();
    if (signedIn.length === 0) {
      void window.showInformationMessage(l10n.t("You aren't signed in to GitLab."));
      return;
    }
    const leaving = await pickAccount(
      signedIn,
      l10n.t('Sign Out of GitLab'),
      l10n.t('Select an account to sign out of'),
    );
    if (leaving && (await confirmSignOut(leaving, this.parts.drafts))) await this.parts.accounts.remove(leaving);
  }
}
