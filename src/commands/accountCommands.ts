import * as v from 'valibot';
import { l10n, commands as vscodeCommands, window } from 'vscode';
import type { AccountStore } from '../accounts/accountStore.ts';
import type { SignIn } from '../accounts/signIn.ts';
import { confirmSignOut } from '../accounts/confirmSignOut.ts';
import { pickAccount } from '../accounts/pickAccount.ts';
import { type InstanceSuggestions, pickInstance } from '../accounts/signInPrompts.ts';
import { openInBrowser } from '../host/browser.ts';
import { commands, viewId } from '../manifest.ts';
import type { InstanceUrl } from '../model/instanceUrl.ts';
import type { RemoteSource } from '../model/ports.ts';
import { mayBeGitLab, parseRemoteUrl, suggestedInstance } from '../model/remoteUrl.ts';
import { personalTokenPage } from '../model/tokenPage.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { TreeNode } from '../views/treeNode.ts';
import { accountsNamed, expectUrl, givenUrl } from './accountAnswers.ts';
import { readAnswers } from './answers.ts';
import type { Answers, CommandRunner } from './run.ts';

const signInAnswers = v.object({
  url: v.optional(givenUrl),
  token: v.optional(v.string()),
  allowHttp: v.optional(v.boolean()),
});
const signOutAnswers = v.strictObject({ url: v.optional(givenUrl), account: v.optional(v.string()) });
const tokenPageAnswers = v.strictObject({ url: v.optional(givenUrl) });

/** Signing in and out. */
export class AccountCommands {
  constructor(
    private readonly signIn: SignIn,
    private readonly accounts: AccountStore,
    private readonly remotes: RemoteSource,
    private readonly synchroniser: Synchroniser,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.signIn, ({ rows, answers }) => this.signInWith(answers ?? this.answersOf(rows)));
    run.register(commands.signOut, ({ answers }) => (answers ? this.signOutOf(answers) : this.pickAndSignOut()));
    run.register(commands.openTokenPage, ({ answers }) => this.openTokenPage(answers));
  }

  private async signInWith(answers: Answers): Promise<void> {
    const { url: instance, token, allowHttp } = readAnswers(signInAnswers, answers);
    expectUrl(answers, instance);
    this.remotes.start();
    const signedIn = await this.signIn.run(
      {
        ...(instance === undefined ? {} : { instance }),
        ...(token === undefined ? {} : { token }),
        ...(allowHttp === undefined ? {} : { allowHttp }),
      },
      this.suggestions,
    );
    if (signedIn) this.synchroniser.fillUnseen();
    // A person who signed in wants to see the issues; a caller with a token has plans of its own.
    if (signedIn && token === undefined) await vscodeCommands.executeCommand(`${viewId}.focus`);
  }

  /** A row of a project that has no account answers where to sign in. */
  private answersOf([row]: readonly TreeNode[]): Answers {
    const tracker = this.synchroniser.trackers.find(({ key }) => key === row?.tracker);
    // A title-bar button comes with whatever row has the focus.
    return tracker && !tracker.account ? { url: tracker.instance } : {};
  }

  private async signOutOf(answers: Answers): Promise<void> {
    const { url: instance, account } = readAnswers(signOutAnswers, answers);
    expectUrl(answers, instance);
    if (!instance) {
      await this.pickAndSignOut();
      return;
    }
    const leaving = accountsNamed(await this.accounts.load(), instance, account);
    for (const each of leaving) await this.accounts.remove(each);
  }

  private async pickAndSignOut(): Promise<void> {
    const signedIn = await this.accounts.load();
    if (signedIn.length === 0) {
      void window.showInformationMessage(l10n.t('You are not signed in to GitLab.'));
      return;
    }
    const leaving = await pickAccount(
      signedIn,
      l10n.t('Sign Out of GitLab'),
      l10n.t('Choose the account whose access token is removed from this computer'),
    );
    if (leaving && (await confirmSignOut(leaving))) await this.accounts.remove(leaving);
  }

  private async openTokenPage(answers: Answers = {}): Promise<void> {
    const { url: given } = readAnswers(tokenPageAnswers, answers);
    expectUrl(answers, given);
    this.remotes.start();
    const instance = given ?? (await pickInstance(this.suggestions));
    if (instance) await openInBrowser(personalTokenPage(instance));
  }

  /** The instances of the remotes, as far as they were found by now; more may come while the person chooses. */
  private readonly suggestions: InstanceSuggestions = {
    instances: () => this.instancesOfRemotes(),
    isComplete: () => this.remotes.state !== 'starting',
    onDidChange: (listener) => this.remotes.onDidChange(listener),
  };

  /** Those that may be GitLab, the ones nobody is signed in to first. */
  private instancesOfRemotes(): readonly InstanceUrl[] {
    const known = (this.accounts.accounts ?? []).map(({ instance }) => instance);
    const instances = this.remotes.remotes
      .map((remote) => parseRemoteUrl(remote.url))
      .filter((remote) => remote !== undefined && mayBeGitLab(remote))
      .map((remote) => remote && suggestedInstance(remote))
      .filter((instance) => instance !== undefined);
    return [...new Set(instances)].sort((a, b) => Number(known.includes(a)) - Number(known.includes(b)));
  }
}
