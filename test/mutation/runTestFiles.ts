import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import type { FileRun, TestRun } from './testProcess.ts';

/** The end of a process that ran test files. */
export interface TestEnding {
  readonly runs: readonly FileRun[];
  /** Why the process ended before the last file, or undefined. */
  readonly broken: string | undefined;
}

/** Runs test files in a process of their own. `limitOf` is the time limit of a file, in seconds. */
export async function runTestFiles(run: TestRun, limitOf: (file: string) => number): Promise<TestEnding> {
  const script = join(repositoryRoot, 'test/mutation/testProcess.ts');
  const child = spawn(process.execPath, ['--no-warnings', script], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const runs: FileRun[] = [];
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let isLate = false;
    const watch = (): void => {
      clearTimeout(timer);
      const file = run.files[runs.length];
      if (file === undefined) return;
      timer = setTimeout(
        () => {
          isLate = true;
          child.kill('SIGKILL');
        },
        limitOf(file) * 1000,
      );
    };
    child.on('message', (message) => {
      runs.push(message as FileRun);
      watch();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      const isDone = runs.length === run.files.length || (run.bail && runs.at(-1)?.failure !== undefined);
      const crash = /^\w*Error.*$/m.exec(output)?.[0] ?? `exit code ${code}`;
      resolve({ runs, broken: isDone ? undefined : isLate ? 'timed out' : crash });
    });
    child.send(run);
    watch();
  });
}
