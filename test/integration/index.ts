import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';
import { testEnvironment, type TestEvent } from './testEnvironment.ts';

/**
 * Runs the suite inside VS Code's extension host, and writes each event to a file, so that the runner can report
 * where a suite hangs. Rejects if a test failed. `@vscode/test-electron` turns the rejection into an exit code.
 */
export async function run(): Promise<void> {
  const { eventsFile } = testEnvironment();
  const report = (event: TestEvent): void => {
    appendFileSync(eventsFile, `${JSON.stringify(event)}\n`);
  };
  let failures = 0;
  const failed = (title: string, error: unknown, ms = 0): void => {
    failures++;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    report({ event: 'fail', title, ms, message, stack: stack ?? '' });
  };

  try {
    const mocha = new Mocha({ ui: 'bdd', timeout: 60_000 });
    mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
    await import('./suite.ts');
    await new Promise<void>((resolve) => {
      const runner = mocha.reporter(Mocha.reporters.Base).run(() => {
        resolve();
      });
      runner.on('test', (test) => {
        report({ event: 'start', title: test.fullTitle() });
      });
      runner.on('pass', (test) => {
        report({ event: 'pass', title: test.fullTitle(), ms: test.duration ?? 0 });
      });
      runner.on('pending', (test) => {
        report({ event: 'pending', title: test.fullTitle() });
      });
      runner.on('fail', (test, error) => {
        failed(test.fullTitle(), error, test.duration);
      });
    });
  } catch (error) {
    failed('The suite could not be loaded', error);
  }
  report({ event: 'end' });
  if (failures > 0) throw new Error(`${failures} integration tests failed`);
}
