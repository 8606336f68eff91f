import type { Clock } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import { projectUrlOf } from '../../model/issueScope.ts';
import type { QueryResults } from '../queries/queryResults.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { TrackedIssue } from '../trackers/trackedIssue.ts';
import type { TrackerIssues } from '../mirror/trackerIssues.ts';
import { SimilarityIndex } from './similarityIndex.ts';
import { type Candidate, sureOnes } from './sureOnes.ts';

/** After this pause, in milliseconds, the index is dropped to free memory. */
const unusedFor = 5 * 60_000;
/** The number of issues that are indexed before other work can run. */
const slice = 25;
/** The number of issues to compare. Several trackers can have the same issue. */
const mostCompared = 40;

/** How much an issue of another project counts. */
const otherProject = 0.7;
/** Titles that overlap as much as this say the same. */
const sameTitle = 0.9;

/** The name of an issue in the index. */
interface IndexedName {
  readonly tracker: string;
  readonly id: number;
}

interface RankedIssue extends Candidate {
  readonly target: TrackedIssue;
}

interface Indexed {
  readonly index: SimilarityIndex<string>;
  /** The trackers that the index has. */
  readonly trackers: Set<string>;
  readonly names: Map<string, IndexedName>;
  /** The issues that were seen closed since the index exists. */
  readonly closed: Map<string, Issue>;
  /** The issues to index, because they are new or have changed. */
  readonly waiting: Map<string, IndexedName>;
}

/**
 * Finds the held issues that are about the same as the title of a new one: open ones, and closed ones that a query has
 * or that were closed a moment ago. Nothing is requested. The index is built by {@link update} in slices, follows the
 * store, and is dropped when unused.
 */
export class SimilarIssues implements Disposable {
  private indexed: Indexed | undefined;
  private updating: Promise<void> | undefined;
  private readonly subscriptions: readonly Disposable[];
  private timer: Disposable | undefined;

  constructor(
    private readonly store: IssueStore,
    private readonly results: Pick<QueryResults, 'find' | 'closed'>,
    private readonly issues: Pick<TrackerIssues, 'descriptions'>,
    private readonly clock: Clock,
  ) {
    this.subscriptions = [
      store.onDidChange(({ tracker, added, changed, removed }) => {
        this.note(
          tracker,
          [...added, ...changed, ...removed].map(({ id }) => id),
        );
        // The user signed out, or removed the project.
        if (removed.length > 0 && store.count(tracker) === 0) this.drop();
      }),
      store.onDidSee(({ tracker, closed, gone }) => {
        if (!this.indexed?.trackers.has(tracker)) return;
        for (const issue of closed) this.indexed.closed.set(nameOf({ tracker, id: issue.id }), issue);
        for (const id of gone) this.indexed.closed.delete(nameOf({ tracker, id }));
        this.note(tracker, [...closed.map(({ id }) => id), ...gone]);
      }),
    ];
  }

  /** Indexes the issues that are new or have changed. Resolves when {@link find} knows all of them. Never rejects. */
  update(trackers: readonly string[]): Promise<void> {
    this.stayAwake();
    const indexed = (this.indexed ??= {
      index: new SimilarityIndex(),
      trackers: new Set(),
      names: new Map(),
      closed: new Map(),
      waiting: new Map(),
    });
    for (const tracker of trackers) {
      if (indexed.trackers.has(tracker)) continue;
      indexed.trackers.add(tracker);
      this.note(
        tracker,
        [...this.store.issues(tracker), ...this.results.closed(tracker)].map(({ id }) => id),
      );
    }
    this.updating ??= this.indexWaiting().finally(() => {
      this.updating = undefined;
    });
    return this.updating;
  }

  /**
   * Finds at most three issues among those that are indexed so far, best first. None if it isn't likely that one of them
   * is about the same.
   * @param project the web address of the project that the new issue is for.
   */
  find(trackers: readonly string[], project: string, title: string): readonly TrackedIssue[] {
    return sureOnes(this.rank(trackers, project, title)).map(({ target }) => target);
  }

  /** The issues that {@link find} selects from, best first. */
  rank(trackers: readonly string[], project: string, title: string): readonly RankedIssue[] {
    const { indexed } = this;
    if (!indexed) return [];
    this.stayAwake();
    const found = indexed.index.find(title, mostCompared).flatMap(({ key, share, terms }) => {
      const name = indexed.names.get(key);
      const issue = name && trackers.includes(name.tracker) ? this.current(indexed, name) : undefined;
      if (!issue || !name) return [];
      const nearness = projectUrlOf(issue) === project ? 1 : otherProject;
      const hasSameTitle = indexed.index.overlap(title, issue.title) >= sameTitle;
      return [{ target: { tracker: name.tracker, issue }, share: share * nearness, terms, hasSameTitle }];
    });
    return onePerIssue(found.toSorted((a, b) => b.share - a.share));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.drop();
  }

  private drop(): void {
    this.timer?.dispose();
    this.indexed = undefined;
  }

  private stayAwake(): void {
    this.timer?.dispose();
    this.timer = this.clock.after(unusedFor, () => {
      this.drop();
    });
  }

  private note(tracker: string, ids: readonly number[]): void {
    if (!this.indexed?.trackers.has(tracker)) return;
    for (const id of ids) this.indexed.waiting.set(nameOf({ tracker, id }), { tracker, id });
  }

  private async indexWaiting(): Promise<void> {
    for (let { indexed } = this; indexed && indexed.waiting.size > 0; { indexed } = this) {
      const [[, { tracker }] = ['', { tracker: '' }]] = indexed.waiting;
      const batch = taken(indexed.waiting, tracker);
      const texts = await this.issues.descriptions(
        tracker,
        batch.map(([, { id }]) => id),
      );
      for (const [key, name] of batch) {
        const issue = this.current(indexed, name);
        if (issue) {
          indexed.names.set(key, name);
          indexed.index.set(key, issue.title, texts.get(issue.id) ?? '');
        } else {
          indexed.names.delete(key);
          indexed.index.delete(key);
        }
      }
    }
  }

  /** The issue in its last known state. Undefined if it is no longer held. */
  private current({ closed }: Indexed, name: IndexedName): Issue | undefined {
    return this.results.find(name.tracker, name.id) ?? closed.get(nameOf(name));
  }
}

function onePerIssue(found: readonly RankedIssue[]): readonly RankedIssue[] {
  const seen = new Set<string>();
  return found.filter(({ target }) => !seen.has(target.issue.webUrl) && seen.add(target.issue.webUrl));
}

/** Removes the next slice of a tracker's issues. */
function taken(waiting: Map<string, IndexedName>, tracker: string): readonly (readonly [string, IndexedName])[] {
  const batch: (readonly [string, IndexedName])[] = [];
  for (const [key, name] of waiting) {
    if (name.tracker !== tracker) continue;
    waiting.delete(key);
    if (batch.push([key, name]) === slice) break;
  }
  return batch;
}

function nameOf({ tracker, id }: IndexedName): string {
  return `${id} ${tracker}`;
}
