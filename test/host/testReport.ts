import { suites, type Suite } from './testJobs.ts';
import type { TestRecord } from './testRecord.ts';

/** The result of a job in the test run. */
export interface JobResult {
  readonly suite: Suite;
  readonly name: string;
  readonly tests: readonly TestRecord[];
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
}

/** Prints the duration of each suite, the slowest tests, and the line `N passed, N failed`. Returns the exit code. */
export function reportRun(results: readonly JobResult[]): number {
  const sum = (of: (result: JobResult) => number, among = results): number =>
    among.reduce((all, result) => all + of(result), 0);
  console.log('\nSuites, with the seconds of all their jobs');
  for (const suite of suites) {
    const jobs = results.filter((result) => result.suite === suite);
    if (jobs.length === 0) continue;
    const seconds = sum((job) => job.seconds, jobs);
    console.log(`${format(seconds)}  ${suite} (${jobs.length} jobs, ${sum((job) => job.tests.length, jobs)} tests)`);
  }
  console.log('\nJobs');
  for (const { name, seconds } of results.toSorted((a, b) => b.seconds - a.seconds)) {
    console.log(`${format(seconds)}  ${name}`);
  }
  console.log('\nSlowest tests');
  const tests = results.flatMap(({ name, tests: own }) => own.map((test) => ({ name, ...test })));
  for (const { name, title, seconds } of tests.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10)) {
    console.log(`${format(seconds)}  ${name}: ${title}`);
  }
  const failed = sum((job) => job.failed);
  const failing = results.filter((job) => job.failed > 0).map(({ name }) => name);
  if (failed > 0) console.log(`\nFailed: ${failing.join(', ')}`);
  console.log(`\n${sum((job) => job.passed)} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

function format(seconds: number): string {
  return `${seconds.toFixed(1).padStart(8)} s`;
}
