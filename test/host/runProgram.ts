import { spawn } from 'node:child_process';

/** What a program left behind when it ended. */
export interface ProgramResult {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Runs a program to its end and returns what it printed, standard output and error together.
 * Rejects only if it could not be started (`code` is `ENOENT` when it is not on PATH).
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ exitCode: code ?? 1, output });
    });
  });
}
