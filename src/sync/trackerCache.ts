import type { Issue } from '../model/issue.ts';
import type { CacheFiles, Log } from '../model/ports.ts';
import type { Project } from '../model/project.ts';
import type { ChangeMark } from './changeReading.ts';
import type { ReadRange } from './creationRanges.ts';

/** How far a tracker's issues were read, so that the next window goes on from there. */
export interface SyncMark extends ChangeMark {
  /** When the issues were last known to be what the server has, by the clock of this machine. */
  readonly asOf: number;
  /** When they were last compared one by one. */
  readonly readAgainAt: number;
  /** There are more open issues than are held; this many in all. */
  readonly openInAll?: number | undefined;
  /** What the server counts beyond those held, which nobody can read. */
  readonly unexplained?: number;
}

/** All that is known of a tracker. */
export interface TrackerSnapshot {
  readonly project: Project;
  readonly issues: readonly Issue[];
  readonly mark: SyncMark;
  /** What the last comparison left for the next one. */
  readonly ranges: readonly ReadRange[];
}

/** What came after a snapshot. */
export interface SnapshotNews {
  readonly changed: readonly Issue[];
  readonly removed: readonly number[];
  readonly mark: SyncMark;
}

/** Another layout than this is a miss. */
const version = 2;
/** News may grow to this part of the snapshot before it is written anew. */
const mostNews = 0.5;
const leastSnapshot = 256 * 1024;
/** The first line is shorter than this, in bytes. */
const mostHead = 8 * 1024;

/** The first line: what the file is. */
interface Head {
  readonly version: number;
  readonly generation: string;
  readonly key: string;
}

type NewsLine = SnapshotNews & { readonly follows: number };

/**
 * The issues of one tracker and account in one file that all windows share: a line that says what it is, three with the
 * snapshot, and then a line for each look, so that one changed issue costs one line. What cannot
 * be read is a miss. Where two windows wrote at once, a line counts on from another than the last one: the rows still
 * count, but its mark does not, so that what was lost between is asked for again.
 */
export class TrackerCache {
  /** What of the file is known here. */
  private known: { generation: string; size: number; snapshotSize: number; lines: number } | undefined;
  private work: Promise<unknown> = Promise.resolve();

  /** @param key what the file must be about; another tracker's is a miss. */
  constructor(
    private readonly files: CacheFiles,
    private readonly path: string,
    private readonly key: string,
    private readonly log: Log,
  ) {}

  /** What the last window left, or undefined. */
  load(): Promise<TrackerSnapshot | undefined> {
    return this.inTurn(() => this.readAll());
  }

  /** What other windows wrote since this one read or wrote; undefined for nothing. */
  news(): Promise<SnapshotNews | undefined> {
    return this.inTurn(() => this.readNews());
  }

  /**
   * Writes what an answer brought, as one line; or everything, when the lines have become too many.
   * @param all called only then.
   */
  async save(news: SnapshotNews, all: () => TrackerSnapshot): Promise<void> {
    await this.inTurn(async () => {
      const { known } = this;
      const isLong = !known || known.size - known.snapshotSize > Math.max(known.snapshotSize * mostNews, leastSnapshot);
      // Another window wrote something: whoever asked has read it before; its lines are counted here too.
      const isOther = known && (await this.files.size(this.path)) !== known.size;
      await (isLong || isOther ? this.writeAll(all()) : this.append(news, known));
    });
  }

  private async append(news: SnapshotNews, known: NonNullable<TrackerCache['known']>): Promise<void> {
    const line: NewsLine = { follows: known.lines, ...news };
    const size = await this.files.append(this.path, `${JSON.stringify(line)}\n`);
    this.known = { ...known, size, lines: known.lines + 1 };
  }

  private async writeAll({ issues, ...about }: TrackerSnapshot): Promise<void> {
    const generation = `${about.mark.asOf.toString(36)}-${Math.random().toString(36).slice(2)}`;
    const head: Head = { version, generation, key: this.key };
    const lines = [head, about, issues].map((part) => `${JSON.stringify(part)}\n`);
    await this.files.write(this.path, lines.join(''));
    const size = await this.files.size(this.path);
    this.known = size === undefined ? undefined : { generation, size, snapshotSize: size, lines: 0 };
  }

  private async readAll(): Promise<TrackerSnapshot | undefined> {
    this.known = undefined;
    const size = await this.files.size(this.path);
    const text = size === undefined ? undefined : await this.files.read(this.path);
    if (text === undefined || size === undefined) return undefined;
    const [headEnd, aboutEnd, issuesEnd] = lineEnds(text, 3);
    const head = readJson(text.slice(0, headEnd)) as Head | undefined;
    if (head?.version !== version || head.key !== this.key || aboutEnd === undefined || issuesEnd === undefined)
      return undefined;
    const about = readJson(text.slice(headEnd, aboutEnd)) as Partial<Omit<TrackerSnapshot, 'issues'>> | undefined;
    const issues = readJson(text.slice(aboutEnd, issuesEnd)) as readonly Issue[] | undefined;
    if (
      !about?.project ||
      !about.mark ||
      !Array.isArray(about.ranges) ||
      !Array.isArray(issues) ||
      !issues.every(isIssue)
    )
      return undefined;
    const lines = text.slice(issuesEnd);
    const snapshotSize = size - new TextEncoder().encode(lines).length;
    this.known = { generation: head.generation, size, snapshotSize, lines: 0 };
    const snapshot = { project: about.project, mark: about.mark, ranges: about.ranges, issues };
    const news = this.readLines(lines);
    // A window was killed while it wrote: the next thing that is written is the whole.
    if (!text.endsWith('\n')) this.known = undefined;
    return news ? withNews(snapshot, news) : snapshot;
  }

  private async readNews(): Promise<SnapshotNews | undefined> {
    const { known } = this;
    const size = await this.files.size(this.path);
    if (size === undefined || size === known?.size) return undefined;
    const head = known && readHead(await this.files.readPart(this.path, 0, mostHead));
    if (!known || size < known.size || head?.generation !== known.generation) {
      const all = await this.readAll();
      return all && { changed: all.issues, removed: [], mark: all.mark };
    }
    const bytes = await this.files.readPart(this.path, known.size);
    const news = this.readLines(new TextDecoder().decode(bytes));
    this.known = { ...known, size, lines: this.known?.lines ?? known.lines };
    return news;
  }

  /** The news of lines that follow what is known. The mark is that of the last one before something is missing. */
  private readLines(text: string): SnapshotNews | undefined {
    const changed = new Map<number, Issue>();
    const removed = new Set<number>();
    let mark: SyncMark | undefined;
    let isWhole = true;
    for (const line of text.split('\n')) {
      const news = line === '' ? undefined : (readJson(line) as NewsLine | undefined);
      if (!news?.changed || !this.known) continue;
      isWhole &&= news.follows === this.known.lines;
      this.known = { ...this.known, lines: this.known.lines + 1 };
      for (const issue of news.changed) {
        removed.delete(issue.id);
        changed.set(issue.id, issue);
      }
      for (const id of news.removed) {
        changed.delete(id);
        removed.add(id);
      }
      if (isWhole) ({ mark } = news);
    }
    return mark && { changed: [...changed.values()], removed: [...removed], mark };
  }

  /** One after the other, and a failure is a miss: nobody is kept from the issues by a disk. */
  private inTurn<T>(act: () => Promise<T>): Promise<T | undefined> {
    const turn = this.work.then(act).catch((error: unknown) => {
      this.known = undefined;
      this.log.info(
        `${this.path}: the cache could not be used (${error instanceof Error ? error.message : typeof error})`,
      );
      return undefined;
    });
    this.work = turn;
    return turn;
  }
}

function withNews(snapshot: TrackerSnapshot, { changed, removed, mark }: SnapshotNews): TrackerSnapshot {
  const byId = new Map(snapshot.issues.map((issue) => [issue.id, issue]));
  for (const id of removed) byId.delete(id);
  for (const issue of changed) byId.set(issue.id, issue);
  return { ...snapshot, issues: [...byId.values()], mark };
}

/** Where the first lines end, behind their line feeds. */
function lineEnds(text: string, count: number): number[] {
  const ends: number[] = [];
  for (let from = 0; ends.length < count;) {
    const end = text.indexOf('\n', from);
    if (end < 0) break;
    from = end + 1;
    ends.push(from);
  }
  return ends;
}

/** Enough of a look to tell an issue from what a broken disk, or another program, may have left. */
function isIssue(value: Partial<Issue> | null): boolean {
  return (
    typeof value?.id === 'number' &&
    typeof value.title === 'string' &&
    typeof value.updatedAt === 'number' &&
    Array.isArray(value.labels) &&
    Array.isArray(value.assignees)
  );
}

function readHead(bytes: Uint8Array): Head | undefined {
  const text = new TextDecoder().decode(bytes);
  return readJson(text.slice(0, text.indexOf('\n'))) as Head | undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
