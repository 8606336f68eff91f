import { GitLabClient } from '../gitlab/gitLabClient.ts';
import { KnownServer } from '../gitlab/knownServer.ts';
import { RequestScheduler } from '../gitlab/requestScheduler.ts';
import type { ResolveName } from '../gitlab/storedFile.ts';
import { Transport, type TransportOptions } from '../gitlab/transport.ts';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/time/clock.ts';
import type { InstanceUrl } from '../model/address/instanceUrl.ts';
import type { Log } from '../model/ports.ts';
import { type RequestCost, RequestMeter } from '../model/gateway/requestMeter.ts';
import type { AccountStore } from './accountStore.ts';

/** Creates the client of an account. The only place that combines a token with a URL. */
export class Connections {
  private readonly clients = new WeakMap<Account, GitLabClient>();
  /** By account key, so that a renewed token keeps its meter and its place in the queue. */
  private readonly queues = new Map<string, { readonly meter: RequestMeter; readonly scheduler: RequestScheduler }>();
  /** By account key and version, so that a renewed token keeps what is known about its server. */
  private readonly servers = new Map<string, KnownServer>();

  constructor(
    private readonly store: AccountStore,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly userAgent: string,
    private readonly resolveName?: ResolveName,
  ) {}

  /** One client for each account, so that all callers share its limit of requests and its pause after a 429. */
  clientFor(account: Account): GitLabClient {
    const known = this.clients.get(account);
    if (known) return known;
    const { clock } = this;
    const queue = this.queues.get(account.key) ?? {
      meter: new RequestMeter(clock),
      scheduler: new RequestScheduler(clock),
    };
    this.queues.set(account.key, queue);
    const token = this.store.token(account) ?? (() => this.store.tokenOnceRead(account));
    const client = this.clientWith(account.instance, token, queue, this.serverOf(account));
    this.clients.set(account, client);
    return client;
  }

  private serverOf(account: Account): KnownServer {
    const id = [account.key, account.serverVersion, account.edition].join('|');
    const server = this.servers.get(id) ?? new KnownServer(account);
    this.servers.set(id, server);
    return server;
  }

  /** The requests of an account in the last hour. */
  costOf(account: Account): RequestCost {
    return this.queues.get(account.key)?.meter.cost ?? { requests: 0, bytes: 0 };
  }

  /** For a token that isn't stored yet. */
  clientWith(
    instance: InstanceUrl,
    token: TransportOptions['token'] | undefined,
    queue: Pick<TransportOptions, 'meter' | 'scheduler'> = {},
    server = new KnownServer(),
  ): GitLabClient {
    const { clock, log, userAgent, resolveName } = this;
    // Looks up the global fetch at each call, because VS Code routes it through its proxy and certificate settings.
    const fetchNow: typeof fetch = (input, init) => globalThis.fetch(input, init);
    return new GitLabClient(
      new Transport({
        instance,
        ...(token === undefined ? {} : { token }),
        fetch: fetchNow,
        ...(resolveName ? { resolveName } : {}),
        clock,
        log,
        userAgent,
        ...queue,
      }),
      server,
    );
  }
}
