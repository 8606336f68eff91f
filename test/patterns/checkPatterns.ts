import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { runMain } from '../host/runMain.ts';
import { findSlowPatterns } from './findSlowPatterns.ts';

/** Prints each regular expression of the extension that takes more than linear time. Fails if it finds any. */
async function main(): Promise<number> {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: repositoryRoot }).sort();
  const read = (file: string) => readFileSync(join(repositoryRoot, file), 'utf8');
  const found = (await Promise.all(files.map((file) => findSlowPatterns(file, read(file))))).flat();
  for (const line of found) console.error(line);
  if (found.length === 0) return 0;
  console.error(`\n${found.length} patterns to rewrite. The time must be linear in the length of the text.`);
  return 1;
}

runMain(main);
