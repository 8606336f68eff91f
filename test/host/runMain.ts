import { HostError } from './hostError.ts';

/**
 * Runs a script's `main` and ends the process with the exit code that it returns; 1 if it throws.
 * A `HostError` is one sentence for a person, anything else is a defect of ours and shows its stack.
 */
export function runMain(main: () => Promise<number>): void {
  main().then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      console.error(error instanceof HostError ? error.message : error);
      process.exitCode = 1;
    },
  );
}
