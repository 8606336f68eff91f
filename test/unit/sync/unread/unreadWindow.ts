import type { Account } from '../../../../src/model/account.ts';
import { Emitter } from '../../../../src/model/event.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { MirrorCache } from '../../../../src/sync/cache/mirrorCache.ts';
import { Synchronizer } from '../../../../src/sync/synchronizer.ts';
import { freeLocks } from '../freeLocks.ts';
import { rememberedHosts } from '../rememberedHosts.ts';
import { type UnreadChange, UnreadIssues } from '../../../../src/sync/unread/unreadIssues.ts';
import type { IssueNews } from '../../../../src/sync/unread/unreadTracker.ts';
import { LogLines } from '../../gitlab/startTransport.ts';
import type { ManualClock } from '../../manualClock.ts';
import type { FakeGitLab } from '../fakeGitLab.ts';
import { MemoryFiles } from '../memoryFiles.ts';
import { changeIssue } from '../sendAct.ts';

const instance = 'https://gitlab.example.com' as InstanceUrl;

/** A window with the sync and the unread issues of one project. Shares its disk and its clock with other windows. */
export class UnreadWindow {
  readonly tracker = `${instance}/group/project`;
  readonly store = new IssueStore();
  readonly synchronizer: Synchronizer;
  readonly unread: UnreadIssues;
  readonly changes: UnreadChange[] = [];
  readonly news: IssueNews[] = [];
  readonly identityChanged = new Emitter<void>();
  private readonly accountsChanged = new Emitter<void>();
  private accounts: readonly Account[] = [
    {
      key: 'account',
      instance,
      kind: 'personal',
      user: { id: 1, username: 'me', name: 'Me' },
      scopes: ['api'],
      serverVersion: '18.9.1-ee',
    },
  ];

  constructor(gitlab: FakeGitLab, clock: ManualClock, files: MemoryFiles) {
    const log = new LogLines();
    const cache = new MirrorCache(files, clock, log);
    const none = new Emitter<void>().event;
    const accounts = () => this.accounts;
    this.synchronizer = new Synchronizer({
      remotes: {
        state: 'ready',
        remotes: [{ repository: 'r', name: 'origin', url: `${instance}/group/project.git` }],
        onDidChange: none,
        start: () => undefined,
        reread: () => undefined,
      },
      accounts: {
        isRead: true,
        isWhole: true,
        get accounts() {
          return accounts();
        },
        onDidChange: this.accountsChanged.event,
        start: () => undefined,
        reread: () => Promise.resolve(),
        noteServerVersion: () => Promise.resolve(),
      },
      choices: { folders: [], projects: [], onDidChange: none },
      gatewayFor: () => gitlab,
      hosts: rememberedHosts(() => gitlab, log),
      store: this.store,
      cache,
      outboxFiles: new MemoryFiles(),
      locks: freeLocks,
      settings: { interval: 60_000, mostIssues: 10_000, onDidChange: none },
      clock,
      log,
    });
    const identity = { me: ({ user }: Account) => user.username, onDidChange: this.identityChanged.event };
    this.unread = new UnreadIssues(this.synchronizer, this.store, cache, identity, clock);
    this.unread.onDidChange((change) => this.changes.push(change));
    this.unread.onDidFind((news) => this.news.push(...news));
    this.synchronizer.start();
  }

  /** Polls the server, and waits until the changes are processed. */
  async look(): Promise<void> {
    await this.synchronizer.refresh();
    await turn();
  }

  /** Sends a write in the same way as a command. */
  async retitle(iid: number, title: string): Promise<void> {
    const issue = await this.synchronizer.issues.findIssue(this.tracker, iid);
    await changeIssue(this.synchronizer, this.tracker, issue, { title });
    await turn();
  }

  isUnread(id: number): boolean {
    return this.unread.isUnread(this.tracker, id);
  }

  get unreadIds(): number[] {
    return this.unread
      .of(this.tracker)
      .map(({ id }) => id)
      .sort((a, b) => a - b);
  }

  /** Returns the issue in this window. */
  held(id: number) {
    const issue = this.store.get(this.tracker, id);
    return issue ? [issue] : [];
  }

  async signOut(): Promise<void> {
    this.accounts = [];
    this.accountsChanged.fire();
    await turn();
  }

  close(): void {
    this.unread.dispose();
    this.synchronizer.dispose();
  }
}

/** Waits until everything that needs no network or disk has happened. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
