import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { findPhrases } from './findPhrases.ts';

/** Prints each phrase to reword in the repository's files or the given folders. Fails if it finds any. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...process.argv.slice(2)], {
  cwd: repositoryRoot,
  encoding: 'utf8',
});
const found = files
  .split('\n')
  .flatMap((file) => findPhrases(file, () => readFileSync(join(repositoryRoot, file), 'utf8')));
for (const line of found) console.error(line);
if (found.length > 0) {
  console.error(`\n${found.length} phrases to reword. test/writing/phrases.ts has the list.`);
  process.exitCode = 1;
}
