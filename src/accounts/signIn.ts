import { l10n, window } from 'vscode';
import type { Account } from '../model/account.ts';
import { GitLabError } from '../model/gitLabError.ts';
import { type InstanceUrl, instanceLabel, isPlainHttp } from '../model/instanceUrl.ts';
import type { AccountStore } from './accountStore.ts';
import { checkToken, cleanToken } from './checkToken.ts';
import type { Connections } from './connections.ts';
import { askToken, confirmPlainHttp, type InstanceSuggestions, pickInstance } from './signInPrompts.ts';

/** What a caller may answer beforehand; what is missing is asked for. */
export interface SignInAnswers {
  readonly instance?: InstanceUrl;
  /** The instance that was chosen earlier: the token is asked for at once, with a way back to choose another one. */
  readonly proposed?: InstanceUrl;
  readonly token?: string;
  /** Agrees to a connection without encryption. */
  readonly allowHttp?: boolean;
}

/** Signs in with an access token. Nothing is stored before the server has said that the token is good. */
export class SignIn {
  constructor(
    private readonly store: AccountStore,
    private readonly connections: Connections,
    private readonly openTokenPage: (instance: InstanceUrl) => Promise<void>,
  ) {}

  /**
   * @param suggestions the instances that the workspace's remotes point to, offered first.
   * @returns the account that is signed in now; undefined when the person gave up. Rejects with a `GitLabError` where a
   * given answer is wrong; what a person types is put right in its box.
   */
  async run(answers: SignInAnswers, suggestions: InstanceSuggestions): Promise<Account | undefined> {
    if (!answers.instance && answers.proposed && answers.token === undefined) {
      const answer = await this.signInTo(answers.proposed, answers, true);
      if (answer !== 'back') return answer;
    }
    const instance = answers.instance ?? (await pickInstance(suggestions));
    const answer = instance && (await this.signInTo(instance, answers, false));
    return answer === 'back' ? undefined : answer;
  }

  private async signInTo(
    instance: InstanceUrl,
    answers: SignInAnswers,
    canGoBack: boolean,
  ): Promise<Account | 'back' | undefined> {
    if (isPlainHttp(instance) && !answers.allowHttp) {
      if (answers.token !== undefined)
        throw new GitLabError('invalid', { host: instanceLabel(instance), detail: 'plainHttp' });
      if (!(await confirmPlainHttp(instance))) return undefined;
    }
    if (answers.token !== undefined) {
      return this.accept(instance, cleanToken(answers.token));
    }
    let accepted: Account | undefined;
    const answer = await askToken(
      instance,
      async (token, signal) => {
        accepted = await this.accept(instance, token, signal);
      },
      () => {
        void this.openTokenPage(instance).catch(() => undefined);
      },
      canGoBack,
    );
    return answer === 'back' ? 'back' : accepted;
  }

  private async accept(instance: InstanceUrl, token: string, signal?: AbortSignal): Promise<Account> {
    const host = instanceLabel(instance);
    if (token === '') throw new GitLabError('invalid', { host, detail: 'noToken' });
    const account: Account = await checkToken(this.connections.clientWith(instance, token), instance, signal);
    if (signal?.aborted) throw new GitLabError('cancelled', { host });
    if (!(await this.store.save(account, token))) {
      void window.showWarningMessage(
        l10n.t(
          'The access token could not be saved: you stay signed in to {0} until this window closes. Check the keyring of your operating system.',
          host,
        ),
      );
    }
    return account;
  }
}
