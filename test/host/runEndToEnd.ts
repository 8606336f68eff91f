import { spawn } from 'node:child_process';
import { Cleanup } from './cleanup.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runMain } from './runMain.ts';

/** Runs the e2e tests with Mocha; `--update-pictures` renews the README's pictures, the rest goes to Mocha. */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const update = args.includes('--update-pictures');
  const forMocha = args.filter((arg) => arg !== '--update-pictures');
  const child = spawn('mocha', ['--config', 'test/e2e/.mocharc.json', ...forMocha], {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, ...(update ? { UPDATE_PICTURES: '1' } : {}) },
  });
  const cleanup = new Cleanup();
  cleanup.add(() => child.kill('SIGINT'));
  cleanup.onSignals();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

runMain(main);
