import type { Account } from '../../model/account.ts';
import type { Clock } from '../../model/time/clock.ts';
import { concerns, isAssignedTo, isSamePerson } from '../../model/concerns.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import { isIssueOf } from '../../model/issueScope.ts';
import type { Identity } from '../../model/ports.ts';
import { ChangeAuthors } from './changeAuthors.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { MirrorCache } from '../cache/mirrorCache.ts';
import type { Synchronizer, WrittenIssue } from '../synchronizer.ts';
import { type IssueNews, UnreadTracker } from './unreadTracker.ts';

/** Issues of a tracker that became unread or read. */
export interface UnreadChange {
  readonly tracker: string;
  readonly issueIds: readonly number[];
}

interface Watched {
  readonly account: string;
  readonly tracker: UnreadTracker;
}

/**
 * Tracks the open issues that others have changed since the user last read them. The marks are stored on this computer,
 * by account and tracker, and all windows share them. They are never sent to GitLab.
 */
export class UnreadIssues implements Disposable {
  private watched: ReadonlyMap<string, Watched> = new Map();
  /** By account. */
  private readonly authors = new Map<string, ChangeAuthors>();
  private readonly changed = new Emitter<UnreadChange>();
  private readonly found = new Emitter<readonly IssueNews[]>();
  private readonly subscriptions: readonly Disposable[];

  /** Not fired for removed issues. */
  readonly onDidChange = this.changed.event;

  /** Another user changed issues that concern the user. Fires once, in one window. */
  readonly onDidFind = this.found.event;

  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly store: IssueStore,
    private readonly cache: MirrorCache,
    private readonly identity: Identity,
    private readonly clock: Clock,
  ) {
    this.subscriptions = [
      synchronizer.onDidChange(() => {
        this.follow();
      }),
      synchronizer.onDidWrite((written) => {
        this.onWritten(written);
      }),
      store.onDidChange((changes) => this.watched.get(changes.tracker)?.tracker.onIssues(changes)),
      // The user determines which issues are relevant.
      identity.onDidChange(() => {
        for (const tracker of this.watched.keys()) this.changed.fire({ tracker, issueIds: [] });
      }),
    ];
  }

  isUnread(tracker: string, issueId: number): boolean {
    return this.watched.get(tracker)?.tracker.isUnread(issueId) ?? false;
  }

  /**
   * The time up to which the user has read an unread issue, in milliseconds since 1970 by the server's clock. Undefined
   * if the issue isn't unread.
   */
  readUpTo(tracker: string, issueId: number): number | undefined {
    return this.watched.get(tracker)?.tracker.readUpTo(issueId);
  }

  /** The number of unread issues of a tracker. */
  count(tracker: string): number {
    return this.watched.get(tracker)?.tracker.ids.length ?? 0;
  }

  /** The unread issues of a tracker. */
  of(tracker: string): readonly Issue[] {
    const ids = this.watched.get(tracker)?.tracker.ids ?? [];
    return ids.map((id) => this.store.get(tracker, id)).filter((issue) => issue !== undefined);
  }

  /** The number of unread issues that the user wrote or is assigned to. An issue in two trackers counts once. */
  get concerning(): number {
    const ids = this.synchronizer.trackers.flatMap(({ key, account, instance }) =>
      this.of(key)
        .filter((issue) => account && concerns(issue, this.meOf(account)))
        .map(({ id }) => `${instance}#${id}`),
    );
    return new Set(ids).size;
  }

  /** Resolves when other windows can read the marks. */
  async markRead(issues: readonly Issue[]): Promise<void> {
    await this.eachWith(issues, (tracker, held) => tracker.markRead(held));
  }

  async markUnread(issues: readonly Issue[]): Promise<void> {
    await this.eachWith(issues, (tracker, held) => tracker.markUnread(held));
  }

  /** Applies the marks of other windows, when this window gets the focus. */
  async catchUp(): Promise<void> {
    await Promise.all([...this.watched.values()].map(({ tracker }) => tracker.catchUp()));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const { tracker } of this.watched.values()) tracker.dispose();
    this.changed.dispose();
    this.found.dispose();
  }

  private follow(): void {
    const { trackers } = this.synchronizer;
    const before = this.watched;
    const entries = trackers.flatMap(({ key, account }) => {
      if (!account) return [];
      const known = before.get(key);
      return [[key, known?.account === account.key ? known : this.watch(key, account)] as const];
    });
    this.watched = new Map(entries);
    for (const [key, old] of before) if (this.watched.get(key) !== old) old.tracker.dispose();
    for (const state of trackers) this.watched.get(state.key)?.tracker.onState(state);
  }

  private watch(key: string, account: Account): Watched {
    const { store, cache } = this;
    const me = () => this.meOf(account);
    const authors = this.authors.get(account.key) ?? this.authorsFor(account);
    this.authors.set(account.key, authors);
    const tracker = new UnreadTracker(key, {
      store,
      marks: cache.open(account.key, key).marks,
      authorOf: (issue) => authors.of(issue),
      concerns: (issue) => concerns(issue, me()),
      isAssigned: (issue) => isAssignedTo(issue, me()),
      onDidChange: (issueIds) => {
        this.changed.fire({ tracker: key, issueIds });
      },
      onDidFind: (news) => {
        this.found.fire(news);
      },
    });
    return { account: account.key, tracker };
  }

  private authorsFor(account: Account): ChangeAuthors {
    const isMe = (username: string | undefined) =>
      // Changes by the token's own user, such as a bot, were made here.
      isSamePerson(username, account.user.username) || isSamePerson(username, this.meOf(account));
    return new ChangeAuthors((issue) => this.synchronizer.newestNote(account.key, issue), isMe, this.clock);
  }

  private onWritten({ account, issue }: WrittenIssue): void {
    const showing = this.synchronizer.trackers.filter(
      ({ key, account: own, scope }) =>
        own?.key === account && ((scope && isIssueOf(scope, issue)) === true || this.holds(key, issue)),
    );
    for (const { key } of showing) void this.watched.get(key)?.tracker.onWritten(issue);
  }

  /** An issue can be in a project's tracker and in that of the group above. */
  private async eachWith(
    issues: readonly Issue[],
    act: (tracker: UnreadTracker, held: readonly Issue[]) => Promise<void>,
  ): Promise<void> {
    const acts = [...this.watched].map(async ([key, { tracker }]) => {
      const held = issues.filter((issue) => this.holds(key, issue));
      if (held.length > 0) await act(tracker, held);
    });
    await Promise.all(acts);
  }

  private holds(tracker: string, { id, projectId }: Issue): boolean {
    return this.store.get(tracker, id)?.projectId === projectId;
  }

  private meOf(account: Account): string | undefined {
    return this.identity.me(account);
  }
}
