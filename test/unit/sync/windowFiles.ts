import type { CacheFiles } from '../../../src/model/ports.ts';
import type { MemoryFiles } from './memoryFiles.ts';

/** The cache folder as one window sees it. The window can be killed while it writes. */
export class WindowFiles implements CacheFiles {
  private kill: { writes: number; readonly part: number } | undefined;
  /** A killed window reads and writes nothing. */
  isKilled = false;

  constructor(private readonly files: MemoryFiles) {}

  /**
   * Kills the window during a write.
   * @param writes the number of writes that succeed before.
   * @param part how much of the last text reaches the disk, from 0 to 1.
   */
  killAfter(writes: number, part: number): void {
    this.kill = { writes, part };
  }

  /** Cancels a kill. */
  spare(): void {
    this.kill = undefined;
  }

  readPart(path: string, start: number, end?: number): Promise<Uint8Array> {
    return this.alive(() => this.files.readPart(path, start, end));
  }

  size(path: string): Promise<number | undefined> {
    return this.alive(() => this.files.size(path));
  }

  write(path: string, content: string | Uint8Array): Promise<void> {
    const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
    // A new file is renamed when it is complete.
    return this.writing(text, (written) =>
      written === text ? this.files.write(path, text) : this.files.write(`${path}.killed.draft`, written),
    );
  }

  append(path: string, text: string): Promise<number> {
    return this.writing(text, (written) => this.files.append(path, written));
  }

  remove(path: string): Promise<void> {
    return this.alive(() => this.files.remove(path));
  }

  list(): Promise<readonly { path: string; size: number; usedAt: number }[]> {
    return this.alive(() => this.files.list());
  }

  private async writing<T>(text: string, write: (written: string) => Promise<T>): Promise<T> {
    return this.alive(async () => {
      if (!this.kill || (this.kill.writes -= 1) >= 0) return write(text);
      this.isKilled = true;
      await write(text.slice(0, Math.floor(text.length * this.kill.part)));
      throw new Error('killed');
    });
  }

  private async alive<T>(act: () => Promise<T>): Promise<T> {
    if (this.isKilled) throw new Error('killed');
    return act();
  }
}
