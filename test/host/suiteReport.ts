import type { EventLog } from './eventLog.ts';

/** The result of the integration suite on one version of VS Code. */
export interface SuiteRun {
  readonly version: string;
  readonly events: EventLog;
  /** Why the suite didn't finish. Undefined if it did. */
  readonly note: string | undefined;
}

/** Prints all failures and Mocha's summary. Returns the exit code. */
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

/** Indents each line by four spaces. */
export function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
