import { type Disposable, Emitter } from '../model/event.ts';
import type { Issue } from '../model/issue.ts';

/** What one answer of the server changed in a tracker. */
export interface IssueChanges {
  readonly tracker: string;
  readonly added: readonly Issue[];
  readonly changed: readonly Issue[];
  readonly removed: readonly Issue[];
}

/**
 * The open issues of every tracker, in memory. Issues are replaced and never changed; one event tells of each answer
 * that made a difference.
 */
export class IssueStore implements Disposable {
  private readonly trackers = new Map<string, Map<number, Issue>>();
  private readonly sorted = new Map<string, readonly Issue[]>();
  private readonly changes = new Emitter<IssueChanges>();

  readonly onDidChange = this.changes.event;

  /** Newest first, as GitLab lists them. */
  issues(tracker: string): readonly Issue[] {
    const known = this.sorted.get(tracker);
    if (known) return known;
    const issues = [...(this.trackers.get(tracker)?.values() ?? [])].sort(
      (a, b) => b.createdAt - a.createdAt || b.id - a.id,
    );
    this.sorted.set(tracker, issues);
    return issues;
  }

  get(tracker: string, id: number): Issue | undefined {
    return this.trackers.get(tracker)?.get(id);
  }

  count(tracker: string): number {
    return this.trackers.get(tracker)?.size ?? 0;
  }

  /**
   * Takes in what the server says of some issues: open ones are added or replaced, closed ones go. An answer that is
   * older than what is held (it was under way while something newer came) is passed over.
   */
  apply(tracker: string, issues: readonly Issue[]): void {
    this.take(tracker, issues, []);
  }

  /** Takes in a complete list of the open issues: what it lacks is gone. */
  replaceAll(tracker: string, issues: readonly Issue[]): void {
    const listed = new Set(issues.map(({ id }) => id));
    this.take(
      tracker,
      issues,
      this.issues(tracker).filter(({ id }) => !listed.has(id)),
    );
  }

  /** Drops a tracker, as after signing out. */
  forget(tracker: string): void {
    const removed = [...(this.trackers.get(tracker)?.values() ?? [])];
    this.trackers.delete(tracker);
    this.tell({ tracker, added: [], changed: [], removed });
    this.sorted.delete(tracker);
  }

  dispose(): void {
    this.changes.dispose();
  }

  private take(tracker: string, issues: readonly Issue[], gone: readonly Issue[]): void {
    const held = this.trackers.get(tracker) ?? new Map<number, Issue>();
    this.trackers.set(tracker, held);
    const added: Issue[] = [];
    const changed: Issue[] = [];
    const removed: Issue[] = [...gone];
    for (const { id } of gone) held.delete(id);
    for (const issue of issues) {
      const before = held.get(issue.id);
      if (before && (issue.updatedAt < before.updatedAt || isSame(before, issue))) continue;
      if (issue.state === 'closed') {
        if (before && held.delete(issue.id)) removed.push(before);
      } else {
        held.set(issue.id, issue);
        (before ? changed : added).push(issue);
      }
    }
    this.tell({ tracker, added, changed, removed });
  }

  private tell(changes: IssueChanges): void {
    if (changes.added.length + changes.changed.length + changes.removed.length === 0) return;
    this.sorted.delete(changes.tracker);
    this.changes.fire(changes);
  }
}

/** Equal in all that is shown. `updated_at` alone does not tell: renaming a label does not touch it. */
function isSame(a: Issue, b: Issue): boolean {
  return a.updatedAt === b.updatedAt && JSON.stringify(a) === JSON.stringify(b);
}
