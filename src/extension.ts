import { config } from '@vscode/l10n';
import { type ExtensionContext, l10n, version } from 'vscode';
import { AccountStore } from './accounts/accountStore.ts';
import { ConnectionCheck } from './accounts/connectionCheck.ts';
import { Connections } from './accounts/connections.ts';
import { SignIn } from './accounts/signIn.ts';
import type { IssuesForGitLab } from './api.ts';
import { AccountCommands } from './commands/accountCommands.ts';
import { ConnectionCommands } from './commands/connectionCommands.ts';
import { IssueCommands } from './commands/issueCommands.ts';
import { IssueTargets } from './commands/issueTargets.ts';
import { CommandRunner } from './commands/run.ts';
import { ViewCommands } from './commands/viewCommands.ts';
import { openInBrowser } from './host/browser.ts';
import { GitRemotes } from './host/gitRemotes.ts';
import { OutputLog } from './host/log.ts';
import { PollingInterval } from './host/pollingInterval.ts';
import { systemClock } from './model/clock.ts';
import { GitLabError } from './model/gitLabError.ts';
import { Scrubber } from './model/scrubber.ts';
import { personalTokenPage } from './model/tokenPage.ts';
import { IssueStore } from './sync/issueStore.ts';
import { createPublicApi } from './sync/publicApi.ts';
import { Synchroniser } from './sync/synchroniser.ts';
import { IssueTree } from './views/issueTree.ts';
import { IssueView } from './views/issueView.ts';

/**
 * Builds the objects in floor order and gives them to each other. Reads no file, no secret and sends no request: that
 * begins when the view is seen, a command is run or another extension asks.
 */
export function activate(context: ExtensionContext): IssuesForGitLab {
  if (l10n.bundle) config({ contents: l10n.bundle });

  const scrubber = new Scrubber();
  const log = new OutputLog('Issues for GitLab', scrubber);
  const pollingInterval = new PollingInterval();
  const remotes = new GitRemotes(systemClock, log);

  const accounts = new AccountStore(context.secrets, scrubber, systemClock, log);
  const { version: ownVersion } = context.extension.packageJSON as { version: string };
  const connections = new Connections(accounts, systemClock, log, `issues-for-gitlab/${ownVersion} VSCode/${version}`);
  const signIn = new SignIn(accounts, connections, (instance) => openInBrowser(personalTokenPage(instance)));

  const store = new IssueStore();
  const gatewayFor = connections.clientFor.bind(connections);
  const synchroniser = new Synchroniser(remotes, accounts, gatewayFor, store, pollingInterval, systemClock, log);
  const publicApi = createPublicApi(synchroniser, store, log);

  const tree = new IssueTree(synchroniser, store, systemClock);
  const view = new IssueView(tree, synchroniser, systemClock);

  const run = new CommandRunner(tree, log);
  new AccountCommands(signIn, accounts, remotes, synchroniser).register(run);
  const check = new ConnectionCheck(connections, accounts, remotes, systemClock);
  new ConnectionCommands(check, accounts, remotes, scrubber, ownVersion, systemClock).register(run);
  new ViewCommands(synchroniser, tree, log).register(run);
  new IssueCommands(new IssueTargets(synchroniser, store, () => view.treeView.selection)).register(run);

  // The log last: the others may still write.
  context.subscriptions.push(run, view, tree, publicApi, synchroniser, store, accounts, remotes, pollingInterval, log);

  return {
    getApi: (requested) => {
      if ((requested as number) !== 1)
        throw new GitLabError('invalid', { detail: 'arguments', serverMessage: 'version' });
      synchroniser.fillUnseen();
      return publicApi.api;
    },
  };
}
