import type { CacheFiles } from '../../../src/model/ports.ts';

/** A cache folder in memory. The windows of a test share it, and the test can break it. */
export class MemoryFiles implements CacheFiles {
  readonly files = new Map<string, { bytes: Buffer; usedAt: number }>();
  /** The number of bytes written or appended so far. */
  written = 0;
  /** The number of reads. */
  reads = 0;
  /** If set, every call rejects with this error. */
  broken: Error | undefined;
  /** If set, nothing new can be written, as on a full or read-only disk. An append to a full disk leaves a part. */
  unwritable: 'ENOSPC' | 'EROFS' | undefined;

  constructor(private readonly now: () => number = Date.now) {}

  async readPart(path: string, start: number, end?: number): Promise<Uint8Array> {
    await this.turn();
    this.reads += 1;
    return new Uint8Array(this.files.get(path)?.bytes.subarray(start, end) ?? []);
  }

  async size(path: string): Promise<number | undefined> {
    await this.turn();
    return this.files.get(path)?.bytes.length;
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    await this.turn();
    if (this.unwritable) throw diskError(this.unwritable);
    const bytes = Buffer.from(content as string);
    this.put(path, bytes);
    this.written += bytes.length;
  }

  async append(path: string, text: string): Promise<number> {
    await this.turn();
    const { unwritable } = this;
    if (unwritable === 'EROFS') throw diskError(unwritable);
    const written = unwritable ? text.slice(0, text.length / 2) : text;
    const bytes = Buffer.concat([this.files.get(path)?.bytes ?? Buffer.alloc(0), Buffer.from(written)]);
    this.put(path, bytes);
    if (unwritable) throw diskError(unwritable);
    this.written += Buffer.byteLength(text);
    return bytes.length;
  }

  async remove(path: string): Promise<void> {
    await this.turn();
    if (this.unwritable === 'EROFS') throw diskError(this.unwritable);
    for (const name of this.files.keys()) if (name === path || name.startsWith(`${path}/`)) this.files.delete(name);
  }

  async list(folder = ''): Promise<readonly { path: string; size: number; usedAt: number }[]> {
    await this.turn();
    const found = [...this.files].filter(([path]) => folder === '' || path.startsWith(`${folder}/`));
    return found.map(([path, { bytes, usedAt }]) => ({ path, size: bytes.length, usedAt }));
  }

  /** Returns the only file with this ending. */
  text(ending: string): string {
    const [found] = [...this.files].filter(([path]) => path.endsWith(ending));
    return found?.[1].bytes.toString() ?? '';
  }

  /** Replaces the content of the only file with this ending. */
  spoil(ending: string, change: (text: string) => string): void {
    const [found] = [...this.files].filter(([path]) => path.endsWith(ending));
    if (found) this.put(found[0], Buffer.from(change(found[1].bytes.toString())));
  }

  private put(path: string, bytes: Buffer): void {
    this.files.set(path, { bytes, usedAt: this.now() });
  }

  private async turn(): Promise<void> {
    await Promise.resolve();
    if (this.broken) throw this.broken;
  }
}

function diskError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
