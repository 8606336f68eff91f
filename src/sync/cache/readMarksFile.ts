import pLimit from 'p-limit';
import * as v from 'valibot';
import { isCount } from '../../model/isCount.ts';
import { isDate } from '../../model/time/isDate.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { isSameMarks, joinMarks, type ReadMarks, readUpTo } from '../../model/readMarks.ts';
import { readJson } from './snapshotFormat.ts';

const version = 1;
/** A longer file was not written by this extension. */
const mostBytes = 4 * 1024 * 1024;
/** The first line is never longer. */
const mostHead = 80;
/** The number of attempts when several windows write at the same time. */
const mostTries = 4;

const time = v.custom<number>(isDate);
const count = v.custom<number>(isCount);
const mark = v.pipe(
  v.tuple([count, time]),
  v.transform(([turn, upTo]) => ({ turn, upTo })),
);
const shape = v.pipe(
  v.object({
    key: v.string(),
    baseline: mark,
    issues: v.array(v.tuple([count, mark])),
    told: v.array(v.tuple([count, time])),
  }),
  v.transform(({ key, baseline, issues, told }) => ({
    key,
    marks: { baseline, issues: new Map(issues), told: new Map(told) },
  })),
);

/**
 * The read marks of a tracker on disk, shared by all windows on this computer. Each window keeps all the marks that it
 * has seen, and merges them with the file on every read and write. No method rejects.
 */
export class ReadMarksFile {
  private known: ReadMarks | undefined;
  /** The last known content of the file. */
  private written: ReadMarks | undefined;
  private stamp: string | undefined;
  private readonly limit = pLimit(1);
  private saving: Promise<void> | undefined;
  private closed = false;

  /** @param key identifies the marks. A file with another key is ignored. */
  constructor(
    private readonly files: CacheFiles,
    private readonly path: string,
    private readonly key: string,
    private readonly log: Log,
  ) {}

  /** The known marks. Undefined before the first read, or if there are none. */
  get marks(): ReadMarks | undefined {
    return this.known;
  }

  /** Creates the marks of a new tracker, or of one with unreadable marks. */
  begin(newest: number): void {
    this.known ??= readUpTo(newest);
  }

  /** Applies immediately in this window. {@link save} shares it with the others. */
  change(update: (marks: ReadMarks) => ReadMarks): void {
    if (this.known) this.known = update(this.known);
  }

  /** Reads what other windows wrote. */
  read(): Promise<void> {
    return this.inTurn(() => this.absorb());
  }

  /** Writes the marks that are missing in the file. */
  save(): Promise<void> {
    // Calls before the write starts share one write.
    this.saving ??= this.inTurn(async () => {
      this.saving = undefined;
      for (let tries = 0; tries < mostTries && !(await this.isWritten()); tries++) await this.write();
    });
    return this.saving;
  }

  /** Writes the remaining marks after some were removed. */
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
    // Use the same object if the file is complete. See `isWritten`.
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
        this.log.info(`${this.path}: failed to save the read marks (${why})`);
      }
    });
  }
}

function stampOf(text: string): string | undefined {
  const head = readJson(text.split('\n')[0] ?? '') as { version?: unknown; stamp?: unknown } | undefined | null;
  return head?.version === version && typeof head.stamp === 'string' ? head.stamp : undefined;
}
