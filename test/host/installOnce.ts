import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HostError } from './hostError.ts';
import { downloadsFolder } from './repositoryRoot.ts';
import { removeFolder } from './temporaryFolder.ts';

/** A lock older than this is stale, even if another process reuses its process ID. */
const longestInstall = 20 * 60_000;

/**
 * Returns the folder `.vscode-test/<name>`, and calls `fill` to fill it on first use. `title` is its name in messages.
 *
 * The folder is either complete or missing, because `fill` works under another name, which is renamed at the end. If
 * two processes need the folder at once, one fills it and the other waits.
 */
export async function installOnce(
  name: string,
  title: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(downloadsFolder, name);
  if (existsSync(folder)) return folder;
  try {
    mkdirSync(downloadsFolder, { recursive: true });
    const unlock = await lock(join(downloadsFolder, `.${name}.lock`), title);
    try {
      if (existsSync(folder)) return folder;
      const unfinished = `.unfinished-${name}-`;
      for (const left of readdirSync(downloadsFolder)) {
        if (left.startsWith(unfinished)) removeFolder(join(downloadsFolder, left));
      }
      const target = join(downloadsFolder, unfinished + String(process.pid));
      mkdirSync(target);
      try {
        await fill(target);
        renameSync(target, folder);
      } finally {
        removeFolder(target);
      }
    } finally {
      unlock();
    }
  } catch (error) {
    throw installError(title, error);
  }
  return folder;
}

function installError(title: string, error: unknown): unknown {
  if (error instanceof HostError || !(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(title);
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new HostError(`${title} could not be installed: ${downloadsFolder} cannot be written (${code}).`);
  }
  return error;
}

/** The error for a full disk. */
export function diskFull(title: string): HostError {
  return new HostError(
    `${title} could not be installed: the disk is full. VS Code for the tests needs about 1.5 GB in ${downloadsFolder}.`,
  );
}

async function lock(file: string, title: string): Promise<() => void> {
  for (let told = false; ;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => {
        removeFolder(file);
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (isAbandoned(file)) {
      // Two processes might find the stale lock at once, and one might remove the other's new lock. Then both install,
      // each under its own name, and the second rename finds an existing folder.
      removeFolder(file);
      continue;
    }
    if (!told) console.log(`Another process is installing ${title}; waiting for it …`);
    told = true;
    await delay(500);
  }
}

function isAbandoned(lockFile: string): boolean {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > longestInstall) return true;
    const owner = Number(readFileSync(lockFile, 'utf8'));
    // The file exists, but its owner isn't written yet.
    if (!owner) return false;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
