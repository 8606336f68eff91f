import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { packageExtension } from './packageExtension.ts';

/** Packages the extension and unpacks it into a folder, as an installation does. Returns the extension's folder. */
export async function unpackedExtension(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = await packageExtension({ file: join(folder, 'extension.vsix') });
  for (const [path, content] of Object.entries(unzipSync(readFileSync(file)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return join(folder, 'extension');
}
