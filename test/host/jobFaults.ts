import { needsVSCode, type TestJob } from './testJobs.ts';
import type { TestRecord } from './testRecord.ts';
import { TokenSearch, verdictStart } from './tokenSearch.ts';

/** The results of a job that ended. */
export interface JobEnd {
  /** Why the job failed. Empty if it succeeded. */
  readonly ending: string;
  readonly output: string;
  readonly tests: readonly TestRecord[];
}

/** Returns the job's problems other than failed tests, as parts of a sentence about the job. */
export function jobFaults(job: TestJob, { ending, output, tests }: JobEnd): string[] {
  const faults = ending === '' ? [] : [ending];
  if (tests.length === 0) faults.push('ran no test.');
  // Row A04.
  const search = new TokenSearch();
  search.text('output', output);
  faults.push(...search.problems());
  if (needsVSCode(job) && !output.includes(verdictStart))
    faults.push("didn't search for tokens in what the tests wrote, or found some.");
  return faults;
}
