import { spawn } from 'node:child_process';
import { Cleanup } from './cleanup.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runMain } from './runMain.ts';
import { TokenSearch, verdictStart } from './tokenSearch.ts';

/** Runs the e2e tests with Mocha; `--update-pictures` renews the README's pictures, the rest goes to Mocha. */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const update = args.includes('--update-pictures');
  const forMocha = args.filter((arg) => arg !== '--update-pictures');
  // Mocha sees a pipe where the person may have a terminal.
  const colour = process.stdout.isTTY ? ['--color'] : [];
  const child = spawn('mocha', ['--config', 'test/e2e/.mocharc.json', ...colour, ...forMocha], {
    cwd: repositoryRoot,
    stdio: ['inherit', 'pipe', 'inherit'],
    env: { ...process.env, ...(update ? { UPDATE_PICTURES: '1' } : {}) },
  });
  let report = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    report += text;
    process.stdout.write(text);
  });
  const cleanup = new Cleanup();
  cleanup.add(() => child.kill('SIGINT'));
  cleanup.onSignals();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(checkReport(report) ? (code ?? 1) : 1);
    });
  });
}

/** Whether what the tests printed holds no token, and says that what they wrote was searched for some (row A04). */
function checkReport(report: string): boolean {
  const search = new TokenSearch();
  search.text('test report', report);
  const faults = search.problems();
  if (!report.includes(verdictStart))
    faults.push('What the tests wrote was not searched for tokens, or tokens are in it.');
  for (const fault of faults) console.error(`  ${fault}`);
  return faults.length === 0;
}

runMain(main);
