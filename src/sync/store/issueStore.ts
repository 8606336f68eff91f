import { type Disposable, Emitter } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import { newestFirst } from '../../model/query/issueOrder.ts';
import { SortedIssues } from './sortedIssues.ts';
import { SharedValues } from './sharedValues.ts';

/** The changes in a tracker from one response. */
export interface IssueChanges {
  readonly tracker: string;
  readonly added: readonly Issue[];
  readonly changed: readonly Issue[];
  /** The previous versions of {@link changed}, in the same order. */
  readonly replaced: readonly Issue[];
  readonly removed: readonly Issue[];
}

/** Issues in a response that are not open, which the store does not hold. */
export interface ClosedSeen {
  readonly tracker: string;
  /** Their current versions. */
  readonly closed: readonly Issue[];
  /** The ids of those that no longer exist. */
  readonly gone: readonly number[];
}

interface Held {
  readonly issues: Map<number, Issue>;
  readonly newest: SortedIssues;
  /** The last change of each issue that was seen closed, by id. Older versions must not restore these issues. */
  readonly closed: Map<number, number>;
}

/** The number of closed issues to remember: as many as a pending response can contain. */
const mostClosed = 1_000;

/**
 * The open issues of every tracker, in memory. Issues are replaced and never changed. One event reports each response
 * that made a difference. The work depends on the size of the response, not on the number of held issues.
 */
export class IssueStore implements Disposable {
  private readonly trackers = new Map<string, Held>();
  private readonly shared = new SharedValues();
  private readonly changes = new Emitter<IssueChanges>();
  private readonly seen = new Emitter<ClosedSeen>();

  readonly onDidChange = this.changes.event;
  /** For lists with closed issues. Reports each state of a closed issue once, as long as the store remembers it. */
  readonly onDidSee = this.seen.event;

  /** @param most the maximum number of issues to hold per tracker, newest first. */
  constructor(private readonly most: () => number = () => Number.POSITIVE_INFINITY) {}

  /** Newest first, as GitLab lists them. The list changes with the store. Read it immediately, or copy it. */
  issues(tracker: string): readonly Issue[] {
    return this.trackers.get(tracker)?.newest.issues ?? [];
  }

  get(tracker: string, id: number): Issue | undefined {
    return this.trackers.get(tracker)?.issues.get(id);
  }

  count(tracker: string): number {
    return this.trackers.get(tracker)?.issues.size ?? 0;
  }

  /**
   * Applies issues from the server. Open issues are added or replaced, and closed ones are removed. If the store
   * already holds a newer version of an issue, the older one is ignored.
   */
  apply(tracker: string, issues: readonly Issue[]): void {
    this.absorb(tracker, issues, []);
  }

  /**
   * Applies a complete list of the open issues in some range.
   * @param before the issues held at the time of the request. Those that the list lacks are removed, unless they were
   * replaced since then.
   */
  reconcile(tracker: string, before: readonly Issue[], listed: readonly Issue[]): void {
    const ids = new Set(listed.map(({ id }) => id));
    const gone = before.filter((issue) => !ids.has(issue.id) && this.get(tracker, issue.id) === issue);
    this.absorb(tracker, listed, gone);
  }

  /** Removes issues that no longer exist on the server. */
  remove(tracker: string, ids: readonly number[]): void {
    const gone = ids.map((id) => this.get(tracker, id)).filter((issue) => issue !== undefined);
    this.absorb(tracker, [], gone);
  }

  /** Removes an issue permanently. No pending response restores it. */
  addTombstone(tracker: string, issue: Issue): void {
    const buried = { ...issue, state: 'closed', updatedAt: Number.MAX_SAFE_INTEGER } as const;
    this.absorb(tracker, [buried], []);
    this.seen.fire({ tracker, closed: [], gone: [issue.id] });
  }

  /** Removes a tracker, for example after the user signs out. */
  forget(tracker: string): void {
    const removed = [...this.issues(tracker)];
    this.trackers.delete(tracker);
    this.tidy();
    this.notify({ tracker, added: [], changed: [], replaced: [], removed });
  }

  /** The number of held people, labels, and milestones. */
  get sharedValues(): number {
    return this.shared.size;
  }

  /** Removes values that no issue has. It visits all issues, so it runs once a day. */
  tidy(): void {
    this.shared.keepOnly([...this.trackers.values()].flatMap(({ newest }) => [...newest.issues]));
  }

  dispose(): void {
    this.changes.dispose();
    this.seen.dispose();
  }

  private absorb(tracker: string, issues: readonly Issue[], gone: readonly Issue[]): void {
    const held = this.open(tracker);
    const before = new Map<number, Issue>();
    const touched = new Set<number>();
    const closed: Issue[] = [];
    const touch = (id: number) => {
      const issue = held.issues.get(id);
      // A response can contain a row twice.
      if (issue && !touched.has(id)) before.set(id, issue);
      touched.add(id);
    };
    for (const { id } of gone) {
      touch(id);
      held.issues.delete(id);
    }
    for (const issue of issues) {
      const now = held.issues.get(issue.id);
      const seen = now?.updatedAt ?? held.closed.get(issue.id);
      if ((seen !== undefined && issue.updatedAt < seen) || (now && isSame(now, issue))) continue;
      touch(issue.id);
      if (issue.state === 'closed') {
        held.issues.delete(issue.id);
        if (held.closed.get(issue.id) !== issue.updatedAt && issue.updatedAt !== Number.MAX_SAFE_INTEGER)
          closed.push(issue);
        remember(held.closed, issue);
      } else {
        held.closed.delete(issue.id);
        held.issues.set(issue.id, this.shared.share(issue));
      }
    }
    this.settle(tracker, held, touched, before);
    if (closed.length > 0) this.seen.fire({ tracker, closed, gone: [] });
  }

  private open(tracker: string): Held {
    const known = this.trackers.get(tracker);
    if (known) return known;
    const held: Held = { issues: new Map(), newest: new SortedIssues([], newestFirst), closed: new Map() };
    this.trackers.set(tracker, held);
    return held;
  }

  /** Updates the order, removes issues beyond the limit, and fires the event. */
  private settle(tracker: string, held: Held, touched: ReadonlySet<number>, before: ReadonlyMap<number, Issue>): void {
    const now = [...touched].map((id) => held.issues.get(id)).filter((issue) => issue !== undefined);
    held.newest.change([...before.values()], now);
    const beyond = held.newest.issues.slice(this.most());
    if (beyond.length > 0) {
      held.newest.change(beyond, []);
      for (const { id } of beyond) held.issues.delete(id);
    }
    const kept = now.filter(({ id }) => held.issues.has(id));
    const changed = kept.filter(({ id }) => before.has(id));
    const stillThere = new Set(changed.map(({ id }) => id));
    const pushedOut = beyond.filter(({ id }) => !touched.has(id));
    this.notify({
      tracker,
      added: kept.filter(({ id }) => !before.has(id)),
      changed,
      replaced: changed.map(({ id }) => before.get(id)).filter((issue) => issue !== undefined),
      removed: [...[...before.values()].filter(({ id }) => !stillThere.has(id)), ...pushedOut],
    });
  }

  private notify(changes: IssueChanges): void {
    if (changes.added.length + changes.changed.length + changes.removed.length > 0) this.changes.fire(changes);
  }
}

function remember(closed: Map<number, number>, { id, updatedAt }: Issue): void {
  closed.delete(id);
  closed.set(id, updatedAt);
  const [oldest] = closed.keys();
  if (closed.size > mostClosed && oldest !== undefined) closed.delete(oldest);
}

/** Compares all visible fields. `updated_at` isn't sufficient, because renaming a label doesn't change it. */
function isSame(a: Issue, b: Issue): boolean {
  return a.updatedAt === b.updatedAt && JSON.stringify(a) === JSON.stringify(b);
}
