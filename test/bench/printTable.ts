import type { BenchRow } from './benchRow.ts';

/** Prints rows as a Markdown table to paste into docs/performance.md. */
export function printTable(rows: readonly BenchRow[]): void {
  const cells = rows.map(({ what, measured, bar = '', passed }) => [
    what,
    measured,
    bar,
    bar === '' ? '' : passed ? 'yes' : '**no**',
  ]);
  const lines = [['Measurement', 'Result', 'Limit', 'Met'], ['---', '---', '---', '---'], ...cells];
  console.log(`\n${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`);
}
