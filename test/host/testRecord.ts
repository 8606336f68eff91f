import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One test that ended. */
export interface TestRecord {
  readonly title: string;
  readonly passed: boolean;
  /** With what was set up before it and removed after it. */
  readonly seconds: number;
}

/** The environment variable that names the file in which a job of `runTests.ts` records its tests. */
export const recordVariable = 'TEST_RECORD';

/** Records a test for `runTests.ts`, if that started this process. */
export function recordTest(test: TestRecord): void {
  const file = process.env[recordVariable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(test)}\n`);
}

/** Returns the tests that a job recorded. */
export function recordedTests(file: string): TestRecord[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as TestRecord);
}
