import type { Clock } from '../model/clock.ts';
import type { CacheFiles, Log } from '../model/ports.ts';
import { Descriptions } from './descriptions.ts';
import { TrackerCache } from './trackerCache.ts';

/** What nobody used for this long is of no use. */
const longestUnused = 30 * 24 * 60 * 60_000;
const mostBytes = 500 * 1024 * 1024;

/** What is kept of one tracker. */
export interface CachedTracker {
  readonly issues: TrackerCache;
  readonly descriptions: Descriptions;
}

/** The cache on disk: a folder an account, in it two files a tracker. No tokens in it. */
export class MirrorCache {
  constructor(
    private readonly files: CacheFiles,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  open(account: string, tracker: string): CachedTracker {
    const path = `${fileName(account)}/${fileName(tracker)}`;
    return {
      issues: new TrackerCache(this.files, `${path}.issues`, `${account} ${tracker}`, this.log),
      descriptions: new Descriptions(this.files, `${path}.descriptions`, this.log),
    };
  }

  /** Wipes what was kept for an account, as after signing out. */
  async forget(account: string): Promise<void> {
    await this.remove(fileName(account));
  }

  /** Lets go what was not used for a month, and the longest unused where it is too much in all. */
  async tidy(): Promise<void> {
    const files = await this.files.list().catch(() => []);
    const newestFirst = [...files].sort((a, b) => b.usedAt - a.usedAt);
    let total = 0;
    for (const { path, size, usedAt } of newestFirst) {
      total += size;
      if (total > mostBytes || this.clock.now() - usedAt > longestUnused) await this.remove(path);
    }
  }

  private async remove(path: string): Promise<void> {
    await this.files.remove(path).catch(() => {
      this.log.warn(`${path}: the cache could not be removed.`);
    });
  }
}

/** A name that every file system takes, another one for every key. */
function fileName(key: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(key)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  const readable = key
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[^a-z0-9.-]+/g, '_')
    .slice(0, 60);
  return `${readable.replace(/^\.+/, '')}-${hash.toString(16)}`;
}
