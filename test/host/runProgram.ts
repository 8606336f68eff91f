import { spawn } from 'node:child_process';

/** The result of a program that ended. */
export interface ProgramResult {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Runs a program and returns its output, with standard output and error combined. Rejects only if the program can't
 * start (`code` is `ENOENT` if it isn't on PATH).
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
