import pLimit from 'p-limit';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { IssueGateway } from '../model/issueGateway.ts';
import type { Log } from '../model/ports.ts';
import type { IssueStore } from './issueStore.ts';
import { Poller } from './poller.ts';
import { TrackerMirror } from './trackerMirror.ts';
import type { PlannedTracker } from './trackerPlan.ts';

/** Requests of one account that may be under way at once. */
const mostInFlight = 4;

export interface AccountLineOptions {
  readonly gateway: IssueGateway;
  readonly store: IssueStore;
  /** Milliseconds; see {@link Poller}. */
  readonly interval: () => number;
  readonly clock: Clock;
  readonly log: Log;
  readonly onDidChange: () => void;
}

/** The trackers that one account speaks for, and the one chain of looks at its GitLab that they share. */
export class AccountLine implements Disposable {
  readonly poller: Poller;
  private mirrors: ReadonlyMap<string, TrackerMirror> = new Map();
  private readonly limit = pLimit(mostInFlight);

  constructor(
    readonly account: Account,
    private readonly options: AccountLineOptions,
  ) {
    this.poller = new Poller((thorough) => this.look(thorough), options.interval, options.clock);
  }

  mirror(tracker: string): TrackerMirror | undefined {
    return this.mirrors.get(tracker);
  }

  /** Those that stay go on undisturbed, those that go are forgotten, and new ones are looked at as soon as somebody wants to see. */
  setTrackers(planned: readonly PlannedTracker[]): void {
    const before = this.mirrors;
    this.mirrors = new Map(planned.map((tracker) => [tracker.key, before.get(tracker.key) ?? this.open(tracker)]));
    for (const [key, mirror] of before) if (!this.mirrors.has(key)) this.close(key, mirror);
    if (planned.some(({ key }) => !before.has(key))) this.poller.lookSoon();
  }

  dispose(): void {
    this.poller.dispose();
    for (const [key, mirror] of this.mirrors) this.close(key, mirror);
  }

  private open(tracker: PlannedTracker): TrackerMirror {
    const { gateway, store, clock, log, onDidChange } = this.options;
    const mirror = new TrackerMirror(tracker, gateway, store, this.limit, clock, log);
    mirror.onDidChange(onDidChange);
    return mirror;
  }

  private close(key: string, mirror: TrackerMirror): void {
    mirror.dispose();
    this.options.store.forget(key);
  }

  /** Looks at every tracker; rejects, once all have ended, with the failure that should slow the account down. */
  private async look(thorough: boolean): Promise<void> {
    const mirrors = [...this.mirrors.values()];
    const results = await Promise.allSettled(mirrors.map((mirror) => mirror.look(thorough)));
    const errors = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }) => GitLabError.from(reason));
    const worst = errors.find(({ reason }) => reason === 'auth') ?? errors.find(concernsAccount);
    // What is wrong with one project is shown there; it slows down the others only when there are none.
    const everywhere = errors.length === mirrors.length ? errors[0] : undefined;
    if (worst ?? everywhere) throw GitLabError.from(worst ?? everywhere);
  }
}

/** Whether a failure is one of the instance or the account, rather than of one project. */
export function concernsAccount({ reason }: GitLabError): boolean {
  return !['notFound', 'forbidden', 'invalid', 'conflict', 'badData'].includes(reason);
}
