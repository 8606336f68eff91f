import { spawn } from 'node:child_process';
import { Cleanup } from './cleanup.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runMain } from './runMain.ts';

/** The suites of `npm test`, in order; each is the npm script of that name. */
const suites = ['test:unit', 'test:webview', 'test:integration', 'test:e2e'] as const;

interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
}

/** Runs every suite, goes on after one that fails, and closes with the line `N passed, N failed`. */
async function main(): Promise<number> {
  const cleanup = new Cleanup();
  cleanup.onSignals();
  let passed = 0;
  let failed = 0;
  for (const suite of suites) {
    console.log(`\n=== ${suite} ===`);
    const started = Date.now();
    const result = await runSuite(suite, cleanup);
    passed += result.passed;
    failed += result.failed;
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`=== ${suite}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`);
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function runSuite(suite: string, cleanup: Cleanup): Promise<SuiteResult> {
  const child = spawn('npm', ['run', '--silent', suite], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let running = true;
  cleanup.add(() => running && child.kill('SIGINT'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const exitCode = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
  running = false;
  return count(output, exitCode);
}

/**
 * Reads Mocha's closing lines (`N passing`, `N failing`), which the integration runner prints too. A suite that ended
 * badly without a failing test, or well without a passing one, did not run as it should: that is a failure too.
 */
function count(output: string, exitCode: number): SuiteResult {
  const last = (word: string): number | undefined => {
    const line = [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}`, 'gm'))].at(-1);
    return line ? Number(line[1]) : undefined;
  };
  const passed = last('passing');
  const failed = last('failing') ?? 0;
  const ranAsItShould = passed !== undefined && (exitCode === 0) === (failed === 0);
  return { passed: passed ?? 0, failed: ranAsItShould ? failed : Math.max(failed, 1) };
}

runMain(main);
