import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/error/gitLabError.ts';
import { instanceLabel } from '../model/instanceUrl.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueNote } from '../model/issueNote.ts';
import type { IssueGateway } from '../model/issueGateway.ts';
import type { Log } from '../model/ports.ts';
import type { RequestCost } from '../model/requestMeter.ts';
import { AccountSync } from './mirror/accountSync.ts';
import type { IssueStore } from './store/issueStore.ts';
import type { MirrorCache } from './cache/mirrorCache.ts';
import type { AccountSource, SyncSettings, RemoteSource, TrackerChoices } from '../model/ports.ts';
import type { Demand } from './mirror/poller.ts';
import { TrackerIssues } from './writes/trackerIssues.ts';
import type { TrackerMirror } from './mirror/trackerMirror.ts';
import { type NamedTracker, trackerNamed } from './trackers/trackerNames.ts';
import { type PlannedTracker, planTrackers, type TrackerPlan } from './trackers/trackerPlan.ts';
import type { TrackerState } from './trackers/trackerState.ts';

/** Why there is nothing to show, or that there is: one welcome view each (`gitlabIssues.state`). */
export type ViewState =
  'starting' | 'noFolder' | 'untrusted' | 'noGit' | 'noRemote' | 'signedOut' | 'noAccount' | 'empty' | 'ready';

/** What the synchroniser asks and fills. */
export interface SynchroniserParts {
  readonly remotes: RemoteSource;
  readonly accounts: AccountSource;
  /** Which trackers the settings name. */
  readonly choices: TrackerChoices;
  readonly gatewayFor: (account: Account) => IssueGateway;
  readonly store: IssueStore;
  readonly cache: MirrorCache;
  readonly settings: SyncSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** An issue as a write of this window left it. */
export interface WrittenIssue {
  /** The key of the account that wrote. */
  readonly account: string;
  readonly issue: Issue;
}

/**
 * Keeps the mirrors of the workspace's trackers: works out which there are whenever remotes or accounts change, and
 * polls GitLab while a view is visible. Does nothing at all until {@link start}.
 */
export class Synchroniser implements Disposable {
  private planned: readonly PlannedTracker[] = [];
  private accountSyncs: ReadonlyMap<string, AccountSync> = new Map();
  private started = false;
  private demand: Demand = 'none';
  private isViewNeeded = true;
  private readonly reported = new Set<string>();
  private readonly changed = new Emitter<undefined>();
  private readonly written = new Emitter<WrittenIssue>();
  private readonly subscriptions: Disposable[] = [];

  /** Questions about single issues, and changes of them. */
  readonly issues: TrackerIssues;

  /** The trackers, or how one of them stands, changed. */
  readonly onDidChange = this.changed.event;

  /** A write was answered: what it did follows in the store. */
  readonly onDidWrite = this.written.event;

  constructor(private readonly parts: SynchroniserParts) {
    this.issues = new TrackerIssues({
      store: parts.store,
      trackers: () => this.trackers,
      mirror: (key) => this.accountSyncs.get(this.accountOf(key))?.mirror(key),
      mirrors: () => this.planned.map((planned) => this.mirror(planned)).filter((mirror) => mirror !== undefined),
      refresh: (key) => this.refresh(key),
    });
    // Signing out, here or in another window, leaves nothing behind, even if no view is visible.
    this.subscriptions.push(
      parts.accounts.onDidChange(() => {
        this.forgetOthers();
      }),
    );
  }

  /** Starts to look for projects: when the view is visible, a command runs or the API is called; never on activation alone. */
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
      settings.onDidChange(reschedule),
    );
    this.parts.remotes.start();
    this.parts.accounts.start();
    this.forgetOthers();
    this.plan();
  }

  /** In the order of the workspace's folders; a project that two remotes lead to is there once. */
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

  get viewState(): ViewState {
    const { accounts } = this.parts.accounts;
    const { state } = this.parts.remotes;
    const { trackers } = this;
    // What the settings name needs neither a folder nor git.
    if (state === 'starting' || state === 'untrusted' || (state !== 'ready' && trackers.length === 0)) return state;
    if (accounts === undefined) return 'starting';
    if (trackers.length === 0) return 'noRemote';
    if (trackers.every(({ account }) => !account)) return accounts.length === 0 ? 'signedOut' : 'noAccount';
    const [only, another] = trackers;
    const isEmpty = only?.complete && !another && !only.error && this.parts.store.count(only.key) === 0;
    return isEmpty ? 'empty' : 'ready';
  }

  /** Whether there is any account, for this workspace's projects or others. */
  get isSignedIn(): boolean {
    return (this.parts.accounts.accounts?.length ?? 0) > 0;
  }

  /** Whether an account, by its key, is signed in, for whatever project; so it may be until the accounts were read. */
  mayBeSignedIn(account: string): boolean {
    return this.parts.accounts.accounts?.some(({ key }) => key === account) ?? true;
  }

  /** Starts, and resolves when it is known which projects there are. */
  async ready(): Promise<void> {
    this.start();
    while (this.viewState === 'starting') {
      await new Promise<void>((resolve) => {
        const subscription = this.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** A tracker by a given name. See {@link trackerNamed}. */
  findNamed(project: string): NamedTracker | undefined {
    return trackerNamed(this.trackers, project, (tracker) => this.parts.store.issues(tracker));
  }

  /** The same, which rejects a name of none. */
  expectNamed(project: string): NamedTracker {
    const named = this.findNamed(project);
    if (!named) throw new GitLabError('invalid', { detail: 'unknownProject', serverMessage: project });
    return named;
  }

  expectTracker(project: string): TrackerState {
    return this.expectNamed(project).tracker;
  }

  /** Ends a first reading that takes long: what was read is shown, as the newest of all. */
  stopInitialSync(): void {
    for (const { key } of this.planned) this.accountSyncs.get(this.accountOf(key))?.mirror(key)?.stopInitialSync();
  }

  /** How many open issues of a tracker are held. */
  held(tracker: string): number {
    return this.parts.store.count(tracker);
  }

  /** Whether an issue is held among a tracker's open ones. */
  holds(tracker: string, issueId: number): boolean {
    return this.parts.store.get(tracker, issueId) !== undefined;
  }

  /** What asking for a tracker's account cost in the last hour. */
  costOf(tracker: string): RequestCost {
    return this.accountSyncs.get(this.accountOf(tracker))?.gateway.cost ?? { requests: 0, bytes: 0 };
  }

  /** What the issues are needed for in this window now. */
  setDemand(demand: Demand): void {
    // Not every VS Code tells a window what another one did to the secrets.
    if (demand === 'view' && this.demand !== 'view' && this.parts.accounts.accounts !== undefined)
      void this.parts.accounts.reread();
    this.demand = demand;
    for (const line of this.accountSyncs.values()) line.setDemand(demand);
  }

  /** Starts, and reads the issues of every project once though no view is visible, after signing in or when another extension requests them. */
  syncWithoutView(): void {
    this.isViewNeeded = false;
    this.start();
    for (const line of this.accountSyncs.values()) line.poller.syncWithoutView();
  }

  /**
   * Brings a tracker, or all of them, to what the server has. Rejects with the first failure, after all were tried.
   * @param tracker the key of one; its account's other trackers come along.
   */
  async refresh(tracker?: string): Promise<void> {
    await this.ready();
    const concerns = ({ key }: { readonly key: string }) => tracker === undefined || key === tracker;
    const orphan =
      tracker === undefined ? undefined : this.planned.find((planned) => concerns(planned) && !planned.account);
    if (orphan) throw new GitLabError('invalid', { host: instanceLabel(orphan.instance), detail: 'notSignedIn' });
    const lines = [...this.accountSyncs.values()].filter((line) =>
      this.planned.some((planned) => concerns(planned) && line.mirror(planned.key)),
    );
    const results = await Promise.allSettled(lines.map(({ poller }) => poller.syncNow()));
    const error = this.trackers.find((state) => concerns(state) && state.error)?.error;
    const failed = results.find((result) => result.status === 'rejected');
    if (error ?? failed) throw error ?? GitLabError.from(failed?.reason, {}, this.parts.log);
  }

  /** Resolves when every project was read at least once, or could not be. */
  async synced(): Promise<void> {
    await this.ready();
    if (this.trackers.some(({ complete, error }) => !complete && !error)) await this.refresh().catch(() => undefined);
  }

  /** The newest note of an issue, asked for with an account; rejects if it is signed out. */
  newestNote(account: string, issue: Issue): Promise<IssueNote | undefined> {
    const line = this.accountSyncs.get(account);
    return line ? line.gateway.newestNote(issue) : Promise.reject(new GitLabError('cancelled'));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const line of this.accountSyncs.values()) line.dispose();
    this.accountSyncs = new Map();
    this.changed.dispose();
    this.written.dispose();
  }

  private accountOf(tracker: string): string {
    return this.planned.find(({ key }) => key === tracker)?.account?.key ?? '';
  }

  private mirror({ key, account }: PlannedTracker): TrackerMirror | undefined {
    return account && this.accountSyncs.get(account.key)?.mirror(key);
  }

  /** Works out anew which trackers there are. What stays as it was goes on undisturbed. */
  private plan(): void {
    const { accounts } = this.parts.accounts;
    if (this.parts.remotes.state !== 'starting' && accounts !== undefined) {
      const { trackers: planned, unread } = this.computePlan(accounts);
      this.reportUnread(unread);
      const before = this.accountSyncs;
      this.planned = planned;
      const needed = accounts.filter((account) => planned.some((tracker) => tracker.account === account));
      this.accountSyncs = new Map(
        needed.map((account) => [account.key, before.get(account.key) ?? this.open(account)]),
      );
      for (const [key, line] of before) if (!this.accountSyncs.has(key)) line.dispose();
      for (const account of needed) {
        const line = this.accountSyncs.get(account.key);
        line?.renew(account);
        line?.setTrackers(planned.filter((tracker) => tracker.account === account));
      }
      for (const line of this.accountSyncs.values()) {
        line.setDemand(this.demand);
        if (!this.isViewNeeded) line.poller.syncWithoutView();
      }
    }
    this.changed.fire(undefined);
  }

  private computePlan(accounts: readonly Account[]): TrackerPlan {
    const { remotes, choices } = this.parts;
    // Nothing is asked for in a workspace that is not trusted.
    return remotes.state === 'untrusted'
      ? { trackers: [], unread: [] }
      : planTrackers(remotes.remotes, accounts, choices);
  }

  /** Once each. */
  private reportUnread(values: readonly string[]): void {
    for (const value of values) {
      if (this.reported.has(value)) continue;
      this.reported.add(value);
      this.parts.log.warn(
        `The settings name a project or group that cannot be understood: ${JSON.stringify(value.slice(0, 100))}`,
      );
    }
  }

  private forgetOthers(): void {
    const { accounts, isWhole } = this.parts.accounts;
    // A keyring that does not open is no reason to forget anything.
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
      onWritten: (issue) => {
        this.written.fire({ account: account.key, issue });
      },
    });
  }
}
