import type { Browser } from 'playwright-core';
import { join } from 'node:path';
import { builtInExtensions } from './builtInExtensions.ts';
import { Cleanup } from './cleanup.ts';
import { EventLog } from './eventLog.ts';
import { HostError } from './hostError.ts';
import { vscodeVersions, type VSCodeVersion } from './installVSCode.ts';
import { createIntegrationWorkspace } from './integrationWorkspace.ts';
import { launchBrowser } from './launchBrowser.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { runMain } from './runMain.ts';
import { indent, reportSuites, type SuiteRun } from './suiteReport.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { TokenSearch } from './tokenSearch.ts';
import { VSCodeServer } from './vscodeServer.ts';
import { waitUntil } from './waitUntil.ts';

/** Time limit per version, in ms. The suite usually takes well under a minute. */
const timeLimit = 240_000;

/**
 * Runs the integration suite in the extension host of the given VS Code version. `runTests.ts` has already built
 * everything.
 */
async function main(): Promise<number> {
  const version = vscodeVersions.find((name) => name === process.argv[2]);
  if (version === undefined) throw new HostError(`Name a version of VS Code: ${vscodeVersions.join(' or ')}.`);
  const cleanup = new Cleanup();
  cleanup.onSignals();
  try {
    const browser = await launchBrowser();
    cleanup.add(() => browser.close());
    const search = new TokenSearch();
    const run = await runSuite(version, browser, cleanup, search);
    await cleanup.run();
    return reportSuites([withVerdict(run, search)]);
  } finally {
    await cleanup.run();
  }
}

/** Runs the suite on one version of VS Code. */
async function runSuite(
  version: VSCodeVersion,
  browser: Browser,
  cleanup: Cleanup,
  search: TokenSearch,
): Promise<SuiteRun> {
  const folder = temporaryFolder(cleanup, 'integration');
  const workspace = await createIntegrationWorkspace(folder, cleanup);
  const server = await VSCodeServer.start({
    version,
    development: true,
    builtIn: builtInExtensions,
    env: workspace.variables,
    search,
  });
  cleanup.add(() => server.close());

  const context = await browser.newContext();
  cleanup.add(() => context.close());
  const page = await context.newPage();
  const consoleLines: string[] = [];
  for (const place of ['window', 'console', 'workspace and report']) search.expect(place);
  cleanup.add(async () => {
    search.text('console', consoleLines.join('\n'));
    search.folder('workspace and report', folder);
    await search.window('window', page);
  });
  page.on('console', (message) => consoleLines.push(message.text()));
  const url = server.windowUrl({
    workspace: workspace.file,
    extension: repositoryRoot,
    tests: join(repositoryRoot, 'dist-test/index.js'),
  });

  const events = new EventLog(workspace.environment.eventsFile);
  try {
    await page.goto(url);
    await waitUntil(
      'the suite',
      () => {
        const exited = /Extension Host Process exited with.*/.exec(server.output)?.[0];
        events.read();
        if (!events.hasEnded && exited !== undefined) throw new Error(exited);
        return events.hasEnded;
      },
      { timeout: timeLimit },
    );
    if (events.passed + events.failures.length === 0) return { version, events, note: 'The suite ran no test.' };
    return { version, events, note: undefined };
  } catch (error) {
    const where = events.current === undefined ? 'before the first test' : `in or after "${events.current}"`;
    const lines = consoleLines.filter((line) => /extension|error/i.test(line)).slice(-10);
    const cause = error instanceof Error ? error.message : String(error);
    return { version, events, note: `The suite stopped ${where}. ${cause}\n${indent(lines.join('\n'))}` };
  }
}

/** Adds the result of the token search to the run. A found token counts as a failure. */
function withVerdict(run: SuiteRun, search: TokenSearch): SuiteRun {
  try {
    console.log(`\n    ${search.verdict()}`);
    return run;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { ...run, note: [run.note, said].filter((part) => part !== undefined).join('\n') };
  }
}

runMain(main);
