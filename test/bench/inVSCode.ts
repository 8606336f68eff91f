import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from '../host/buildExtension.ts';
import { Cleanup } from '../host/cleanup.ts';
import { createRepository } from '../host/gitRepository.ts';
import { launchBrowser } from '../host/launchBrowser.ts';
import { repositoryRoot } from '../host/repositoryRoot.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { VSCodeServer } from '../host/vscodeServer.ts';
import { waitUntil } from '../host/waitUntil.ts';
import type { BenchRow } from './benchRow.ts';
import { copyExtension } from './copyExtension.ts';
import { startGitLabProcess } from './gitLabProcess.ts';
import { benchProject } from './openWorld.ts';
import { type HostEnvironment, variable } from './vscode/hostEnvironment.ts';

/** Runs the benchmarks that need the extension host of a real VS Code. */
export async function inVSCode(): Promise<readonly BenchRow[]> {
  const cleanup = new Cleanup();
  try {
    await buildExtension('--tests');
    const gitlab = await startGitLabProcess(10_000);
    cleanup.add(() => gitlab.close());
    const parent = temporaryFolder(cleanup, 'bench');
    const environment: HostEnvironment = {
      url: gitlab.url,
      token: gitlab.token,
      extensionFolder: join(parent, 'extension'),
      storageFolder: join(parent, 'storage'),
      resultsFile: join(parent, 'rows.json'),
    };
    copyExtension(environment.extensionFolder, { main: './nothing.js' });
    writeFileSync(join(environment.extensionFolder, 'nothing.js'), 'exports.activate = () => undefined;\n');
    await createRepository(join(parent, 'web-shop'), { remotes: { origin: `${gitlab.url}/${benchProject.path}.git` } });
    const server = await VSCodeServer.start({ development: true, env: { [variable]: JSON.stringify(environment) } });
    cleanup.add(() => server.close());
    const browser = await launchBrowser();
    cleanup.add(() => browser.close());
    const page = await browser.newPage();
    await page.goto(
      server.windowUrl({
        workspace: join(parent, 'web-shop'),
        extension: environment.extensionFolder,
        tests: join(repositoryRoot, 'dist-test/bench.js'),
      }),
    );
    await waitUntil('the benchmarks in VS Code', () => existsSync(environment.resultsFile), { timeout: 180_000 });
    return JSON.parse(readFileSync(environment.resultsFile, 'utf8')) as BenchRow[];
  } finally {
    await cleanup.run();
  }
}
