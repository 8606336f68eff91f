import type { SecretStorage } from 'vscode';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import type { AccountSource, Log } from '../model/ports.ts';
import type { Scrubber } from '../model/text/scrubber.ts';
import {
  type StoredVersion,
  parseStoredVersion,
  parseStored,
  type StoredAccount,
  withVersion,
} from './storedAccount.ts';
import type { ServerVersion } from '../model/serverVersion.ts';

/** One secret an account, so that two windows never write over each other's. */
const secretPrefix = 'gitlabIssues.account:';
/**
 * What a server's upgrade makes known is apart from the token: written with it, it could put back the old token that another window
 * has just renewed.
 */
const versionPrefix = 'gitlabIssues.serverVersion:';
/** A keyring that asks for its password, or hangs, must not hang the view. */
const timeToRead = 5_000;
/** Writing may ask the person to unlock it. */
const timeToWrite = 30_000;

/** What the storage held; whole: it gave a value, good or bad, for all that it names. */
interface Reading {
  readonly found: ReadonlyMap<string, StoredAccount>;
  readonly versions: ReadonlyMap<string, StoredVersion>;
  readonly isWhole: boolean;
}

/**
 * The accounts signed in on this machine: their tokens in SecretStorage, one secret each, nothing of them anywhere else.
 * Read when first needed and again whenever VS Code reports that a secret changed (another window signed in or out).
 */
export class AccountStore implements AccountSource, Disposable {
  /** What the storage held when it was last read, by account key. */
  private stored: ReadonlyMap<string, StoredAccount> = new Map();
  /** Versions that servers have come to since, by account key. */
  private versions: ReadonlyMap<string, StoredVersion> = new Map();
  /** Our own changes that the storage has not confirmed, over that; undefined for a removed account. */
  private unconfirmed: ReadonlyMap<string, StoredAccount | undefined> = new Map();
  private current: ReadonlyMap<string, StoredAccount> | undefined;
  private reading: Promise<void> | undefined;
  /** Counts our own changes, so that a reading that began before one does not undo it. */
  private writes = 0;
  private reads = 0;
  private lastAbsorbed = 0;
  private whole = false;
  private readonly changed = new Emitter<void>();
  private subscription: Disposable | undefined;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly secrets: SecretStorage,
    private readonly scrubber: Scrubber,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  get accounts(): readonly Account[] | undefined {
    return this.current && [...this.current.values()].map(({ account }) => account);
  }

  get isWhole(): boolean {
    return this.whole;
  }

  start(): void {
    void this.load();
  }

  /** The accounts, read if they were not yet. */
  async load(): Promise<readonly Account[]> {
    this.subscription ??= this.secrets.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix) || key.startsWith(versionPrefix)) void this.read();
    });
    await (this.reading ??= this.read());
    return this.accounts ?? [];
  }

  async reread(): Promise<void> {
    this.reading = this.read();
    await this.reading;
  }

  /** Only for the transport of that account. */
  token(account: Account): string | undefined {
    return this.current?.get(account.key)?.token;
  }

  /**
   * Keeps an account, in place of an older one of the same key. It is another object than before even if nothing in it
   * is new, so that callers waiting for a valid token continue.
   * @returns whether it was stored; if not, it is there until the window closes.
   */
  async save(account: Account, token: string): Promise<boolean> {
    await this.load();
    const entry: StoredAccount = { version: 1, token, account: { ...account } };
    this.overlay(account.key, entry);
    const storing = Promise.resolve(this.secrets.store(secretPrefix + account.key, JSON.stringify(entry)));
    try {
      await this.withinTime(storing, timeToWrite);
      this.confirm(account.key, entry);
      return true;
    } catch {
      // A person who unlocks the keyring late has it stored all the same.
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

  /** Removes an account with its token. Rejects with `storage` where its secret stays behind; it is not used then either. */
  async remove(account: Account): Promise<void> {
    this.overlay(account.key, undefined);
    try {
      await this.withinTime(Promise.resolve(this.secrets.delete(secretPrefix + account.key)), timeToWrite);
      this.confirm(account.key, undefined);
    } catch {
      throw new GitLabError('storage');
    }
    await this.forgetVersion(account.key);
  }

  /**
   * Keeps the version that an account's server reports, without touching the token. Quiet: where it cannot be kept, it is
   * learnt again another day. It is another object than before only if the version is new.
   */
  async noteServerVersion({ key }: Account, { version, edition }: ServerVersion): Promise<void> {
    const entry = this.stored.get(key);
    if (!entry || this.unconfirmed.has(key)) return;
    const known = this.current?.get(key)?.account;
    if (known?.serverVersion === version && known.edition === edition) return;
    const learnt = { over: entry.account.serverVersion, version, edition };
    try {
      await this.withinTime(this.secrets.store(versionPrefix + key, JSON.stringify(learnt)), timeToWrite);
    } catch {
      return;
    }
    // The user signed out while this was under way.
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
    const reading = this.readAll();
    // A keyring that is unlocked late still counts; a reading that was overtaken does not.
    const taken = reading.then((found) => {
      if (turn < this.lastAbsorbed) return;
      this.lastAbsorbed = turn;
      this.absorb(found);
    });
    try {
      await this.withinTime(taken, timeToRead);
    } catch {
      this.whole = false;
      taken.catch(() => undefined);
      this.log.warn("Couldn't read VS Code's secret storage. Check the keyring of your operating system.");
      this.publish();
    }
  }

  private async forgetVersion(key: string): Promise<void> {
    // Nothing depends on it, and it is no secret: a storage that keeps it does no harm.
    await this.withinTime(this.secrets.delete(versionPrefix + key), timeToWrite).catch(() => undefined);
  }

  private absorb({ found, versions, isWhole }: Reading): void {
    this.stored = found;
    this.versions = versions;
    this.whole = isWhole;
    this.publish();
  }

  private async readAll(): Promise<Reading> {
    for (;;) {
      const { writes } = this;
      const all = await this.secrets.keys();
      const keys = all.filter((key) => key.startsWith(secretPrefix)).sort();
      const found = new Map<string, StoredAccount>();
      const versions = new Map<string, StoredVersion>();
      let isWhole = true;
      // One after the other: some hosts answer undefined to secrets that are asked for at once.
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

  /** The storage succeeded. From now on its content counts, also when another window changes it again. */
  private confirm(key: string, entry: StoredAccount | undefined): void {
    this.writes += 1;
    const others = [...this.stored].filter(([other]) => other !== key);
    this.stored = new Map(entry ? [...others, [key, entry]] : others);
    this.unconfirmed = new Map([...this.unconfirmed].filter(([other]) => other !== key));
    this.publish();
  }

  /** An unchanged account stays the same object, so that callers can compare by identity. */
  private publish(): void {
    const before = this.current;
    const merged = [...this.stored]
      .filter(([key]) => !this.unconfirmed.has(key))
      .map(([key, entry]): [string, StoredAccount] => [key, withVersion(entry, this.versions.get(key))]);
    for (const [key, entry] of this.unconfirmed) if (entry) merged.push([key, entry]);
    const after = new Map(
      merged.map(([key, entry]) => {
        this.scrubber.remember(entry.token);
        const old = before?.get(key);
        const isOurs = this.unconfirmed.has(key);
        return [key, old && !isOurs && JSON.stringify(old) === JSON.stringify(entry) ? old : entry];
      }),
    );
    this.current = after;
    const isSame = before?.size === after.size && [...after].every(([key, entry]) => before.get(key) === entry);
    if (!isSame) this.changed.fire();
  }

  private withinTime<T>(work: PromiseLike<T>, ms: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = this.clock.after(ms, () => {
        reject(new Error('timeout'));
      });
      Promise.resolve(work)
        .then(resolve, reject)
        .finally(() => {
          timer.dispose();
        });
    });
  }
}
