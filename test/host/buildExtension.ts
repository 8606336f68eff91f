import { HostError } from './hostError.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runProgram } from './runProgram.ts';

/** The environment variable of jobs for which `runTests.ts` has built the extension. */
export const builtVariable = 'EXTENSION_BUILT';

/** Builds `dist/`, and `dist-test/` too with `--tests`. Jobs that run at the same time must not build it again. */
export async function buildExtension(...flags: '--tests'[]): Promise<void> {
  if (process.env[builtVariable] !== undefined) return;
  const { exitCode, output } = await runProgram(process.execPath, ['esbuild.config.mjs', ...flags], {
    cwd: repositoryRoot,
  });
  if (exitCode === 0) return;
  // esbuild says what is wrong, and then Node where esbuild noticed.
  const [errors = ''] = output.split(/^.*node_modules\/esbuild\/lib\/main\.js:\d+$/m);
  throw new HostError(`The extension does not build:\n${errors.trim()}`);
}
