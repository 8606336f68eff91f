import { l10n, ProgressLocation, window, workspace } from 'vscode';
import type { IdentitySetting } from '../host/identitySetting.ts';
import type { Account } from '../model/account.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { type InstanceUrl, instanceLabel, isPlainHttp } from '../model/address/instanceUrl.ts';
import type { TokenOwner } from '../model/address/tokenPage.ts';
import type { AccountStore } from './accountStore.ts';
import { checkToken, cleanToken } from './checkToken.ts';
import { confirmOwnName } from './prompts/confirmOwnName.ts';
import type { Connections } from './connections.ts';
import { expectProject, expectProjectPath } from './expectProject.ts';
import type { FoundToken, TokenSource, TokenSources } from '../model/tokenSources.ts';
import {
  askToken,
  confirmPlainHttp,
  type InstanceSuggestions,
  pickFoundToken,
  pickInstanceOrSource,
} from './prompts/signInPrompts.ts';

/** The answers that a caller may provide. Prompts ask for the rest. */
export interface SignInAnswers {
  readonly instance?: InstanceUrl | undefined;
  /**
   * An instance that the user selected earlier. The token prompt opens at once, with a way back to select another
   * instance.
   */
  readonly proposed?: InstanceUrl | undefined;
  readonly token?: string | undefined;
  /** The owner of a new token. If absent, the one selected in the walkthrough. */
  readonly home?: TokenOwner | undefined;
  /** The path or URL of a project that the token must serve. */
  readonly project?: string | undefined;
  /** The user's own username there. Stored for project and group tokens, which belong to a bot user. */
  readonly me?: string | undefined;
  /** Allows a connection without encryption. */
  readonly allowHttp?: boolean | undefined;
}

export interface SignedIn {
  readonly account: Account;
  /** Whether the account is new. If so, the user may have to enter their own username. */
  readonly isNew: boolean;
}

/** Signs in with an access token. Stores nothing until the server accepts the token. */
export class SignIn {
  constructor(
    private readonly store: AccountStore,
    private readonly connections: Connections,
    private readonly identity: Pick<IdentitySetting, 'keep'>,
    private readonly openTokenPage: (instance: InstanceUrl, home: TokenOwner | undefined) => Promise<void>,
    private readonly sources: TokenSources,
  ) {}

  /**
   * @param suggestions the instances of the workspace's remotes, offered first.
   * @returns the signed-in account. Undefined when the user canceled. Rejects with a `GitLabError` if a provided answer
   * is wrong, before anything is stored. Users correct typed answers in the box.
   */
  async run(answers: SignInAnswers, suggestions: InstanceSuggestions): Promise<SignedIn | undefined> {
    if (!answers.instance && answers.proposed && answers.token === undefined) {
      const answer = await this.signInTo(answers.proposed, answers, { canGoBack: true });
      if (answer !== 'back') return answer;
    }
    const picked = answers.instance ?? (await pickInstanceOrSource(suggestions, await this.findSources()));
    if (typeof picked === 'object') return this.signInWith(picked, answers);
    const answer = picked && (await this.signInTo(picked, answers, { canGoBack: false }));
    return answer === 'back' ? undefined : answer;
  }

  /** A workspace can bring an environment of its own, for example a dev container. */
  private async findSources(): Promise<readonly TokenSource[]> {
    return workspace.isTrusted ? this.sources.find() : [];
  }

  /** Reads the token for an instance, after the user selected its source. */
  private async read(source: TokenSource, instance: InstanceUrl): Promise<FoundToken> {
    const found = (await this.sources.read(source)).find((each) => each.instance === instance);
    if (found) return found;
    throw new GitLabError('invalid', {
      host: instanceLabel(instance),
      detail: 'noTokenForInstance',
      named: source.name,
    });
  }

  /** Reads the tokens of another program, now that the user agreed, and signs in to the instance of one of them. */
  private async signInWith(source: TokenSource, answers: SignInAnswers): Promise<SignedIn | undefined> {
    const found = await this.sources.read(source);
    if (found.length === 0) throw new GitLabError('invalid', { detail: 'noUsableToken', named: source.name });
    const chosen = await pickFoundToken(source, found);
    if (!chosen) return undefined;
    const { instance, token } = chosen;
    if (isPlainHttp(instance) && !answers.allowHttp && !(await confirmPlainHttp(instance))) return undefined;
    const title = l10n.t('Signing in to {0}…', instanceLabel(instance));
    return window.withProgress({ location: ProgressLocation.Window, title }, () =>
      this.accept(instance, cleanToken(token), answers),
    );
  }

  private async signInTo(
    instance: InstanceUrl,
    answers: SignInAnswers,
    { canGoBack }: { readonly canGoBack: boolean },
  ): Promise<SignedIn | 'back' | undefined> {
    if (isPlainHttp(instance) && !answers.allowHttp) {
      if (answers.token !== undefined)
        throw new GitLabError('invalid', { host: instanceLabel(instance), detail: 'plainHttp' });
      if (!(await confirmPlainHttp(instance))) return undefined;
    }
    if (answers.token !== undefined) return this.accept(instance, cleanToken(answers.token), answers);
    const usable = (await this.findSources()).filter((source) => (source.instance ?? instance) === instance);
    const sources = usable.map((source) => ({
      source,
      read: async () => (await this.read(source, instance)).token,
    }));
    return askToken(
      instance,
      (token, signal) => this.accept(instance, token, answers, signal),
      {
        openTokenPage: () => {
          void this.openTokenPage(instance, answers.home).catch(() => undefined);
        },
        sources,
      },
      canGoBack,
    );
  }

  private async accept(
    instance: InstanceUrl,
    token: string,
    { project, me }: SignInAnswers,
    signal?: AbortSignal,
  ): Promise<SignedIn> {
    const host = instanceLabel(instance);
    if (token === '') throw new GitLabError('invalid', { host, detail: 'noToken' });
    const client = this.connections.clientWith(instance, token);
    const account = await checkToken(client, instance, signal);
    if (project !== undefined) await expectProject(client, account, expectProjectPath(project, account), signal);
    const ownName = me === undefined ? undefined : await confirmOwnName([{ account, client }], me, signal);
    if (signal?.aborted) throw new GitLabError('canceled', { host });
    const known = await this.store.load();
    const isNew = !known.some(({ key }) => key === account.key);
    // Stored before the token, so that a failure here leaves nothing half done.
    if (ownName !== undefined) await this.identity.keep(instance, ownName);
    if (!(await this.store.save(account, token))) {
      void window.showWarningMessage(
        l10n.t(
          "Couldn't save the access token. You're signed in to {0} until this window closes. Check your operating system's keyring.",
          host,
        ),
      );
    }
    return { account, isNew };
  }
}
