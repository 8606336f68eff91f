import type { AccountStore } from '../accounts/accountStore.ts';
import type { ConnectionCheck } from '../accounts/connectionCheck.ts';
import type { Connections } from '../accounts/connections.ts';
import { OwnNameQuestion } from '../accounts/ownNameQuestion.ts';
import type { RemoteInstances } from '../accounts/remoteInstances.ts';
import type { SignIn } from '../accounts/signIn.ts';
import type { TokenRenewal } from '../accounts/tokenRenewal.ts';
import type { WalkthroughChoices } from '../accounts/walkthroughChoices.ts';
import type { GitRemotes } from '../host/gitRemotes.ts';
import type { IdentitySetting } from '../host/identitySetting.ts';
import type { OutputLog } from '../host/log.ts';
import type { Memory } from '../host/memory.ts';
import type { TrackerSettings } from '../host/trackerSettings.ts';
import type { QuerySetting } from '../host/querySetting.ts';
import type { Clock } from '../model/time/clock.ts';
import type { DraftKeeper, RemoteSource } from '../model/ports.ts';
import type { Scrubber } from '../model/text/scrubber.ts';
import type { DocumentFeatures } from '../editor/documents/documentFeatures.ts';
import type { DocumentProjects } from '../editor/documents/documentProjects.ts';
import { type NewDraft, openDraft as openNewDraft, showDocument } from '../editor/documents/openDocument.ts';
import type { IssueDocuments } from '../sync/documents/issueDocuments.ts';
import type { IssueReferences } from '../sync/trackers/issueReferences.ts';
import type { RepositoryProjects } from '../sync/trackers/repositoryProjects.ts';
import type { RemoteHosts } from '../sync/trackers/remoteHosts.ts';
import type { IssueSearch } from '../sync/search/issueSearch.ts';
import type { SimilarIssues } from '../sync/search/similarIssues.ts';
import type { IssueStore } from '../sync/store/issueStore.ts';
import { QueryValues } from '../sync/queries/queryValues.ts';
import type { TodoLists } from '../sync/queries/todoLists.ts';
import type { QueryResults } from '../sync/queries/queryResults.ts';
import type { Synchronizer } from '../sync/synchronizer.ts';
import type { Drafts } from '../sync/page/drafts.ts';
import type { UndoHistory } from '../sync/writes/undoHistory.ts';
import type { UnreadIssues } from '../sync/unread/unreadIssues.ts';
import type { IssueArrangement } from '../sync/queries/issueArrangement.ts';
import type { ConnectionPanel } from '../views/connection/connectionPanel.ts';
import type { DeadTokenNotice } from '../views/notices/deadTokenNotice.ts';
import type { IssueDrops } from '../views/tree/issueDrops.ts';
import type { IssueTree } from '../views/tree/issueTree.ts';
import type { IssueView } from '../views/tree/issueView.ts';
import type { IssuePanels, Opening, ShownIssue } from '../views/page/issuePanels.ts';
import type { ViewQueries } from '../sync/queries/viewQueries.ts';
import type { WriteConsent } from '../views/writeConsent.ts';
import { AccountCommands } from './accounts/accountCommands.ts';
import { ArrangementCommands } from './queries/arrangementCommands.ts';
import { BulkWriter } from './issues/bulkWrite.ts';
import { ConnectionCommands } from './accounts/connectionCommands.ts';
import { CodeCommands } from './issues/codeCommands.ts';
import { CreateCommands } from './issues/createCommands.ts';
import { DocumentCommands } from './issues/documentCommands.ts';
import { FollowCommands } from './issues/followCommands.ts';
import { IssueDropWrites } from './issues/issueDropWrites.ts';
import { IssueTargets } from './issues/issueTargets.ts';
import { LinkCommands } from './issues/linkCommands.ts';
import { IssuePicker } from './pickers/issuePicker.ts';
import { RecentPeople } from './pickers/recentPeople.ts';
import { OpenCommands } from './issues/openCommands.ts';
import { QueryBox } from './queries/queryBox.ts';
import { RecentQueries } from './queries/recentQueries.ts';
import { QueryCommands } from './queries/queryCommands.ts';
import { ReadCommands } from './issues/readCommands.ts';
import { ReferenceCommands } from './issues/referenceCommands.ts';
import { RemovalCommands } from './issues/removalCommands.ts';
import { CommandRunner } from './run.ts';
import { SearchCommands } from './queries/searchCommands.ts';
import { TrackerCommands } from './trackers/trackerCommands.ts';
import { TokenCommands } from './accounts/tokenCommands.ts';
import { TriageCommands } from './issues/triageCommands.ts';
import { ViewCommands } from './trackers/viewCommands.ts';
import { WalkthroughCommands } from './accounts/walkthroughCommands.ts';
import { WriteCommands } from './issues/writeCommands.ts';
import { TextCommands } from './issues/textCommands.ts';
import { TodoCommands } from './issues/todoCommands.ts';
import { WaitingCommands } from './issues/waitingCommands.ts';
import { UndoCommand } from './issues/undoCommand.ts';

/** The objects that the commands use. */
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
  readonly hosts: RemoteHosts;
  readonly trackerSettings: TrackerSettings;
  readonly workspaceMemory: Memory;
  readonly synchronizer: Synchronizer;
  readonly store: IssueStore;
  readonly results: QueryResults;
  readonly querySetting: QuerySetting;
  readonly search: IssueSearch;
  readonly similar: SimilarIssues;
  readonly unread: UnreadIssues;
  readonly references: IssueReferences;
  readonly projects: RepositoryProjects;
  readonly git: Pick<GitRemotes, 'repositoryOf'>;
  readonly arrangement: IssueArrangement;
  readonly queries: ViewQueries;
  readonly todos: TodoLists;
  readonly tree: IssueTree;
  readonly view: IssueView;
  readonly panels: IssuePanels;
  readonly consent: WriteConsent;
  readonly deadTokens: DeadTokenNotice;
  readonly connectionPanel: ConnectionPanel;
  readonly drafts: Drafts;
  readonly history: UndoHistory;
  readonly documents: IssueDocuments;
  readonly documentProjects: DocumentProjects;
  readonly documentFeatures: DocumentFeatures;
  /** All unsent text. */
  readonly unsent: DraftKeeper;
  readonly drops: IssueDrops;
  readonly scrubber: Scrubber;
  readonly systemReport: () => readonly string[];
  readonly clock: Clock;
  readonly log: OutputLog;
}

/** Registers all commands; disposing of the runner removes them. */
export function registerCommands(parts: CommandParts): CommandRunner {
  const {
    accounts,
    suggestions,
    choices,
    identity,
    synchronizer,
    store,
    tree,
    view,
    consent,
    drafts,
    history,
    clock,
    log,
  } = parts;
  const ownName = new OwnNameQuestion(accounts, parts.connections, identity, clock);
  const run = new CommandRunner(tree, accounts, parts.deadTokens, clock, log);
  const accountParts = { ...parts, ownName, drafts: parts.unsent };
  new TokenCommands(accountParts).register(run);
  new AccountCommands(accountParts).register(run);
  new WalkthroughCommands(choices, suggestions, accounts).register(run);
  new ConnectionCommands(parts).register(run);
  new TrackerCommands(parts).register(run);
  new ViewCommands({ ...parts, tree, view, log }).register(run);
  const queryValues = new QueryValues(synchronizer, store, identity, clock);
  const queryBox = new QueryBox(queryValues, new RecentQueries(parts.workspaceMemory), clock);
  new ArrangementCommands(parts.arrangement, synchronizer, store, queryBox, parts.querySetting).register(run);
  new QueryCommands(parts.querySetting, parts.queries, parts.arrangement, queryBox, parts.workspaceMemory).register(
    run,
  );
  const picker = new IssuePicker(synchronizer, parts.search, clock);
  const targets = new IssueTargets(synchronizer, picker, clock, tree, () => view.treeView.selection);
  /** Opening an issue marks it as read. */
  const open = async (target: ShownIssue, opening?: Opening) => {
    await parts.panels.show(target, opening);
    await parts.unread.markRead([target.issue]);
  };
  const openOthers = { open, openDraft: showDocument };
  new OpenCommands({ targets, view, panels: parts.panels, tree, ...openOthers, clock }).register(run);
  new ReferenceCommands(targets, parts.references).register(run);
  new UndoCommand(history, synchronizer).register(run);
  new ReadCommands(targets, synchronizer, parts.unread, history).register(run);
  const writer = new BulkWriter(log, consent, synchronizer, history, accounts, clock);
  const write = new WriteCommands(run, targets, writer, tree);
  new TriageCommands(synchronizer, identity, new RecentPeople(parts.workspaceMemory), clock).register(write);
  new TextCommands(synchronizer, writer, drafts).register(write);
  new LinkCommands(synchronizer, picker).register(write);
  new FollowCommands(synchronizer, parts.todos).register(write);
  new WaitingCommands(synchronizer).register(run);
  new TodoCommands(parts.todos, targets, synchronizer, () => view.treeView.selection).register(run);
  new RemovalCommands(synchronizer, clock).register(write);
  new IssueDropWrites(synchronizer, writer, clock).register(run, parts.drops.onDidDrop);
  const openDraft = (draft: NewDraft) => openNewDraft(parts.documents, draft);
  const creation = new CreateCommands({ ...parts, open, openDraft, reveal: view.reveal.bind(view) });
  creation.register(run);
  new CodeCommands({ ...parts, creation }).register(run);
  new DocumentCommands({ ...parts, open }).register(run);
  new SearchCommands(picker, open, view.select.bind(view)).register(run);
  return run;
}
