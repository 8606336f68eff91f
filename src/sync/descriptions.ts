import type { CacheFiles, Log } from '../model/ports.ts';

/** Bytes that are read and searched at once: between them others have their turn. */
const chunk = 1024 * 1024;
const lineFeed = 0x0a;

interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * The descriptions of a tracker's issues, in a file and not in memory: one line for each that was read, the last one
 * of an issue counts. Where each stands is worked out when somebody first asks.
 */
export class Descriptions {
  private places = new Map<number, Place>();
  /** The file is known up to here. */
  private known = 0;
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: CacheFiles,
    private readonly path: string,
    private readonly log: Log,
  ) {}

  /** Keeps some, by the issues' ids. */
  async put(descriptions: ReadonlyMap<number, string>): Promise<void> {
    if (descriptions.size === 0) return;
    const lines = [...descriptions].map(([id, text]) => `${id} ${JSON.stringify(text)}\n`);
    await this.inTurn(undefined, () => this.files.append(this.path, lines.join('')));
  }

  /** Markdown, as GitLab has it; undefined: none, or not known. */
  get(id: number): Promise<string | undefined> {
    return this.inTurn(undefined, async () => {
      await this.readOn();
      const place = this.places.get(id);
      if (!place) return undefined;
      const line = new TextDecoder().decode(await this.files.readPart(this.path, place.start, place.end));
      return line.startsWith(`${id} `) ? textOf(line) : undefined;
    });
  }

  /** The ids of issues whose description has all of the words, whatever their case. */
  find(words: readonly string[]): Promise<ReadonlySet<number>> {
    const wanted = words.map((word) => word.toLowerCase());
    return this.inTurn<ReadonlySet<number>>(new Set(), async () => {
      await this.readOn();
      const found = new Set<number>();
      await this.eachLine(0, this.known, (id, place, bytes) => {
        if (this.places.get(id)?.start !== place.start) return;
        const text = textOf(new TextDecoder().decode(bytes))?.toLowerCase() ?? '';
        if (wanted.every((word) => text.includes(word))) found.add(id);
      });
      return found;
    });
  }

  /** Writes the file anew without what nobody needs, if that is most of it. */
  async tidy(isHeld: (id: number) => boolean): Promise<void> {
    await this.inTurn(undefined, async () => {
      await this.readOn();
      const needed = [...this.places].filter(([id]) => isHeld(id)).sort(([, a], [, b]) => a.start - b.start);
      const size = needed.reduce((sum, [, { start, end }]) => sum + end - start, 0);
      if (this.known < chunk || size > this.known / 2) return;
      const lines: string[] = [];
      for (const [, { start, end }] of needed)
        lines.push(new TextDecoder().decode(await this.files.readPart(this.path, start, end)));
      await this.files.write(this.path, lines.join(''));
      this.forget();
    });
  }

  /** Works out where the lines stand that came since, written by this window or another. */
  private async readOn(): Promise<void> {
    const size = (await this.files.size(this.path)) ?? 0;
    // Another window wrote the file anew.
    if (size < this.known) this.forget();
    await this.eachLine(this.known, size, (id, place) => {
      this.places.set(id, place);
      this.known = place.end;
    });
  }

  private async eachLine(
    from: number,
    to: number,
    act: (id: number, place: Place, bytes: Uint8Array) => void,
  ): Promise<void> {
    let rest = new Uint8Array();
    for (let offset = from; offset < to;) {
      const read = await this.files.readPart(this.path, offset, Math.min(offset + chunk, to));
      if (read.length === 0) return;
      const bytes = joined(rest, read);
      const base = offset - rest.length;
      let start = 0;
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
        const line = bytes.subarray(start, end);
        const id = leadingNumber(line);
        if (id !== undefined) act(id, { start: base + start, end: base + end + 1 }, line);
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
    const turn = this.work.then(act).catch((error: unknown) => {
      this.forget();
      this.log.info(
        `${this.path}: the cache could not be used (${error instanceof Error ? error.message : typeof error})`,
      );
      return otherwise;
    });
    this.work = turn;
    return turn;
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

function textOf(line: string): string | undefined {
  try {
    return JSON.parse(line.slice(line.indexOf(' ') + 1)) as string;
  } catch {
    return undefined;
  }
}
