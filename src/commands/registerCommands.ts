import type { AccountStore } from '../accounts/accountStore.ts';
import type { ConnectionCheck } from '../accounts/connectionCheck.ts';
import type { Connections } from '../accounts/connections.ts';
import { OwnNameQuestion } from '../accounts/ownNameQuestion.ts';
import type { RemoteInstances } from '../accounts/remoteInstances.ts';
import type { SignIn } from '../accounts/signIn.ts';
import type { TokenRenewal } from '../accounts/tokenRenewal.ts';
import type { WalkthroughChoices } from '../accounts/walkthroughChoices.ts';
import type { IdentitySetting } from '../host/identitySetting.ts';
import type { OutputLog } from '../host/log.ts';
import type { Clock } from '../model/clock.ts';
import type { RemoteSource } from '../model/ports.ts';
import type { Scrubber } from '../model/scrubber.ts';
import type { IssueSearch } from '../sync/issueSearch.ts';
import type { IssueStore } from '../sync/issueStore.ts';
import type { Synchroniser } from '../sync/synchroniser.ts';
import type { IssueArrangement } from '../views/issueArrangement.ts';
import type { IssueTree } from '../views/issueTree.ts';
import type { IssueView } from '../views/issueView.ts';
import type { IssuePanels } from '../views/page/issuePanels.ts';
import { AccountCommands } from './accountCommands.ts';
import { ArrangementCommands } from './arrangementCommands.ts';
import { BulkWriter } from './bulkWrite.ts';
import { ConnectionCommands } from './connectionCommands.ts';
import { CreateCommands } from './createCommands.ts';
import { IssueCommands } from './issueCommands.ts';
import { IssueTargets } from './issueTargets.ts';
import { CommandRunner } from './run.ts';
import { SearchCommands } from './searchCommands.ts';
import { TokenCommands } from './tokenCommands.ts';
import { TriageCommands } from './triageCommands.ts';
import { ViewCommands } from './viewCommands.ts';
import { WalkthroughCommands } from './walkthroughCommands.ts';

/** What the commands act on; the extension builds it. */
export interface CommandParts {
  readonly accounts: AccountStore;
  readonly signIn: SignIn;
  readonly suggestions: RemoteInstances;
  readonly choices: WalkthroughChoices;
  readonly renewal: TokenRenewal;
  readonly check: ConnectionCheck;
  readonly connections: Connections;
  readonly identity: IdentitySetting;
  readonly remotes: RemoteSource;
  readonly synchroniser: Synchroniser;
  readonly store: IssueStore;
  readonly search: IssueSearch;
  readonly arrangement: IssueArrangement;
  readonly tree: IssueTree;
  readonly view: IssueView;
  readonly panels: IssuePanels;
  readonly scrubber: Scrubber;
  readonly ownVersion: string;
  readonly clock: Clock;
  readonly log: OutputLog;
}

/** Registers every family of commands; disposing of the runner takes them all away. */
export function registerCommands(parts: CommandParts): CommandRunner {
  const { accounts, signIn, suggestions, choices, identity, remotes, synchroniser, store, tree, view, clock, log } =
    parts;
  const ownName = new OwnNameQuestion(accounts, parts.connections, identity, clock);
  const run = new CommandRunner(tree, log);
  new TokenCommands(accounts, parts.renewal, identity, ownName, parts.connections, clock).register(run);
  new AccountCommands(signIn, accounts, suggestions, choices, ownName, synchroniser).register(run);
  new WalkthroughCommands(choices, suggestions, accounts).register(run);
  new ConnectionCommands(parts.check, accounts, remotes, parts.scrubber, parts.ownVersion, clock).register(run);
  new ViewCommands(synchroniser, tree, log).register(run);
  new ArrangementCommands(parts.arrangement, synchroniser, store).register(run);
  const targets = new IssueTargets(synchroniser, store, () => view.treeView.selection);
  new IssueCommands(targets, (target) => parts.panels.show(target)).register(run);
  new TriageCommands(targets, synchroniser, identity, new BulkWriter(log), clock).register(run);
  const reveal = view.reveal.bind(view);
  new CreateCommands(synchroniser, reveal).register(run);
  new SearchCommands(synchroniser, parts.search, clock, reveal).register(run);
  return run;
}
