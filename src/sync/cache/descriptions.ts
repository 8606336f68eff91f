import pLimit from 'p-limit';
import { foldedText } from '../../model/text/foldedText.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';

/** Bytes that are read and searched at a time. Other work can run in between. */
const chunk = 1024 * 1024;
/** Reading up to this many bytes for nothing is faster than another read. */
const closeBy = 64 * 1024;
/** The number of bytes at the start of the file that identify its version. */
const beginningBytes = 48;
const lineFeed = 0x0a;
const quote = 0x22;

interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Stores the descriptions of a tracker's issues on disk instead of in memory. Each description is one line. If an issue
 * has several lines, the last one is valid. Offsets are computed on the first read. A rewritten file starts with a new
 * first line, which invalidates the offsets in other windows.
 */
export class Descriptions {
  private places = new Map<number, Place>();
  /** The length of the known part of the file. */
  private known = 0;
  /** The first line of the known file. */
  private beginning = '';
  private readonly limit = pLimit(1);
  private closed = false;

  constructor(
    private readonly files: CacheFiles,
    private readonly path: string,
    private readonly log: Log,
  ) {}

  /** Saves descriptions by issue id. An empty one means that the issue has none. */
  async put(descriptions: ReadonlyMap<number, string>): Promise<void> {
    if (descriptions.size === 0) return;
    const lines = [...descriptions].map(([id, text]) => `${id} ${JSON.stringify(text)}\n`);
    // Start a new line, in case a window was killed while writing the last one.
    await this.inTurn(undefined, () => this.files.append(this.path, `\n${lines.join('')}`));
  }

  /** The Markdown from GitLab. Undefined if there is none, or if it is unknown. */
  get(id: number): Promise<string | undefined> {
    return this.inTurn(undefined, async () => {
      await this.readOn();
      const place = this.places.get(id);
      return place && textOf(await this.files.readPart(this.path, place.start, place.end));
    });
  }

  /** {@link get} for several issues, in few reads. Those without a description are missing. */
  getAll(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const found = new Map<number, string>();
    return this.inTurn<ReadonlyMap<number, string>>(found, async () => {
      await this.readOn();
      for (const { start, end, parts } of this.readsFor(ids)) {
        const bytes = await this.files.readPart(this.path, start, end);
        for (const [id, place] of parts) {
          const text = textOf(bytes.subarray(place.start - start, place.end - start));
          if (text !== undefined) found.set(id, text);
        }
      }
      return found;
    });
  }

  /**
   * The ids of issues with all of the words in their description, ignoring case and accents.
   * @param signal stops the search, which then returns the matches so far.
   */
  find(words: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<number>> {
    const wanted = words.map(foldedText);
    return this.inTurn<ReadonlySet<number>>(new Set(), async () => {
      const found = new Set<number>();
      // The user has typed more and started another search.
      if (signal?.aborted) return found;
      await this.readOn();
      const look = (id: number, place: Place, bytes: Uint8Array) => {
        if (this.places.get(id)?.start !== place.start) return;
        const text = foldedText(textOf(bytes) ?? '');
        if (wanted.every((word) => text.includes(word))) found.add(id);
      };
      await this.eachLine(0, this.known, look, signal);
      return found;
    });
  }

  /** Rewrites the file without obsolete descriptions if they take up most of it. */
  async tidy(isHeld: (id: number) => boolean): Promise<void> {
    await this.inTurn(undefined, async () => {
      await this.readOn();
      const needed = new Set([...this.places].filter(([id]) => isHeld(id)).map(([, { start }]) => start));
      const lines: string[] = [];
      let size = 0;
      await this.eachLine(0, this.known, (_, { start, end }, bytes) => {
        if (!needed.has(start) || size > this.known / 2) return;
        size += end - start;
        lines.push(`${new TextDecoder().decode(bytes)}\n`);
      });
      if (this.known < chunk || size > this.known / 2) return;
      // Another window appended descriptions. Leave the rewrite for another day.
      if ((await this.files.size(this.path)) !== this.known) return;
      await this.files.write(this.path, `${Math.random().toString(36)}\n${lines.join('')}`);
      this.forget();
    });
  }

  /** Stops reading and writing. Resolves when work in progress has ended. */
  async close(): Promise<void> {
    this.closed = true;
    await this.limit(() => undefined);
  }

  /** Descriptions that are close to each other in the file are read at once. */
  private readsFor(
    ids: readonly number[],
  ): readonly (Place & { readonly parts: readonly (readonly [number, Place])[] })[] {
    const places = ids.flatMap((id) => {
      const place = this.places.get(id);
      return place ? [[id, place] as const] : [];
    });
    const reads: { start: number; end: number; parts: (readonly [number, Place])[] }[] = [];
    for (const part of places.sort(([, a], [, b]) => a.start - b.start)) {
      const [, { start, end }] = part;
      const last = reads.at(-1);
      if (last && start - last.end < closeBy && end - last.start <= chunk) {
        last.end = end;
        last.parts.push(part);
      } else reads.push({ start, end, parts: [part] });
    }
    return reads;
  }

  /** Computes the offsets of new lines, written by this window or another. */
  private async readOn(): Promise<void> {
    const size = (await this.files.size(this.path)) ?? 0;
    if (size === this.known) return;
    const bytes = size === 0 ? new Uint8Array() : await this.files.readPart(this.path, 0, beginningBytes);
    const beginning = new TextDecoder().decode(bytes);
    // Another window rewrote the file.
    if (size < this.known || beginning !== this.beginning) this.forget();
    this.beginning = beginning;
    await this.eachLine(this.known, size, (id, place) => {
      this.places.set(id, place);
      this.known = place.end;
    });
  }

  private async eachLine(
    from: number,
    to: number,
    act: (id: number, place: Place, bytes: Uint8Array) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    let rest = new Uint8Array();
    for (let offset = from; offset < to && !signal?.aborted;) {
      const read = await this.files.readPart(this.path, offset, Math.min(offset + chunk, to));
      if (read.length === 0) return;
      const bytes = joined(rest, read);
      const base = offset - rest.length;
      let start = 0;
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
        const line = bytes.subarray(start, end);
        const id = leadingNumber(line);
        // A line in another format, or an incomplete one, has no offset.
        if (id !== undefined && line.at(-1) === quote) act(id, { start: base + start, end: base + end + 1 }, line);
        start = end + 1;
      }
      rest = bytes.slice(start);
      offset += read.length;
    }
  }

  private forget(): void {
    this.places = new Map();
    this.known = 0;
  }

  private inTurn<T>(otherwise: T, act: () => Promise<T>): Promise<T> {
    return this.limit(async () => {
      if (this.closed) return otherwise;
      try {
        return await act();
      } catch (error) {
        this.forget();
        this.log.info(
          `${this.path}: failed to access the cache (${error instanceof Error ? error.message : typeof error})`,
        );
        return otherwise;
      }
    });
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function leadingNumber(line: Uint8Array): number | undefined {
  let number = 0;
  for (const [index, byte] of line.entries()) {
    if (byte === 0x20) return index > 0 ? number : undefined;
    if (byte < 0x30 || byte > 0x39) return undefined;
    number = number * 10 + byte - 0x30;
  }
  return undefined;
}

/** The text of a line. Undefined for an empty or invalid line. */
function textOf(line: Uint8Array): string | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(line.subarray(line.indexOf(0x20))));
    return typeof json === 'string' && json !== '' ? json : undefined;
  } catch {
    return undefined;
  }
}
