import { homedir } from 'node:os';
import type { ExtensionContext } from 'vscode';
import type { IssuesForGitLab } from './api.ts';
import { compose } from './compose.ts';
import { CacheFolder } from './host/node/cacheFolder.ts';
import { FileLocks } from './host/node/fileLocks.ts';
import { LocalTokens } from './host/node/localTokens.ts';
import { readGitConfig } from './host/node/readGitConfig.ts';
import { readCertificate, resolveName, tryPort } from './host/node/networkProbe.ts';
import { readNetworkSettings } from './host/node/networkSettings.ts';
import { systemReport } from './host/node/systemReport.ts';
import { systemClock } from './model/time/clock.ts';

let flush: () => Promise<void> = () => Promise.resolve();

/** The entry point in the Node extension host. Provides the parts that require Node. */
export function activate(context: ExtensionContext): IssuesForGitLab {
  const composed = compose(context, {
    files: (name) => new CacheFolder(context.globalStorageUri, name),
    locks: (log) => new FileLocks(context.globalStorageUri, systemClock, log),
    readGitConfig,
    network: { settings: readNetworkSettings, resolveName, tryPort, readCertificate },
    tokenSources: new LocalTokens(process.env, homedir(), process.platform),
    systemReport,
  });
  ({ flush } = composed);
  return composed.api;
}

/** Called when the window closes. VS Code waits at most five seconds. */
export function deactivate(): Promise<void> {
  return flush();
}
