import type {
  AuthenticationProvider,
  AuthenticationProviderAuthenticationSessionsChangeEvent,
  AuthenticationProviderSessionOptions,
  AuthenticationSession,
} from 'vscode';
import type { Account } from '../model/account.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/address/instanceUrl.ts';
import { hasScopes } from '../model/tokenScopes.ts';
import type { AccountStore } from './accountStore.ts';
import type { RemoteInstances } from './remoteInstances.ts';
import type { SignIn } from './signIn.ts';
import type { WalkthroughChoices } from './walkthroughChoices.ts';

type Change = AuthenticationProviderAuthenticationSessionsChangeEvent;
type Sessions = ReadonlyMap<string, AuthenticationSession>;

/**
 * Offers the accounts as VS Code sessions. The Accounts menu lists them, and other extensions get one, including its
 * token, after the user agrees in VS Code's own dialog.
 * https://code.visualstudio.com/api/references/vscode-api#AuthenticationProvider
 *
 * The extension registers the provider on activation, because VS Code waits only five seconds for it and doesn't report
 * why it activates an extension. VS Code requests all sessions at once for the Accounts menu. That request alone reads
 * no secrets. Accounts that load later arrive as an event.
 */
export class AccountSessions implements AuthenticationProvider, Disposable {
  /** The sessions last reported to VS Code, by id. */
  private announced: Sessions = new Map();
  private readonly changed = new Emitter<Change>();
  private readonly subscription: Disposable;

  readonly onDidChangeSessions = this.changed.event;

  constructor(
    private readonly accounts: AccountStore,
    private readonly signIn: Pick<SignIn, 'run'>,
    private readonly suggestions: RemoteInstances,
    private readonly choices: Pick<WalkthroughChoices, 'openInstance'>,
  ) {
    this.subscription = accounts.onDidChange(() => {
      this.notify();
    });
  }

  /**
   * @param scopes the scopes that another extension needs (always given). Returns the sessions that have all of them.
   * If absent, returns every session loaded so far.
   */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: AuthenticationProviderSessionOptions = {},
  ): Promise<AuthenticationSession[]> {
    if (scopes || account) await this.accounts.load();
    const fitting = (this.accounts.accounts ?? []).filter(
      (each) => hasScopes(each, scopes ?? []) && (!account || account.id === each.key),
    );
    return fitting.map((each) => this.sessionOf(each)).filter((session) => session !== undefined);
  }

  /** Signs in like the command. Rejects with a `GitLabError` when the user cancels, or the token lacks a scope. */
  async createSession(
    scopes: readonly string[],
    { account }: AuthenticationProviderSessionOptions = {},
  ): Promise<AuthenticationSession> {
    const again = account && (await this.accounts.load()).find(({ key }) => key === account.id);
    this.suggestions.start();
    const proposed = again?.instance ?? (await this.choices.openInstance());
    const { account: signedIn } =
      (await this.signIn.run(proposed === undefined ? {} : { proposed }, this.suggestions)) ?? {};
    const session = signedIn && this.sessionOf(signedIn);
    if (!session) throw new GitLabError('canceled', { detail: 'signIn' });
    if (!hasScopes(signedIn, scopes)) {
      throw new GitLabError('scope', {
        host: instanceLabel(signedIn.instance),
        detail: 'asked',
        scopes: signedIn.scopes,
        neededScopes: scopes,
      });
    }
    return session;
  }

  /** Signs out. VS Code has already asked the user. Rejects with `storage` if the secret can't be deleted. */
  async removeSession(id: string): Promise<void> {
    const leaving = (await this.accounts.load()).find(({ key }) => key === id);
    // Another window may have removed it.
    if (leaving) await this.accounts.remove(leaving);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private sessionOf(account: Account): AuthenticationSession | undefined {
    const accessToken = this.accounts.token(account);
    if (accessToken === undefined) return undefined;
    const { key, scopes } = account;
    return { id: key, account: { id: key, label: sessionLabel(account) }, scopes: [...scopes], accessToken };
  }

  private notify(): void {
    const before = this.announced;
    const sessions = (this.accounts.accounts ?? []).map((account) => this.sessionOf(account));
    const after = new Map(sessions.filter((session) => session !== undefined).map((session) => [session.id, session]));
    this.announced = after;
    const change = difference(before, after);
    if (change) this.changed.fire(change);
  }
}

/**
 * The label of an account in VS Code's menu and dialogs. VS Code stores the user's consent under this text and signs
 * out by it. The label is therefore the same in every language, unique to each account, and ends with the instance.
 */
function sessionLabel({ kind, instance, boundTo, user }: Account): string {
  // Names from one server must not look like names from another server, or render as icons.
  const name = (boundTo?.path ?? user.username).replaceAll(/[^\w./-]/g, '_');
  const where = instance.startsWith('https:') ? instanceLabel(instance) : instance;
  return `${name}${kind === 'personal' ? '' : ` (${kind} token)`} · ${where}`;
}

/** The change to report to VS Code, if any. VS Code identifies accounts by their label. */
function difference(before: Sessions, after: Sessions): Change | undefined {
  const stays = ({ id, account }: AuthenticationSession) =>
    before.get(id)?.account.label === account.label && after.get(id)?.account.label === account.label;
  const added = [...after.values()].filter((session) => !stays(session));
  const removed = [...before.values()].filter((session) => !stays(session));
  const changed = [...after.values()].filter(
    (session) => stays(session) && JSON.stringify(session) !== JSON.stringify(before.get(session.id)),
  );
  return added.length + removed.length + changed.length > 0 ? { added, removed, changed } : undefined;
}
