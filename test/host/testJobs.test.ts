import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { canary } from '../gitlab/canary.ts';
import { jobFaults } from './jobFaults.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { type Suite, testJobs, timeZoneJobs } from './testJobs.ts';
import { verdictStart } from './tokenSearch.ts';

const filesOf = (suite: Suite, ...words: string[]): string[] =>
  testJobs(suite, words).flatMap(({ command }) => command.filter((part) => part.endsWith('.test.ts')));

describe('testJobs', () => {
  it('runs every test file once', () => {
    // VS Code itself loads the integration tests.
    const all = globSync('test/**/*.test.ts', { cwd: repositoryRoot, exclude: ['test/integration/**'] });
    const run = (['unit', 'webview', 'e2e'] as const).flatMap((suite) => filesOf(suite));
    assert.ok(run.length > 100);
    assert.deepEqual(run.sort(), all.sort());
  });

  it('runs only the named files', () => {
    assert.deepEqual(filesOf('unit', 'test/host/testJobs.test.ts'), ['test/host/testJobs.test.ts']);
    assert.deepEqual(filesOf('unit', `${repositoryRoot}/test/host/testJobs.test.ts`), ['test/host/testJobs.test.ts']);
    assert.deepEqual(filesOf('e2e', 'triage', 'queries').sort(), [
      'test/e2e/queries.test.ts',
      'test/e2e/triage.test.ts',
    ]);
    assert.throws(() => testJobs('unit', ['no such file']), /No test file of unit matches no such file/);
  });

  it('creates a job for each check and VS Code version, and a few for the end-to-end files', () => {
    const suites = testJobs(undefined).map(({ suite }) => suite);
    const count = (suite: Suite) => suites.filter((each) => each === suite).length;
    assert.ok(count('e2e') >= 5 && count('e2e') < filesOf('e2e').length, String(count('e2e')));
    assert.equal(count('integration'), 2);
    assert.ok(count('check') >= 5);
  });

  it('starts with the jobs without VS Code', () => {
    const suites = testJobs(undefined).map(({ suite }) => suite);
    const firstWindow = suites.findIndex((suite) => suite === 'e2e' || suite === 'integration');
    assert.ok(!suites.slice(firstWindow).some((suite) => suite !== 'e2e' && suite !== 'integration'));
  });

  it('C2: runs the unit and integration tests in each time zone', () => {
    const jobs = timeZoneJobs();
    for (const zone of ['UTC', 'Pacific/Auckland', 'America/Los_Angeles']) {
      const there = jobs.filter(({ env }) => env?.['TZ'] === zone).map(({ name }) => name);
      const names = ['unit', 'integration 1.105.1', 'integration 1.139.1'];
      assert.deepEqual(there.toSorted(), names.map((name) => `${name} in ${zone}`).toSorted());
    }
    assert.equal(new Set(jobs.map(({ name }) => name)).size, jobs.length);
  });

  it('passes options on to Mocha', () => {
    const [job] = testJobs('unit', ['testJobs'], ['--grep', 'Mocha']);
    assert.match(job?.command.join(' ') ?? '', / --grep Mocha /);
  });
});

describe('jobFaults', () => {
  const [unit, e2e] = (['unit', 'e2e'] as const).map((suite) => testJobs(suite)[0]!);
  const tests = [{ title: 'A test', passed: true, seconds: 1 }];

  it('reports no fault for a job that ran tests and ended well', () => {
    assert.deepEqual(jobFaults(unit!, { ending: '', output: '', tests }), []);
    assert.deepEqual(jobFaults(e2e!, { ending: '', output: `${verdictStart}: none`, tests }), []);
  });

  it('reports a job that ran no test, failed, printed a token, or searched for none', () => {
    assert.deepEqual(jobFaults(unit!, { ending: '', output: '', tests: [] }), ['ran no test.']);
    assert.deepEqual(jobFaults(unit!, { ending: 'was ended by SIGTERM', output: '', tests }), ['was ended by SIGTERM']);
    assert.match(jobFaults(unit!, { ending: '', output: `glpat-${canary}`, tests }).join(), /output: a token/);
    assert.match(jobFaults(e2e!, { ending: '', output: '', tests }).join(), /didn't search for tokens/);
  });
});
