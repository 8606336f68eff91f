import { type Disposable, EventEmitter, extensions, workspace } from 'vscode';
import type { Log, RemoteSource, WorkspaceRemote } from '../model/ports.ts';
import type { GitApi, GitExtension, GitRepository } from './gitExtension.ts';

/**
 * The remotes of every repository that the built-in Git extension has open: those of all folders, submodules and
 * worktrees, and those that open later. We start no git process ourselves, and an untrusted workspace has no git.
 */
export class GitRemotes implements RemoteSource {
  private current: RemoteSource['state'] = 'starting';
  private api: GitApi | undefined;
  private connected = false;
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[] = [];
  private readonly repositories = new Map<GitRepository, Disposable>();
  private last = '';

  readonly onDidChange = this.changed.event;

  constructor(private readonly log: Log) {}

  get state(): RemoteSource['state'] {
    return this.current;
  }

  get remotes(): readonly WorkspaceRemote[] {
    return (this.api?.repositories ?? [])
      .map((repository, opened) => ({ repository, rank: folderRank(repository), opened }))
      .sort((a, b) => a.rank - b.rank || a.opened - b.opened)
      .flatMap(({ repository }) =>
        repository.state.remotes.flatMap(({ name, fetchUrl, pushUrl }) => {
          const url = fetchUrl ?? pushUrl;
          return url === undefined ? [] : [{ repository: repository.rootUri.toString(), name, url }];
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
        if (!this.api) void this.connect();
      }),
    );
    void this.connect();
  }

  dispose(): void {
    for (const subscription of [...this.subscriptions, ...this.repositories.values()]) subscription.dispose();
    this.changed.dispose();
  }

  private async connect(): Promise<void> {
    if (workspace.isTrusted) {
      try {
        const extension = extensions.getExtension<GitExtension>('vscode.git');
        const git = await extension?.activate();
        if (git) this.follow(git);
        this.connected = true;
      } catch (error) {
        this.connected = true;
        this.log.warn(`The Git extension could not be used: ${error instanceof Error ? error.message : ''}`);
      }
    }
    this.update();
  }

  private follow(git: GitExtension): void {
    const attach = () => {
      if (!git.enabled || this.api) return;
      const api = git.getAPI(1);
      this.api = api;
      this.subscriptions.push(
        api.onDidChangeState(() => {
          this.update();
        }),
        api.onDidOpenRepository((repository) => {
          this.watch(repository);
        }),
        api.onDidCloseRepository((repository) => {
          this.repositories.get(repository)?.dispose();
          this.repositories.delete(repository);
          this.update();
        }),
      );
      for (const repository of api.repositories) this.watch(repository);
    };
    attach();
    this.subscriptions.push(
      git.onDidChangeEnablement((enabled) => {
        if (!enabled) this.api = undefined;
        attach();
        this.update();
      }),
    );
  }

  private watch(repository: GitRepository): void {
    this.repositories.get(repository)?.dispose();
    this.repositories.set(
      repository,
      repository.state.onDidChange(() => {
        this.update();
      }),
    );
    this.update();
  }

  /** Tells of a change only where there is one: a repository's state changes with every keystroke that is saved. */
  private update(): void {
    this.current = this.look();
    const now = JSON.stringify([this.current, this.remotes]);
    if (now === this.last) return;
    this.last = now;
    this.changed.fire();
  }

  private look(): RemoteSource['state'] {
    if (!workspace.workspaceFolders?.length) return 'noFolder';
    if (!workspace.isTrusted) return 'untrusted';
    if (!this.api) return this.connected ? 'noGit' : 'starting';
    const { repositories } = this.api;
    if (repositories.some(wasRead)) return 'ready';
    if (repositories.length > 0) return 'starting';
    return this.api.state === 'initialized' ? 'noGit' : 'starting';
  }
}

/** A repository is there before git was asked about it: until then it seems to have neither a HEAD nor remotes. */
function wasRead({ state }: GitRepository): boolean {
  return state.HEAD !== undefined || state.remotes.length > 0;
}

/** The folder of the workspace that a repository belongs to; repositories from elsewhere come last. */
function folderRank(repository: GitRepository): number {
  const folders = workspace.workspaceFolders ?? [];
  const rank = folders.findIndex(
    ({ uri }) =>
      repository.rootUri.path === uri.path ||
      repository.rootUri.path.startsWith(`${uri.path}/`) ||
      uri.path.startsWith(`${repository.rootUri.path}/`),
  );
  return rank < 0 ? folders.length : rank;
}
