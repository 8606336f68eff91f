import { GitLabClient } from '../gitlab/gitLabClient.ts';
import { Transport } from '../gitlab/transport.ts';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { InstanceUrl } from '../model/instanceUrl.ts';
import type { Log } from '../model/ports.ts';
import { type RequestCost, RequestMeter } from '../model/requestMeter.ts';
import type { AccountStore } from './accountStore.ts';

/** Opens the line from an account to its GitLab: the only place where a token and an address come together. */
export class Connections {
  private readonly clients = new WeakMap<Account, GitLabClient>();
  /** By account key: a renewed token keeps the same meter. */
  private readonly meters = new Map<string, RequestMeter>();

  constructor(
    private readonly store: AccountStore,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly userAgent: string,
  ) {}

  /** One client an account: its pause after a 429 and its ETags are shared by all who ask. */
  clientFor(account: Account): GitLabClient {
    const known = this.clients.get(account);
    if (known) return known;
    const meter = this.meters.get(account.key) ?? new RequestMeter(this.clock);
    this.meters.set(account.key, meter);
    const client = this.clientWith(account.instance, this.store.token(account), meter);
    this.clients.set(account, client);
    return client;
  }

  /** What asking GitLab cost an account in the last hour. */
  costOf(account: Account): RequestCost {
    return this.meters.get(account.key)?.cost ?? { requests: 0, bytes: 0 };
  }

  /** For a token that is not stored yet. */
  clientWith(instance: InstanceUrl, token: string | undefined, meter = new RequestMeter(this.clock)): GitLabClient {
    const { clock, log, userAgent } = this;
    // Global fetch, looked up at each call: VS Code routes it through its proxy and certificate settings.
    const fetchNow: typeof fetch = (input, init) => globalThis.fetch(input, init);
    return new GitLabClient(
      new Transport({
        instance,
        ...(token === undefined ? {} : { token }),
        fetch: fetchNow,
        clock,
        log,
        userAgent,
        meter,
      }),
    );
  }
}
