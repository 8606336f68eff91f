import { globSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { HostError } from './hostError.ts';
import { vscodeVersions } from './installVSCode.ts';
import { repositoryRoot } from './repositoryRoot.ts';

export const suites = ['check', 'unit', 'webview', 'integration', 'e2e'] as const;
export type Suite = (typeof suites)[number];

/** A process of a test run. */
export interface TestJob {
  readonly suite: Suite;
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** Variables in addition to those of the whole run. */
  readonly env?: Readonly<Record<string, string>>;
}

/** UTC, and a time zone on each side of it, where it is another day for half of the time. */
const timeZones = ['UTC', 'Pacific/Auckland', 'America/Los_Angeles'];

/** Jobs are longer than this, in seconds, only if one end-to-end file is. */
const mostSeconds = 110;

/** The approximate duration of jobs and end-to-end files, in seconds. Unlisted ones count as the longest. */
const usualSeconds: Readonly<Record<string, number>> = {
  webview: 250,
  unit: 117,
  'check:lint': 84,
  'check:types': 30,
  'check:patterns': 20,
  'check:format': 22,
  'check:l10n': 15,
  'check:phrases': 4,
  'check:graphql': 3,
  'check:unused': 3,
  'integration 1.105.1': 100,
  'integration 1.139.1': 110,
  'e2e states': 128,
  'e2e issuePage': 103,
  'e2e hostilePage': 65,
  'e2e start': 42,
  'e2e triage': 47,
  'e2e tokenKinds': 45,
  'e2e newcomer': 48,
  'e2e accountsMenu': 40,
  'e2e identity': 40,
  'e2e opening': 36,
  'e2e queries': 38,
  'e2e hourByMouse': 36,
  'e2e hourByKeys': 34,
  'e2e issueChanges': 42,
  // In a job of its own, because it opens a workspace file. See `createDemoWorkspace`.
  'e2e largeProjects': 111,
  'e2e walkthrough': 32,
  'e2e workplace': 26,
  'e2e pictures': 22,
  'e2e trackers': 18,
  'e2e unread': 18,
  'e2e fromCode': 11,
};

/**
 * Returns the jobs of one suite, or of all suites, in start order. Jobs without VS Code come first, because VS Code is
 * built and installed in the meantime. The longest jobs come next. `words` selects test files with one of the words in
 * their path. `mochaOptions` are added to Mocha's arguments.
 */
export function testJobs(
  suite: Suite | undefined,
  words: readonly string[] = [],
  mochaOptions: readonly string[] = [],
): TestJob[] {
  const wanted = words.map((word) => (word.startsWith('/') ? relative(repositoryRoot, word) : word));
  const isWanted = (name: string): boolean =>
    wanted.length === 0 || wanted.some((word) => name.includes(word.replace(/^\.\//, '')));
  const files = (pattern: string, exclude: readonly string[] = []): string[] =>
    globSync(pattern, { cwd: repositoryRoot, exclude }).filter(isWanted).sort();
  const mocha = (config: string, specs: readonly string[]): TestJob['command'] => [
    'mocha',
    '--config',
    config,
    '--require',
    'test/host/recordHooks.ts',
    ...mochaOptions,
    ...specs,
  ];
  const whole = (name: 'unit' | 'webview', config: string, specs: string[]): TestJob[] =>
    specs.length === 0 ? [] : [{ suite: name, name, command: mocha(config, specs) }];

  const jobsOf: Readonly<Record<Suite, () => TestJob[]>> = {
    check: () =>
      checkScripts()
        .filter(isWanted)
        .map((name) => ({ suite: 'check', name, command: ['npm', 'run', '--silent', name] })),
    unit: () => whole('unit', '.mocharc.json', files('test/**/*.test.ts', ['test/{webview,integration,e2e}/**'])),
    webview: () => whole('webview', 'test/webview/.mocharc.json', files('test/webview/**/*.test.ts')),
    integration: () =>
      vscodeVersions.filter(isWanted).map((version) => ({
        suite: 'integration',
        name: `integration ${version}`,
        command: ['tsx', 'test/host/runIntegration.ts', version],
      })),
    e2e: () =>
      grouped(files('test/e2e/**/*.test.ts')).map((group) => ({
        suite: 'e2e',
        name: `e2e ${group.map((file) => basename(file, '.test.ts')).join(', ')}`,
        command: mocha('test/e2e/.mocharc.json', group),
      })),
  };
  const jobs = (suite === undefined ? suites : [suite]).flatMap((name) => jobsOf[name]());
  if (jobs.length === 0) throw new HostError(`No test file of ${suite ?? 'any suite'} matches ${words.join(' ')}.`);
  return jobs.sort((a, b) => Number(needsVSCode(a)) - Number(needsVSCode(b)) || secondsOf(b) - secondsOf(a));
}

function secondsOf({ suite, name, command }: TestJob): number {
  return suite === 'e2e' ? sum(command.filter((part) => part.endsWith('.test.ts'))) : (usualSeconds[name] ?? Infinity);
}

/**
 * Divides the end-to-end files into jobs. The files of a job share the browser and VS Code, which take some seconds to
 * start. The longest file of each job comes last.
 */
function grouped(files: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  for (const file of files.toSorted((a, b) => sum([b]) - sum([a]))) {
    const group = groups.find((each) => sum([...each, file]) <= mostSeconds);
    if (group) group.unshift(file);
    else groups.push([file]);
  }
  return groups;
}

/** The approximate duration of end-to-end files, in seconds. */
function sum(files: readonly string[]): number {
  return files.reduce((all, file) => all + (usualSeconds[`e2e ${basename(file, '.test.ts')}`] ?? Infinity), 0);
}

/** Returns the jobs of the suites without a browser of their own, once for each time zone, with a share of the generated cases. */
export function timeZoneJobs(mochaOptions: readonly string[] = []): TestJob[] {
  const jobs = (['unit', 'integration'] as const).flatMap((suite) => testJobs(suite, [], mochaOptions));
  return timeZones.flatMap((zone) =>
    jobs.map((job) => ({ ...job, name: `${job.name} in ${zone}`, env: { TZ: zone, TEST_RUNS: 'some' } })),
  );
}

/** Whether a job runs the extension in VS Code. */
export function needsVSCode({ suite }: TestJob): boolean {
  return suite === 'integration' || suite === 'e2e';
}

/** Whether a job needs the output of `npm run build`. */
export function needsBuild(job: TestJob): boolean {
  return job.suite === 'webview' || needsVSCode(job);
}

/** The scripts of `npm run check`. */
function checkScripts(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return scripts['check']?.match(/check:\w+/g) ?? [];
}
