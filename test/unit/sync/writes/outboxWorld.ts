import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitLabClient } from '../../../../src/gitlab/gitLabClient.ts';
import { KnownServer } from '../../../../src/gitlab/knownServer.ts';
import { CacheFolder } from '../../../../src/host/node/cacheFolder.ts';
import type { Account } from '../../../../src/model/account.ts';
import type { InstanceUrl } from '../../../../src/model/address/instanceUrl.ts';
import type { IssueAct, IssueCommand } from '../../../../src/model/issueCommand.ts';
import type { CacheFiles, OwnerLocks } from '../../../../src/model/ports.ts';
import { IssueStore } from '../../../../src/sync/store/issueStore.ts';
import { IssueSender } from '../../../../src/sync/writes/issueSender.ts';
import { Outbox, type OutboxOutcome } from '../../../../src/sync/writes/outbox.ts';
import { StandInGitLab } from '../../../gitlab/standInGitLab.ts';
import { LogLines, transportTo } from '../../gitlab/startTransport.ts';
import { ManualClock } from '../../manualClock.ts';
import { type Kill, WindowLife } from './windowLife.ts';

/** The project of the commands. */
export const projectId = 101;
/** The time after which a window has crashed that shows no sign of life. */
const timeToGiveUp = 20_000;

/** One window with an outbox. */
export interface OutboxWindow {
  readonly outbox: Outbox;
  readonly life: WindowLife;
  readonly log: LogLines;
}

/** A server, a folder on disk, and the windows that share it. Only the test advances the clock. */
export class OutboxWorld {
  readonly windows: OutboxWindow[] = [];
  /** The token of the account. Undefined if it's signed out. */
  token: string | undefined;
  /** Changes the responses of the server. */
  respond: (request: () => Promise<Response>, method: string) => Promise<Response> = (request) => request();
  private readonly holders = new Map<string, WindowLife>();

  private constructor(
    readonly gitlab: StandInGitLab,
    readonly clock: ManualClock,
    readonly files: CacheFiles,
    private readonly folder: string | undefined,
  ) {
    this.token = gitlab.tokens.personal;
  }

  /** @param files the folder that the windows share. By default, one on disk. */
  static async start(files?: CacheFiles): Promise<OutboxWorld> {
    const clock = new ManualClock();
    // A server needs time for each request.
    let ticks = 0;
    const gitlab = await StandInGitLab.start({ projects: 1, issues: 0, now: () => clock.now() + (ticks += 1) });
    for (let iid = 1; iid <= 20; iid++) gitlab.world.createIssue(projectId, { title: `Issue ${iid}` });
    const fsPath = files ? undefined : await mkdtemp(join(tmpdir(), 'outbox-'));
    return new OutboxWorld(gitlab, clock, files ?? new CacheFolder({ fsPath: fsPath ?? '' }, 'outbox'), fsPath);
  }

  get account(): Account {
    const { url, world } = this.gitlab;
    const user = world.people.byUsername('mira.lindqvist')!;
    return {
      key: `${url}|personal|${user.id}`,
      instance: url as InstanceUrl,
      kind: 'personal',
      user,
      scopes: ['api'],
      serverVersion: '18.9.1-ee',
      edition: 'ee',
    };
  }

  command(act: IssueAct, iid?: number): IssueCommand {
    const { world, url } = this.gitlab;
    const path = world.projectPath(world.projects.get(projectId)!);
    return {
      id: crypto.randomUUID(),
      account: this.account.key,
      project: { id: projectId, path, webUrl: `${url}/${path}` },
      ...(iid === undefined ? {} : { iid }),
      act,
      createdAt: this.clock.now(),
    };
  }

  /** Sends a command, and returns its first outcome. */
  async send(window: OutboxWindow, act: IssueAct, iid = 7) {
    const outcomes: OutboxOutcome[] = [];
    const command = this.command(act, iid);
    void window.outbox.send(command).then((first) => outcomes.push(first));
    await this.pass(1_000);
    const [outcome] = outcomes;
    assert.ok(outcome, 'no outcome');
    return { command, outcome };
  }

  /** The comments that the server has on an issue. */
  commentsOn(iid = 7): readonly string[] {
    const { world } = this.gitlab;
    const notes = world.notes(world.issue(projectId, iid)!.id);
    return notes.filter(({ system }) => !system).map(({ body }) => body);
  }

  goOffline(): void {
    const cause = Object.assign(new Error(), { code: 'ENOTFOUND' });
    this.respond = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause }));
  }

  goOnline(): void {
    this.respond = (request) => request();
  }

  open(kill?: Kill): OutboxWindow {
    const life = new WindowLife(this.clock, kill);
    const log = new LogLines();
    const { account } = this;
    const fetch = life.fetch((request, method) => this.respond(request, method));
    const known = new KnownServer(account);
    const gatewayFor = () =>
      new GitLabClient(
        transportTo(account.instance, { token: this.token ?? '', clock: life.clock, log, fetch }),
        known,
      );
    const sender = new IssueSender({
      account: (key) => (key === account.key && this.token !== undefined ? account : undefined),
      gatewayFor,
      mirrors: () => [],
      store: new IssueStore(() => 100),
      onDidWrite: () => undefined,
      log,
    });
    const outbox = new Outbox({
      files: life.files(this.files),
      locks: this.locksOf(life),
      sender,
      clock: life.clock,
      log,
    });
    const window = { outbox, life, log };
    this.windows.push(window);
    return window;
  }

  /** Lets time pass. In between, waits for the disk and the server. */
  async pass(ms: number): Promise<void> {
    await this.clock.advanceWith(ms, () => this.settle());
  }

  async settle(): Promise<void> {
    const isBusy = () => this.windows.some(({ life }) => life.busy > 0);
    for (let quiet = 0; quiet < 3; quiet = isBusy() ? 0 : quiet + 1)
      await new Promise((resolve) => setImmediate(resolve));
  }

  async end(): Promise<void> {
    for (const { life } of this.windows) life.isDead = true;
    await this.gitlab.close();
    if (this.folder !== undefined) await rm(this.folder, { recursive: true });
  }

  /** Another window takes a lock without a sign of life for 20 seconds, as with files. */
  private locksOf(life: WindowLife): OwnerLocks {
    const { holders } = this;
    return {
      tryTake: async (name, waits) => {
        const holder = holders.get(name);
        if (holder) {
          if (!waits) return undefined;
          const isSilent = () => holder.isDead || holder.isSuspended;
          await new Promise<void>((resolve) => life.clock.after(isSilent() ? timeToGiveUp : 2_000, resolve));
          if (holders.get(name) !== holder || !isSilent()) return undefined;
        }
        holders.set(name, life);
        return {
          isHeld: () => Promise.resolve(holders.get(name) === life),
          release: () => {
            if (holders.get(name) === life) holders.delete(name);
            return Promise.resolve();
          },
        };
      },
    };
  }
}
