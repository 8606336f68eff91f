import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unpackedExtension } from '../package/unpackedExtension.ts';
import { buildExtension, builtVariable } from './buildExtension.ts';
import { Cleanup } from './cleanup.ts';
import { findBrowser } from './findBrowser.ts';
import { installVSCode, vscodeVersions } from './installVSCode.ts';
import { jobFaults } from './jobFaults.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runMain } from './runMain.ts';
import { runWhileIdle } from './runWhileIdle.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { needsBuild, needsVSCode, suites, testJobs, timeZoneJobs, type TestJob } from './testJobs.ts';
import { recordedTests, recordVariable } from './testRecord.ts';
import { reportRun, type JobResult } from './testReport.ts';

/** The jobs that run at the same time. With a third one, tests missed clicks and time limits on two CPUs. */
const jobsAtOnce = 2;

/** The jobs that run beside the others, while a CPU is idle. Tests of VS Code use half of the CPUs, and wait for windows. */
const isCheck = ({ suite }: TestJob): boolean => suite === 'check';

/** The time limit of a job, in ms. A job that takes longer hangs. */
const timeLimit = 15 * 60_000;

/** The options that don't go to Mocha. */
const ownOptions: readonly string[] = ['--nightly', '--pictures', '--update-pictures'];

/** The suites with generated cases. */
const nightlySuites = ['unit', 'webview', 'integration'] as const;

/**
 * `npm test`: runs the jobs of all suites or of the given suite, and continues after a failure. Words after the suite
 * select test files. The first `--option` and everything after it go to Mocha. `--pictures` takes pictures of what the
 * tests show, and `--update-pictures` also updates the README's images. `--nightly` runs the suites with generated cases,
 * with all cases and a new seed, and the unit and integration suites in several time zones.
 */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const suite = suites.find((name) => name === args[0]);
  const rest = suite === undefined ? args : args.slice(1);
  const firstOption = rest.findIndex((arg) => arg.startsWith('--'));
  const words = firstOption < 0 ? rest : rest.slice(0, firstOption);
  const options = firstOption < 0 ? [] : rest.slice(firstOption);
  const isNightly = options.includes('--nightly');
  const mochaOptions = options.filter((option) => !ownOptions.includes(option));
  const takesPictures = options.includes('--pictures') || options.includes('--update-pictures');
  const env = {
    ...(takesPictures ? { TEST_PICTURES: '1' } : {}),
    ...(options.includes('--update-pictures') ? { UPDATE_PICTURES: '1' } : {}),
    ...(isNightly ? nightlyCases() : {}),
  };

  const cleanup = new Cleanup();
  cleanup.onSignals();
  try {
    const nightlyOptions = ['--timeout', String(timeLimit), ...mochaOptions];
    const jobs = isNightly
      ? [
          ...nightlySuites.flatMap((name) => testJobs(name, words, nightlyOptions)),
          ...(words.length === 0 ? timeZoneJobs(nightlyOptions) : []),
        ]
      : testJobs(suite, words, mochaOptions);
    const isAlone = jobs.length === 1;
    const folder = temporaryFolder(cleanup, 'tests');
    if (jobs.some(needsBuild)) rmSync(join(repositoryRoot, 'test-results'), { recursive: true, force: true });
    const built = jobs.some(needsBuild) ? buildExtension('--tests') : Promise.resolve();
    const extension = jobs.some(needsVSCode) ? built.then(() => prepare(join(folder, 'package'))) : undefined;
    const results: JobResult[] = [];
    const isOnlyChecks = jobs.every(isCheck);
    const work = async (job: TestJob): Promise<void> => {
      if (needsBuild(job)) await built;
      const installed = needsVSCode(job) ? { EXTENSION_FOLDER: await extension } : {};
      const jobEnv = { ...env, ...installed, [builtVariable]: '1' };
      const isWhileIdle = isCheck(job) && !isOnlyChecks;
      const jobFolder = join(folder, String(jobs.indexOf(job)));
      results.push(await runJob(job, { folder: jobFolder, env: jobEnv, isAlone, isWhileIdle, cleanup }));
    };
    const [checks, others] = isOnlyChecks ? [[], jobs] : [jobs.filter(isCheck), jobs.filter((job) => !isCheck(job))];
    await Promise.all([built, extension, runInTurn(others, jobsAtOnce, work), runInTurn(checks, 1, work)]);
    return reportRun(results);
  } finally {
    await cleanup.run();
  }
}

/** Starts the jobs in order, a number of them at once, and each other one as soon as one has ended. */
async function runInTurn(
  jobs: readonly TestJob[],
  atOnce: number,
  work: (job: TestJob) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for (const job of jobs) {
    while (running.size >= atOnce) await Promise.race(running);
    const run: Promise<void> = work(job).finally(() => {
      running.delete(run);
    });
    running.add(run);
  }
  await Promise.all(running);
}

/** The environment of tests that run all of their cases. `SEED=n` repeats a run. */
function nightlyCases(): Readonly<Record<string, string>> {
  const seed = process.env['SEED'] ?? String(Date.now() % 2 ** 31);
  console.log(`SEED=${seed}`);
  return { TEST_RUNS: 'all', SEED: seed };
}

/** Downloads and builds the parts that jobs with VS Code share. Returns the folder of the packaged extension. */
async function prepare(folder: string): Promise<string> {
  for (const version of vscodeVersions) await installVSCode(version);
  await findBrowser();
  return unpackedExtension(folder);
}

interface JobSetup {
  /** The job's own folder for temporary files. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints output while the job runs. If other jobs run in parallel, prints all output at the end. */
  readonly isAlone: boolean;
  readonly isWhileIdle: boolean;
  readonly cleanup: Cleanup;
}

async function runJob(job: TestJob, { folder, env, isAlone, isWhileIdle, cleanup }: JobSetup): Promise<JobResult> {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const record = join(folder, 'tests.ndjson');
  const [program, ...args] = job.command;
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const started = performance.now();
  const child = spawn(program, args, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...colour, ...env, ...job.env, TMPDIR: temporary, [recordVariable]: record },
    timeout: timeLimit,
    detached: isWhileIdle,
  });
  if (isWhileIdle) runWhileIdle(child);
  const isEnding = ended(child);
  cleanup.add(async () => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    // An interrupt in the terminal doesn't reach another process group.
    if (isWhileIdle && isRunning && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    else child.kill('SIGINT');
    await isEnding;
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (isAlone) process.stdout.write(text);
    });
  }
  const ending = await isEnding;
  const seconds = (performance.now() - started) / 1000;
  const { suite, name } = job;
  const tests = suite === 'check' ? [{ title: name, passed: ending === '', seconds }] : recordedTests(record);
  const faults = jobFaults(job, { ending, output, tests });
  const passed = tests.filter((test) => test.passed).length;
  const failed = tests.length - passed;
  const result = { suite, name, tests, seconds, passed, failed: faults.length > 0 ? Math.max(failed, 1) : failed };
  if (!isAlone) console.log(`\n=== ${name}\n${output.trimEnd()}`);
  for (const fault of faults) console.log(`  ${name}: ${fault}`);
  console.log(`=== ${name}: ${passed} passed, ${result.failed} failed, ${Math.round(seconds)} s`);
  return result;
}

/** Resolves with why the process failed, or an empty string if it succeeded. */
async function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(code === 0 ? '' : signal === null ? `ended with the exit code ${code}` : `was ended by ${signal}`);
    });
  });
}

runMain(main);
