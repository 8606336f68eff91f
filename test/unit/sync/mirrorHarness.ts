import { GitLabClient } from '../../../src/gitlab/gitLabClient.ts';
import { KnownServer } from '../../../src/gitlab/knownServer.ts';
import type { Account } from '../../../src/model/account.ts';
import { Emitter } from '../../../src/model/event.ts';
import type { InstanceUrl } from '../../../src/model/address/instanceUrl.ts';
import type {
  AccountSource,
  RemoteSource,
  SyncSettings,
  TrackerChoices,
  WorkspaceRemote,
} from '../../../src/model/ports.ts';
import { IssueStore } from '../../../src/sync/store/issueStore.ts';
import { MirrorCache } from '../../../src/sync/cache/mirrorCache.ts';
import { Synchronizer } from '../../../src/sync/synchronizer.ts';
import type { RemoteHosts } from '../../../src/sync/trackers/remoteHosts.ts';
import { StandInGitLab } from '../../gitlab/standInGitLab.ts';
import type { StandInOptions } from '../../gitlab/standInOptions.ts';
import { LogLines, transportTo } from '../gitlab/startTransport.ts';
import { ManualClock } from '../manualClock.ts';
import { waitUntil } from '../waitUntil.ts';
import { freeLocks } from './freeLocks.ts';
import { MemoryFiles } from './memoryFiles.ts';
import { rememberedHosts } from './rememberedHosts.ts';

/** A value that a test changes and that the sync listens to. */
class Changing<T> {
  private readonly emitter = new Emitter<void>();
  readonly onDidChange = this.emitter.event;
  constructor(private current: T) {}
  get value(): T {
    return this.current;
  }
  set value(value: T) {
    this.current = value;
    this.emitter.fire();
  }
}

/** The sync with a real client and the stand-in GitLab. A test controls its workspace, accounts, and clock. */
export class MirrorHarness {
  readonly log = new LogLines();
  /** What the extension remembers for all windows. */
  readonly memory = new Map<string, unknown>();
  readonly hosts: RemoteHosts;
  readonly store = new IssueStore(() => this.mostIssues);
  readonly remotes: Changing<readonly WorkspaceRemote[]>;
  readonly accounts: Changing<readonly Account[] | undefined>;
  readonly interval = new Changing(60_000);
  /** The trackers in the settings. */
  readonly choices = new Changing<Partial<Pick<TrackerChoices, 'folders' | 'projects'>>>({});
  readonly synchronizer: Synchronizer;

  /** Whether the keyring has returned all of its accounts. */
  isWhole = true;
  isRead = true;
  /** Makes the changes of another window to the accounts. Called when the sync reads the accounts again. */
  onReread: () => void = () => undefined;
  /** Changes the responses of the server. */
  respond: (response: Response, url: string) => Response | Promise<Response> = (response) => response;
  /** If set, replaces the token in the accounts' keys. */
  renewedToken: string | undefined;
  /** The highest number of simultaneous requests. */
  mostInFlight = 0;
  private inFlight = 0;

  /** The setting `gitlabIssues.cache.maxIssues`. */
  mostIssues = 10_000;

  private constructor(
    readonly gitlab: StandInGitLab,
    readonly clock = new ManualClock(),
    readonly files = new MemoryFiles(() => clock.now()),
  ) {
    const { remotes, accounts, interval } = this.make();
    this.remotes = remotes;
    this.accounts = accounts;
    const remoteSource: RemoteSource = {
      get remotes() {
        return remotes.value;
      },
      state: 'ready',
      onDidChange: remotes.onDidChange,
      start: () => undefined,
      reread: () => undefined,
    };
    const isWhole = () => this.isWhole;
    const isRead = () => this.isRead;
    const accountSource: AccountSource = {
      get isWhole() {
        return isWhole();
      },
      get isRead() {
        return isRead();
      },
      get accounts() {
        return accounts.value;
      },
      onDidChange: accounts.onDidChange,
      start: () => undefined,
      reread: () => {
        this.onReread();
        return Promise.resolve();
      },
      noteServerVersion: ({ key }, { version, edition }) => {
        accounts.value = accounts.value?.map((each) =>
          each.key === key ? { ...each, serverVersion: version, edition } : each,
        );
        return Promise.resolve();
      },
    };
    const mostIssues = () => this.mostIssues;
    const settings: SyncSettings = {
      get mostIssues() {
        return mostIssues();
      },
      get interval() {
        return interval.value;
      },
      onDidChange: interval.onDidChange,
    };
    const { choices } = this;
    const clients = new Map<Account, GitLabClient>();
    const gatewayFor = (account: Account) => {
      const token = this.renewedToken ?? account.key.split('|').at(-1) ?? '';
      const known =
        clients.get(account) ??
        new GitLabClient(
          transportTo(gitlab.url, { token, clock: this.clock, log: this.log, fetch: this.fetch }),
          new KnownServer(account),
        );
      clients.set(account, known);
      return known;
    };
    this.hosts = rememberedHosts(gatewayFor, this.log, this.memory);
    this.synchronizer = new Synchronizer({
      remotes: remoteSource,
      accounts: accountSource,
      choices: {
        get folders() {
          return choices.value.folders ?? [];
        },
        get projects() {
          return choices.value.projects ?? [];
        },
        onDidChange: choices.onDidChange,
      },
      gatewayFor,
      hosts: this.hosts,
      store: this.store,
      cache: new MirrorCache(files, clock, this.log),
      outboxFiles: new MemoryFiles(() => clock.now()),
      locks: freeLocks,
      settings,
      clock,
      log: this.log,
    });
  }

  static async start(options: StandInOptions, clock?: ManualClock): Promise<MirrorHarness> {
    return new MirrorHarness(await StandInGitLab.start(options), clock);
  }

  /** Another window on this machine with the same GitLab, clock, and cache. Closing it keeps the GitLab running. */
  anotherWindow(): MirrorHarness {
    return new MirrorHarness(this.gitlab, this.clock, this.files);
  }

  private readonly fetch: typeof fetch = async (input, init) => {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      return await this.respond(await fetch(input, init), new Request(input).url);
    } finally {
      this.inFlight -= 1;
    }
  };

  private make() {
    const paths = [...this.gitlab.world.projects.values()].map((project) => this.gitlab.world.projectPath(project));
    return {
      remotes: new Changing<readonly WorkspaceRemote[]>(paths.map((path) => this.remote(path))),
      accounts: new Changing<readonly Account[] | undefined>([this.account(this.gitlab.tokens.personal)]),
      interval: this.interval,
    };
  }

  remote(path: string, name = 'origin', repository = path): WorkspaceRemote {
    return { repository, name, url: `${this.gitlab.url}/${path}.git` };
  }

  /** An account of the stand-in. Its key contains the token, so that the harness can connect it. */
  account(token: string, serverVersion = '18.9.1-ee'): Account {
    const user = { id: 1, username: 'me', name: 'Me' };
    return {
      key: `test|${token}`,
      instance: this.gitlab.url as InstanceUrl,
      kind: 'personal',
      user,
      scopes: ['api'],
      serverVersion,
    };
  }

  /** Starts the sync as for a visible view, and waits until everything is loaded. */
  async fill(): Promise<void> {
    this.synchronizer.start();
    this.synchronizer.setDemand('view');
    await this.clock.advance(0);
    await waitUntil(
      () => this.synchronizer.trackers.every(({ complete, loading }) => complete && !loading),
      'the first fill',
    );
  }

  /** Advances the clock, and waits for the polls that are due. Responses take no time on the clock. */
  async pass(ms: number): Promise<void> {
    await this.clock.advanceWith(ms, async () => {
      await waitUntil(() => this.synchronizer.trackers.every(({ loading }) => !loading), 'the looks to end');
      // A poll sets the next timer one turn of the event loop after it ends.
      await this.clock.advance(0);
    });
  }

  /** Advances the clock although requests wait for their turn. The server responds before the clock moves on. */
  async passWaiting(ms: number): Promise<void> {
    await this.clock.advanceWith(ms, async () => {
      for (let quiet = 0; quiet < 10; quiet++) {
        const before = this.gitlab.requests.length;
        await new Promise((resolve) => setTimeout(resolve, 1));
        await this.clock.advance(0);
        if (this.inFlight > 0 || this.gitlab.requests.length > before) quiet = 0;
      }
    });
  }

  /** The open issues in the mirror, and on the server, with some of their fields. */
  get held(): ComparedIssue[] {
    const issues = this.synchronizer.trackers.flatMap(({ key }) => this.store.issues(key));
    return compared(issues.map((issue) => ({ ...issue, assigneeIds: issue.assignees.map(({ id }) => id) })));
  }

  get onServer(): ComparedIssue[] {
    const { world } = this.gitlab;
    const issues = [...world.projects.keys()].flatMap((id) => world.issues(id));
    return compared(issues.filter(({ state }) => state === 'opened'));
  }

  /** The requests since the last call, as `path?query status`. */
  requests(): string[] {
    const sent = this.gitlab.requests.map(
      ({ path, query, status }) => `${path.replace('/api/v4/', '')}?${query} ${status}`,
    );
    this.gitlab.clearRequests();
    return sent;
  }

  async close(): Promise<void> {
    this.synchronizer.dispose();
    await this.gitlab.close();
  }
}

interface ComparedIssue {
  readonly projectId: number;
  readonly iid: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly assigneeIds: readonly number[];
  readonly confidential: boolean;
  readonly updatedAt: number;
}

function compared(issues: readonly ComparedIssue[]): ComparedIssue[] {
  return issues
    .map(({ projectId, iid, title, labels, assigneeIds, confidential, updatedAt }) => ({
      projectId,
      iid,
      title,
      labels: labels.toSorted(),
      assigneeIds: assigneeIds.toSorted((a, b) => a - b),
      confidential,
      updatedAt,
    }))
    .sort((a, b) => a.projectId - b.projectId || a.iid - b.iid);
}
