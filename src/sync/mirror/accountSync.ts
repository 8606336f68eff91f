import type { Account } from '../../model/account.ts';
import { type Clock, type Moment, momentOf, timeSince } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { IssueGateway } from '../../model/gateway/issueGateway.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { Log, SyncSettings } from '../../model/ports.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { MirrorCache } from '../cache/mirrorCache.ts';
import { type Demand, Poller, type SyncReason } from './poller.ts';
import { TrackerMirror } from './trackerMirror.ts';
import type { ServerVersion } from '../../model/serverVersion.ts';
import type { PlannedTracker } from '../trackers/trackerPlan.ts';

const versionLifetime = 12 * 60 * 60_000;

export interface AccountSyncOptions {
  readonly gatewayFor: (account: Account) => IssueGateway;
  /**
   * Rereads the stored tokens. If this account has another token, {@link AccountSync.renew} is called before the
   * promise resolves.
   */
  readonly reread: () => Promise<void>;
  readonly noteServerVersion: (account: Account, version: ServerVersion) => Promise<void>;
  readonly store: IssueStore;
  readonly cache: MirrorCache;
  readonly settings: SyncSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly onDidChange: () => void;
  /** Called after each poll in which GitLab responded. */
  readonly onDidSync: () => void;
}

/** The trackers of one account, and the poller that they share. */
export class AccountSync implements Disposable {
  readonly poller: Poller;
  private mirrors: ReadonlyMap<string, TrackerMirror> = new Map();
  private readonly restoring = new Map<TrackerMirror, Promise<void>>();
  private disposed = false;
  private reportedAt: Moment;
  /** When the server version was last requested. The trackers share it, although each has its own daily check. */
  private versionReadAt: Moment | undefined;

  constructor(
    private current: Account,
    private readonly options: AccountSyncOptions,
  ) {
    this.reportedAt = momentOf(options.clock);
    this.poller = new Poller(
      (reason) => this.sync(reason),
      () => options.settings.interval,
      options.clock,
    );
  }

  /** The gateway to GitLab. A renewed token replaces it. */
  get gateway(): IssueGateway {
    return this.options.gatewayFor(this.current);
  }

  /** See {@link Poller.setDemand}. For a view, issues that other windows read are shown immediately. */
  setDemand(demand: Demand): void {
    if (demand === 'view') for (const mirror of this.mirrors.values()) void mirror.catchUp();
    this.poller.setDemand(demand);
  }

  /** Resolves when the stored issues of new trackers are read. Undefined if there are none to read. */
  get restored(): Promise<unknown> | undefined {
    return this.restoring.size > 0 ? Promise.all(this.restoring.values()) : undefined;
  }

  mirror(tracker: string): TrackerMirror | undefined {
    return this.mirrors.get(tracker);
  }

  /** The same account with another token. The issues are kept. */
  renew(account: Account): void {
    if (account === this.current) return;
    this.current = account;
    this.poller.revive();
  }

  /** Keeps the trackers that stay, removes the others, and polls new ones as soon as a view is visible. */
  setTrackers(planned: readonly PlannedTracker[]): void {
    const before = this.mirrors;
    this.mirrors = new Map(planned.map((tracker) => [tracker.key, before.get(tracker.key) ?? this.open(tracker)]));
    for (const [key, mirror] of before) if (!this.mirrors.has(key)) this.close(key, mirror);
    for (const tracker of planned) this.mirrors.get(tracker.key)?.replan(tracker);
    if (planned.some(({ key }) => !before.has(key))) this.poller.syncSoon();
  }

  /** Saves how far the first loads have come. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all([...this.mirrors.values()].map((mirror) => mirror.flush()));
  }

  dispose(): void {
    this.disposed = true;
    this.poller.dispose();
    for (const [key, mirror] of this.mirrors) this.close(key, mirror);
  }

  private open(tracker: PlannedTracker): TrackerMirror {
    const { store, settings, clock, log, onDidChange } = this.options;
    const mirror = new TrackerMirror(tracker, {
      gateway: () => this.gateway,
      store,
      cache: this.options.cache.open(this.current.key, tracker.key),
      most: () => settings.mostIssues,
      onDay: () => void this.updateServerVersion(),
      clock,
      log,
    });
    mirror.onDidChange(onDidChange);
    if (this.poller.deadToken) mirror.refuse(this.poller.deadToken);
    const reading = mirror.catchUp();
    this.restoring.set(mirror, reading);
    void reading.then(() => this.restoring.delete(mirror));
    return mirror;
  }

  private close(key: string, mirror: TrackerMirror): void {
    mirror.dispose();
    this.restoring.delete(mirror);
    this.options.store.forget(key);
  }

  /**
   * Polls every tracker. After all have ended, it rejects with an error that affects the whole account: an invalid
   * token, its rate limit, or the same error for every tracker. An error of one project is shown there.
   */
  private async sync(reason: SyncReason): Promise<void> {
    const mirrors = [...this.mirrors];
    // Issues that another window read half an interval ago are current enough.
    const freshEnough = this.options.settings.interval / 2;
    const results = await Promise.allSettled(mirrors.map(([, mirror]) => mirror.sync(reason, freshEnough)));
    if (this.disposed) throw new GitLabError('canceled');
    this.reportCost();
    void this.options.cache.tidy();
    // Ignore failures of trackers that were closed during the poll.
    const still = results.filter((_, index) => this.mirrors.get(mirrors[index]?.[0] ?? '') === mirrors[index]?.[1]);
    const errors = still.filter((result) => result.status === 'rejected').map(({ reason }) => GitLabError.from(reason));
    const ofAccount =
      errors.find(({ reason }) => reason === 'auth') ??
      errors.find((error) => error.reason === 'rateLimited' && error.facts.detail !== 'endpoint');
    const everywhere = errors.length === still.length ? errors[0] : undefined;
    const worst = ofAccount ?? everywhere;
    if (worst?.reason === 'auth' && (await this.wasRenewedElsewhere())) await this.sync(reason);
    else if (worst) throw worst;
    else this.options.onDidSync();
  }

  /** Once an hour, for diagnostics. */
  private reportCost(): void {
    const { clock, log } = this.options;
    if (timeSince(this.reportedAt, clock) < 60 * 60_000) return;
    this.reportedAt = momentOf(clock);
    const { requests, bytes } = this.gateway.cost;
    log.info(
      `${instanceLabel(this.current.instance)}: ${requests} requests, ${Math.ceil(bytes / 1024)} KB in the last hour`,
    );
  }

  /** Detects a server upgrade, so new features work without signing in again. Never rejects. */
  private async updateServerVersion(): Promise<void> {
    const { clock, log, noteServerVersion } = this.options;
    if (this.versionReadAt && timeSince(this.versionReadAt, clock) < versionLifetime) return;
    this.versionReadAt = momentOf(clock);
    try {
      const found = await this.gateway.at('rest').serverVersion();
      const { serverVersion, edition, instance } = this.current;
      if (this.disposed || (found.version === serverVersion && found.edition === edition)) return;
      if (found.version !== serverVersion && serverVersion !== '')
        log.info(`${instanceLabel(instance)}: GitLab was upgraded from ${serverVersion} to ${found.version}`);
      await noteServerVersion(this.current, found);
    } catch (error) {
      log.debug(`Failed to check the GitLab version: ${GitLabError.from(error).reason}`);
    }
  }

  /** After a 401 the token is read again first, because another window may have renewed it. */
  private async wasRenewedElsewhere(): Promise<boolean> {
    const { current } = this;
    await this.options.reread();
    return current !== this.current;
  }
}
