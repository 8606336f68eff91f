import type { EventLog } from './eventLog.ts';

/** How the integration suite went on one version. */
export interface SuiteRun {
  readonly version: string;
  readonly events: EventLog;
  /** Why it did not come to its end; undefined when it did. */
  readonly note: string | undefined;
}

/** Prints every failure and Mocha's closing lines, and returns the exit code. */
export function reportSuites(runs: readonly SuiteRun[]): number {
  let passed = 0;
  let failed = 0;
  for (const { version, events, note } of runs) {
    passed += events.passed;
    failed += events.failures.length + (note === undefined ? 0 : 1);
    for (const { title, message, stack } of events.failures) {
      const text = stack.includes(message) ? stack : `${message}\n${stack}`;
      console.log(`\n  VS Code ${version}: ${title}\n${indent(text)}`);
    }
    if (note !== undefined) console.log(`\n  VS Code ${version}: ${note}`);
  }
  console.log(`\n  ${passed} passing`);
  if (failed > 0) console.log(`  ${failed} failing`);
  return failed > 0 ? 1 : 0;
}

/** Every line four spaces to the right. */
export function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
