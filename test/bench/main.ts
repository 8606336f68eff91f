import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanup } from '../host/cleanup.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { runMain } from '../host/runMain.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import type { BenchRow } from './benchRow.ts';
import { cacheReading } from './cacheReading.ts';
import { initialSync } from './initialSync.ts';
import { heldInMemory } from './heldInMemory.ts';
import { idleTicks } from './idleTicks.ts';
import { inVSCode } from './inVSCode.ts';
import { keystrokes } from './keystrokes.ts';
import { limitedFill } from './limitedFill.ts';
import { manyWindows } from './manyWindows.ts';
import { oneChange } from './oneChange.ts';
import { manyRequests } from './manyRequests.ts';
import { openingIssue } from './openingIssue.ts';
import { printTable } from './printTable.ts';
import { reactions } from './reactions.ts';
import { reload } from './reload.ts';
import { similarTitles } from './similar/similarTitles.ts';

/** Runs all benchmarks, prints the table, and writes test-results/bench.json. Fails if a row misses its bar. */
async function main(): Promise<number> {
  const cleanup = new Cleanup();
  cleanup.onSignals();
  const rows: BenchRow[] = [];
  const note = (...more: BenchRow[]) => {
    for (const row of more) console.log(`${row.passed ? '✔' : '✘'} ${row.what}: ${row.measured}`);
    rows.push(...more);
  };
  try {
    note(...(await inVSCode()));
    note(await reload());
    note(...(await reactions()));
    const { row, window } = await heldInMemory(temporaryFolder(cleanup, 'bench'));
    cleanup.add(() => {
      window.close();
    });
    note(row);
    note(...keystrokes(window.store, window.tracker));
    note(...(await similarTitles()));
    note(...(await cacheReading(window.store.issues(window.tracker), temporaryFolder(cleanup, 'bench'))));
    note(...(await oneChange(window.store.issues(window.tracker))));
    note(...(await initialSync()));
    note(...(await limitedFill()));
    note(await manyRequests());
    note(await idleTicks());
    note(await openingIssue());
    note(...(await manyWindows()));
  } finally {
    await cleanup.run();
  }
  printTable(rows);
  const results = join(repositoryRoot, 'test-results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'bench.json'), JSON.stringify(rows, undefined, 2));
  return rows.every(({ passed }) => passed) ? 0 : 1;
}

runMain(main);
