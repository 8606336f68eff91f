import type { Account } from '../model/account.ts';
import type { Clock } from '../model/time/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/address/instanceUrl.ts';
import type { TrackerAddress } from '../model/address/trackerAddress.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueNote } from '../model/issueNote.ts';
import type { IssueGateway } from '../model/gateway/issueGateway.ts';
import type { Log } from '../model/ports.ts';
import type { RequestCost } from '../model/gateway/requestMeter.ts';
import type { RatePace } from '../model/gateway/requestPriority.ts';
import { AccountSync } from './mirror/accountSync.ts';
import type { IssueStore } from './store/issueStore.ts';
import type { MirrorCache } from './cache/mirrorCache.ts';
import type {
  AccountSource,
  CacheFiles,
  OwnerLocks,
  RemoteSource,
  SyncSettings,
  TrackerChoices,
} from '../model/ports.ts';
import type { Demand } from './mirror/poller.ts';
import { IssueSender } from './writes/issueSender.ts';
import { Outbox } from './writes/outbox.ts';
import { TrackerIssues } from './mirror/trackerIssues.ts';
import type { TrackerMirror } from './mirror/trackerMirror.ts';
import type { RemoteHosts } from './trackers/remoteHosts.ts';
import { type NamedTracker, trackerNamed } from './trackers/trackerNames.ts';
import { type PlannedTracker, planTrackers, type TrackerPlan } from './trackers/trackerPlan.ts';
import type { TrackerState } from './trackers/trackerState.ts';

/** Why the view is empty, or `ready` if it isn't. Each state but `ready` has a welcome view (`gitlabIssues.state`). */
export type ViewState =
  'starting' | 'noFolder' | 'untrusted' | 'noGit' | 'noRemote' | 'signedOut' | 'noAccount' | 'empty' | 'ready';

/** The dependencies of the sync. */
export interface SynchronizerParts {
  readonly remotes: RemoteSource;
  readonly accounts: AccountSource;
  /** The trackers in the settings. */
  readonly choices: TrackerChoices;
  readonly gatewayFor: (account: Account) => IssueGateway;
  readonly hosts: RemoteHosts;
  readonly store: IssueStore;
  readonly cache: MirrorCache;
  readonly settings: SyncSettings;
  readonly outboxFiles: CacheFiles;
  readonly locks: OwnerLocks;
  readonly clock: Clock;
  readonly log: Log;
}

/** An issue after a write of this window. */
export interface WrittenIssue {
  /** The key of the account that sent it. */
  readonly account: string;
  readonly issue: Issue;
}

/**
 * Keeps the mirrors of the workspace's trackers. It updates the list whenever remotes or accounts change, and
 * polls GitLab while a view is visible. It does nothing until {@link start}.
 */
export class Synchronizer implements Disposable {
  private planned: readonly PlannedTracker[] = [];
  private repositories: readonly TrackerAddress[] = [];
  private accountSyncs: ReadonlyMap<string, AccountSync> = new Map();
  private started = false;
  private demand: Demand = 'none';
  private isViewNeeded = true;
  private readonly reported = new Set<string>();
  private readonly changed = new Emitter<undefined>();
  private readonly written = new Emitter<WrittenIssue>();
  private readonly subscriptions: Disposable[] = [];

  /** Requests about single issues, and commands for them. */
  readonly issues: TrackerIssues;
  /** Sends every change to an issue. */
  readonly sender: IssueSender;
  /** Keeps the changes that GitLab doesn't have yet, and sends them with {@link sender}. */
  readonly outbox: Outbox;

  /** The trackers, or the state of one, have changed. */
  readonly onDidChange = this.changed.event;

  /** A write has a response. Its changes follow in the store. */
  readonly onDidWrite = this.written.event;

  constructor(private readonly parts: SynchronizerParts) {
    const mirrors = () => this.planned.map((planned) => this.mirror(planned)).filter((mirror) => mirror !== undefined);
    this.issues = new TrackerIssues({
      store: parts.store,
      trackers: () => this.trackers,
      mirror: (key) => this.accountSyncs.get(this.accountOf(key))?.mirror(key),
      mirrors,
      refresh: (key) => this.refresh(key),
      clock: parts.clock,
    });
    this.sender = new IssueSender({
      account: (key) => parts.accounts.accounts?.find((account) => account.key === key),
      gatewayFor: parts.gatewayFor,
      mirrors,
      store: parts.store,
      onDidWrite: (account, issue) => {
        this.written.fire({ account, issue });
      },
      log: parts.log,
    });
    const { outboxFiles: files, locks, clock, log } = parts;
    this.outbox = new Outbox({ files, locks, sender: this.sender, clock, log });
    // Signing out, here or in another window, removes everything, even if no view is visible.
    this.subscriptions.push(
      parts.accounts.onDidChange(() => {
        this.forgetOthers();
        for (const { key } of parts.accounts.accounts ?? []) this.outbox.wake(key);
      }),
    );
  }

  /**
   * Starts looking for projects. Called when the view is visible, a command runs, or the API is called, never on
   * activation alone.
   */
  start(): void {
    if (this.started) return;
    this.started = true;
    const plan = () => {
      this.plan();
    };
    const { settings } = this.parts;
    let most = settings.mostIssues;
    const reschedule = () => {
      for (const { poller } of this.accountSyncs.values()) {
        if (settings.mostIssues === most) poller.reschedule();
        else poller.syncSoon();
      }
      most = settings.mostIssues;
    };
    this.subscriptions.push(
      this.parts.remotes.onDidChange(plan),
      this.parts.choices.onDidChange(plan),
      this.parts.accounts.onDidChange(plan),
      this.parts.hosts.onDidChange(plan),
      settings.onDidChange(reschedule),
    );
    this.parts.remotes.start();
    this.parts.accounts.start();
    this.forgetOthers();
    this.plan();
  }

  /** In the order of the workspace's folders. A project with two remotes is listed once. */
  get trackers(): readonly TrackerState[] {
    const seen = new Set<string>();
    return this.planned
      .map((planned) => this.mirror(planned)?.state ?? { ...planned, loading: false, complete: false })
      .filter(({ instance, kind, scope }) => {
        const identity = scope && `${instance}|${kind}|${scope.id}`;
        if (identity === undefined) return true;
        return !seen.has(identity) && Boolean(seen.add(identity));
      });
  }

  /** The tracker with that key, if it is listed. */
  tracker(key: string | undefined): TrackerState | undefined {
    return this.trackers.find((tracker) => tracker.key === key);
  }

  get viewState(): ViewState {
    const { accounts, isRead } = this.parts.accounts;
    const { state } = this.parts.remotes;
    const { trackers } = this;
    // Trackers in the settings need neither a folder nor git.
    if (state === 'starting' || state === 'untrusted' || (state !== 'ready' && trackers.length === 0)) return state;
    if (accounts === undefined || (!isRead && trackers.length === 0)) return 'starting';
    if (trackers.length === 0) return 'noRemote';
    if (trackers.every(({ account }) => !account)) return accounts.length === 0 ? 'signedOut' : 'noAccount';
    const [only, another] = trackers;
    const isEmpty = only?.complete && !another && !only.error && this.parts.store.count(only.key) === 0;
    return isEmpty ? 'empty' : 'ready';
  }

  /** Resolves when the stored issues of new trackers are read, without any request. Undefined if nothing is read. */
  get restored(): Promise<unknown> | undefined {
    const pending = [...this.accountSyncs.values()].flatMap(({ restored }) => restored ?? []);
    return pending.length > 0 ? Promise.all(pending) : undefined;
  }

  /** Whether there is any account, for this workspace's projects or others. */
  get isSignedIn(): boolean {
    return (this.parts.accounts.accounts?.length ?? 0) > 0;
  }

  /** Whether an account, by its key, is signed in, for any project. True until the accounts are loaded. */
  mayBeSignedIn(account: string): boolean {
    const { accounts, isRead } = this.parts.accounts;
    return !isRead || accounts?.some(({ key }) => key === account) !== false;
  }

  /** Starts, and resolves when the projects are known. */
  async ready(): Promise<void> {
    this.start();
    while (this.viewState === 'starting' || (this.parts.accounts.accounts && !this.parts.accounts.isRead)) {
      await new Promise<void>((resolve) => {
        const subscription = this.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** Finds a tracker by a given name. See {@link trackerNamed}. */
  findNamed(project: string): NamedTracker | undefined {
    return trackerNamed(this.trackers, project, (tracker) => this.parts.store.issues(tracker));
  }

  /** The same, but only for the project of an issue. */
  findProject(project: string): NamedTracker | undefined {
    const named = this.findNamed(project);
    return named?.tracker.kind === 'project' || named?.projectPath !== undefined ? named : undefined;
  }

  /** {@link findNamed}, but rejects if there is none. */
  expectNamed(project: string): NamedTracker {
    const named = this.findNamed(project);
    if (!named) throw new GitLabError('invalid', { detail: 'unknownProject', named: project });
    return named;
  }

  expectTracker(project: string): TrackerState {
    return this.expectNamed(project).tracker;
  }

  /** Stops a long first load. The issues loaded so far, which are the newest ones, are shown. */
  stopInitialSync(): void {
    for (const { key } of this.planned) this.accountSyncs.get(this.accountOf(key))?.mirror(key)?.stopInitialSync();
  }

  /** The number of held open issues of a tracker. */
  held(tracker: string): number {
    return this.parts.store.count(tracker);
  }

  /** Whether a tracker holds an issue among its open ones. */
  holds(tracker: string, issueId: number): boolean {
    return this.parts.store.get(tracker, issueId) !== undefined;
  }

  /** The cost of the requests for a tracker's account in the last hour. */
  costOf(tracker: string): RequestCost {
    return this.accountSyncs.get(this.accountOf(tracker))?.gateway.cost ?? { requests: 0, bytes: 0 };
  }

  /** What is known about the rate limit of a tracker's account. */
  paceOf(tracker: string): RatePace | undefined {
    return this.accountSyncs.get(this.accountOf(tracker))?.gateway.pace;
  }

  /** Why the issues are needed in this window. */
  setDemand(demand: Demand): void {
    // Some VS Code versions do not report changes that another window made to the secrets.
    if (demand === 'view' && this.demand !== 'view' && this.parts.accounts.accounts !== undefined)
      void this.parts.accounts.reread();
    this.demand = demand;
    for (const accountSync of this.accountSyncs.values()) accountSync.setDemand(demand);
  }

  /** Starts, and loads all issues once even if no view is visible, after signing in or for another extension. */
  syncWithoutView(): void {
    this.isViewNeeded = false;
    this.start();
    for (const accountSync of this.accountSyncs.values()) accountSync.poller.syncWithoutView();
  }

  /**
   * Polls a tracker, or all of them. Rejects with the first failure, after all were tried.
   * @param tracker the key of one. The other trackers of its account are polled too.
   */
  async refresh(tracker?: string): Promise<void> {
    await this.ready();
    if (tracker === undefined) {
      this.parts.remotes.reread();
      this.parts.hosts.forgetAnswers();
    }
    this.lookUpHosts();
    const concerns = ({ key }: { readonly key: string }) => tracker === undefined || key === tracker;
    const orphan =
      tracker === undefined ? undefined : this.planned.find((planned) => concerns(planned) && !planned.account);
    if (orphan) throw new GitLabError('invalid', { host: instanceLabel(orphan.instance), detail: 'notSignedIn' });
    const accountSyncs = [...this.accountSyncs.values()].filter((accountSync) =>
      this.planned.some((planned) => concerns(planned) && accountSync.mirror(planned.key)),
    );
    const results = await Promise.allSettled(accountSyncs.map(({ poller }) => poller.syncNow()));
    const error = this.trackers.find((state) => concerns(state) && state.error)?.error;
    const failed = results.find((result) => result.status === 'rejected');
    if (error ?? failed) throw error ?? GitLabError.from(failed?.reason, {}, this.parts.log);
  }

  /** Resolves when every project was loaded at least once, or has failed. */
  async synced(): Promise<void> {
    await this.ready();
    if (this.trackers.some(({ complete, error }) => !complete && !error)) await this.refresh().catch(() => undefined);
  }

  /** The newest note of an issue, requested with an account. Rejects if it is signed out. */
  newestNote(account: string, issue: Issue): Promise<IssueNote | undefined> {
    const accountSync = this.accountSyncs.get(account);
    return accountSync
      ? accountSync.gateway.at('mirror').newestNote(issue)
      : Promise.reject(new GitLabError('canceled'));
  }

  /** The gateway of an account that the workspace's projects use. Undefined if it is signed out. */
  gatewayOf(account: string): IssueGateway | undefined {
    return this.accountSyncs.get(account)?.gateway;
  }

  /** Saves how far the first loads have come, so that the next session continues there. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all([...this.accountSyncs.values()].map((accountSync) => accountSync.flush()));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const accountSync of this.accountSyncs.values()) accountSync.dispose();
    this.accountSyncs = new Map();
    this.outbox.dispose();
    this.changed.dispose();
    this.written.dispose();
  }

  private accountOf(tracker: string): string {
    return this.planned.find(({ key }) => key === tracker)?.account?.key ?? '';
  }

  private mirror({ key, account }: PlannedTracker): TrackerMirror | undefined {
    return account && this.accountSyncs.get(account.key)?.mirror(key);
  }

  /** Updates the list of trackers. Unchanged ones continue undisturbed. */
  private plan(): void {
    const { accounts, isRead } = this.parts.accounts;
    if (this.parts.remotes.state !== 'starting' && accounts !== undefined) {
      const { trackers: planned, unread, repositories } = this.computePlan(accounts);
      this.reportUnread(unread);
      this.repositories = repositories;
      this.lookUpHosts();
      const before = this.accountSyncs;
      // Until the accounts are read, there may be others for the rest.
      this.planned = isRead ? planned : planned.filter(({ account }) => account);
      const needed = accounts.filter((account) => planned.some((tracker) => tracker.account === account));
      this.accountSyncs = new Map(
        needed.map((account) => [account.key, before.get(account.key) ?? this.open(account)]),
      );
      for (const [key, accountSync] of before) if (!this.accountSyncs.has(key)) accountSync.dispose();
      for (const account of needed) {
        const accountSync = this.accountSyncs.get(account.key);
        accountSync?.renew(account);
        accountSync?.setTrackers(planned.filter((tracker) => tracker.account === account));
      }
      for (const accountSync of this.accountSyncs.values()) {
        accountSync.setDemand(this.demand);
        if (!this.isViewNeeded) accountSync.poller.syncWithoutView();
      }
    }
    this.changed.fire(undefined);
  }

  private computePlan(accounts: readonly Account[]): TrackerPlan {
    const { remotes, choices, hosts } = this.parts;
    // Nothing is requested in an untrusted workspace.
    return remotes.state === 'untrusted'
      ? { trackers: [], unread: [], repositories: [] }
      : planTrackers(remotes.remotes, accounts, choices, hosts);
  }

  /** Remotes without an account might reach a project of an account by another host name, or be those of a wiki. */
  private lookUpHosts(): void {
    const { remotes, accounts, hosts } = this.parts;
    if (remotes.state === 'ready') hosts.lookUp(remotes.remotes, accounts.accounts ?? [], this.repositories);
  }

  /** Logs each invalid value once. */
  private reportUnread(values: readonly string[]): void {
    for (const value of values) {
      if (this.reported.has(value)) continue;
      this.reported.add(value);
      this.parts.log.warn(`Invalid project or group in the settings: ${JSON.stringify(value.slice(0, 100))}`);
    }
  }

  private forgetOthers(): void {
    const { accounts, isWhole } = this.parts.accounts;
    // Don't remove anything if the keyring can't be opened.
    if (accounts && isWhole) void this.parts.cache.keepOnly(accounts.map(({ key }) => key));
  }

  private open(account: Account): AccountSync {
    return new AccountSync(account, {
      ...this.parts,
      reread: () => this.parts.accounts.reread(),
      noteServerVersion: (of, version) => this.parts.accounts.noteServerVersion(of, version),
      onDidChange: () => {
        this.changed.fire(undefined);
      },
      onDidSync: () => {
        this.outbox.wake(account.key);
      },
    });
  }
}
