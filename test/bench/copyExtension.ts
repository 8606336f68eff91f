import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../host/repositoryRoot.ts';

/** Copies the built extension. @param manifest the parts of its `package.json` to replace. */
export function copyExtension(folder: string, manifest: Readonly<Record<string, unknown>> = {}): void {
  for (const part of ['dist', 'l10n', 'media', 'package.nls.json'])
    cpSync(join(repositoryRoot, part), join(folder, part), { recursive: true });
  const own = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...own, ...manifest }));
}
