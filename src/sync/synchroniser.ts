import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { IssueGateway } from '../model/issueGateway.ts';
import type { Log } from '../model/ports.ts';
import { AccountLine } from './accountLine.ts';
import type { IssueStore } from './issueStore.ts';
import type { AccountSource, PollingSettings, RemoteSource } from '../model/ports.ts';
import type { TrackerMirror, TrackerState } from './trackerMirror.ts';
import { type PlannedTracker, planTrackers } from './trackerPlan.ts';

/** Why there is nothing to show, or that there is: one welcome view each (`gitlabIssues.state`). */
export type Situation =
  'starting' | 'noFolder' | 'untrusted' | 'noGit' | 'noRemote' | 'signedOut' | 'noAccount' | 'empty' | 'ready';

/**
 * Keeps the mirrors of the workspace's trackers: works out which there are whenever remotes or accounts change, and
 * looks at GitLab while somebody wants to see. Does nothing at all until {@link start}.
 */
export class Synchroniser implements Disposable {
  private planned: readonly PlannedTracker[] = [];
  private lines: ReadonlyMap<Account, AccountLine> = new Map();
  private started = false;
  private wanted = false;
  private unseen = false;
  private readonly changed = new Emitter<undefined>();
  private readonly subscriptions: Disposable[] = [];

  /** The trackers, or how one of them stands, changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly remotes: RemoteSource,
    private readonly accounts: AccountSource,
    private readonly gatewayFor: (account: Account) => IssueGateway,
    private readonly store: IssueStore,
    private readonly polling: PollingSettings,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Begins to look for projects. Somebody sees the view, runs a command or asks through the API; never activation alone. */
  start(): void {
    if (this.started) return;
    this.started = true;
    const plan = () => {
      this.plan();
    };
    const reschedule = () => {
      for (const line of this.lines.values()) line.poller.reschedule();
    };
    this.subscriptions.push(
      this.remotes.onDidChange(plan),
      this.accounts.onDidChange(plan),
      this.polling.onDidChange(reschedule),
    );
    this.remotes.start();
    this.accounts.start();
    this.plan();
  }

  /** In the order of the workspace's folders; a project that two remotes lead to is there once. */
  get trackers(): readonly TrackerState[] {
    const seen = new Set<string>();
    return this.planned
      .map((planned) => this.mirror(planned)?.state ?? { ...planned, loading: false, complete: false })
      .filter(({ instance, project }) => {
        const identity = project && `${instance}|${project.id}`;
        if (identity === undefined) return true;
        return !seen.has(identity) && Boolean(seen.add(identity));
      });
  }

  get situation(): Situation {
    const { accounts } = this.accounts;
    if (this.remotes.state !== 'ready') return this.remotes.state;
    if (accounts === undefined) return 'starting';
    const { trackers } = this;
    if (trackers.length === 0) return 'noRemote';
    if (trackers.every(({ account }) => !account)) return accounts.length === 0 ? 'signedOut' : 'noAccount';
    const [only, another] = trackers;
    const isEmpty = only?.complete && !another && !only.error && this.store.count(only.key) === 0;
    return isEmpty ? 'empty' : 'ready';
  }

  /** Whether there is any account, for this workspace's projects or others. */
  get isSignedIn(): boolean {
    return (this.accounts.accounts?.length ?? 0) > 0;
  }

  /** Starts, and resolves when it is known which projects there are. */
  async ready(): Promise<void> {
    this.start();
    while (this.situation === 'starting') {
      await new Promise<void>((resolve) => {
        const subscription = this.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
    }
  }

  /** A tracker by the web address of its project, or by its path where that is not on two instances. */
  findTracker(project: string): TrackerState | undefined {
    const wanted = project.trim().replace(/\/+$/, '').toLowerCase();
    const names = (tracker: TrackerState) => [
      tracker.key,
      tracker.project?.webUrl,
      `${tracker.instance}/${tracker.project?.path ?? ''}`,
    ];
    const { trackers } = this;
    const byUrl = trackers.find((tracker) => names(tracker).some((name) => name?.toLowerCase() === wanted));
    const byPath = trackers.filter(({ path, project: known }) =>
      [path, known?.path].some((name) => name?.toLowerCase() === wanted),
    );
    return byUrl ?? (byPath.length === 1 ? byPath[0] : undefined);
  }

  /** Whether a view of ours is visible in a focused window. */
  setWanted(wanted: boolean): void {
    this.wanted = wanted;
    for (const line of this.lines.values()) line.poller.setWanted(wanted);
  }

  /** Starts, and reads the issues of every project once though no view is visible: somebody signed in, or another extension asks for them. */
  fillUnseen(): void {
    this.unseen = true;
    this.start();
    for (const line of this.lines.values()) line.poller.lookUnseen();
  }

  /**
   * Brings a tracker, or all of them, to what the server has. Rejects with the first failure, after all were tried.
   * @param tracker the key of one; its account's other trackers come along.
   */
  async refresh(tracker?: string): Promise<void> {
    await this.ready();
    const lines = [...this.lines.values()].filter((line) => tracker === undefined || line.mirror(tracker));
    const results = await Promise.allSettled(lines.map(({ poller }) => poller.lookNow()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw GitLabError.from(failed.reason);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const line of this.lines.values()) line.dispose();
    this.lines = new Map();
    this.changed.dispose();
  }

  private mirror({ key, account }: PlannedTracker): TrackerMirror | undefined {
    return account && this.lines.get(account)?.mirror(key);
  }

  /** Works out anew which trackers there are. What stays as it was goes on undisturbed. */
  private plan(): void {
    const { accounts } = this.accounts;
    if (this.remotes.state !== 'starting' && accounts !== undefined) {
      const planned = planTrackers(this.remotes.remotes, accounts);
      const before = this.lines;
      this.planned = planned;
      this.lines = new Map(
        accounts
          .filter((account) => planned.some((tracker) => tracker.account === account))
          .map((account) => [account, before.get(account) ?? this.open(account)]),
      );
      // An account object that is not there any more was signed out, or its token was replaced.
      for (const [account, line] of before) if (!this.lines.has(account)) line.dispose();
      for (const [account, line] of this.lines)
        line.setTrackers(planned.filter((tracker) => tracker.account === account));
      this.setWanted(this.wanted);
      if (this.unseen) for (const line of this.lines.values()) line.poller.lookUnseen();
    }
    this.changed.fire(undefined);
  }

  private open(account: Account): AccountLine {
    return new AccountLine(account, {
      gateway: this.gatewayFor(account),
      store: this.store,
      interval: () => this.polling.interval,
      clock: this.clock,
      log: this.log,
      onDidChange: () => {
        this.changed.fire(undefined);
      },
    });
  }
}
