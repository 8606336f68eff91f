import { GitLabClient } from '../../src/gitlab/gitLabClient.ts';
import { Transport } from '../../src/gitlab/transport.ts';
import type { Account } from '../../src/model/account.ts';
import type { Clock } from '../../src/model/time/clock.ts';
import type { InstanceUrl } from '../../src/model/address/instanceUrl.ts';
import type { CacheFiles } from '../../src/model/ports.ts';
import { IssueStore } from '../../src/sync/store/issueStore.ts';
import { MirrorCache } from '../../src/sync/cache/mirrorCache.ts';
import { Synchronizer } from '../../src/sync/synchronizer.ts';
import { RemoteHosts } from '../../src/sync/trackers/remoteHosts.ts';
import { freeLocks } from '../unit/sync/freeLocks.ts';
import { benchProject } from './openWorld.ts';

export interface BenchWindowOptions {
  readonly url: string;
  readonly token: string;
  readonly files: CacheFiles;
  readonly clock: Clock;
  readonly mostIssues?: number;
  /** The paths of the projects in the window. */
  readonly projects?: readonly string[];
}

/** One response, reduced to the parts that the bench counts. */
export interface Answered {
  /** HTTP status. */
  readonly status: number;
  readonly query: string;
  /** Size of the body, from `Content-Length`. */
  readonly bytes: number;
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const noMemory = { read: () => undefined, write: () => undefined };
const never = () => ({ dispose: () => undefined });

/**
 * The part of a VS Code window that handles one project: everything from the synchronizer down to `fetch`, wired as in
 * compose.ts.
 */
export class BenchWindow {
  readonly store: IssueStore;
  readonly synchronizer: Synchronizer;
  /** All responses from GitLab so far, in order. */
  readonly answers: Answered[] = [];
  /** The URLs of all requests so far, in order. */
  readonly sent: string[] = [];
  /** The highest number of simultaneous requests. */
  mostPending = 0;
  private pending = 0;

  constructor({ url, token, files, clock, mostIssues = 10_000, projects = [benchProject.path] }: BenchWindowOptions) {
    const account: Account = {
      key: `${url}|personal|1`,
      instance: url as InstanceUrl,
      kind: 'personal',
      user: { id: 1, username: 'me', name: 'Me' },
      scopes: ['api'],
      serverVersion: '18.9.1-ee',
    };
    const remotes = projects.map((path) => ({ repository: path, name: 'origin', url: `${url}/${path}.git` }));
    const instance = account.instance;
    const client = new GitLabClient(new Transport({ instance, token, fetch: this.fetch, clock, log: silent }));
    this.store = new IssueStore(() => mostIssues);
    this.synchronizer = new Synchronizer({
      remotes: { remotes, state: 'ready', onDidChange: never, start: () => undefined, reread: () => undefined },
      accounts: {
        isRead: true,
        isWhole: true,
        accounts: [account],
        onDidChange: never,
        start: () => undefined,
        reread: () => Promise.resolve(),
        noteServerVersion: () => Promise.resolve(),
      },
      choices: { folders: [], projects: [], onDidChange: never },
      gatewayFor: () => client,
      hosts: new RemoteHosts({
        gatewayFor: () => client,
        memory: noMemory,
        workspaceMemory: noMemory,
        log: silent,
      }),
      store: this.store,
      cache: new MirrorCache(files, clock, silent),
      outboxFiles: files,
      locks: freeLocks,
      settings: { interval: 60_000, mostIssues, onDidChange: never },
      clock,
      log: silent,
    });
  }

  /** The key of the only tracker. */
  get tracker(): string {
    return this.synchronizer.trackers[0]?.key ?? '';
  }

  /** Whether no request is pending, and no tracker is loading unless it waits for the rate limit. */
  get isQuiet(): boolean {
    const { trackers } = this.synchronizer;
    const waits = (tracker: string) => this.synchronizer.paceOf(tracker)?.continuesAt !== undefined;
    return this.pending === 0 && trackers.every(({ key, loading }) => !loading || waits(key));
  }

  /** Whether all trackers are loaded. */
  get isComplete(): boolean {
    return this.synchronizer.trackers.every(({ complete, loading }) => complete && !loading);
  }

  /** Starts the first sync, as a visible view does, and waits until it finishes. */
  async fill(): Promise<void> {
    const filled = new Promise<void>((resolve, reject) => {
      this.synchronizer.onDidChange(() => {
        const [state] = this.synchronizer.trackers;
        if (state?.error) reject(state.error);
        if (state?.complete && !state.loading) resolve();
      });
    });
    this.show();
    await filled;
  }

  /** Starts the first sync. */
  show(): void {
    this.synchronizer.start();
    this.synchronizer.setDemand('view');
  }

  close(): void {
    this.synchronizer.dispose();
    this.store.dispose();
  }

  private readonly fetch: typeof fetch = async (input, init) => {
    this.pending += 1;
    this.mostPending = Math.max(this.mostPending, this.pending);
    this.sent.push(new Request(input).url);
    try {
      const response = await fetch(input, init);
      const bytes = Number(response.headers.get('content-length') ?? 0);
      const { search } = new URL(response.url);
      this.answers.push({ status: response.status, query: search, bytes });
      return response;
    } finally {
      this.pending -= 1;
    }
  };
}
