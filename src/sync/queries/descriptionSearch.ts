import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { IssueStore } from '../store/issueStore.ts';
import type { TrackerIssues } from '../mirror/trackerIssues.ts';

/** The number of searches that are kept: a filter and some queries. */
const mostSearches = 20;
/** Several changes often arrive together and cause one search. */
const pause = 2_000;

interface Search {
  readonly tracker: string;
  readonly words: readonly string[];
  found: ReadonlySet<number> | undefined;
}

/**
 * Finds held issues by words in their descriptions, which are on disk. The first call starts the search and returns
 * undefined. An event fires when the search is done. The results follow the store.
 */
export class DescriptionSearch implements Disposable {
  private readonly searches = new Map<string, Search>();
  private readonly abort = new AbortController();
  private readonly found = new Emitter<{ readonly tracker: string }>();
  private readonly subscription: Disposable;
  private timer: Disposable | undefined;
  private readonly stale = new Set<string>();

  /** The results of a tracker's searches have changed. */
  readonly onDidFind = this.found.event;

  constructor(
    private readonly issues: Pick<TrackerIssues, 'findInDescriptions'>,
    store: IssueStore,
    private readonly clock: Clock,
  ) {
    this.subscription = store.onDidChange(({ tracker, added, changed }) => {
      if (added.length + changed.length > 0 && [...this.searches.values()].some((search) => search.tracker === tracker))
        this.searchAgain(tracker);
    });
  }

  /** The ids of a tracker's issues with all of the words in their description. Undefined while the search runs. */
  of(tracker: string, words: readonly string[]): ReadonlySet<number> | undefined {
    const key = JSON.stringify([tracker, ...words]);
    const known = this.searches.get(key);
    if (known) return known.found;
    const search = { tracker, words, found: undefined };
    this.searches.set(key, search);
    const [oldest] = this.searches.keys();
    if (this.searches.size > mostSearches && oldest !== undefined) this.searches.delete(oldest);
    void this.run(search);
    return undefined;
  }

  dispose(): void {
    this.abort.abort();
    this.timer?.dispose();
    this.subscription.dispose();
    this.found.dispose();
  }

  private searchAgain(tracker: string): void {
    this.stale.add(tracker);
    this.timer ??= this.clock.after(pause, () => {
      this.timer = undefined;
      for (const search of this.searches.values()) if (this.stale.has(search.tracker)) void this.run(search);
      this.stale.clear();
    });
  }

  /** Never rejects. An unreadable description has no words. */
  private async run(search: Search): Promise<void> {
    const { tracker, words, found: before } = search;
    const { signal } = this.abort;
    const none = new Set<number>();
    const found = await this.issues.findInDescriptions(tracker, words, signal).catch(() => before ?? none);
    if (signal.aborted) return;
    search.found = found;
    const isSame = found.size === (before?.size ?? 0) && [...found].every((id) => before?.has(id));
    if (!isSame) this.found.fire({ tracker });
  }
}
