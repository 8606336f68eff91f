import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { Issue } from '../../model/issue.ts';
import type { Log } from '../../model/ports.ts';
import type { RequestPriority } from '../../model/gateway/requestPriority.ts';
import type { IssueStore } from '../store/issueStore.ts';
import { type QueryAnswer, type QueryQuestion, QueryResult } from './queryResult.ts';
import type { Synchronizer } from '../synchronizer.ts';

type QuestionName = Pick<QueryQuestion, 'tracker' | 'question'>;

/** A result to be shown. */
export interface ShownAnswer extends QueryAnswer {
  /** Outdated, and not requested again because it is not visible. */
  readonly isOutdated: boolean;
  readonly loading: boolean;
}

/**
 * Several changes often arrive together, for example when the user closes thirty issues at once. They cause one
 * request.
 */
const newsPause = 2_000;
/** The number of results that are kept. Those that are not visible are dropped first. */
const mostKept = 30;

/**
 * GitLab's results for queries that a mirror of open issues cannot answer. They are requested while they are visible:
 * once at first, and again after a poll with news, each with one request. The response of a write is applied
 * here too.
 */
export class QueryResults implements Disposable {
  private readonly results = new Map<string, QueryResult>();
  private readonly changed = new Emitter<{ readonly tracker: string }>();
  private readonly subscriptions: Disposable[];
  private timer: Disposable | undefined;
  /** The accounts of the results, by tracker. */
  private accounts: ReadonlyMap<string, string> = new Map();
  private failing: ReadonlySet<string> = new Set();

  /** A result of a tracker has changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly store: IssueStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      store.onDidChange(({ tracker, added, changed, removed }) => {
        this.onNews(tracker, [...added, ...changed], removed.length > 0);
      }),
      store.onDidSee(({ tracker, closed, gone }) => {
        this.onNews(tracker, closed, true, gone);
      }),
      synchronizer.onDidChange(() => {
        this.onTrackers();
      }),
    ];
  }

  /** The result becomes visible. It is requested unless it is current. */
  watch(question: QueryQuestion): void {
    const key = keyOf(question);
    const result = this.results.get(key) ?? new QueryResult(question);
    result.question = question;
    // The most recently visible ones are dropped last.
    this.results.delete(key);
    this.results.set(key, result);
    const isNew = !result.isWatched;
    result.watch();
    // A failed request is retried when it becomes visible again, not on each redraw.
    if ((isNew && (result.isOld || result.answer.error)) || (result.isOld && result.answer.asOf === undefined))
      void this.request(result, 'first');
    this.discard();
  }

  /** It is no longer visible. A request that waits for its turn isn't sent. */
  unwatch(question: QuestionName): void {
    this.results.get(keyOf(question))?.unwatch();
  }

  /** No result is visible. Those that still are report it again. */
  unwatchAll(): void {
    for (const result of this.results.values()) result.unwatch();
  }

  /** The known part of a result. Undefined if it was never requested. */
  of(question: QuestionName): ShownAnswer | undefined {
    const result = this.results.get(keyOf(question));
    return (
      result && { ...result.answer, isOutdated: result.isOld && !result.isWatched, loading: Boolean(result.running) }
    );
  }

  /** Requests the next page of a result. */
  async more(question: QuestionName): Promise<void> {
    const result = this.results.get(keyOf(question));
    if (result?.answer.rest === 'more') await this.request(result, 'next');
  }

  /** A held open issue, or one in a result, in its last known state. */
  find(tracker: string, issueId: number): Issue | undefined {
    let newest = this.store.get(tracker, issueId);
    for (const result of this.ofTracker(tracker)) {
      const issue = result.find(issueId);
      if (issue && !(newest && newest.updatedAt > issue.updatedAt)) newest = issue;
    }
    return newest;
  }

  /** The closed issues of a tracker that are in a result. */
  closed(tracker: string): readonly Issue[] {
    const issues = [...this.ofTracker(tracker)].flatMap(({ answer }) => answer.issues);
    return issues.filter(({ state }) => state === 'closed');
  }

  /** The user refreshes: requests all visible results again. Never rejects. Each result has its own error. */
  async refresh(tracker?: string): Promise<void> {
    const asked: Promise<void>[] = [];
    for (const result of this.results.values()) {
      if (tracker !== undefined && result.question.tracker !== tracker) continue;
      result.isOld = true;
      if (result.isWatched) asked.push(this.request(result, 'first'));
    }
    await Promise.all(asked);
  }

  dispose(): void {
    this.timer?.dispose();
    for (const result of this.results.values()) result.dispose();
    this.results.clear();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  /** Runs one at a time. Later requests wait, unless they were answered in between. */
  private async request(
    result: QueryResult,
    which: 'first' | 'next',
    priority: RequestPriority = 'visible',
  ): Promise<void> {
    const waited = result.running !== undefined;
    while (result.running) await result.running;
    if (result.isOver() || (waited && which === 'first' && !result.isOld)) return;
    result.running = this.run(result, which, priority);
    await result.running;
  }

  /** Never rejects. */
  private async run(result: QueryResult, which: 'first' | 'next', priority: RequestPriority): Promise<void> {
    const { tracker } = result.question;
    const { answer: before, watching } = result;
    if (which === 'first') result.isOld = false;
    try {
      const { gateway, scope } = await this.synchronizer.issues.scopeAccess(tracker);
      const page = await gateway.at(priority, watching).listIssues(scope, result.request(which), result.signal);
      // Signed out before the response arrived: it must not be shown.
      if (!result.isOver()) result.absorb(page, which, this.clock.now());
    } catch (thrown) {
      const { instance } = this.synchronizer.tracker(tracker) ?? {};
      const error = GitLabError.from(thrown, instance ? { host: instanceLabel(instance) } : {}, this.log);
      if (error.reason === 'canceled') result.isOld ||= which === 'first';
      else {
        if (!result.isOver() && error.reason !== result.answer.error?.reason)
          this.log.info(`A query of ${tracker}: ${error.reason}: ${error.message}`);
        result.fail(error);
      }
    }
    result.running = undefined;
    if (!result.isOver() && isAnother(before, result.answer)) this.changed.fire({ tracker });
  }

  /** @param hasGone whether issues were removed, which can change the size of a result. */
  private onNews(tracker: string, issues: readonly Issue[], hasGone: boolean, gone: readonly number[] = []): void {
    if (issues.length === 0 && !hasGone) return;
    let isChanged = false;
    let isWatched = false;
    for (const result of this.ofTracker(tracker)) {
      const isOutdated = !result.isWatched && !result.isOld;
      isChanged = result.replace(issues, gone) || isOutdated || isChanged;
      result.isOld = true;
      isWatched ||= result.isWatched;
    }
    if (isChanged) this.changed.fire({ tracker });
    if (!isWatched) return;
    this.timer ??= this.clock.after(newsPause, () => {
      this.timer = undefined;
      for (const result of this.results.values())
        if (result.isWatched && result.isOld) void this.request(result, 'first', 'mirror');
    });
  }

  /** Removes the results after signing out. When GitLab responds again, failed results are requested again. */
  private onTrackers(): void {
    const { trackers } = this.synchronizer;
    const before = { accounts: this.accounts, failing: this.failing };
    this.accounts = new Map(trackers.flatMap(({ key, account }) => (account ? [[key, account.key]] : [])));
    this.failing = new Set(trackers.filter(({ error }) => error).map(({ key }) => key));
    const left = new Set<string>();
    for (const [key, result] of this.results) {
      const { tracker } = result.question;
      if (this.accounts.get(tracker) !== before.accounts.get(tracker)) {
        result.dispose();
        this.results.delete(key);
        left.add(tracker);
      } else if (result.isWatched && result.answer.error && before.failing.has(tracker) && !this.failing.has(tracker))
        void this.request(result, 'first', 'mirror');
    }
    for (const tracker of left) this.changed.fire({ tracker });
  }

  private discard(): void {
    for (const [key, result] of this.results) {
      if (this.results.size <= mostKept) return;
      if (result.isWatched) continue;
      result.dispose();
      this.results.delete(key);
    }
  }

  private *ofTracker(tracker: string): Iterable<QueryResult> {
    for (const result of this.results.values()) if (result.question.tracker === tracker) yield result;
  }
}

function keyOf({ tracker, question }: QuestionName): string {
  return `${tracker}\n${question}`;
}

/** Whether more than the time differs. */
function isAnother(before: QueryAnswer, now: QueryAnswer): boolean {
  return (
    before.issues !== now.issues ||
    before.total !== now.total ||
    before.error !== now.error ||
    before.asOf === undefined ||
    before.rest !== now.rest
  );
}
