import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Mocha from 'mocha';

/*
 * Runs test files one after the other in this process, with sources that the parent process compiled and may have
 * changed. Runs without a loader for TypeScript, so it starts fast.
 */

/** What the parent process sends. */
export interface TestRun {
  /** The folder of the compiled sources. */
  readonly compiled: string;
  /** Compiled files that replace others, keyed by the path of the source. */
  readonly replaced: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  /** Stops at the first failing test. */
  readonly bail: boolean;
}

/** What this process sends after each test file. */
export interface FileRun {
  readonly file: string;
  readonly seconds: number;
  readonly failure: string | undefined;
  /** The parts of the changed modules that ran. */
  readonly hits: readonly number[];
  /** The parts that ran while a file was loaded. */
  readonly loadHits: readonly number[];
}

const root = join(import.meta.dirname, '../..');
const load = createRequire(import.meta.url);
let hits = new Set<number>();
Object.assign(globalThis, { mutationHit: (part: number) => hits.add(part) });

async function runFile(file: string, bail: boolean): Promise<FileRun> {
  const started = performance.now();
  const mocha = new Mocha({ timeout: 10_000, bail, reporter: Mocha.reporters.Base });
  mocha.addFile(join(root, file));
  hits = new Set();
  await mocha.loadFilesAsync();
  const loadHits = [...hits];
  hits = new Set();
  let failure: string | undefined;
  await new Promise<void>((resolve) => {
    mocha
      .run(() => {
        resolve();
      })
      .on('fail', (test: Mocha.Test, error: unknown) => {
        failure ??= `${test.fullTitle()}: ${error instanceof Error ? error.message : String(error)}`;
      });
  });
  return { file, seconds: (performance.now() - started) / 1000, failure, hits: [...hits], loadHits };
}

process.once('message', (message) => {
  const { compiled, replaced, files, bail } = message as TestRun;
  registerHooks({
    load: (url, context, next) => {
      const path = url.startsWith('file:') ? relative(root, fileURLToPath(url)) : '';
      if (!/^(?:src|test)\/.*\.tsx?$/.test(path)) return next(url, context);
      const source = readFileSync(join(compiled, replaced[path] ?? `${path}.js`), 'utf8');
      return { format: 'commonjs', source, shortCircuit: true };
    },
  });
  load(join(root, 'test/unit/fixedSeed.ts'));
  void (async () => {
    for (const file of files) {
      const result = await runFile(file, bail);
      process.send?.(result);
      if (bail && result.failure !== undefined) break;
    }
    process.disconnect();
    process.exit();
  })().catch((error: unknown) => {
    // Mocha would ignore the rejection.
    console.error(error);
    process.exit(1);
  });
});
