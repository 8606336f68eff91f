import { type Account, canBeRenewed } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { AccountStore } from './accountStore.ts';
import type { Connections } from './connections.ts';

const day = 86_400_000;
/** The longest that GitLab gives without a special setting. https://docs.gitlab.com/user/profile/personal_access_tokens/ */
export const longestLife = 365;

/** A token that was renewed. */
export interface Renewal {
  readonly account: Account;
  /** False: the new token is in memory only, and lost with the window unless the person keeps it. */
  readonly isStored: boolean;
  /** For {@link isStored} false, to be offered to the user only. */
  readonly token: string;
}

/**
 * Replaces an account's token by a new one before it dies. The moment in between is dangerous: the old token is dead, the
 * new one not known anywhere else. So what can fail is tried before, the new token is kept first of all, and a request
 * whose answer never came is not sent again, for that would revoke the new token too. Not by a later renewal either: it
 * begins with asking whether the token is still alive.
 */
export class TokenRenewal {
  constructor(
    private readonly store: AccountStore,
    private readonly connections: Connections,
    private readonly clock: Clock,
  ) {}

  /** `YYYY-MM-DD`, that many days from now. */
  dayIn(days: number): string {
    return new Date(this.clock.now() + days * day).toISOString().slice(0, 10);
  }

  /** Rejects with `invalid` what cannot work, before anything is asked. */
  check(account: Account, expiresOn: string): void {
    const host = instanceLabel(account.instance);
    if (!canBeRenewed(account)) throw new GitLabError('invalid', { host, detail: 'notRenewable' });
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(expiresOn) && !Number.isNaN(Date.parse(expiresOn));
    if (!isDay || expiresOn <= this.dayIn(0) || expiresOn > this.dayIn(longestLife)) {
      throw new GitLabError('invalid', { host, detail: 'expiry' });
    }
  }

  /**
   * Rejects with a `GitLabError`: its detail is `renewalLost` where the new token is lost, its outcome `renewalUnanswered` or
   * `renewalUnknown` where it cannot be determined whether there is one.
   * @param expiresOn `YYYY-MM-DD`; the new token dies as that day begins.
   */
  async renew(chosen: Account, expiresOn: string): Promise<Renewal> {
    this.check(chosen, expiresOn);
    // Another window may have renewed it since: its new token is the one to renew.
    await this.store.reread();
    const account = this.store.accounts?.find(({ key }) => key === chosen.key) ?? chosen;
    const client = this.connections.clientFor(account);
    // A token that another renewal has replaced must never ask for one again: GitLab would revoke what came after it.
    await client.token.details();
    let renewed;
    try {
      renewed = await client.token.rotate(expiresOn);
    } catch (thrown) {
      const error = GitLabError.from(thrown);
      if (error.facts.outcome !== 'unconfirmed' && error.reason !== 'badData') throw error;
      throw await this.whatBecameOf(account, error);
    }
    const { token, scopes, expiresOn: until } = renewed;
    const after: Account = { ...account, scopes: scopes ?? account.scopes, expiresOn: until ?? expiresOn };
    return { account: after, token, isStored: await this.store.save(after, token) };
  }

  /** The answer never came: whether the old token still works shows whether it was renewed. Asking with it does no more harm. */
  private async whatBecameOf(account: Account, { reason, facts }: GitLabError): Promise<GitLabError> {
    try {
      await this.connections.clientFor(account).token.details();
      return new GitLabError(reason, { ...facts, outcome: 'renewalUnanswered' });
    } catch (later) {
      if (GitLabError.is(later, 'auth'))
        return new GitLabError('auth', { host: instanceLabel(account.instance), detail: 'renewalLost' });
      return new GitLabError(reason, { ...facts, outcome: 'renewalUnknown' });
    }
  }
}
