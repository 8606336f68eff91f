import { EventEmitter, extensions, workspace } from 'vscode';
import type { Clock } from '../model/time/clock.ts';
import type { Disposable } from '../model/event.ts';
import { isInFolder } from '../model/isInFolder.ts';
import type { Log, RemoteSource, WorkspaceRemote } from '../model/ports.ts';
import { type RemoteRewriting, rewritingsIn, rewrittenUrl } from '../model/address/remoteRewriting.ts';
import type { GitApi, GitExtension, GitRepository } from './gitExtension.ts';

/** How long to wait for Git to read its first repository. */
const longestWait = 20_000;

/**
 * The remotes of every repository that the built-in Git extension has open, including submodules, worktrees, and
 * repositories that open later. Never starts a Git process, and doesn't use Git in an untrusted workspace.
 */
export class GitRemotes implements RemoteSource {
  private current: RemoteSource['state'] = 'starting';
  private api: GitApi | undefined;
  private git: GitExtension | undefined;
  private isConnected = false;
  private isPatient = true;
  private ofApi: Disposable[] = [];
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[] = [];
  /** By URI, because the Git extension returns new objects each time. */
  private readonly repositories = new Map<string, Disposable>();
  /** The rules that Git rewrites the URLs of a repository's remotes by. The Git extension returns the URLs as written. */
  private readonly rules = new Map<string, readonly RemoteRewriting[]>();
  private last = '';

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  get state(): RemoteSource['state'] {
    return this.current;
  }

  get remotes(): readonly WorkspaceRemote[] {
    if (this.current !== 'ready') return [];
    return (this.api?.repositories ?? [])
      .filter((repository) => this.rules.has(keyOf(repository)) || !this.isPatient)
      .map((repository, opened) => ({ repository, rank: folderRank(repository), opened }))
      .sort((a, b) => a.rank - b.rank || a.opened - b.opened)
      .flatMap(({ repository, rank }) =>
        repository.state.remotes.flatMap(({ name, fetchUrl, pushUrl }) => {
          const url = fetchUrl ?? pushUrl;
          const rules = this.rules.get(keyOf(repository)) ?? [];
          const folder = workspace.workspaceFolders?.[rank]?.name;
          const inFolder = folder === undefined ? {} : { folder };
          if (url === undefined) return [];
          return [{ repository: keyOf(repository), name, url: rewrittenUrl(url, rules), ...inFolder }];
        }),
      );
  }

  start(): void {
    if (this.subscriptions.length > 0) return;
    this.subscriptions.push(
      workspace.onDidGrantWorkspaceTrust(() => void this.connect()),
      workspace.onDidChangeWorkspaceFolders(() => {
        this.update();
      }),
      extensions.onDidChange(() => {
        if (!this.git) void this.connect();
      }),
      // A repository that Git can't read must not block the others.
      this.clock.after(longestWait, () => {
        this.isPatient = false;
        this.update();
      }),
    );
    void this.connect();
  }

  dispose(): void {
    this.drop();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  /** Connects to the Git extension when it is available. After the user grants trust, that takes a moment. */
  private async connect(): Promise<void> {
    if (workspace.isTrusted) {
      try {
        const git = await extensions.getExtension<GitExtension>('vscode.git')?.activate();
        if (git) this.follow(git);
      } catch (error) {
        this.log.warn(`Couldn't use the Git extension. ${error instanceof Error ? error.message : ''}`);
      }
      this.isConnected = true;
    }
    this.update();
  }

  private follow(git: GitExtension): void {
    if (this.git) return;
    this.git = git;
    this.subscriptions.push(
      git.onDidChangeEnablement(() => {
        this.drop();
        this.attach(git);
        this.update();
      }),
    );
    this.attach(git);
  }

  private attach(git: GitExtension): void {
    if (!git.enabled) return;
    const api = git.getAPI(1);
    this.api = api;
    this.ofApi.push(
      api.onDidChangeState(() => {
        this.update();
      }),
      api.onDidOpenRepository((repository) => {
        this.watch(repository);
      }),
      api.onDidCloseRepository((repository) => {
        this.repositories.get(keyOf(repository))?.dispose();
        this.repositories.delete(keyOf(repository));
        this.rules.delete(keyOf(repository));
        this.update();
      }),
    );
    for (const repository of api.repositories) this.watch(repository);
  }

  /** Disconnects from Git, for example when the user turns it off. */
  private drop(): void {
    for (const subscription of [...this.ofApi, ...this.repositories.values()]) subscription.dispose();
    this.ofApi = [];
    this.repositories.clear();
    this.rules.clear();
    this.api = undefined;
  }

  private watch(repository: GitRepository): void {
    this.repositories.get(keyOf(repository))?.dispose();
    this.repositories.set(
      keyOf(repository),
      repository.state.onDidChange(() => {
        this.update();
      }),
    );
    void this.readRules(repository);
    this.update();
  }

  /** Reads the rules once for a repository, because they rarely change, and each reading starts a Git process. */
  private async readRules(repository: GitRepository): Promise<void> {
    let rules: readonly RemoteRewriting[] = [];
    try {
      rules = rewritingsIn(await repository.getConfigs());
    } catch (error) {
      this.log.debug(`Couldn't read the Git configuration. ${error instanceof Error ? error.message : ''}`);
    }
    if (!this.repositories.has(keyOf(repository))) return;
    this.rules.set(keyOf(repository), rules);
    this.update();
  }

  /** Fires only when the remotes change, because a repository's state changes with every saved file. */
  private update(): void {
    this.current = this.refresh();
    const now = JSON.stringify([this.current, this.remotes]);
    if (now === this.last) return;
    this.last = now;
    this.changed.fire();
  }

  private refresh(): RemoteSource['state'] {
    if (!workspace.workspaceFolders?.length) return 'noFolder';
    if (!workspace.isTrusted) return 'untrusted';
    if (!this.api) return this.isConnected ? 'noGit' : 'starting';
    const { repositories, state } = this.api;
    if (repositories.some((repository) => wasRead(repository) && this.rules.has(keyOf(repository)))) return 'ready';
    if (this.isPatient && (repositories.length > 0 || state !== 'initialized')) return 'starting';
    return repositories.length > 0 ? 'ready' : 'noGit';
  }
}

function keyOf({ rootUri }: GitRepository): string {
  return rootUri.toString();
}

/** Git adds a repository before it reads it. Until then, the repository has neither a HEAD nor remotes. */
function wasRead({ state }: GitRepository): boolean {
  return state.HEAD !== undefined || state.remotes.length > 0;
}

/**
 * The rank of the workspace folder of a repository, to sort by. It is the innermost folder that contains the
 * repository, or the first one inside it. Repositories elsewhere come last.
 */
function folderRank({ rootUri }: GitRepository): number {
  const folders = workspace.workspaceFolders ?? [];
  const folder =
    workspace.getWorkspaceFolder(rootUri) ?? folders.find(({ uri }) => isInFolder(uri.toString(), rootUri.toString()));
  return folder?.index ?? folders.length;
}
