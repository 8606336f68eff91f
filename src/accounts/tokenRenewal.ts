import { type Account, canBeRenewed } from '../model/account.ts';
import type { Clock } from '../model/time/clock.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/address/instanceUrl.ts';
import type { WindowLocks } from '../model/ports.ts';
import type { AccountStore } from './accountStore.ts';
import type { Connections } from './connections.ts';

const day = 86_400_000;
/** GitLab's default maximum, in days. https://docs.gitlab.com/user/profile/personal_access_tokens/ */
export const longestLife = 365;

/** A renewed token. */
export interface Renewal {
  readonly account: Account;
  /** Whether another window renewed the token while this one waited. */
  readonly isByOther: boolean;
  /** If false, the new token is only in memory. It is lost when the window closes unless the user saves it. */
  readonly isStored: boolean;
  /** To show to the user only, if {@link isStored} is false. */
  readonly token: string;
}

/** VS Code hands a stored secret to other windows within a fraction of a second. */
const timesToReread = 20;
const timeToReread = 100;
/** The longest time that the request waits for its turn. A lock between windows counts it as part of the work. */
const timeToWait = 4_000;

/**
 * Replaces an account's token with a new one before it expires. GitLab revokes the old token at once and returns the
 * new one only in its response. For this reason, checks that may fail come first, and the new token is stored before
 * anything else happens. A request without a response is never repeated, because that would revoke the new token too. A
 * later renewal doesn't repeat it either, because it first checks whether the token is still valid.
 *
 * A second renewal with the same token would also revoke the new one. The user's windows therefore take turns, and a
 * window that waited uses the token that the other one stored. Windows that share no lock, such as those of two
 * computers, have only the check of the token.
 */
export class TokenRenewal {
  /** The renewals of this window, by account key. */
  private readonly running = new Map<string, Promise<Renewal>>();
  private isFinishing = false;

  constructor(
    private readonly store: AccountStore,
    private readonly connections: Connections,
    private readonly locks: WindowLocks,
    private readonly clock: Clock,
  ) {}

  /** Whether this window is renewing the account's token. */
  isRunning({ key }: Account): boolean {
    return this.running.has(key);
  }

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
   * Renews the token, or waits for the renewal that is already running in this window. Rejects with a `GitLabError`. Its
   * detail is `renewalLost` if the new token is lost. Its outcome is `renewalUnanswered` or `renewalUnknown` if there
   * was no response.
   * @param expiresOn `YYYY-MM-DD`. The new token expires at the start of that day.
   */
  async renew(chosen: Account, expiresOn: string): Promise<Renewal> {
    this.check(chosen, expiresOn);
    const { key } = chosen;
    const running = this.running.get(key);
    if (running) return running;
    const started = this.renewOnce(chosen, expiresOn).finally(() => this.running.delete(key));
    this.running.set(key, started);
    return started;
  }

  /**
   * Resolves when no renewal is running. Called when the window closes. A renewal that hasn't rotated the token
   * by then is canceled, because there might be no time left to store the new one. Never rejects.
   */
  async finish(): Promise<void> {
    this.isFinishing = true;
    await Promise.allSettled(this.running.values());
    this.isFinishing = false;
  }

  private async renewOnce(chosen: Account, expiresOn: string): Promise<Renewal> {
    // Another window may have renewed the token earlier. If so, renew the new one.
    await this.store.reread();
    const token = this.store.token(chosen);
    return this.locks.hold(`token ${chosen.key}`, async (isHeld) => {
      const before = await this.current(chosen);
      const theirs = this.storedByOther(before, token);
      if (theirs) return theirs;
      try {
        // Checks that the token is still valid. GitLab would revoke its replacement if an already renewed token requested
        // another one.
        await this.connections.clientFor(before).token.details();
      } catch (error) {
        const late = GitLabError.is(error, 'auth') ? await this.awaitOther(chosen, token) : undefined;
        if (late) return late;
        throw error;
      }
      // A window that shares no lock might have renewed the token during the check.
      const account = await this.current(chosen);
      const newer = this.storedByOther(account, token);
      if (newer) return newer;
      if (!(await isHeld())) throw new GitLabError('storage', { detail: 'otherWindow' });
      if (this.isFinishing) throw new GitLabError('canceled');
      return this.rotate(account, expiresOn);
    });
  }

  /** The account as it is stored now. */
  private async current({ key, instance }: Account): Promise<Account> {
    await this.store.reread();
    const account = this.store.accounts?.find((other) => other.key === key);
    if (!account) throw new GitLabError('invalid', { host: instanceLabel(instance), detail: 'notSignedIn' });
    return account;
  }

  private storedByOther(account: Account, before: string | undefined): Renewal | undefined {
    const token = this.store.token(account);
    return token === undefined || token === before ? undefined : { account, token, isStored: true, isByOther: true };
  }

  /** Waits for the token that another window stored. Undefined if there is none. */
  private async awaitOther(chosen: Account, before: string | undefined): Promise<Renewal | undefined> {
    for (let reads = 0; reads < timesToReread; reads++) {
      await new Promise<void>((resolve) => this.clock.after(timeToReread, resolve));
      const theirs = this.storedByOther(await this.current(chosen), before);
      if (theirs) return theirs;
    }
    return undefined;
  }

  private async rotate(account: Account, expiresOn: string): Promise<Renewal> {
    const waiting = new AbortController();
    const timer = this.clock.after(timeToWait, () => {
      waiting.abort();
    });
    let renewed;
    try {
      renewed = await this.connections.clientFor(account).at('user', waiting.signal).token.rotate(expiresOn);
    } catch (thrown) {
      const error = GitLabError.from(thrown);
      // Nothing else cancels this request.
      if (error.reason === 'canceled') throw new GitLabError('timeout', error.facts);
      if (error.facts.outcome !== 'unconfirmed' && error.reason !== 'badData') throw error;
      throw await this.whatBecameOf(account, error);
    } finally {
      timer.dispose();
    }
    const { token, scopes, expiresOn: until } = renewed;
    const after: Account = { ...account, scopes: scopes ?? account.scopes, expiresOn: until ?? expiresOn };
    return { account: after, token, isStored: await this.store.save(after, token), isByOther: false };
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
