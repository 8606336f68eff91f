import pLimit from 'p-limit';
import type { Issue } from '../../model/issue.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { readJson, readNewsLine, readSnapshot } from './snapshotFormat.ts';
import { packIssues } from './packedIssues.ts';
import type { SnapshotNews, SyncCursor, TrackerSnapshot } from './snapshot.ts';

/** Another layout than this is a miss. */
const version = 5;
/** News may grow to this part of the snapshot before it is written anew. */
const mostNews = 0.5;
const leastSnapshot = 256 * 1024;
/** A longer file was not written by us. */
const mostBytes = 256 * 1024 * 1024;
/** The first line is shorter than this, in bytes. */
const mostHead = 8 * 1024;
const lineFeed = 0x0a;

/** The first line: what the file is. */
interface Head {
  readonly version: number;
  readonly generation: string;
  readonly key: string;
}

/** What of the file is known here. */
interface Known {
  readonly generation: string;
  readonly size: number;
  readonly snapshotSize: number;
  readonly lines: number;
  /** Something is wrong with it: the next thing that is written is the whole. */
  readonly isSpoilt: boolean;
}

/**
 * The issues of one tracker and account in one file that all windows share: a line that says what it is, two with the
 * snapshot, and then a line for each look, so that one changed issue costs one line. What cannot be read is a miss.
 * Where two windows wrote at once, a line counts on from another than the last one: the rows still count, but its cursor
 * does not, so that what was lost between is asked for again.
 */
export class TrackerCache {
  private known: Known | undefined;
  private readonly limit = pLimit(1);
  private closed = false;

  /** @param key what the file must be about; another tracker's is a miss. */
  constructor(
    private readonly files: CacheFiles,
    private readonly path: string,
    private readonly key: string,
    private readonly log: Log,
  ) {}

  /** All that the last window left, or undefined. */
  load(): Promise<TrackerSnapshot | undefined> {
    return this.inTurn(() => this.readAll());
  }

  /**
   * What other windows wrote since this one read or wrote: everything, or what came after that. Undefined for nothing.
   * @param asOf how far this window has read itself: everything of one that knew less is passed over, and written over.
   */
  news(asOf: number): Promise<TrackerSnapshot | SnapshotNews | undefined> {
    return this.inTurn(() => this.readNews(asOf));
  }

  /**
   * Writes what an answer brought, as one line; or everything, when the lines have become too many.
   * @param all called only then.
   * @param isAll everything in any case.
   */
  async save(
    news: SnapshotNews & { readonly cursor: SyncCursor },
    all: () => TrackerSnapshot,
    isAll = false,
  ): Promise<void> {
    await this.inTurn(async () => {
      const { known } = this;
      const isLong = known && known.size - known.snapshotSize > Math.max(known.snapshotSize * mostNews, leastSnapshot);
      // Another window may have written since this one last read. Writing everything never loses rows.
      const isOther = known && (await this.files.size(this.path)) !== known.size;
      await (isAll || !known || known.isSpoilt || isLong || isOther ? this.writeAll(all()) : this.append(news, known));
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
    // Another window wrote in between: both lines are read again, and the next thing that is written is the whole.
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
    const all = await this.readAll();
    if (!all || all.cursor.asOf > asOf) return all;
    if (this.known) this.known = { ...this.known, isSpoilt: true };
    return undefined;
  }

  /** The news of lines that follow what is known. The cursor is that of the last one before something is missing. */
  private readLines(bytes: Uint8Array, known: Known): SnapshotNews {
    // What another window is just writing, or was killed over, has no end yet.
    const end = bytes.lastIndexOf(lineFeed) + 1;
    const changed = new Map<number, Issue>();
    const removed = new Set<number>();
    let { lines } = known;
    let cursor: SyncCursor | undefined;
    let isWhole = true;
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
    const isSpoilt = known.isSpoilt || !isWhole || end < bytes.length;
    this.known = { ...known, size: known.size + end, lines, isSpoilt };
    return { changed: [...changed.values()], removed: [...removed], cursor };
  }

  /** One at a time. A disk failure counts as a cache miss and never blocks the issues. */
  private inTurn<T>(act: () => Promise<T>): Promise<T | undefined> {
    return this.limit(async () => {
      if (this.closed) return undefined;
      try {
        return await act();
      } catch (error) {
        this.known = undefined;
        this.log.info(
          `${this.path}: the cache could not be used (${error instanceof Error ? error.message : typeof error})`,
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

/** Where the first lines end, behind their line feeds. */
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
