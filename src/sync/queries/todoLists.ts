import { instanceLabel } from '../../model/address/instanceUrl.ts';
import type { Account } from '../../model/account.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import { type Disposable, Emitter } from '../../model/event.ts';
import type { Log } from '../../model/ports.ts';
import type { RequestPriority } from '../../model/gateway/requestPriority.ts';
import { type Clock, type Moment, momentOf, timeSince } from '../../model/time/clock.ts';
import type { Issue } from '../../model/issue.ts';
import { isIssueOf } from '../../model/issueScope.ts';
import type { Todo } from '../../model/todo.ts';
import type { Synchronizer } from '../synchronizer.ts';

/** The To-Do List of an account. It is replaced, never changed. */
export interface TodoList {
  /** At most 100, the newest first. */
  readonly todos: readonly Todo[];
  /** Those that the user marked as done since the list was loaded. They keep their place until then. */
  readonly done: ReadonlySet<number>;
  /** The number of pending items. Undefined if it isn't known. */
  readonly count: number | undefined;
  /** Whether there are more than {@link todos}. */
  readonly isPart: boolean;
  readonly isLoaded: boolean;
  /** The error of the last request. The items are unchanged. */
  readonly error?: GitLabError | undefined;
}

/** A list that is older than this is loaded again when the user looks at it. In milliseconds. */
const staleAfter = 60_000;
/** Several changes often arrive together. They cause one request. */
const newsPause = 2_000;
const notLoaded: TodoList = { todos: [], done: new Set(), count: undefined, isPart: false, isLoaded: false };

interface HeldList {
  account: Account;
  list: TodoList;
  etag?: string | undefined;
  readAt?: Moment | undefined;
  /** Whether a change since the last request may have changed it. */
  isOld: boolean;
  /** Aborted when it is no longer visible. */
  view?: AbortController | undefined;
  running?: Promise<void> | undefined;
  /** When the projects were loaded before the last request with a poll. */
  polledAt?: number | undefined;
}

/**
 * The To-Do Lists of the accounts that the workspace's projects use. Each is loaded with one request when the user looks
 * at it, unless it is recent, and with each poll if the user wants notifications.
 */
export class TodoLists implements Disposable {
  private readonly held = new Map<string, HeldList>();
  private readonly changed = new Emitter<string>();
  private readonly subscriptions: readonly Disposable[];
  private isVisible = false;
  private failing: ReadonlySet<string> = new Set();
  private timer: Disposable | undefined;

  /** The list of an account, by its key, has changed. */
  readonly onDidChange = this.changed.event;

  /** @param isPolled whether to load the lists with each poll. */
  constructor(
    private readonly synchronizer: Synchronizer,
    private readonly isPolled: () => boolean,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      synchronizer.onDidChange(() => {
        this.onTrackers();
      }),
      // GitLab marks items as done when the user acts on the issue.
      synchronizer.onDidWrite(({ account }) => {
        this.expectChange(account);
      }),
    ];
  }

  /** In the order of the projects. */
  get accounts(): readonly Account[] {
    const accounts = this.synchronizer.trackers.map(({ account }) => account).filter((each) => each !== undefined);
    return [...new Map(accounts.map((account) => [account.key, account])).values()];
  }

  of(account: string): TodoList {
    return this.held.get(account)?.list ?? notLoaded;
  }

  find(account: string, id: number): Todo | undefined {
    return this.of(account).todos.find((todo) => todo.id === id);
  }

  /** The key of a tracker that includes an issue of an account. Undefined if there is none. */
  trackerOf(account: string, issue: Issue): string | undefined {
    return this.synchronizer.trackers.find(
      (tracker) => tracker.account?.key === account && tracker.scope && isIssueOf(tracker.scope, issue),
    )?.key;
  }

  /** Loads a list for a command, unless it is loaded. Rejects only with a `GitLabError`. */
  async load(account: string): Promise<TodoList> {
    const held = this.hold(account);
    if (held && (held.isOld || !held.list.isLoaded)) await this.read(held, 'user');
    const list = this.of(account);
    if (list.error) throw list.error;
    return list;
  }

  /** The row of a list was expanded, or is drawn again. */
  watch(key: string): void {
    const held = this.hold(key);
    if (!held || held.view) return;
    held.view = new AbortController();
    this.look(held);
  }

  /** The row of a list was collapsed. A request that waits for its turn isn't sent. */
  unwatch(account: string): void {
    const held = this.held.get(account);
    held?.view?.abort();
    if (held) held.view = undefined;
  }

  /** The view was shown or hidden. */
  setVisible(isVisible: boolean): void {
    const isShown = isVisible && !this.isVisible;
    this.isVisible = isVisible;
    if (isShown) for (const held of this.held.values()) this.look(held);
  }

  /** The user refreshes: loads the visible lists again. Never rejects. Each list has its own error. */
  async refresh(): Promise<void> {
    const asked: Promise<void>[] = [];
    for (const held of this.held.values()) {
      held.isOld = true;
      if (held.view) asked.push(this.read(held, 'user'));
    }
    await Promise.all(asked);
  }

  /** Marks an item as done. Rejects only with a `GitLabError`. */
  async finish(account: string, id: number): Promise<void> {
    const gateway = this.synchronizer.gatewayOf(account);
    if (!gateway) throw new GitLabError('invalid', { detail: 'notInWindow' });
    await gateway.todos.finish(id);
    const held = this.held.get(account);
    if (!held?.list.todos.some((todo) => todo.id === id) || held.list.done.has(id)) return;
    const { done, count } = held.list;
    held.etag = undefined;
    held.isOld = true;
    this.replace(held, {
      ...held.list,
      done: new Set([...done, id]),
      count: count === undefined ? undefined : Math.max(0, count - 1),
    });
  }

  /** GitLab may have changed a list because of an act of the user. */
  expectChange(account: string | undefined): void {
    const held = this.held.get(account ?? '');
    if (!held) return;
    held.isOld = true;
    if (!held.view || !this.isVisible || isRefused(held.list.error)) return;
    this.timer ??= this.clock.after(newsPause, () => {
      this.timer = undefined;
      for (const each of this.held.values())
        if (each.isOld && each.view && this.isVisible && !isRefused(each.list.error)) void this.read(each, 'mirror');
    });
  }

  dispose(): void {
    this.timer?.dispose();
    for (const account of this.held.keys()) this.unwatch(account);
    this.held.clear();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private hold(key: string): HeldList | undefined {
    const account = this.accounts.find((each) => each.key === key);
    if (!account) return undefined;
    const held = this.held.get(key) ?? { account, list: notLoaded, isOld: true };
    this.held.set(key, held);
    return held;
  }

  /** The user looks at a list. */
  private look(held: HeldList): void {
    const { view, isOld, readAt, list } = held;
    if (!view || !this.isVisible || isRefused(list.error)) return;
    const isRecent = readAt !== undefined && timeSince(readAt, this.clock) < staleAfter;
    if (isOld || list.error || !isRecent) void this.read(held, 'visible');
  }

  /** Runs one request at a time. A later one waits, unless the response is recent enough for it. Never rejects. */
  private async read(held: HeldList, priority: RequestPriority): Promise<void> {
    const waited = held.running !== undefined;
    while (held.running) await held.running;
    if (waited && !held.isOld) return;
    held.running = this.request(held, priority).finally(() => {
      held.running = undefined;
    });
    await held.running;
  }

  private async request(held: HeldList, priority: RequestPriority): Promise<void> {
    const { account, view } = held;
    const gateway = this.synchronizer.gatewayOf(account.key);
    if (!gateway) return;
    held.isOld = false;
    const isOver = () => this.held.get(account.key) !== held;
    const { done: doneBefore } = held.list;
    try {
      const page = await gateway.at(priority, priority === 'mirror' ? undefined : view?.signal).todos.list(held.etag);
      if (isOver()) return;
      held.readAt = momentOf(this.clock);
      if (!page) {
        this.replace(held, { ...held.list, error: undefined });
        return;
      }
      const { todos, isPart, total } = page;
      // The user can mark an item as done after GitLab has prepared the response.
      const done = todos.map(({ id }) => id).filter((id) => held.list.done.has(id) && !doneBefore.has(id));
      held.etag = done.length === 0 ? page.etag : undefined;
      const listed = isPart ? total : todos.length;
      const count = listed === undefined ? undefined : listed - done.length;
      this.replace(held, { todos, done: new Set(done), count, isPart, isLoaded: true });
    } catch (thrown) {
      const error = GitLabError.from(thrown, { host: instanceLabel(account.instance) }, this.log);
      held.isOld = true;
      if (error.reason === 'canceled' || isOver()) return;
      // The token was renewed during the request, and may have the permission that the last one lacked.
      if (held.account !== account && isRefused(error)) {
        this.look(held);
        return;
      }
      if (error.reason !== held.list.error?.reason) this.log.info(`To-Do List: ${error.reason}: ${error.message}`);
      this.replace(held, { ...held.list, error });
    }
  }

  private replace(held: HeldList, list: TodoList): void {
    const before = held.list;
    held.list = list;
    const isSame =
      before.todos === list.todos && before.done === list.done && before.error === list.error && before.isLoaded;
    if (!isSame) this.changed.fire(held.account.key);
  }

  private onTrackers(): void {
    const { trackers } = this.synchronizer;
    const { accounts } = this;
    for (const key of [...this.held.keys()])
      if (!accounts.some((account) => account.key === key)) {
        this.unwatch(key);
        this.held.delete(key);
        this.changed.fire(key);
      }
    const failing = new Set(trackers.flatMap(({ account, error }) => (account && error ? [account.key] : [])));
    for (const account of accounts) {
      const held = this.held.get(account.key);
      // Another token may have the permission that the last one lacked.
      const isRenewed = held !== undefined && held.account !== account;
      if (held) held.account = account;
      const isBack = this.failing.has(account.key) && !failing.has(account.key);
      if (held && isRenewed && isRefused(held.list.error)) {
        held.isOld = true;
        this.replace(held, { ...held.list, error: undefined });
      }
      if (held && (isRenewed || (isBack && held.list.error))) this.look(held);
      if (this.isPolled()) this.poll(account);
    }
    this.failing = failing;
  }

  /** Loads a list once for each poll of the account's projects. */
  private poll({ key }: Account): void {
    const trackers = this.synchronizer.trackers.filter(({ account }) => account?.key === key);
    if (trackers.some(({ loading }) => loading)) return;
    const loaded = trackers.filter(({ answered, error }) => answered === true && !error);
    const newest = Math.max(0, ...loaded.map(({ asOf }) => asOf ?? 0));
    const held = newest > 0 ? this.hold(key) : undefined;
    if (!held || newest <= (held.polledAt ?? 0)) return;
    held.polledAt = newest;
    if (!isRefused(held.list.error)) void this.read(held, 'mirror');
  }
}

/** Whether the server doesn't offer the list to this token. */
export function isRefused(error: GitLabError | undefined): boolean {
  return error !== undefined && GitLabError.is(error, 'forbidden', 'notFound', 'scope');
}
