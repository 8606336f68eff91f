import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { CacheFiles, StorageFolder } from '../../model/ports.ts';
import { orNothing } from './orNothing.ts';

/** Only the user may read these files, because they contain issues from private projects. */
const onlyMe = { file: 0o600, folder: 0o700 };

/** A folder on disk that all windows on this machine share. Created on the first write. */
export class CacheFolder implements CacheFiles {
  private readonly folder: string;

  /**
   * @param storage the extension's global storage folder on this machine.
   * @param name the name of the subfolder.
   */
  constructor(storage: { readonly fsPath: string }, name: StorageFolder) {
    this.folder = join(storage.fsPath, name);
  }

  async readPart(path: string, start: number, end = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    const file = await open(this.at(path));
    try {
      const { size } = await file.stat();
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async size(path: string): Promise<number | undefined> {
    return (await orNothing('ENOENT', () => stat(this.at(path))))?.size;
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    const target = this.at(path);
    await mkdir(dirname(target), { recursive: true, mode: onlyMe.folder });
    const draft = `${target}.${randomUUID()}.draft`;
    try {
      await writeFile(draft, content, { mode: onlyMe.file });
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async append(path: string, text: string): Promise<number> {
    const target = this.at(path);
    await mkdir(dirname(target), { recursive: true, mode: onlyMe.folder });
    await appendFile(target, text, { mode: onlyMe.file });
    return (await stat(target)).size;
  }

  async remove(path: string): Promise<void> {
    await rm(this.at(path), { recursive: true, force: true });
  }

  async list(folder = ''): Promise<readonly { path: string; size: number; usedAt: number }[]> {
    const entries =
      (await orNothing('ENOENT', () => readdir(this.at(folder), { recursive: true, withFileTypes: true }))) ?? [];
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const listed = files.map(async (file) => {
      // Another window may have removed it.
      const found = await orNothing('ENOENT', () => stat(file));
      const path = relative(this.folder, file).split(sep).join('/');
      return found && { path, size: found.size, usedAt: found.mtimeMs };
    });
    return (await Promise.all(listed)).filter((file) => file !== undefined);
  }

  private at(path: string): string {
    return join(this.folder, ...path.split('/'));
  }
}
