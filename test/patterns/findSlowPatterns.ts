import { check } from 'recheck';
import { patternsIn } from './patternsIn.ts';

/** The longest time to check one pattern, in milliseconds. The slowest pattern needs 3 seconds without a native binary. */
const timeout = 120_000;

/**
 * Returns the regular expressions of a file that take more than linear time on some text, as `file:line: …`. A limit
 * of a text isn't a reason for an exception: there is always a linear pattern, or a shorter way without one.
 */
export async function findSlowPatterns(path: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  // One after the other, because the library starts a process for each pattern that it checks at the same time.
  for (const pattern of patternsIn(path, text)) {
    if ('code' in pattern) {
      found.push(`${path}:${pattern.line}: ${pattern.code} → write it as a literal`);
    } else {
      const reason = await slowness(pattern);
      if (reason !== undefined) found.push(`${path}:${pattern.line}: /${pattern.source}/${pattern.flags} → ${reason}`);
    }
  }
  return found;
}

async function slowness({ source, flags }: { source: string; flags: string }): Promise<string | undefined> {
  // A sticky pattern is tried at one position, but the library ignores the flag.
  const isSticky = flags.includes('y');
  const result = await check(isSticky ? `^(?:${source})` : source, flags.replace('y', ''), {
    timeout,
    attackTimeout: null,
    incubationTimeout: null,
  });
  if (result.status === 'safe') return undefined;
  if (result.status === 'unknown') return `it couldn't be checked (${result.error.kind})`;
  return `${result.complexity.summary}, for example on ${result.attack.pattern}`;
}
