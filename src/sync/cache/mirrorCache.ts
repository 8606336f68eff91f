import type { Clock } from '../../model/time/clock.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { Descriptions } from './descriptions.ts';
import { fileName } from './fileName.ts';
import { ReadMarksFile } from './readMarksFile.ts';
import { TrackerCache } from './trackerCache.ts';

/** A cache that was unused for this long is removed. */
const longestUnused = 30 * 24 * 60 * 60_000;
const mostBytes = 500 * 1024 * 1024;

/** A window that was killed during a write leaves a temporary file behind. Older temporary files are not in use. */
const longestDraft = 60 * 60_000;
const endings = /\.(issues|descriptions|read)$/;

/** The cached data of one tracker. */
export interface CachedTracker {
  readonly issues: TrackerCache;
  readonly descriptions: Descriptions;
  /** The read marks of the issues. They are kept and removed with the issues. */
  readonly marks: ReadMarksFile;
}

/** The cache on disk: one folder per account, with three files per tracker. It contains no tokens. */
export class MirrorCache {
  /** The open files, by account and tracker. */
  private readonly opened = new Map<string, Map<string, CachedTracker>>();
  private tidied: Promise<void> | undefined;

  constructor(
    private readonly files: CacheFiles,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The files of a tracker. Each call returns the same ones. */
  open(account: string, tracker: string): CachedTracker {
    const ofAccount = this.opened.get(account) ?? new Map<string, CachedTracker>();
    this.opened.set(account, ofAccount);
    const path = `${fileName(account)}/${fileName(tracker)}`;
    const key = `${account} ${tracker}`;
    const cached = ofAccount.get(tracker) ?? {
      issues: new TrackerCache(this.files, `${path}.issues`, key, this.log),
      descriptions: new Descriptions(this.files, `${path}.descriptions`, this.log),
      marks: new ReadMarksFile(this.files, `${path}.read`, key, this.log),
    };
    ofAccount.set(tracker, cached);
    return cached;
  }

  /** Removes the data of all other accounts. They signed out in this window, or while no window was open. */
  async keepOnly(accounts: readonly string[]): Promise<void> {
    const leaving = [...this.opened].filter(([account]) => !accounts.includes(account));
    for (const [account] of leaving) this.opened.delete(account);
    // Wait for writes in progress, which would otherwise recreate the file after its removal.
    const files = leaving.flatMap(([, ofAccount]) =>
      [...ofAccount.values()].flatMap(({ issues, descriptions, marks }) => [issues, descriptions, marks]),
    );
    await Promise.all(files.map((file) => file.close()));
    const kept = new Set([...accounts, ...this.opened.keys()].map(fileName));
    const folders = new Set((await this.list()).map(({ path }) => path.split('/')[0] ?? path));
    for (const folder of folders) if (!kept.has(folder)) await this.remove(folder);
  }

  /**
   * Removes files that were unused for a month, and the oldest files if the cache is too large. Does so only on the
   * first call.
   */
  async tidy(): Promise<void> {
    this.tidied ??= this.removeOld();
    await this.tidied;
  }

  private async removeOld(): Promise<void> {
    const now = this.clock.now();
    const files = await this.list();
    for (const { path, usedAt } of files)
      if (!endings.test(path) && now - usedAt > longestDraft) await this.remove(path);
    // Remove all files of a tracker together, because a remaining file would be treated as complete.
    const byTracker = Map.groupBy(
      files.filter(({ path }) => endings.test(path)),
      ({ path }) => path.replace(endings, ''),
    );
    const trackers = [...byTracker.values()].map((ofOne) => ({
      paths: ofOne.map(({ path }) => path),
      size: ofOne.reduce((sum, { size }) => sum + size, 0),
      usedAt: Math.max(...ofOne.map(({ usedAt }) => usedAt)),
    }));
    let total = 0;
    for (const { paths, size, usedAt } of trackers.sort((a, b) => b.usedAt - a.usedAt)) {
      total += size;
      if (total > mostBytes || now - usedAt > longestUnused) for (const path of paths) await this.remove(path);
    }
  }

  private list(): ReturnType<CacheFiles['list']> {
    return this.files.list().catch(() => []);
  }

  private async remove(path: string): Promise<void> {
    await this.files.remove(path).catch(() => {
      this.log.warn(`${path}: failed to remove the cache.`);
    });
  }
}
