import { EventEmitter, extensions, workspace } from 'vscode';
import type { Clock } from '../model/time/clock.ts';
import type { Disposable } from '../model/event.ts';
import { isInFolder } from '../model/isInFolder.ts';
import type { Log, RemoteSource, WorkspaceRemote } from '../model/ports.ts';
import type { GitConfigValue } from '../model/address/readGitConfigText.ts';
import { type RemoteAddress, remoteAddresses } from '../model/address/remoteAddresses.ts';
import type { GitApi, GitExtension, GitRepository } from './gitExtension.ts';

/** How long to wait for Git to read its first repository. */
const longestWait = 20_000;

/** Reads Git's configuration of the repository in a folder, from all its files. Rejects if there is no repository. */
export type ReadGitConfig = (
  folder: string,
  gitProgram: string,
  remoteUrls: readonly string[],
) => Promise<readonly GitConfigValue[]>;

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
  /**
   * The addresses of each repository's remotes, as Git's configuration rewrites them. The Git extension returns only one
   * fetch and one push URL of a remote, as written.
   */
  private readonly addresses = new Map<string, readonly RemoteAddress[]>();
  /** What the addresses of each repository were read for. */
  private readonly readFor = new Map<string, string>();
  private last = '';

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly readConfig: ReadGitConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  get state(): RemoteSource['state'] {
    return this.current;
  }

  get remotes(): readonly WorkspaceRemote[] {
    if (this.current !== 'ready') return [];
    return (this.api?.repositories ?? [])
      .map((repository, opened) => ({ repository, rank: folderRank(repository), opened }))
      .sort((a, b) => a.rank - b.rank || a.opened - b.opened)
      .flatMap(({ repository, rank }) => {
        const folder = workspace.workspaceFolders?.[rank]?.uri.toString();
        const place = { repository: keyOf(repository), ...(folder === undefined ? {} : { folder }) };
        const known = this.addresses.get(keyOf(repository)) ?? (this.isPatient ? [] : asWritten(repository));
        return known.map((address) => ({ ...place, ...address }));
      });
  }

  /** Whether Git has read all repositories, or can't. */
  get isComplete(): boolean {
    if (!this.api) return this.isConnected;
    const { repositories, state } = this.api;
    const isRead = (repository: GitRepository) => wasRead(repository) && this.addresses.has(keyOf(repository));
    return !this.isPatient || (state === 'initialized' && repositories.every(isRead));
  }

  /** The innermost open repository that contains a file. */
  repositoryOf(document: string): GitRepository | undefined {
    const holding = (this.api?.repositories ?? []).filter((each) => isInFolder(document, keyOf(each)));
    return holding.sort((a, b) => keyOf(b).length - keyOf(a).length)[0];
  }

  reread(): void {
    this.readFor.clear();
    this.update();
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
        this.forget(repository);
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
    this.addresses.clear();
    this.readFor.clear();
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
    this.update();
  }

  private forget(repository: GitRepository): void {
    this.addresses.delete(keyOf(repository));
    this.readFor.delete(keyOf(repository));
  }

  /** Reads the configuration again whenever the remotes or the branch change, because other files can depend on them. */
  private async readAddresses(repository: GitRepository, api: GitApi): Promise<void> {
    const written = asWritten(repository);
    const cause = JSON.stringify([repository.state.HEAD?.name, written]);
    const key = keyOf(repository);
    if (this.readFor.get(key) === cause) return;
    this.readFor.set(key, cause);
    let addresses = written;
    try {
      const urls = written.map(({ url }) => url);
      addresses = remoteAddresses(await this.readConfig(repository.rootUri.fsPath, api.git.path, urls));
    } catch (error) {
      this.log.debug(`Couldn't read the Git configuration. ${error instanceof Error ? error.message : ''}`);
    }
    if (this.readFor.get(key) !== cause) return;
    this.addresses.set(key, addresses);
    this.update();
  }

  /** Fires only when the remotes change, or are complete, because a repository's state changes with every saved file. */
  private update(): void {
    const { api } = this;
    const read = api?.repositories.filter(
      (repository) => this.repositories.has(keyOf(repository)) && wasRead(repository),
    );
    for (const repository of read ?? []) if (api) void this.readAddresses(repository, api);
    this.current = this.refresh();
    const now = JSON.stringify([this.current, this.isComplete, this.remotes]);
    if (now === this.last) return;
    this.last = now;
    this.changed.fire();
  }

  private refresh(): RemoteSource['state'] {
    if (!workspace.workspaceFolders?.length) return 'noFolder';
    if (!workspace.isTrusted) return 'untrusted';
    if (!this.api) return this.isConnected ? 'noGit' : 'starting';
    const { repositories, state } = this.api;
    if (repositories.some((repository) => wasRead(repository) && this.addresses.has(keyOf(repository)))) return 'ready';
    if (this.isPatient && (repositories.length > 0 || state !== 'initialized')) return 'starting';
    return repositories.length > 0 ? 'ready' : 'noGit';
  }
}

function keyOf({ rootUri }: GitRepository): string {
  return rootUri.toString();
}

/** The addresses of a repository's remotes, without the rules in Git's configuration. */
function asWritten({ state }: GitRepository): readonly RemoteAddress[] {
  return state.remotes.flatMap(({ name, fetchUrl, pushUrl }) =>
    [...new Set([fetchUrl, pushUrl])].flatMap((url) => (url === undefined ? [] : [{ name, url }])),
  );
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
