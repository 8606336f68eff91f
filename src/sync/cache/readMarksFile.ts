import pLimit from 'p-limit';
import * as v from 'valibot';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { isSameMarks, joinMarks, type ReadMarks, readUpTo } from '../../model/readMarks.ts';
import { readJson } from './snapshotFormat.ts';

const version = 1;
/** A file that is longer than this is no file of ours. */
const mostBytes = 4 * 1024 * 1024;
/** The first line is shorter. */
const mostHead = 80;
/** Windows that write at once see it after the first time. */
const mostTries = 4;

const time = v.number();
const mark = v.pipe(
  v.tuple([v.number(), v.number()]),
  v.transform(([turn, upTo]) => ({ turn, upTo })),
);
const shape = v.pipe(
  v.object({
    key: v.string(),
    baseline: mark,
    issues: v.array(v.tuple([v.number(), mark])),
    told: v.array(v.tuple([v.number(), time])),
  }),
  v.transform(({ key, baseline, issues, told }) => ({
    key,
    marks: { baseline, issues: new Map(issues), told: new Map(told) },
  })),
);

/**
 * The marks of what the person read of a tracker, on disk, where all windows of this machine share them. Each window holds all
 * that it knows, and joins it with what it finds whenever it reads or writes. Nothing here ever rejects.
 */
export class ReadMarksFile {
  private known: ReadMarks | undefined;
  /** What the file is known to say. */
  private written: ReadMarks | undefined;
  private stamp: string | undefined;
  private readonly limit = pLimit(1);
  private saving: Promise<void> | undefined;
  private closed = false;

  /** @param key what the marks are of: a file of another is none. */
  constructor(
    private readonly files: CacheFiles,
    private readonly path: string,
    private readonly key: string,
    private readonly log: Log,
  ) {}

  /** Undefined until they were read, or where there were none to read. */
  get marks(): ReadMarks | undefined {
    return this.known;
  }

  /** For a project that is seen for the first time, or whose marks cannot be read. */
  begin(newest: number): void {
    this.known ??= readUpTo(newest);
  }

  /** Counts at once in this window; {@link save} tells the others. */
  change(update: (marks: ReadMarks) => ReadMarks): void {
    if (this.known) this.known = update(this.known);
  }

  /** Takes in what other windows wrote. */
  read(): Promise<void> {
    return this.inTurn(() => this.absorb());
  }

  /** Writes what the file lacks. */
  save(): Promise<void> {
    // What is asked for before it has begun is one.
    this.saving ??= this.inTurn(async () => {
      this.saving = undefined;
      for (let tries = 0; tries < mostTries && !(await this.isWritten()); tries++) await this.write();
    });
    return this.saving;
  }

  /** Writes what remains when there are fewer marks. */
  compact(fewer: (marks: ReadMarks) => ReadMarks): Promise<void> {
    return this.inTurn(async () => {
      await this.absorb();
      if (!this.known) return;
      this.known = fewer(this.known);
      await this.write();
    });
  }

  /** Stops reading and writing. Resolves when work in progress has ended. */
  async close(): Promise<void> {
    this.closed = true;
    await this.limit(() => undefined);
  }

  private async isWritten(): Promise<boolean> {
    await this.absorb();
    return !this.known || this.written === this.known;
  }

  private async absorb(): Promise<void> {
    const size = await this.files.size(this.path);
    if (size === undefined || size > mostBytes) {
      this.written = undefined;
      return;
    }
    const head = stampOf(new TextDecoder().decode(await this.files.readPart(this.path, 0, mostHead)));
    if (head !== undefined && head === this.stamp) return;
    const [first = '', second = ''] = new TextDecoder().decode(await this.files.readPart(this.path, 0)).split('\n');
    const found = v.safeParse(shape, readJson(second));
    this.stamp = stampOf(first);
    this.written = undefined;
    if (this.stamp === undefined || !found.success || found.output.key !== this.key) return;
    const { marks } = found.output;
    const joined = this.known ? joinMarks(this.known, marks) : marks;
    // The same object where the file lacks nothing: see isWritten.
    this.written = marks;
    this.known = isSameMarks(joined, marks) ? marks : joined;
  }

  private async write(): Promise<void> {
    const { known } = this;
    if (!known || this.closed) return;
    const stamp = crypto.randomUUID();
    const pack = ({ turn, upTo }: { turn: number; upTo: number }) => [turn, upTo];
    const body = {
      key: this.key,
      baseline: pack(known.baseline),
      issues: [...known.issues].map(([id, each]) => [id, pack(each)]),
      told: [...known.told],
    };
    await this.files.write(this.path, `${JSON.stringify({ version, stamp })}\n${JSON.stringify(body)}\n`);
    this.stamp = stamp;
    this.written = known;
  }

  private inTurn(act: () => Promise<void>): Promise<void> {
    return this.limit(async () => {
      if (this.closed) return;
      try {
        await act();
      } catch (error) {
        const why = error instanceof Error ? error.message : typeof error;
        this.log.info(`${this.path}: what was read could not be kept (${why})`);
      }
    });
  }
}

function stampOf(text: string): string | undefined {
  const head = readJson(text.split('\n')[0] ?? '') as { version?: unknown; stamp?: unknown } | undefined | null;
  return head?.version === version && typeof head.stamp === 'string' ? head.stamp : undefined;
}
