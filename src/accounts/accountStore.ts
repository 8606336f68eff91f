import type { SecretStorage } from 'vscode';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/time/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { AccountSource, KeptValues, Log } from '../model/ports.ts';
import type { Scrubber } from '../model/text/scrubber.ts';
import {
  type StoredVersion,
  parseAccounts,
  parseStoredVersion,
  parseStored,
  type StoredAccount,
  withVersion,
} from './storedAccount.ts';
import type { ServerVersion } from '../model/serverVersion.ts';
import { withinTime } from '../model/time/withinTime.ts';

/** One secret for each account, so that two windows never overwrite each other's. */
const secretPrefix = 'gitlabIssues.account:';
/**
 * The version of an upgraded server is stored apart from the token. Writing both together could restore the old token
 * after another window has just renewed it.
 */
const versionPrefix = 'gitlabIssues.serverVersion:';
/** The accounts without their tokens, as the storage last had them. */
const memoryKey = 'accounts';
/** A keyring that asks for its password, or doesn't respond, must not block the view. */
const timeToRead = 5_000;
/** Writing may prompt the user to unlock the keyring. */
const timeToWrite = 30_000;

/** The content of the storage. `isWhole` if it returned a value, valid or not, for every key it lists. */
interface Reading {
  readonly found: ReadonlyMap<string, StoredAccount>;
  readonly versions: ReadonlyMap<string, StoredVersion>;
  readonly isWhole: boolean;
}

/**
 * The accounts signed in on this machine. SecretStorage holds their tokens, one secret each. The store reads them on
 * first use and again whenever VS Code reports a changed secret (another window signed in or out). While VS Code starts,
 * that takes half a second. Until then, the accounts are those of the last session, without tokens, so that the view
 * shows their stored issues at once.
 */
export class AccountStore implements AccountSource, Disposable {
  /** The content of the storage at the last read, by account key. */
  private stored: ReadonlyMap<string, StoredAccount> = new Map();
  /** Newer versions that servers have reported since, by account key. */
  private versions: ReadonlyMap<string, StoredVersion> = new Map();
  /** Local changes that the storage hasn't confirmed. They override {@link stored}. Undefined for a removed account. */
  private unconfirmed: ReadonlyMap<string, StoredAccount | undefined> = new Map();
  private current: ReadonlyMap<string, StoredAccount> | undefined;
  /** The accounts of the last session. They count until the storage was read. */
  private remembered: readonly Account[] = [];
  private reading: Promise<void> | undefined;
  /** Counts local changes, so that a read that started before a change doesn't undo it. */
  private writes = 0;
  private reads = 0;
  private lastAbsorbed = 0;
  private whole = false;
  /** Whether the storage has responded. */
  private wasRead = false;
  /** Whether it didn't respond, or not in time. */
  private hasFailed = false;
  /** The reads in progress, including those that take too long. */
  private pending = 0;
  private readonly changed = new Emitter<void>();
  private subscription: Disposable | undefined;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly secrets: SecretStorage,
    private readonly memory: KeptValues,
    private readonly scrubber: Scrubber,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  get accounts(): readonly Account[] | undefined {
    const { current, unconfirmed } = this;
    const others = this.remembered.filter(({ key }) => !current?.has(key) && !unconfirmed.has(key));
    if (!current && others.length === 0) return undefined;
    return [...[...(current?.values() ?? [])].map(({ account }) => account), ...others];
  }

  get isWhole(): boolean {
    return this.whole;
  }

  get isRead(): boolean {
    return this.wasRead || this.hasFailed;
  }

  start(): void {
    const isFirst = !this.reading;
    void this.load();
    if (isFirst && this.remembered.length > 0) this.changed.fire();
  }

  /** Returns the accounts, and reads them first if necessary. */
  async load(): Promise<readonly Account[]> {
    this.subscription ??= this.secrets.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix) || key.startsWith(versionPrefix)) void this.read();
    });
    if (!this.reading) this.remembered = parseAccounts(this.memory.read(memoryKey));
    await (this.reading ??= this.read());
    return this.accounts ?? [];
  }

  async reread(): Promise<void> {
    if (this.isRead) this.reading = this.read();
    await this.load();
  }

  /** The token of an account. Undefined if it is signed out, or not read yet. */
  token(account: Account): string | undefined {
    return this.current?.get(account.key)?.token;
  }

  /**
   * Resolves to the token for the transport of an account when the storage is read. Rejects with `storage` if it can't be
   * read, and with `canceled` if the account is signed out, so that nothing is sent without a token.
   */
  async tokenOnceRead(account: Account): Promise<string> {
    await this.load();
    // The user may have started the keyring in the meantime.
    if (!this.wasRead && this.pending === 0) await this.reread();
    const token = this.token(account);
    if (token !== undefined) return token;
    throw this.wasRead ? new GitLabError('canceled') : new GitLabError('storage', { detail: 'token' });
  }

  /**
   * Stores an account and replaces an older one with the same key. The account becomes a new object even if nothing in
   * it changed, so that callers waiting for a valid token continue.
   * @returns whether it was stored. If not, it stays in memory until the window closes.
   */
  async save(account: Account, token: string): Promise<boolean> {
    await this.load();
    const entry: StoredAccount = { version: 1, token, account: { ...account } };
    this.overlay(account.key, entry);
    const storing = Promise.resolve(this.secrets.store(secretPrefix + account.key, JSON.stringify(entry)));
    try {
      await withinTime(storing, timeToWrite, this.clock);
      this.confirm(account.key, entry);
      return true;
    } catch {
      // If the user unlocks the keyring late, the account still gets stored.
      storing.then(
        () => {
          if (this.unconfirmed.get(account.key) === entry) this.confirm(account.key, entry);
        },
        () => undefined,
      );
      this.log.warn("Couldn't save the token in VS Code's secret storage.");
      return false;
    }
  }

  /**
   * Removes an account and its token. Rejects with `storage` if the secret can't be deleted. The account is out of use
   * even then.
   */
  async remove(account: Account): Promise<void> {
    this.overlay(account.key, undefined);
    const isOther = ({ key }: Account) => key !== account.key;
    this.remembered = this.remembered.filter(isOther);
    this.memory.write(memoryKey, parseAccounts(this.memory.read(memoryKey)).filter(isOther));
    try {
      await withinTime(this.secrets.delete(secretPrefix + account.key), timeToWrite, this.clock);
      this.confirm(account.key, undefined);
    } catch {
      throw new GitLabError('storage');
    }
    await this.forgetVersion(account.key);
  }

  /**
   * Stores the version that an account's server reports, without touching the token. Ignores failures, because a later
   * check reports the version again. The account becomes a new object only if the version is new.
   */
  async noteServerVersion({ key }: Account, { version, edition }: ServerVersion): Promise<void> {
    const entry = this.stored.get(key);
    if (!entry || this.unconfirmed.has(key)) return;
    const known = this.current?.get(key)?.account;
    if (known?.serverVersion === version && known.edition === edition) return;
    const learnt = { over: entry.account.serverVersion, version, edition };
    try {
      await withinTime(this.secrets.store(versionPrefix + key, JSON.stringify(learnt)), timeToWrite, this.clock);
    } catch {
      return;
    }
    // The user signed out in the meantime.
    if (!this.current?.has(key)) {
      await this.forgetVersion(key);
      return;
    }
    this.writes += 1;
    this.versions = new Map([...this.versions, [key, learnt]]);
    this.publish();
  }

  dispose(): void {
    this.subscription?.dispose();
    this.changed.dispose();
  }

  private async read(): Promise<void> {
    const turn = (this.reads += 1);
    this.pending += 1;
    const reading = this.readAll().finally(() => {
      this.pending -= 1;
    });
    // A read still counts if the user unlocks the keyring late, but not if a later read finished first.
    const taken = reading.then((found) => {
      if (turn < this.lastAbsorbed) return;
      this.lastAbsorbed = turn;
      this.absorb(found);
    });
    try {
      await withinTime(taken, timeToRead, this.clock);
    } catch {
      this.whole = false;
      this.hasFailed = true;
      taken.catch(() => undefined);
      this.log.warn("Couldn't read VS Code's secret storage. Check the keyring of your operating system.");
      this.publish();
    }
  }

  private async forgetVersion(key: string): Promise<void> {
    // The version is optional and not secret, so leaving it in the storage does no harm.
    await withinTime(this.secrets.delete(versionPrefix + key), timeToWrite, this.clock).catch(() => undefined);
  }

  private absorb({ found, versions, isWhole }: Reading): void {
    const isFirst = !this.wasRead;
    this.wasRead = true;
    this.stored = found;
    this.versions = versions;
    this.whole = isWhole;
    this.publish(isFirst);
  }

  private async readAll(): Promise<Reading> {
    for (;;) {
      const { writes } = this;
      const all = await this.secrets.keys();
      const keys = all.filter((key) => key.startsWith(secretPrefix)).sort();
      const found = new Map<string, StoredAccount>();
      const versions = new Map<string, StoredVersion>();
      let isWhole = true;
      // Reads one at a time, because some hosts return undefined for concurrent requests.
      for (const key of keys) {
        const text = await this.secrets.get(key);
        isWhole &&= text !== undefined;
        const entry = parseStored(text);
        if (entry && secretPrefix + entry.account.key === key) found.set(entry.account.key, entry);
        else this.log.warn("Ignored a stored account that couldn't be read. Sign in again.");
      }
      for (const key of found.keys()) {
        const name = versionPrefix + key;
        const learnt = all.includes(name) ? parseStoredVersion(await this.secrets.get(name)) : undefined;
        if (learnt) versions.set(key, learnt);
      }
      if (writes === this.writes) return { found, versions, isWhole };
    }
  }

  private overlay(key: string, entry: StoredAccount | undefined): void {
    this.writes += 1;
    this.unconfirmed = new Map([...this.unconfirmed, [key, entry]]);
    this.publish();
  }

  /** Called when the storage succeeded. From now on its content counts, including later changes by other windows. */
  private confirm(key: string, entry: StoredAccount | undefined): void {
    this.writes += 1;
    const others = [...this.stored].filter(([other]) => other !== key);
    this.stored = new Map(entry ? [...others, [key, entry]] : others);
    this.unconfirmed = new Map([...this.unconfirmed].filter(([other]) => other !== key));
    this.publish();
  }

  /** An unchanged account stays the same object, so that callers can compare by identity. */
  private publish(isFirstRead = false): void {
    const before = this.current;
    const known = new Map(this.accounts?.map((account) => [account.key, account]));
    const merged = [...this.stored]
      .filter(([key]) => !this.unconfirmed.has(key))
      .map(([key, entry]): [string, StoredAccount] => [key, withVersion(entry, this.versions.get(key))]);
    for (const [key, entry] of this.unconfirmed) if (entry) merged.push([key, entry]);
    const after = new Map(
      merged.map(([key, entry]) => {
        this.scrubber.remember(entry.token);
        const old = before?.get(key);
        const isOurs = this.unconfirmed.has(key);
        if (old && !isOurs && JSON.stringify(old) === JSON.stringify(entry)) return [key, old];
        // After a failure, the requests have failed, too. Another object resumes them.
        const isKnown = !old && !isOurs && !this.hasFailed;
        const account = isKnown ? sameAccount(known.get(key), entry.account) : entry.account;
        return [key, { ...entry, account }];
      }),
    );
    this.current = after;
    if (this.wasRead) this.remembered = [];
    const isSame =
      !isFirstRead && before?.size === after.size && [...after].every(([key, entry]) => before.get(key) === entry);
    if (this.whole) this.remember();
    if (!isSame) this.changed.fire();
  }

  /** Remembers the accounts that the storage has. */
  private remember(): void {
    const isStored = ({ key }: Account) => this.stored.has(key) && !this.unconfirmed.has(key);
    const accounts = this.accounts?.filter(isStored) ?? [];
    if (JSON.stringify(accounts) !== JSON.stringify(this.memory.read(memoryKey)))
      this.memory.write(memoryKey, accounts);
  }
}

function sameAccount(known: Account | undefined, read: Account): Account {
  return known && JSON.stringify(known) === JSON.stringify(read) ? known : read;
}
