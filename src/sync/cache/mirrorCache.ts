import type { Clock } from '../../model/clock.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { Descriptions } from './descriptions.ts';
import { fileName } from './fileName.ts';
import { ReadMarksFile } from './readMarksFile.ts';
import { TrackerCache } from './trackerCache.ts';

/** A cache that was unused for this long is removed. */
const longestUnused = 30 * 24 * 60 * 60_000;
const mostBytes = 500 * 1024 * 1024;

/** A window that was killed while writing left a temporary file. One older than this is not in use. */
const longestDraft = 60 * 60_000;
const endings = /\.(issues|descriptions|read)$/;

/** What is kept of one tracker. */
export interface CachedTracker {
  readonly issues: TrackerCache;
  readonly descriptions: Descriptions;
  /** What the user read of the issues. It stays and goes with them. */
  readonly marks: ReadMarksFile;
}

/** The cache on disk: a folder an account, in it three files a tracker. No tokens in it. */
export class MirrorCache {
  /** By account and tracker, what was opened. */
  private readonly opened = new Map<string, Map<string, CachedTracker>>();
  private tidied: Promise<void> | undefined;

  constructor(
    private readonly files: CacheFiles,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The files of a tracker, which whoever opens them shares. */
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

  /** Wipes what is kept for all accounts but these, as after signing out, here or while no window looked. */
  async keepOnly(accounts: readonly string[]): Promise<void> {
    const leaving = [...this.opened].filter(([account]) => !accounts.includes(account));
    for (const [account] of leaving) this.opened.delete(account);
    // What is still being written would be there again after it was removed.
    const files = leaving.flatMap(([, ofAccount]) =>
      [...ofAccount.values()].flatMap(({ issues, descriptions, marks }) => [issues, descriptions, marks]),
    );
    await Promise.all(files.map((file) => file.close()));
    const kept = new Set([...accounts, ...this.opened.keys()].map(fileName));
    const folders = new Set((await this.list()).map(({ path }) => path.split('/')[0] ?? path));
    for (const folder of folders) if (!kept.has(folder)) await this.remove(folder);
  }

  /** Lets go what was not used for a month, and the longest unused where it is too much in all. Once, however often it is called. */
  async tidy(): Promise<void> {
    this.tidied ??= this.removeOld();
    await this.tidied;
  }

  private async removeOld(): Promise<void> {
    const now = this.clock.now();
    const files = await this.list();
    for (const { path, usedAt } of files)
      if (!endings.test(path) && now - usedAt > longestDraft) await this.remove(path);
    // The files of a tracker stay or go together: one would be taken for all there is.
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
      this.log.warn(`${path}: the cache could not be removed.`);
    });
  }
}
