import { type Account, canBeRenewed } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { AccountStore } from './accountStore.ts';
import type { Connections } from './connections.ts';

const day = 86_400_000;
/** GitLab's default maximum, in days. https://docs.gitlab.com/user/profile/personal_access_tokens/ */
export const longestLife = 365;

/** A renewed token. */
export interface Renewal {
  readonly account: Account;
  /** If false, the new token is only in memory. It is lost when the window closes unless the user saves it. */
  readonly isStored: boolean;
  /** To show to the user only, if {@link isStored} is false. */
  readonly token: string;
}

/**
 * Replaces an account's token with a new one before it expires. GitLab revokes the old token at once and returns the
 * new one only in its response. For this reason, checks that may fail come first, and the new token is stored before
 * anything else happens. A request without a response is never repeated, because that would revoke the new token too. A
 * later renewal doesn't repeat it either, because it first checks whether the token is still valid.
 */
export class TokenRenewal {
  constructor(
    private readonly store: AccountStore,
    private readonly connections: Connections,
    private readonly clock: Clock,
  ) {}

  /** The date that many days from now, as `YYYY-MM-DD`. */
  dayIn(days: number): string {
    return new Date(this.clock.now() + days * day).toISOString().slice(0, 10);
  }

  /** Rejects with `invalid` if the renewal can't succeed. Sends no request. */
  check(account: Account, expiresOn: string): void {
    const host = instanceLabel(account.instance);
    if (!canBeRenewed(account)) throw new GitLabError('invalid', { host, detail: 'notRenewable' });
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(expiresOn) && !Number.isNaN(Date.parse(expiresOn));
    if (!isDay || expiresOn <= this.dayIn(0) || expiresOn > this.dayIn(longestLife)) {
      throw new GitLabError('invalid', { host, detail: 'expiry' });
    }
  }

  /**
   * Rejects with a `GitLabError`. Its detail is `renewalLost` if the new token is lost. Its outcome is
   * `renewalUnanswered` or `renewalUnknown` if there was no response.
   * @param expiresOn `YYYY-MM-DD`. The new token expires at the start of that day.
   */
  async renew(chosen: Account, expiresOn: string): Promise<Renewal> {
    this.check(chosen, expiresOn);
    // Another window may have renewed the token. If so, renew the new one.
    await this.store.reread();
    const account = this.store.accounts?.find(({ key }) => key === chosen.key) ?? chosen;
    const client = this.connections.clientFor(account);
    // Checks that the token is still valid. GitLab would revoke its replacement if an already renewed token requested
    // another one.
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

  /**
   * Called if there was no response. If the old token still works, it wasn't renewed. This check can't revoke anything.
   */
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
