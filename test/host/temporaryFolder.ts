import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';

/** Makes an empty folder that the clean-up removes. The path is real: VS Code and git compare paths as text. */
export function temporaryFolder(cleanup: Cleanup, name = 'gitlab-issues'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${name}-`)));
  cleanup.add(() => {
    removeFolder(folder);
  });
  return folder;
}

/** Removes a folder; tries again for a while, because a process that is ending may still write into it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
