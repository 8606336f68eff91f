import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One finished test. */
export interface TestRecord {
  readonly title: string;
  readonly passed: boolean;
  /** Includes the time for setup and cleanup. */
  readonly seconds: number;
}

/** Environment variable with the file to which a job of `runTests.ts` records its tests. */
export const recordVariable = 'TEST_RECORD';

/** Records a test if `runTests.ts` started this process. */
export function recordTest(test: TestRecord): void {
  const file = process.env[recordVariable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(test)}\n`);
}

/** Returns the tests recorded by a job. */
export function recordedTests(file: string): TestRecord[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as TestRecord);
}
