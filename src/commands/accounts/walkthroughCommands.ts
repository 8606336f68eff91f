import * as v from 'valibot';
import { l10n, commands as vscodeCommands, window } from 'vscode';
import type { AccountStore } from '../../accounts/accountStore.ts';
import { pickAccount } from '../../accounts/prompts/pickAccount.ts';
import type { RemoteInstances } from '../../accounts/remoteInstances.ts';
import { pickInstance } from '../../accounts/prompts/signInPrompts.ts';
import { explainTokenPage, pickTokenOwner } from '../../accounts/prompts/tokenOwnerPrompts.ts';
import { pickTokenKind } from '../../accounts/prompts/tokenKindPrompt.ts';
import type { WalkthroughChoices } from '../../accounts/walkthroughChoices.ts';
import { openInBrowser } from '../../host/browser.ts';
import { openGuide } from '../../host/openGuide.ts';
import { setContextKey } from '../../host/contextKeys.ts';
import { commands, contextKeys, extensionId, walkthroughId } from '../../manifest.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { type InstanceSite, siteOf } from '../../model/address/instanceBases.ts';
import type { InstanceUrl } from '../../model/address/instanceUrl.ts';
import { readHomePath, tokenListPage, tokenPage, type TokenOwner } from '../../model/address/tokenPage.ts';
import { expectUrl, givenUrl } from './accountAnswers.ts';
import { readAnswers } from '../answers.ts';
import type { Answers, CommandRunner } from '../run.ts';

const kindAnswer = v.picklist(['personal', 'project', 'group']);
const instanceAnswers = v.strictObject({ url: v.optional(givenUrl) });
const kindAnswers = v.strictObject({ kind: v.optional(kindAnswer) });
const pageAnswers = v.strictObject({
  url: v.optional(givenUrl),
  kind: v.optional(kindAnswer),
  path: v.optional(v.string()),
});

/** The commands of the walkthrough's steps. They select an instance and a token type, and open GitLab's pages. */
export class WalkthroughCommands {
  constructor(
    private readonly choices: WalkthroughChoices,
    private readonly suggestions: RemoteInstances,
    private readonly accounts: AccountStore,
  ) {}

  register(run: CommandRunner): void {
    run.register(commands.openWalkthrough, () =>
      vscodeCommands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#${walkthroughId}`, false),
    );
    run.register(commands.chooseInstance, ({ answers }) => this.chooseInstance(answers));
    run.register(commands.chooseTokenKind, ({ answers }) => this.chooseTokenKind(answers));
    run.register(commands.openTokenPage, ({ answers }) => this.openTokenPage(answers));
    run.register(commands.reviewTokens, ({ answers }) => this.reviewTokens(answers));
  }

  private async chooseInstance(answers: Answers = {}): Promise<void> {
    const { url } = readAnswers(instanceAnswers, answers);
    expectUrl(answers, url);
    const instance = url ?? (await this.pickInstance(l10n.t('Select GitLab Instance')));
    if (instance) this.choices.chooseInstance(instance);
  }

  private async chooseTokenKind(answers: Answers = {}): Promise<void> {
    const { kind } = readAnswers(kindAnswers, answers);
    const chosen = kind ?? (await pickTokenKind(this.choices.kind));
    if (chosen) this.choices.chooseKind(chosen);
  }

  /**
   * Doesn't ask again for a choice made in the walkthrough. The default is a personal token, which every user can
   * create.
   */
  private async openTokenPage(answers?: Answers): Promise<void> {
    const { url, kind = this.choices.kind ?? 'personal', path } = readAnswers(pageAnswers, answers ?? {});
    expectUrl(answers ?? {}, url);
    const proposed = url ?? (await this.choices.openInstance());
    const instance = proposed ?? (await this.pickInstance(l10n.t('Create Access Token')));
    if (!instance) return;
    const home = await this.homeOf(instance, kind, path);
    if (!home) return;
    if (!answers) this.remember(instance, home);
    // A caller with arguments needs no explanation.
    if (home.kind !== 'personal' && !answers && !(await explainTokenPage(home))) return;
    await openInBrowser(tokenPage(await this.site(instance), home));
    // The dialog is closed now, and GitLab doesn't fill in these pages.
    if (home.kind !== 'personal' && !answers) void this.offerInstructions();
  }

  private async offerInstructions(): Promise<void> {
    const show = l10n.t('Show Instructions');
    const message = l10n.t("On GitLab, select 'Add new token' and enter the values from the instructions.");
    if ((await window.showInformationMessage(message, show)) === show)
      await openGuide('tokens.md', 'how-do-i-create-a-project-or-group-token');
  }

  private async homeOf(
    instance: InstanceUrl,
    kind: TokenOwner['kind'],
    given: string | undefined,
  ): Promise<TokenOwner | undefined> {
    if (kind === 'personal') return { kind };
    if (given !== undefined) {
      const path = readHomePath(given, await this.site(instance), kind);
      if (path === undefined) throw new GitLabError('invalid', { detail: 'arguments', named: 'path' });
      return { kind, path };
    }
    await this.suggestions.complete();
    const path = await pickTokenOwner(await this.site(instance), kind, this.suggestions.projectsOn(instance));
    return path === undefined ? undefined : { kind, path };
  }

  private async site(instance: InstanceUrl): Promise<InstanceSite> {
    return siteOf(instance, await this.accounts.load());
  }

  private remember(instance: InstanceUrl, home: TokenOwner): void {
    this.choices.chooseInstance(instance);
    this.choices.chooseKind(home.kind);
    if (home.kind !== 'personal') this.choices.choosePath(home.path);
  }

  /** Opens the page that lists the tokens of an account, or of the selected instance without an account. */
  private async reviewTokens(answers: Answers = {}): Promise<void> {
    const { url } = readAnswers(instanceAnswers, answers);
    expectUrl(answers, url);
    const signedIn = (await this.accounts.load()).filter(({ instance }) => url === undefined || url === instance);
    const account = await pickAccount(
      signedIn,
      l10n.t('Review Access Tokens'),
      l10n.t('Select an account to review its tokens'),
    );
    if (!account && signedIn.length > 0) return;
    const instance = account ? undefined : (url ?? this.choices.instance ?? (await this.pickInstance()));
    if (instance) await openInBrowser(tokenListPage({ instance, kind: 'personal' }));
    if (account) await openInBrowser(tokenListPage(account));
    if (account) setContextKey(contextKeys.tokensReviewed, true);
  }

  private pickInstance(title = l10n.t('Review Access Tokens')): Promise<InstanceUrl | undefined> {
    this.suggestions.start();
    return pickInstance(this.suggestions, title);
  }
}
