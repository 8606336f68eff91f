import { downloadAndUnzipVSCode, runTests, SilentReporter } from '@vscode/test-electron';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from './buildExtension.ts';
import { Cleanup } from './cleanup.ts';
import { EventLog } from './eventLog.ts';
import { HostError } from './hostError.ts';
import { vscodeVersions } from './installVSCode.ts';
import { createIntegrationWorkspace } from './integrationWorkspace.ts';
import { quietSettings } from './quietSettings.ts';
import { downloadsFolder, repositoryRoot } from './repositoryRoot.ts';
import { runMain } from './runMain.ts';
import { reportSuites, type SuiteRun } from './suiteReport.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Runs the integration suite in the desktop VS Code. Requires a download, and a screen or xvfb-run. */
async function main(): Promise<number> {
  await buildExtension('--tests');
  const runs: SuiteRun[] = [];
  for (const version of vscodeVersions) {
    const executable = await download(version);
    const cleanup = new Cleanup();
    cleanup.onSignals();
    try {
      console.log(`\n  VS Code ${version}`);
      runs.push(await runSuite(version, executable, cleanup));
    } finally {
      await cleanup.run();
    }
  }
  return reportSuites(runs);
}

async function download(version: string): Promise<string> {
  try {
    mkdirSync(downloadsFolder, { recursive: true });
    return await downloadAndUnzipVSCode({ version, cachePath: downloadsFolder, reporter: new SilentReporter() });
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new HostError(
      `The desktop VS Code ${version} could not be downloaded from VS Code's update server (${cause}); \`npm run test:integration\` runs the same suite and needs only the npm registry.`,
    );
  }
}

async function runSuite(version: string, vscodeExecutablePath: string, cleanup: Cleanup): Promise<SuiteRun> {
  const folder = temporaryFolder(cleanup, 'integration');
  const workspace = await createIntegrationWorkspace(folder, cleanup);
  const userData = join(folder, 'user-data');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User/settings.json'), JSON.stringify(quietSettings));
  const events = new EventLog(workspace.environment.eventsFile);
  const reading = setInterval(() => {
    events.read();
  }, 200);
  const failure = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: repositoryRoot,
    extensionTestsPath: join(repositoryRoot, 'dist-test/index.js'),
    extensionTestsEnv: workspace.variables,
    launchArgs: [
      workspace.file,
      `--user-data-dir=${userData}`,
      `--extensions-dir=${join(folder, 'extensions')}`,
      '--disable-workspace-trust',
      // Prevents a keyring prompt on machines without one.
      '--password-store=basic',
    ],
  }).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  clearInterval(reading);
  events.read();
  // A failing test also makes VS Code exit with an error. Report only the test.
  return { version, events, note: events.hasEnded ? undefined : (failure ?? 'The suite did not come to its end.') };
}

runMain(main);
