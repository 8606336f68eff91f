import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { runMain } from '../host/runMain.ts';
import { findSlowPatterns } from './findSlowPatterns.ts';

/** Prints each regular expression of the extension that takes more than linear time. Fails if it finds any. */
async function main(): Promise<number> {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: repositoryRoot }).sort();
  let count = 0;
  for (const file of files) {
    for (const line of await findSlowPatterns(file, readFileSync(join(repositoryRoot, file), 'utf8'))) {
      console.error(line);
      count += 1;
    }
  }
  if (count === 0) return 0;
  console.error(`\n${count} patterns to rewrite. The time must be linear in the length of the text.`);
  return 1;
}

runMain(main);
