import pLimit from 'p-limit';
import { foldedText } from '../../model/text/foldedText.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';

/** Bytes that are read and searched at once: between them others have their turn. */
const chunk = 1024 * 1024;
/** What tells one writing of the file from another. */
const beginningBytes = 48;
const lineFeed = 0x0a;
const quote = 0x22;

interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * The descriptions of a tracker's issues, in a file and not in memory: one line for each that was read, the last one
 * of an issue counts. Offsets are computed on the first request. A rewritten file begins with another
 * line, which invalidates the offsets of other windows.
 */
export class Descriptions {
  private places = new Map<number, Place>();
  /** The file is known up to here. */
  private known = 0;
  /** How the known file begins. */
  private beginning = '';
  private readonly limit = pLimit(1);
  private closed = false;

  constructor(
    private readonly files: CacheFiles,
    private readonly path: string,
    private readonly log: Log,
  ) {}

  /** Keeps some, by the issues' ids; an empty one for an issue that has none. */
  async put(descriptions: ReadonlyMap<number, string>): Promise<void> {
    if (descriptions.size === 0) return;
    const lines = [...descriptions].map(([id, text]) => `${id} ${JSON.stringify(text)}\n`);
    // What a window was killed over becomes a line of its own.
    await this.inTurn(undefined, () => this.files.append(this.path, `\n${lines.join('')}`));
  }

  /** Markdown, as GitLab has it; undefined: none, or not known. */
  get(id: number): Promise<string | undefined> {
    return this.inTurn(undefined, async () => {
      await this.readOn();
      const place = this.places.get(id);
      return place && textOf(await this.files.readPart(this.path, place.start, place.end));
    });
  }

  /** The ids of issues whose description has all of the words, whatever their case and accents. @param signal ends it: what was found by then. */
  find(words: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<number>> {
    const wanted = words.map(foldedText);
    return this.inTurn<ReadonlySet<number>>(new Set(), async () => {
      const found = new Set<number>();
      // Who types on has long asked something else when it comes to this one.
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

  /** Rewrites the file without obsolete texts, if they are most of it. */
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
      // Another window appended texts. Rewriting can wait for another day.
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

  /** Works out where the lines stand that came since, written by this window or another. */
  private async readOn(): Promise<void> {
    const size = (await this.files.size(this.path)) ?? 0;
    if (size === this.known) return;
    const bytes = size === 0 ? new Uint8Array() : await this.files.readPart(this.path, 0, beginningBytes);
    const beginning = new TextDecoder().decode(bytes);
    // Another window wrote the file anew.
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
        // What is no line of ours, or half of one, has no place.
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
          `${this.path}: the cache could not be used (${error instanceof Error ? error.message : typeof error})`,
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

/** The text of a line; undefined for an empty one, and for what is none. */
function textOf(line: Uint8Array): string | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(line.subarray(line.indexOf(0x20))));
    return typeof json === 'string' && json !== '' ? json : undefined;
  } catch {
    return undefined;
  }
}
