import { HostError } from './hostError.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runProgram } from './runProgram.ts';

/** Environment variable that `runTests.ts` sets for its jobs after it has built the extension. */
export const builtVariable = 'EXTENSION_BUILT';

/** Builds `dist/`, and with `--tests` also `dist-test/`. Jobs that run in parallel must not build it again. */
export async function buildExtension(...flags: '--tests'[]): Promise<void> {
  if (process.env[builtVariable] !== undefined) return;
  const { exitCode, output } = await runProgram(process.execPath, ['esbuild.config.mjs', ...flags], {
    cwd: repositoryRoot,
  });
  if (exitCode === 0) return;
  // esbuild prints the errors, and then Node prints where esbuild threw.
  const [errors = ''] = output.split(/^.*node_modules\/esbuild\/lib\/main\.js:\d+$/m);
  throw new HostError(`The extension does not build:\n${errors.trim()}`);
}
