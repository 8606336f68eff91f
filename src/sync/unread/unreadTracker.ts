import type { Disposable } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import { compacted, isUnread, readTime, wasTold, withRead, withTold, withUnread } from '../../model/readMarks.ts';
import type { ChangeAuthor } from './changeAuthors.ts';
import type { IssueChanges, IssueStore } from '../store/issueStore.ts';
import type { ReadMarksFile } from '../cache/readMarksFile.ts';
import type { TrackerState } from '../trackers/trackerState.ts';

/** A relevant change of an issue. */
export interface IssueNews {
  readonly tracker: string;
  readonly issue: Issue;
  /** It was assigned to the user. */
  readonly isAssignment: boolean;
}

export interface UnreadTrackerOptions {
  readonly store: IssueStore;
  readonly marks: ReadMarksFile;
  readonly authorOf: (issue: Issue) => Promise<ChangeAuthor>;
  readonly concerns: (issue: Issue) => boolean;
  readonly isAssigned: (issue: Issue) => boolean;
  /** Fired with issues that became unread or read. */
  readonly onDidChange: (issueIds: readonly number[]) => void;
  readonly onDidFind: (news: readonly IssueNews[]) => void;
}

/** Marks are compacted when there are more than this. */
const manyMarks = 1_000;
/** Changes older than the newest one by this much, in milliseconds, have been processed. */
const certain = 10 * 60_000;
/** The maximum difference between the clocks of the server and this computer. */
const clockLeeway = 10 * 60_000;
/** The authors of more changes than this are not looked up later. */
const mostWaiting = 50;

/** The unread issues of one tracker. It follows the store's events, and visits all issues only once, at the start. */
export class UnreadTracker implements Disposable {
  /** The unread issues, each with the change that made it unread. */
  private readonly unread = new Map<number, number>();
  /**
   * Issues with a new change by an unknown author. They keep their previous state in the view. The value is whether the
   * change assigned the issue to the user.
   */
  private readonly pending = new Map<number, boolean>();
  /** Unread issues with a change by an author that is still to be determined. The value is as in {@link pending}. */
  private readonly waiting = new Map<number, boolean>();
  private readonly opened: Promise<void>;
  private begun: 'no' | 'under way' | 'yes' = 'no';
  private settledAt: number | undefined;
  private settling: Promise<void> | undefined;
  private settleRequested = false;
  private compactAt = manyMarks;
  private disposed = false;

  constructor(
    private readonly key: string,
    private readonly options: UnreadTrackerOptions,
  ) {
    this.opened = options.marks.read();
  }

  get ids(): readonly number[] {
    return [...this.unread.keys()];
  }

  isUnread(issueId: number): boolean {
    return this.unread.has(issueId);
  }

  /** The time up to which the user has read an unread issue. Undefined if the issue isn't unread. */
  readUpTo(issueId: number): number | undefined {
    const { marks } = this.options.marks;
    return marks && this.unread.has(issueId) ? readTime(marks, issueId) : undefined;
  }

  /** The new state of the tracker. After a poll, its changes are processed. */
  onState({ complete, loading, asOf }: TrackerState): void {
    if (!complete) return;
    if (this.begun === 'no') void this.begin(asOf);
    else if (!loading && (this.pending.size > 0 || asOf !== this.settledAt)) void this.settle(asOf);
  }

  onIssues({ added, changed, replaced, removed }: IssueChanges): void {
    if (this.begun !== 'yes') return;
    const gone = removed.filter(({ id }) => this.forget(id));
    const { isAssigned } = this.options;
    // Known before and not assigned, or created since the last poll.
    const isNew = ({ createdAt }: Issue) => createdAt > (this.settledAt ?? 0) - clockLeeway;
    for (const issue of added) this.recordChange(issue, isNew(issue) && isAssigned(issue));
    for (const [index, issue] of changed.entries()) {
      const before = replaced[index];
      if (before?.updatedAt === issue.updatedAt) continue;
      this.recordChange(issue, isAssigned(issue) && before !== undefined && !isAssigned(before));
    }
    this.notify(gone.map(({ id }) => id));
  }

  /**
   * Applies a write of this window, which doesn't make the issue unread. If another user's change is still unread, the
   * issue stays unread.
   */
  async onWritten(issue: Issue): Promise<void> {
    const { store, marks } = this.options;
    if (!marks.marks) await this.opened;
    const pendingSince = this.pending.has(issue.id) ? store.get(this.key, issue.id)?.updatedAt : undefined;
    const since = this.unread.get(issue.id) ?? pendingSince;
    if (since !== undefined && since < issue.updatedAt) {
      // Another window may have read that.
      await this.absorb();
      if (this.isNews({ ...issue, updatedAt: since })) return;
    }
    await this.markRead([issue]);
  }

  async markRead(issues: readonly Issue[]): Promise<void> {
    const { marks } = this.options;
    marks.change((known) => withRead(known, issues));
    this.notify(issues.filter(({ id }) => this.forget(id)).map(({ id }) => id));
    await this.save();
  }

  async markUnread(issues: readonly Issue[]): Promise<void> {
    const { marks, store } = this.options;
    const held = issues.map(({ id }) => store.get(this.key, id)).filter((issue) => issue !== undefined);
    // Mark the change as reported, so no window requests its author.
    marks.change((known) => withTold(withUnread(known, held), held));
    for (const { id, updatedAt } of held) this.unread.set(id, updatedAt);
    this.notify(held.map(({ id }) => id));
    await this.save();
  }

  /** Applies the marks of other windows. */
  async catchUp(): Promise<void> {
    if (this.begun !== 'yes') return;
    await this.absorb();
  }

  dispose(): void {
    this.disposed = true;
  }

  private async begin(asOf: number | undefined): Promise<void> {
    this.begun = 'under way';
    await this.opened;
    if (this.disposed) return;
    const { marks, store } = this.options;
    const issues = store.issues(this.key);
    const isFirst = !marks.marks;
    marks.begin(newestOf(issues));
    for (const issue of issues) this.decide(issue);
    this.begun = 'yes';
    this.settledAt = asOf;
    this.notify(this.ids);
    if (isFirst) await this.save();
  }

  /** Runs one at a time. Changes that arrive in between are processed afterwards. */
  private async settle(asOf: number | undefined): Promise<void> {
    this.settleRequested = true;
    this.settling ??= (async () => {
      while (this.settleRequested && !this.disposed) {
        this.settleRequested = false;
        await this.decideAll();
      }
      this.settling = undefined;
    })();
    await this.settling;
    this.settledAt = asOf;
  }

  private async decideAll(): Promise<void> {
    await this.absorb();
    const { store, concerns, authorOf } = this.options;
    const pending = [...this.pending].map(([id]) => store.get(this.key, id)).filter((issue) => issue !== undefined);
    const others = pending.filter((issue) => !concerns(issue));
    for (const issue of others) {
      this.pending.delete(issue.id);
      this.decide(issue);
    }
    this.notify(others.map(({ id }) => id));
    const news: IssueNews[] = [];
    for (const [issue, isAssignment] of this.withUnknownAuthor()) {
      const author = await authorOf(issue);
      if (this.disposed) return;
      // It changed again, or no longer exists.
      if (store.get(this.key, issue.id) !== issue) continue;
      this.onAuthor(issue, isAssignment, author);
      if (author === 'somebodyElse') news.push({ tracker: this.key, issue, isAssignment });
    }
    await this.announce(news);
  }

  /** Assigned issues come first, then the newest. */
  private withUnknownAuthor(): [Issue, boolean][] {
    const { store } = this.options;
    const all = [...this.waiting, ...this.pending].map(
      ([id, isAssignment]) => [store.get(this.key, id), isAssignment] as const,
    );
    return all
      .flatMap(([issue, isAssignment]): [Issue, boolean][] =>
        issue && this.isNews(issue) ? [[issue, isAssignment]] : [],
      )
      .sort(([a, first], [b, second]) => Number(second) - Number(first) || b.updatedAt - a.updatedAt);
  }

  private onAuthor(issue: Issue, isAssignment: boolean, author: ChangeAuthor): void {
    const { id } = issue;
    this.pending.delete(id);
    this.waiting.delete(id);
    if (author === 'unknown' && this.waiting.size < mostWaiting) this.waiting.set(id, isAssignment);
    if (author === 'me') {
      // The user could see the earlier change by another user.
      this.options.marks.change((marks) => withRead(marks, [issue]));
      this.unread.delete(id);
    } else this.decide(issue);
    this.notify([id]);
  }

  /** Reports changes in only one window: the one that first saves the mark for it. */
  private async announce(news: readonly IssueNews[]): Promise<void> {
    const { marks } = this.options;
    const untold = news.filter(({ issue }) => marks.marks && !wasTold(marks.marks, issue));
    const toTell = untold.map(({ issue }) => issue);
    if (untold.length > 0) marks.change((known) => withTold(known, toTell));
    await this.save();
    if (untold.length > 0 && !this.disposed) this.options.onDidFind(untold);
  }

  private recordChange(issue: Issue, isAssignment: boolean): void {
    if (!this.isNews(issue)) return;
    const before = this.pending.get(issue.id) ?? this.waiting.get(issue.id) ?? false;
    this.waiting.delete(issue.id);
    this.pending.set(issue.id, before || isAssignment);
  }

  private decide(issue: Issue): void {
    const since = this.unread.get(issue.id);
    if (!this.isNews(issue)) this.unread.delete(issue.id);
    // The earlier change that made it unread may have been read in another window.
    else if (since === undefined || !this.isNews({ ...issue, updatedAt: since }))
      this.unread.set(issue.id, issue.updatedAt);
  }

  private isNews(issue: Issue): boolean {
    const { marks } = this.options.marks;
    return marks !== undefined && isUnread(marks, issue);
  }

  /** Only marked issues can have been marked in another window. */
  private async absorb(): Promise<void> {
    const { marks, store } = this.options;
    const before = marks.marks;
    await marks.read();
    const after = marks.marks;
    if (this.disposed || !after || before === after) return;
    const marked = [...after.issues].filter(([, { turn }]) => turn > 0).map(([id]) => id);
    const touched = [...new Set([...this.unread.keys(), ...this.pending.keys(), ...marked])].filter((id) => {
      const issue = store.get(this.key, id);
      if (!issue) return this.forget(id);
      // Another window may have determined the author, or have made the change itself.
      const isKnown = !this.pending.has(id) || !this.isNews(issue) || wasTold(after, issue);
      if (!isKnown) return false;
      this.pending.delete(id);
      const was = this.unread.has(id);
      this.decide(issue);
      return this.unread.has(id) !== was;
    });
    this.notify(touched);
  }

  private async save(): Promise<void> {
    const { marks, store } = this.options;
    await marks.save();
    if (this.begun !== 'yes' || this.disposed || (marks.marks?.issues.size ?? 0) <= this.compactAt) return;
    const issues = store.issues(this.key);
    const held = new Map(issues.map((issue) => [issue.id, issue]));
    await marks.compact((known) => compacted(known, held, newestOf(issues) - certain));
    this.compactAt = Math.max(manyMarks, 2 * (marks.marks?.issues.size ?? 0));
  }

  /** @returns whether it was unread. */
  private forget(id: number): boolean {
    this.pending.delete(id);
    this.waiting.delete(id);
    return this.unread.delete(id);
  }

  private notify(issueIds: readonly number[]): void {
    if (issueIds.length > 0 && !this.disposed) this.options.onDidChange(issueIds);
  }
}

function newestOf(issues: readonly Issue[]): number {
  return issues.reduce((newest, { updatedAt }) => Math.max(newest, updatedAt), 0);
}
