import pLimit from 'p-limit';
import type { Issue } from '../../model/issue.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { readJson, readNewsLine, readSnapshot } from './snapshotFormat.ts';
import { packIssues } from './packedIssues.ts';
import type { SavedExtent, SnapshotNews, SyncCursor, TrackerSnapshot } from './snapshot.ts';

/** A file with another layout is a cache miss. */
const version = 5;
/** The changes can grow to this fraction of the snapshot before the file is rewritten. */
const mostNews = 0.5;
const leastSnapshot = 256 * 1024;
/** A longer file was not written by this extension. */
const mostBytes = 256 * 1024 * 1024;
/** The first line is shorter than this, in bytes. */
const mostHead = 8 * 1024;
const lineFeed = 0x0a;

/** The first line, which identifies the file. */
interface Head {
  readonly version: number;
  readonly generation: string;
  readonly key: string;
}

/** The known part of the file. */
interface Known {
  readonly generation: string;
  readonly size: number;
  readonly snapshotSize: number;
  readonly lines: number;
  /** The file has an error. The next write replaces it. */
  readonly isSpoilt: boolean;
}

/**
 * The issues of one tracker and account, in one file that all windows share. The first line identifies the file, the
 * next two contain the snapshot, and each poll appends a line, so one changed issue costs one line. An unreadable file
 * is a cache miss. If two windows write at the same time, a line may not follow the previous one. Its rows are still
 * valid, but its cursor is not, so the changes in between are requested again.
 */
export class TrackerCache {
  private known: Known | undefined;
  private readonly limit = pLimit(1);
  private closed = false;

  /** @param key the tracker of the file. A file of another tracker is a cache miss. */
  constructor(
    private readonly files: CacheFiles,
    private readonly path: string,
    private readonly key: string,
    private readonly log: Log,
  ) {}

  /** Loads everything that the last window saved. Undefined if there is none. */
  load(): Promise<TrackerSnapshot | undefined> {
    return this.inTurn(() => this.readAll());
  }

  /**
   * Reads what other windows wrote since this window last read or wrote the file: either a full snapshot or only
   * changes. Undefined if nothing is new.
   * @param asOf how far this window has read from the server. A full snapshot from a window that is behind is ignored,
   * and overwritten later.
   */
  news(asOf: number): Promise<TrackerSnapshot | SnapshotNews | undefined> {
    return this.inTurn(() => this.readNews(asOf));
  }

  /** Reads everything, including what this window has read or written. Undefined if the file is behind this window. */
  reload(asOf: number): Promise<TrackerSnapshot | undefined> {
    return this.inTurn(() => this.readAhead(asOf));
  }

  /**
   * Appends the changes from a response as one line, or rewrites the file if it has become too long.
   * @param all called only for a rewrite.
   */
  async save(
    news: SnapshotNews & { readonly cursor: SyncCursor },
    all: () => TrackerSnapshot,
    extent: SavedExtent = 'changes',
  ): Promise<void> {
    await this.inTurn(async () => {
      const { known } = this;
      const isLong = known && known.size - known.snapshotSize > Math.max(known.snapshotSize * mostNews, leastSnapshot);
      // Another window may have written since the last read here. Writing everything never loses rows.
      const isOther = known && (await this.files.size(this.path)) !== known.size;
      await (extent === 'all' || !known || known.isSpoilt || isLong || isOther
        ? this.writeAll(all())
        : this.append(news, known));
    });
  }

  /** Stops reading and writing. Resolves when work in progress has ended. */
  async close(): Promise<void> {
    this.closed = true;
    await this.limit(() => undefined);
  }

  private async append(news: SnapshotNews & { readonly cursor: SyncCursor }, known: Known): Promise<void> {
    const line = `${JSON.stringify({ follows: known.lines, ...news })}\n`;
    const size = await this.files.append(this.path, line);
    const isAlone = size === known.size + bytesOf(line);
    // Another window wrote in between. Both lines are read again, and the next write replaces the file.
    this.known = isAlone ? { ...known, size, lines: known.lines + 1 } : { ...known, isSpoilt: true };
  }

  private async writeAll({ issues, ...about }: TrackerSnapshot): Promise<void> {
    const generation = `${about.cursor.asOf.toString(36)}-${Math.random().toString(36).slice(2)}`;
    const head: Head = { version, generation, key: this.key };
    const text = [head, about, packIssues(issues)].map((part) => `${JSON.stringify(part)}\n`).join('');
    this.known = undefined;
    await this.files.write(this.path, text);
    const size = bytesOf(text);
    this.known = { generation, size, snapshotSize: size, lines: 0, isSpoilt: false };
  }

  private async readAll(): Promise<TrackerSnapshot | undefined> {
    this.known = undefined;
    const fileSize = await this.files.size(this.path);
    if (fileSize === undefined || fileSize > mostBytes) return undefined;
    const bytes = await this.files.readPart(this.path, 0);
    const [headEnd = 0, aboutEnd = 0, issuesEnd = 0] = lineEnds(bytes, 3);
    const head = headOf(bytes);
    if (head?.version !== version || head.key !== this.key) return undefined;
    const snapshot = readSnapshot(text(bytes, headEnd, aboutEnd), text(bytes, aboutEnd, issuesEnd));
    if (!snapshot) return undefined;
    const known = { generation: head.generation, size: issuesEnd, snapshotSize: issuesEnd, lines: 0, isSpoilt: false };
    return withNews(snapshot, this.readLines(bytes.subarray(issuesEnd), known));
  }

  private async readNews(asOf: number): Promise<TrackerSnapshot | SnapshotNews | undefined> {
    const { known } = this;
    const size = await this.files.size(this.path);
    if (size === undefined || size === known?.size) return undefined;
    const head = known && headOf(await this.files.readPart(this.path, 0, mostHead));
    if (known && size > known.size && head?.generation === known.generation)
      return this.readLines(await this.files.readPart(this.path, known.size), known);
    return this.readAhead(asOf);
  }

  private async readAhead(asOf: number): Promise<TrackerSnapshot | undefined> {
    const all = await this.readAll();
    if (!all || all.cursor.asOf > asOf) return all;
    if (this.known) this.known = { ...this.known, isSpoilt: true };
    return undefined;
  }

  /** The changes in consecutive lines. The cursor is the last one before a gap. */
  private readLines(bytes: Uint8Array, known: Known): SnapshotNews {
    // An unfinished line from another window has no line feed yet.
    const end = bytes.lastIndexOf(lineFeed) + 1;
    const changed = new Map<number, Issue>();
    const removed = new Set<number>();
    let { lines } = known;
    let cursor: SyncCursor | undefined;
    // A window that ignored a part of the file can't continue from the cursor of a later line.
    let isWhole = !known.isSpoilt;
    for (const line of text(bytes, 0, end).split('\n')) {
      if (line === '') continue;
      const news = readNewsLine(line);
      isWhole &&= news?.follows === lines;
      lines += 1;
      if (isWhole) cursor = news?.cursor;
      for (const issue of news?.changed ?? []) {
        removed.delete(issue.id);
        changed.set(issue.id, issue);
      }
      for (const id of news?.removed ?? []) {
        changed.delete(id);
        removed.add(id);
      }
    }
    // An unfinished line makes the file longer than what is known of it, so the next write replaces the file.
    const isSpoilt = known.isSpoilt || !isWhole;
    this.known = { ...known, size: known.size + end, lines, isSpoilt };
    return { changed: [...changed.values()], removed: [...removed], cursor };
  }

  /** Runs one at a time. A disk failure counts as a cache miss and never blocks the issues. */
  private inTurn<T>(act: () => Promise<T>): Promise<T | undefined> {
    return this.limit(async () => {
      if (this.closed) return undefined;
      try {
        return await act();
      } catch (error) {
        this.known = undefined;
        this.log.info(
          `${this.path}: failed to access the cache (${error instanceof Error ? error.message : typeof error})`,
        );
        return undefined;
      }
    });
  }
}

function withNews(snapshot: TrackerSnapshot, { changed, removed, cursor }: SnapshotNews): TrackerSnapshot {
  const byId = new Map(snapshot.issues.map((issue) => [issue.id, issue]));
  for (const id of removed) byId.delete(id);
  for (const issue of changed) byId.set(issue.id, issue);
  return { ...snapshot, issues: [...byId.values()], cursor: cursor ?? snapshot.cursor };
}

/** Where the first lines end, after their line feeds. */
function lineEnds(bytes: Uint8Array, count: number): number[] {
  const ends: number[] = [];
  for (let from = 0; ends.length < count;) {
    const end = bytes.indexOf(lineFeed, from);
    if (end < 0) break;
    from = end + 1;
    ends.push(from);
  }
  return ends;
}

function headOf(bytes: Uint8Array): Head | undefined {
  const end = bytes.subarray(0, mostHead).indexOf(lineFeed);
  return (readJson(text(bytes, 0, end)) ?? undefined) as Head | undefined;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

function bytesOf(written: string): number {
  return new TextEncoder().encode(written).length;
}
