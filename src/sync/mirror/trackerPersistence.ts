import type { Disposable } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssuePage } from '../../model/gateway/issueGateway.ts';
import type { IssueChanges, IssueStore } from '../store/issueStore.ts';
import type { CachedTracker } from '../cache/mirrorCache.ts';
import type { SavedExtent, SnapshotNews, SyncCursor, TrackerSnapshot } from '../cache/snapshot.ts';

/** The data of a tracker in addition to its issues. */
export type TrackerFacts = Omit<TrackerSnapshot, 'issues'>;

/**
 * Synchronizes the issues of one tracker in the store with the cache on disk, which other windows read and write too.
 * It applies what they wrote, and tracks which changes are not written yet.
 */
export class TrackerPersistence implements Disposable {
  private readonly subscription: Disposable;
  private opened = false;
  private closed = false;
  private absorbing = false;
  private readonly changed = new Map<number, Issue>();
  private readonly removed = new Set<number>();
  /** Issues without a loaded description. */
  private readonly undescribed = new Set<number>();

  constructor(
    private readonly tracker: string,
    private readonly store: IssueStore,
    private readonly cache: CachedTracker,
  ) {
    this.subscription = store.onDidChange((changes) => {
      if (changes.tracker === tracker && !this.absorbing) this.recordChange(changes);
    });
  }

  /**
   * Applies what was written since the last call. Never rejects.
   * @param asOf how far this window has read itself. Undefined means not at all.
   * @returns what it contains: all data, only a cursor, or nothing.
   */
  async read(asOf = Number.NEGATIVE_INFINITY): Promise<TrackerFacts | { readonly cursor: SyncCursor } | undefined> {
    const { issues } = this.cache;
    const isFirst = !this.opened;
    this.opened = true;
    const news = await (isFirst ? issues.load() : issues.news(asOf));
    const read = news && this.isIncomplete(news, asOf) ? await issues.reload(asOf) : news;
    if (!read || this.closed) return undefined;
    if (!('issues' in read)) {
      this.absorb(read);
      return read.cursor && { cursor: this.continued(read.cursor) };
    }
    // Writing everything leaves out removed issues.
    const there = new Set(read.issues.map(({ id }) => id));
    const isGone = ({ id }: Issue) => !there.has(id) && !this.isNewer(id, read.cursor);
    const gone = this.store.issues(this.tracker).filter(isGone);
    this.absorb({ changed: read.issues, removed: gone.map(({ id }) => id) });
    return { ...read, cursor: this.continued(read.cursor) };
  }

  /** Writes the changes since the last write, or everything. Never rejects. */
  async write(facts: TrackerFacts, extent: SavedExtent): Promise<void> {
    const news = { changed: [...this.changed.values()], removed: [...this.removed], cursor: facts.cursor };
    this.changed.clear();
    this.removed.clear();
    await this.cache.issues.save(news, () => ({ ...facts, issues: this.store.issues(this.tracker) }), extent);
  }

  /** Saves the descriptions of changed issues. Call it before the store is updated. */
  describe(issues: readonly Issue[], descriptions: IssuePage['descriptions']): void {
    const isNew = ({ id, updatedAt }: Issue) => {
      const known = this.held(id)?.updatedAt ?? Number.NEGATIVE_INFINITY;
      return known < updatedAt || (known === updatedAt && this.undescribed.delete(id));
    };
    const news = issues.filter((issue) => issue.state === 'opened' && isNew(issue));
    void this.cache.descriptions.put(new Map(news.map(({ id }) => [id, descriptions.get(id) ?? ''])));
  }

  /** An issue was updated separately from a page, perhaps with another description. The next page with it counts. */
  describeLater(id: number): void {
    this.undescribed.add(id);
  }

  /** Drops the descriptions of issues that are no longer held. */
  async tidy(): Promise<void> {
    await this.cache.descriptions.tidy((id) => this.held(id) !== undefined);
  }

  dispose(): void {
    this.closed = true;
    this.subscription.dispose();
  }

  /**
   * Whether changes from a window that is ahead lack an unsaved issue that it must have read. If it read the issue only
   * as closed, its changes don't contain the issue.
   */
  private isIncomplete(news: SnapshotNews | TrackerSnapshot, asOf: number): boolean {
    const { cursor } = news;
    if ('issues' in news || !cursor || cursor.asOf <= asOf) return false;
    const there = new Set([...news.changed.map(({ id }) => id), ...news.removed]);
    return [...this.changed.keys()].some((id) => !there.has(id) && !this.isNewer(id, cursor));
  }

  /** Whether an issue has an unsaved change that is not older than the cursor, so the next read returns it again. */
  private isNewer(id: number, { since = Number.NEGATIVE_INFINITY }: SyncCursor): boolean {
    const unsaved = this.changed.get(id);
    return unsaved !== undefined && unsaved.updatedAt >= since;
  }

  /** The cursor of another window. Its ETag does not cover the unsaved issues of this one. */
  private continued(cursor: SyncCursor): SyncCursor {
    return this.changed.size === 0 ? cursor : { ...cursor, etag: undefined };
  }

  private absorb({ changed, removed }: SnapshotNews): void {
    this.absorbing = true;
    try {
      this.store.remove(this.tracker, removed);
      this.store.apply(this.tracker, changed);
    } finally {
      this.absorbing = false;
    }
    for (const id of removed) this.forget(id);
    for (const { id, updatedAt } of changed) {
      const held = this.held(id);
      // The held issue was written, or it is newer and no longer on disk.
      this.forget(id);
      if (!held) this.removed.add(id);
      else if (held.updatedAt > updatedAt) this.changed.set(id, held);
    }
  }

  private recordChange({ added, changed, removed }: IssueChanges): void {
    for (const issue of [...added, ...changed]) {
      this.forget(issue.id);
      this.changed.set(issue.id, issue);
    }
    for (const { id } of removed) {
      this.forget(id);
      this.removed.add(id);
    }
  }

  private forget(id: number): void {
    this.changed.delete(id);
    this.removed.delete(id);
  }

  private held(id: number): Issue | undefined {
    return this.store.get(this.tracker, id);
  }
}
