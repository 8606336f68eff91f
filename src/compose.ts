import { config } from '@vscode/l10n';
import { type ExtensionContext, l10n, version, workspace } from 'vscode';
import { AccountSessions } from './accounts/accountSessions.ts';
import { AccountStore } from './accounts/accountStore.ts';
import { ConnectionCheck } from './accounts/connectionCheck.ts';
import { Connections } from './accounts/connections.ts';
import { RemoteInstances } from './accounts/remoteInstances.ts';
import { SignIn } from './accounts/signIn.ts';
import { TokenRenewal } from './accounts/tokenRenewal.ts';
import { WalkthroughChoices } from './accounts/walkthroughChoices.ts';
import type { IssuesForGitLab } from './api.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { DocumentFeatures } from './editor/documents/documentFeatures.ts';
import { DocumentSimilarIssues } from './editor/documents/documentSimilarIssues.ts';
import { DocumentProjects } from './editor/documents/documentProjects.ts';
import { IssueFileSystem } from './editor/documents/issueFileSystem.ts';
import { IssueCodeActions } from './editor/issueCodeActions.ts';
import { ReferenceDrop } from './editor/referenceDrop.ts';
import { AvatarFiles } from './gitlab/avatarFiles.ts';
import { offerSessions } from './host/authentication.ts';
import { openInBrowser } from './host/browser.ts';
import { setContextKey } from './host/contextKeys.ts';
import { GitRemotes, type ReadGitConfig } from './host/gitRemotes.ts';
import { IdentitySetting } from './host/identitySetting.ts';
import { OutputLog } from './host/log.ts';
import { notificationLevel } from './host/notificationLevel.ts';
import { OwnSettings } from './host/ownSettings.ts';
import { QuerySetting } from './host/querySetting.ts';
import { SecretLocks } from './host/secretLocks.ts';
import { SyncConfiguration } from './host/syncConfiguration.ts';
import { Memory } from './host/memory.ts';
import { TrackerSettings } from './host/trackerSettings.ts';
import { systemClock as clock } from './model/time/clock.ts';
import type { Network } from './model/connection/network.ts';
import { Emitter } from './model/event.ts';
import type { CacheFiles, DraftKeeper, Log, OwnerLocks, StorageFolder, WindowLocks } from './model/ports.ts';
import type { TokenSources } from './model/tokenSources.ts';
import { Scrubber } from './model/text/scrubber.ts';
import { siteOf } from './model/address/instanceBases.ts';
import type { InstanceUrl } from './model/address/instanceUrl.ts';
import { tokenPage, type TokenOwner } from './model/address/tokenPage.ts';
import { Avatars } from './sync/page/avatars.ts';
import { DraftList } from './sync/documents/draftList.ts';
import { IssueDocuments } from './sync/documents/issueDocuments.ts';
import { Drafts } from './sync/page/drafts.ts';
import { UnresponsivePages } from './sync/page/unresponsivePages.ts';
import { IssueReferences } from './sync/trackers/issueReferences.ts';
import { RememberedRemotes } from './sync/trackers/rememberedRemotes.ts';
import { RemoteHosts } from './sync/trackers/remoteHosts.ts';
import { RepositoryProjects } from './sync/trackers/repositoryProjects.ts';
import { isWritable } from './sync/trackers/trackerState.ts';
import { DescriptionSearch } from './sync/queries/descriptionSearch.ts';
import { IssueSearch } from './sync/search/issueSearch.ts';
import { SimilarIssues } from './sync/search/similarIssues.ts';
import { IssueStore } from './sync/store/issueStore.ts';
import { LabelColumns } from './sync/queries/labelColumns.ts';
import { MirrorCache } from './sync/cache/mirrorCache.ts';
import { createPublicApi } from './sync/publicApi.ts';
import { IssueArrangement } from './sync/queries/issueArrangement.ts';
import { QueryLists } from './sync/queries/queryLists.ts';
import { QueryResults } from './sync/queries/queryResults.ts';
import { TodoLists } from './sync/queries/todoLists.ts';
import { ViewQueries } from './sync/queries/viewQueries.ts';
import { Synchronizer } from './sync/synchronizer.ts';
import { UndoHistory } from './sync/writes/undoHistory.ts';
import { UnreadIssues } from './sync/unread/unreadIssues.ts';
import { createViews } from './views/createViews.ts';

/** The parts that differ between the two extension hosts, Node and the web worker. */
export interface HostPorts {
  /** A folder of the extension, shared by all windows. */
  readonly files: (name: StorageFolder) => CacheFiles;
  /** Locks that all windows on this machine share. */
  readonly locks: (log: Log) => WindowLocks & OwnerLocks;
  readonly readGitConfig: ReadGitConfig;
  readonly network: Network;
  /** The access tokens of other programs on this computer. */
  readonly tokenSources: TokenSources;
  /** The versions and the machine for a bug report, one per line. */
  readonly systemReport: (ownVersion: string) => readonly string[];
}

/** The composed extension, as its entry point returns it. */
export interface ComposedExtension {
  readonly api: IssuesForGitLab;
  /**
   * Resolves when all the user's text, new tokens, and the progress of loading are stored, and no page is marked as
   * loading. Never rejects.
   */
  readonly flush: () => Promise<void>;
}

/**
 * Creates the objects, lower layers first, and connects them. Reads no files or secrets and sends no requests. Those
 * start when the view becomes visible, a command runs, or another extension asks.
 */
export function compose(
  context: ExtensionContext,
  { files, locks, readGitConfig, network, tokenSources, systemReport }: HostPorts,
): ComposedExtension {
  if (l10n.bundle) config({ contents: l10n.bundle });

  const scrubber = new Scrubber();
  const log = new OutputLog('Issues for GitLab', scrubber);
  Emitter.onListenerError = (error) => {
    log.warn(`A listener failed: ${error instanceof Error ? (error.stack ?? error.message) : typeof error}`);
  };
  const ownSettings = new OwnSettings(log);
  const settings = new SyncConfiguration(ownSettings);
  const git = new GitRemotes(readGitConfig, clock, log);
  const workspaceMemory = new Memory(context.workspaceState);
  const isOpen = (folder: string) =>
    workspace.isTrusted && (workspace.workspaceFolders ?? []).some(({ uri }) => uri.toString() === folder);
  const remotes = new RememberedRemotes(git, workspaceMemory, isOpen);
  const trackerSettings = new TrackerSettings(log);

  const globalMemory = new Memory(context.globalState);
  const accounts = new AccountStore(context.secrets, globalMemory, scrubber, clock, log);
  const { version: ownVersion } = context.extension.packageJSON as { version: string };
  const userAgent = `issues-for-gitlab/${ownVersion} VSCode/${version}`;
  const addressesOf = async (host: string) => {
    const resolved = await network.resolveName(host);
    return 'found' in resolved ? resolved.found : [];
  };
  const connections = new Connections(accounts, clock, log, userAgent, addressesOf);
  const choices = new WalkthroughChoices(workspaceMemory, accounts, setContextKey);
  const identity = new IdentitySetting();
  const openTokenPage = (instance: InstanceUrl, home: TokenOwner | undefined) =>
    openInBrowser(tokenPage(siteOf(instance, accounts.accounts ?? []), home ?? choices.homeOn(instance)));
  const signIn = new SignIn(accounts, connections, identity, openTokenPage, tokenSources);
  const suggestions = new RemoteInstances(remotes, accounts);
  const sessions = new AccountSessions(accounts, signIn, suggestions, choices);

  const store = new IssueStore(() => settings.mostIssues);
  const search = new IssueSearch(store, clock);
  const cache = new MirrorCache(files('cache'), clock, log);
  const gatewayFor = connections.clientFor.bind(connections);
  const hosts = new RemoteHosts({ gatewayFor, memory: globalMemory, workspaceMemory, log });
  const sources = { remotes, accounts, choices: trackerSettings, gatewayFor, hosts, settings };
  const outbox = { outboxFiles: files('outbox'), locks: locks(log) };
  const synchronizer = new Synchronizer({ ...sources, ...outbox, store, cache, clock, log });
  const unread = new UnreadIssues(synchronizer, store, cache, identity, clock);
  const publicApi = createPublicApi(synchronizer, store);
  const results = new QueryResults(synchronizer, store, clock, log);
  const similar = new SimilarIssues(store, results, synchronizer.issues, clock);
  const descriptionSearch = new DescriptionSearch(synchronizer.issues, store, clock);
  const columns = new LabelColumns(synchronizer, clock);
  const querySetting = new QuerySetting(log);
  const arrangement = new IssueArrangement(workspaceMemory, ownSettings);
  const queries = new ViewQueries(querySetting, arrangement, clock);
  const listed = { queries, arrangement, store, results, descriptionSearch, columns, synchronizer, identity, clock };
  const lists = new QueryLists(listed);
  const todos = new TodoLists(synchronizer, () => notificationLevel(ownSettings) !== 'off', clock, log);

  const drafts = new Drafts(files('drafts'), clock, log);
  const documents = new IssueDocuments(files('documents'), clock, log);
  const unsent: DraftKeeper = {
    count: async (account) =>
      (await drafts.count(account)) + (await documents.count(account)) + (await synchronizer.outbox.count(account)),
    discard: async (account) => {
      await Promise.all([drafts.discard(account), documents.discard(account), synchronizer.outbox.discard(account)]);
    },
  };
  const draftList = new DraftList(documents, synchronizer, clock);
  // Not the extension's storage, which is another one while the process of a crashed window lives.
  const ownWindow = workspace.workspaceFile ?? workspace.workspaceFolders?.[0]?.uri;
  const unresponsive = new UnresponsivePages(files('pages'), ownWindow?.toString() ?? 'empty', log);
  const kept = { ownSettings, workspaceMemory, globalMemory };
  const avatars = new Avatars({ files: new AvatarFiles(addressesOf), settings: ownSettings, clock });
  const projects = new RepositoryProjects(remotes, accounts, hosts);
  const references = new IssueReferences(projects);
  const history = new UndoHistory();
  const asked = { synchronizer, store, results, arrangement, queries, todos, unread, drafts, history };
  const views = createViews({
    ...asked,
    lists,
    draftList,
    columns,
    identity,
    unresponsive,
    avatars,
    ...kept,
    extensionUri: context.extensionUri,
    scrubber,
    clock,
    log,
  });
  const mayCreate = () => synchronizer.trackers.some((tracker) => isWritable(tracker));
  const editing = [new ReferenceDrop(references), new IssueCodeActions(mayCreate)];
  const fileSystem = new IssueFileSystem(documents);
  const documentProjects = new DocumentProjects(documents, synchronizer, store, clock);
  const similarToDocument = new DocumentSimilarIssues(documentProjects, synchronizer, similar, clock);
  const mayUpload = (tracker: string) => views.consent.ask([tracker]);
  const documentFeatures = new DocumentFeatures(documentProjects, similarToDocument, mayUpload, clock);
  const sharedLocks = new SecretLocks(context.secrets, outbox.locks, clock, log);
  const renewal = new TokenRenewal(accounts, connections, sharedLocks, clock);
  const check = new ConnectionCheck(connections, accounts, remotes, network, clock);
  const signedIn = { accounts, connections, identity, signIn, suggestions, choices, renewal, check };
  const shown = {
    remotes,
    hosts,
    trackerSettings,
    ...asked,
    unsent,
    documents,
    documentProjects,
    documentFeatures,
    querySetting,
    references,
    projects,
    git,
    search,
    similar,
    workspaceMemory,
    ...views,
  };
  const run = registerCommands({
    ...signedIn,
    ...shown,
    systemReport: () => systemReport(ownVersion),
    scrubber,
    clock,
    log,
  });

  const answers = [lists, todos, queries, arrangement, results, descriptionSearch, columns, querySetting];
  const held = [hosts, sessions, identity, accounts, remotes, git, trackerSettings, settings];
  const written = [documentFeatures, fileSystem, draftList, documents, drafts, history];
  const drawn = [run, ...editing, views, publicApi, unread, similar, ...written, synchronizer, search, store];
  context.subscriptions.push(offerSessions(sessions), ...drawn, ...answers, choices, ...held);

  return {
    api: publicApi.exports,
    flush: async () => {
      await Promise.all([
        drafts.flushAll(),
        unresponsive.unmarkAll(),
        renewal.finish(),
        synchronizer.flush(),
        synchronizer.outbox.leave(),
      ]);
    },
  };
}
