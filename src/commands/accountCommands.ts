import * as v from 'valibot';
import { l10n, ThemeIcon, commands as vscodeCommands, window } from 'vscode';
import type { AccountStore } from '../accounts/accountStore.ts';
import type { SignIn } from '../accounts/signIn.ts';
import { type InstanceSuggestions, pickInstance } from '../accounts/signInPrompts.ts';
import { openInBrowser } from '../host/browser.ts';
import { commands, viewId } from '../manifest.ts';
import type { Account } from '../model/account.ts';
import { GitLabError } from '../model/gitLabError.ts';
import { type InstanceUrl, instanceLabel, parseInstanceUrl } from '../model/instanceUrl.ts';
import type { RemoteSource } from '../model/ports.ts';
import { suggestedInstances } from '../model/remoteUrl.ts';
import { personalTokenPage } from '../model/tokenPage.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { TreeNode } from '../views/treeNode.ts';
import { readAnswers } from './answers.ts';
import type { Answers, CommandRunner } from './run.ts';

const url = v.pipe(
  v.string(),
  v.transform((text) => parseInstanceUrl(text)),
);
const signInAnswers = v.object({
  url: v.optional(url),
  token: v.optional(v.string()),
  allowHttp: v.optional(v.boolean()),
});
const signOutAnswers = v.strictObject({ url: v.optional(url), account: v.optional(v.string()) });
const tokenPageAnswers = v.strictObject({ url: v.optional(url) });

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
    const leaving = (await this.accounts.load()).filter(
      (other) =>
        other.instance === instance &&
        (account === undefined || account === other.key || account === other.user.username),
    );
    if (leaving.length === 0)
      throw new GitLabError('invalid', { host: instanceLabel(instance), detail: 'notSignedIn' });
    for (const each of leaving) await this.accounts.remove(each);
  }

  private async pickAndSignOut(): Promise<void> {
    const signedIn = await this.accounts.load();
    if (signedIn.length === 0) {
      void window.showInformationMessage(l10n.t('You are not signed in to GitLab.'));
      return;
    }
    const [only, another] = signedIn;
    const leaving = only && !another ? await confirmSignOut(only) : await pickAccount(signedIn);
    if (leaving) await this.accounts.remove(leaving);
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
    const instances = suggestedInstances(this.remotes.remotes.map((remote) => remote.url));
    return [...instances].sort((a, b) => Number(known.includes(a)) - Number(known.includes(b)));
  }
}

/** An address that was given must be one. */
function expectUrl(answers: Answers, read: InstanceUrl | undefined): void {
  if (answers['url'] !== undefined && !read) throw new GitLabError('invalid', { detail: 'instanceUrl' });
}

async function confirmSignOut(account: Account): Promise<Account | undefined> {
  const signOut = l10n.t('Sign Out');
  const answer = await window.showWarningMessage(
    l10n.t('Sign out of {0}?', instanceLabel(account.instance)),
    {
      modal: true,
      detail: l10n.t(
        'The access token of @{0} is removed from this computer. It stays valid on GitLab until you revoke it there.',
        account.user.username,
      ),
    },
    signOut,
  );
  return answer === signOut ? account : undefined;
}

async function pickAccount(accounts: readonly Account[]): Promise<Account | undefined> {
  const items = accounts.map((account) => ({
    label: instanceLabel(account.instance),
    description: account.boundTo ? account.boundTo.path : `@${account.user.username}`,
    iconPath: new ThemeIcon('account'),
    account,
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Sign Out of GitLab'),
    placeHolder: l10n.t('Choose the account whose access token is removed from this computer'),
    matchOnDescription: true,
  });
  return picked?.account;
}
