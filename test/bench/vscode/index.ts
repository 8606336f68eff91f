import { writeFileSync } from 'node:fs';
import { activation } from './activation.ts';
import type { BenchRow } from '../benchRow.ts';
import { hostEnvironment } from './hostEnvironment.ts';
import { firstRow } from './firstRow.ts';

/** Runs the benchmarks that need the extension host of VS Code, and writes their rows to a file. */
export async function run(): Promise<void> {
  const { resultsFile } = hostEnvironment();
  let rows: readonly BenchRow[];
  try {
    rows = [await activation(), await firstRow()];
  } catch (error) {
    const measured = error instanceof Error ? (error.stack ?? error.message) : String(error);
    rows = [{ what: 'in VS Code', measured, bar: 'to run', passed: false, figures: {} }];
  }
  writeFileSync(resultsFile, JSON.stringify(rows));
}
