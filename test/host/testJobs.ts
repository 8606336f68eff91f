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
}

/** The approximate duration of long jobs, in seconds. Unlisted jobs count as the longest. */
const usualSeconds: Readonly<Record<string, number>> = {
  webview: 77,
  unit: 45,
  'check:lint': 30,
  'check:types': 12,
  'check:format': 12,
  'check:patterns': 15,
  'check:l10n': 9,
  'check:graphql': 8,
  'check:unused': 3,
  'e2e states': 65,
  'e2e hostilePage': 60,
  'e2e issuePage': 55,
  'e2e newcomer': 45,
  'e2e start': 40,
  'integration 1.105.1': 39,
  'integration 1.139.1': 39,
  'e2e triage': 35,
  'e2e tokenKinds': 35,
  'e2e issueChanges': 30,
  'e2e workplace': 30,
  'e2e pictures': 25,
  'e2e accountsMenu': 20,
  'e2e identity': 20,
  'e2e queries': 20,
  'e2e largeProjects': 20,
  'e2e walkthrough': 16,
  'e2e unread': 12,
  'e2e trackers': 12,
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
      files('test/e2e/**/*.test.ts').map((file) => ({
        suite: 'e2e',
        name: `e2e ${basename(file, '.test.ts')}`,
        command: mocha('test/e2e/.mocharc.json', [file]),
      })),
  };
  const jobs = (suite === undefined ? suites : [suite]).flatMap((name) => jobsOf[name]());
  if (jobs.length === 0) throw new HostError(`No test file of ${suite ?? 'any suite'} matches ${words.join(' ')}.`);
  const seconds = (job: TestJob): number => usualSeconds[job.name] ?? Infinity;
  return jobs.sort((a, b) => Number(needsVSCode(a)) - Number(needsVSCode(b)) || seconds(b) - seconds(a));
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
