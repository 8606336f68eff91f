import { HostError } from './hostError.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runProgram } from './runProgram.ts';

/** Builds `dist/`, and `dist-test/` too with `--tests`. */
export async function buildExtension(...flags: '--tests'[]): Promise<void> {
  const { exitCode, output } = await runProgram(process.execPath, ['esbuild.config.mjs', ...flags], {
    cwd: repositoryRoot,
  });
  if (exitCode === 0) return;
  // esbuild says what is wrong, and then Node where esbuild noticed.
  const [errors = ''] = output.split(/^.*node_modules\/esbuild\/lib\/main\.js:\d+$/m);
  throw new HostError(`The extension does not build:\n${errors.trim()}`);
}
