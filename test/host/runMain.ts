import { HostError } from './hostError.ts';

/**
 * Runs a script's `main` and ends the process with its exit code, or 1 if it throws. Prints only the message of a
 * `HostError`. Any other error is a bug, so its stack is printed too.
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
