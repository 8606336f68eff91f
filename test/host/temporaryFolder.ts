import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';

/**
 * Creates an empty folder that the cleanup removes. Returns its real path, because VS Code and git compare paths as
 * text.
 */
export function temporaryFolder(cleanup: Cleanup, name = 'gitlab-issues'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
  cleanup.add(() => {
    removeFolder(folder);
  });
  return folder;
}

/** Removes a folder. Retries for a while, because a process that is exiting might still write to it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
