import type { ExtensionContext } from 'vscode';
import type { IssuesForGitLab } from './api.ts';
import { compose } from './compose.ts';
import { CacheFolder } from './host/node/cacheFolder.ts';
import { readCertificate, resolveName, tryPort } from './host/node/networkProbe.ts';
import { readNetworkSettings } from './host/node/networkSettings.ts';
import { systemReport } from './host/node/systemReport.ts';

let flush: () => Promise<void> = () => Promise.resolve();

/** The entry in the extension host that runs on Node: hands in what only Node can do. */
export function activate(context: ExtensionContext): IssuesForGitLab {
  const composed = compose(context, {
    files: (name) => new CacheFolder(context.globalStorageUri, name),
    network: { settings: readNetworkSettings, resolveName, tryPort, readCertificate },
    systemReport,
  });
  ({ flush } = composed);
  return composed.api;
}

/** The window closes. VS Code waits for this, at most five seconds. */
export function deactivate(): Promise<void> {
  return flush();
}
