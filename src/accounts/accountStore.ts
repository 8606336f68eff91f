import * as v from 'valibot';
import type { SecretStorage } from 'vscode';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { type InstanceUrl, parseInstanceUrl } from '../model/instanceUrl.ts';
import type { AccountSource, Log } from '../model/ports.ts';
import type { Scrubber } from '../model/scrubber.ts';

/** One secret an account, so that two windows never write over each other's. */
const secretPrefix = 'gitlabIssues.account:';
/** A keyring that asks for its password, or hangs, must not hang the view. */
const timeToRead = 5_000;

const instance = v.pipe(
  v.string(),
  v.check((text) => parseInstanceUrl(text) === text),
  v.transform((text) => text as InstanceUrl),
);
const storedAccount = v.object({
  version: v.literal(1),
  token: v.pipe(v.string(), v.minLength(1)),
  account: v.object({
    key: v.string(),
    instance,
    kind: v.picklist(['personal', 'project', 'group']),
    boundTo: v.exactOptional(v.object({ id: v.number(), path: v.string() })),
    user: v.object({ id: v.number(), username: v.string(), name: v.string() }),
    scopes: v.array(v.string()),
    expiresOn: v.exactOptional(v.string()),
    serverVersion: v.string(),
  }),
});

interface StoredAccount {
  readonly version: 1;
  readonly token: string;
  readonly account: Account;
}

/**
 * The accounts signed in on this machine: their tokens in SecretStorage, one secret each, nothing of them anywhere else.
 * Read when first needed and again whenever VS Code says that a secret changed (another window signed in or out).
 */
export class AccountStore implements AccountSource, Disposable {
  private entries: ReadonlyMap<string, StoredAccount> | undefined;
  private reading: Promise<void> | undefined;
  /** Accounts that the secret storage did not take: they live as long as the window. */
  private unsaved: readonly [string, StoredAccount][] = [];
  /** Counts our own changes, so that a reading that began before one does not undo it. */
  private writes = 0;
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
    return this.entries && [...this.entries.values()].map(({ account }) => account);
  }

  start(): void {
    void this.load();
  }

  /** The accounts, read if they were not yet. */
  async load(): Promise<readonly Account[]> {
    this.subscription ??= this.secrets.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix)) void this.read();
    });
    if (!this.entries) await (this.reading ??= this.read());
    return this.accounts ?? [];
  }

  /** For the transport of that account, and nobody else. */
  token(account: Account): string | undefined {
    return this.entries?.get(account.key)?.token;
  }

  /**
   * Keeps an account, in place of an older one of the same key.
   * @returns whether it was stored; if not, it is there until the window closes.
   */
  async save(account: Account, token: string): Promise<boolean> {
    await this.load();
    const entry: StoredAccount = { version: 1, token, account };
    this.writes += 1;
    this.unsaved = this.unsaved.filter(([key]) => key !== account.key);
    this.replace([...(this.entries ?? []), [account.key, entry]]);
    try {
      await this.secrets.store(secretPrefix + account.key, JSON.stringify(entry));
      return true;
    } catch {
      this.unsaved = [...this.unsaved, [account.key, entry]];
      this.log.warn('The secret storage of VS Code did not take the token.');
      return false;
    }
  }

  /** Takes an account away with its token. */
  async remove(account: Account): Promise<void> {
    this.writes += 1;
    this.unsaved = this.unsaved.filter(([key]) => key !== account.key);
    this.replace([...(this.entries ?? [])].filter(([key]) => key !== account.key));
    await this.secrets.delete(secretPrefix + account.key);
  }

  dispose(): void {
    this.subscription?.dispose();
    this.changed.dispose();
  }

  private async read(): Promise<void> {
    try {
      for (;;) {
        const { writes } = this;
        const found = await this.withinTime(this.readAll());
        if (writes !== this.writes) continue;
        this.replace([...found, ...this.unsaved]);
        return;
      }
    } catch {
      this.log.warn(
        'The secret storage of VS Code could not be read: sign in again, or see its documentation on keyrings.',
      );
      if (!this.entries) this.replace([]);
    }
  }

  private async readAll(): Promise<[string, StoredAccount][]> {
    const keys = (await this.secrets.keys()).filter((key) => key.startsWith(secretPrefix)).sort();
    const found: [string, StoredAccount][] = [];
    // One after the other: some hosts answer undefined to secrets that are asked for at once.
    for (const key of keys) {
      const entry = parseStored(await this.secrets.get(key));
      if (entry && secretPrefix + entry.account.key === key) found.push([entry.account.key, entry]);
      else this.log.warn('A stored account could not be read and is passed over: sign in again.');
    }
    return found;
  }

  /** An account that is as before stays the same object: others tell by it whether something changed. */
  private replace(found: readonly [string, StoredAccount][]): void {
    const before = this.entries;
    const after = new Map(
      found.map(([key, entry]) => {
        this.scrubber.remember(entry.token);
        const old = before?.get(key);
        return [key, old && JSON.stringify(old) === JSON.stringify(entry) ? old : entry];
      }),
    );
    this.entries = after;
    const isSame = before?.size === after.size && [...after].every(([key, entry]) => before.get(key) === entry);
    if (!isSame) this.changed.fire();
  }

  private withinTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = this.clock.after(timeToRead, () => {
        reject(new Error('timeout'));
      });
      work.then(resolve, reject).finally(() => {
        timer.dispose();
      });
    });
  }
}

function parseStored(text: string | undefined): StoredAccount | undefined {
  try {
    const result = v.safeParse(storedAccount, JSON.parse(text ?? ''));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
