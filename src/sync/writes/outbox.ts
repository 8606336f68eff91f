import pLimit from 'p-limit';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Disposable } from '../../model/event.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';
import type { CacheFiles, DraftKeeper, Log, OwnerLocks } from '../../model/ports.ts';
import type { Clock } from '../../model/time/clock.ts';
import { AccountPauses } from './accountPauses.ts';
import type { CommandSender, SendOutcome, Sent } from './commandSender.ts';
import { OutboxDelivery } from './outboxDelivery.ts';
import { entryOf, type FirstAttempt, OutboxEntries, type OutboxEntry } from './outboxEntries.ts';
import { OutboxRecords, type OutboxRecord } from './outboxRecords.ts';
import { OutboxSlots } from './outboxSlots.ts';

export interface OutboxParts {
  readonly files: CacheFiles;
  readonly locks: OwnerLocks;
  readonly sender: CommandSender;
  readonly clock: Clock;
  readonly log: Log;
}

/** The outcome of the first attempt to send a command. */
export type OutboxOutcome =
  | SendOutcome
  /** An earlier command for the same issue has to be sent first, and waits. */
  | { readonly how: 'queued' };

/** A command that the outbox sends later, or that it looks for on GitLab. */
export interface Kept {
  readonly how: 'kept';
  /** Why. Undefined if an earlier command for the same issue has to be sent first. */
  readonly error?: GitLabError;
  /** Whether a request had no response, so that GitLab might have it. */
  readonly maybeDone?: boolean;
  /** Whether it couldn't be stored, so that it's lost when the window closes. */
  readonly isUnstored?: boolean;
}

/** What a command needs before it can be sent. */
export interface SendOptions {
  /** The id of a command that GitLab must have first. */
  readonly after?: string;
  readonly first?: FirstAttempt;
  /** Files whose Markdown replaces a placeholder in the texts. */
  readonly uploads?: readonly { readonly placeholder: string; readonly fileName: string; readonly bytes: Uint8Array }[];
}

/** Simultaneous requests for an account. */
const mostAtOnce = 4;
/** The user decides about a record that a closed window left, if it's older than this. */
const old = 3_600_000;
/** The user's next change ends a pause of an account only after this time, so that many changes don't each have to fail. */
const timeToTryAgain = 30_000;
/** How long a closing window waits for responses. VS Code waits for five seconds. */
const timeToLeave = 3_000;

/**
 * Sends commands to GitLab, and loses none: each is on disk before its request, and stays there until GitLab has
 * confirmed it or the user has discarded it. The commands for an issue are sent in their order.
 *
 * None is sent twice, as far as a client can ensure that. A command without a response, for example because the window
 * crashed, is looked for on GitLab before it's sent again. Commands that GitLab can't receive now wait.
 */
export class Outbox implements Disposable, DraftKeeper {
  private readonly records: OutboxRecords;
  private readonly slots: OutboxSlots;
  private readonly pauses: AccountPauses;
  private readonly entries = new OutboxEntries();
  private readonly delivery: OutboxDelivery;
  private readonly inTurn = pLimit(1);
  /** Those who wait for the outcome of the first attempt. */
  private readonly callers = new Map<string, (outcome: OutboxOutcome) => void>();
  private readonly working = new Set<Promise<void>>();
  private timer: Disposable | undefined;
  private adopting: Promise<void> | undefined;
  private lastOrder = 0;
  private isLeaving = false;

  /** {@link waiting} or {@link pauseOf} has changed. */
  readonly onDidChange = this.entries.onDidChange;

  constructor(private readonly parts: OutboxParts) {
    const { files, locks, clock, log } = parts;
    this.records = new OutboxRecords(files, log);
    this.slots = new OutboxSlots(this.records, locks, (slot, records) => {
      this.entries.add(records.map((record) => this.adopted(slot, record)));
    });
    this.pauses = new AccountPauses(clock);
    const { entries, records, slots, pauses } = this;
    this.delivery = new OutboxDelivery({ ...parts, entries, records, slots, pauses });
  }

  /** The commands that this window has to send. */
  get unsent(): readonly OutboxEntry[] {
    return this.entries.all;
  }

  /** Those of them that GitLab didn't take at once. */
  get waiting(): readonly OutboxEntry[] {
    return this.entries.all.filter(({ isNew }) => !isNew);
  }

  /** Why nothing is sent with an account at the moment. Undefined if it is. */
  pauseOf(account: string): GitLabError | undefined {
    return this.pauses.errorOf(account);
  }

  /**
   * Stores a command, and sends it as soon as possible. Never rejects.
   * @returns the outcome of the first attempt. If it's unknown or waiting, the outbox continues with the command.
   */
  async send(command: IssueCommand, options: SendOptions = {}): Promise<OutboxOutcome> {
    const outcome = await this.start(command, options);
    this.show(command.id);
    return outcome;
  }

  /**
   * Sends a command for a user who waits for the result. Nothing is kept of one that GitLab refused, that conflicts
   * with what someone else changed, or that could neither be sent nor stored. Then it rejects with a `GitLabError`, and
   * the user decides.
   */
  async deliver(command: IssueCommand, options?: SendOptions): Promise<Sent | Kept> {
    const outcome = await this.start(command, options);
    if (outcome.how === 'done') return outcome;
    const isUnstored = this.entries.find(command.id)?.slot === undefined;
    if (outcome.how === 'unknown') return { how: 'kept', error: outcome.error, maybeDone: true, isUnstored };
    if (outcome.how === 'queued' || outcome.how === 'waiting') {
      const error = outcome.how === 'waiting' ? outcome.error : undefined;
      // The text stays where the user entered it.
      if (isUnstored && (await this.remove(command.id)))
        throw error ?? new GitLabError('storage', { detail: 'change' });
      return error ? { how: 'kept', error } : { how: 'kept' };
    }
    await this.remove(command.id).catch(() => {
      this.show(command.id);
    });
    throw outcome.error;
  }

  /** Sends a command now, even if GitLab might already have it, because the user decided so. */
  retry(id: string): Promise<OutboxOutcome> | undefined {
    const entry = this.entries.find(id);
    return entry && this.edit(entry.record.command);
  }

  /**
   * Replaces a command by another version, and sends that. Undefined if it's being sent, or GitLab has it or might have
   * it.
   */
  edit(command: IssueCommand): Promise<OutboxOutcome> | undefined {
    const entry = this.entries.find(command.id);
    return !entry || entry.isBusy || entry.record.state.is === 'sending' ? undefined : this.replace(command);
  }

  private async replace(command: IssueCommand): Promise<OutboxOutcome> {
    const { id } = command;
    const outcome = this.outcomeOf(id);
    this.entries.patch(id, { isBusy: true, isOld: false, looks: 0, dueAt: 0 });
    await this.delivery.store(id, { is: 'ready' }, { command, attempts: 0 });
    this.entries.patch(id, { isBusy: false });
    this.pauses.wake(command.account);
    this.proceed();
    return outcome;
  }

  /**
   * Removes a command that isn't being sent, and those that require it. Rejects with `storage` if it can't be removed.
   * @returns whether it was removed.
   */
  async remove(id: string): Promise<boolean> {
    const entry = this.entries.find(id);
    if (!entry || entry.isBusy) return false;
    try {
      if (entry.slot !== undefined) await this.records.remove(entry.slot, entry.record);
    } catch {
      throw new GitLabError('storage', { detail: 'change' });
    }
    this.entries.drop(id);
    for (const { record } of this.entries.all) if (record.after === id) await this.remove(record.command.id);
    this.proceed();
    return true;
  }

  /** Takes over what closed windows left. Never rejects. */
  async adopt(): Promise<void> {
    this.adopting ??= this.slots
      .adopt()
      .catch(() => {
        this.parts.log.warn('Failed to read changes that wait to be sent.');
      })
      .then(() => this.releaseUnused())
      .finally(() => {
        this.adopting = undefined;
        this.proceed();
      });
    await this.adopting;
  }

  /** GitLab can be reached with an account, or the account has another token. */
  wake(account: string): void {
    this.pauses.wake(account);
    this.proceed();
    void this.adopt();
  }

  /** The number of an account's issues with commands, including new issues, in all windows. */
  async count(account: string): Promise<number> {
    const stored = (await this.records.all().catch(() => [])).map(({ record }) => record);
    const unstored = this.entries.all.filter(({ slot }) => slot === undefined).map(({ record }) => record);
    const commands = [...stored, ...unstored].map(({ command }) => command).filter((each) => each.account === account);
    return new Set(commands.map(({ id, project, iid }) => (iid === undefined ? id : `${project.id}#${iid}`))).size;
  }

  /** Removes all commands of an account, in all windows. Those in progress aren't sent again. */
  async discard(account: string): Promise<void> {
    for (const { record } of this.entries.all)
      if (record.command.account === account) this.entries.drop(record.command.id);
    try {
      for (const { slot, record } of await this.records.all())
        if (record.command.account === account) await this.records.remove(slot, record);
    } catch {
      this.parts.log.warn('Failed to remove changes that wait to be sent.');
    }
  }

  /**
   * Call this when the window closes. Waits a moment for responses, then leaves the commands to other windows. Never
   * rejects.
   */
  async leave(): Promise<void> {
    this.isLeaving = true;
    const isLate = new Promise<void>((resolve) => this.parts.clock.after(timeToLeave, resolve));
    await Promise.race([Promise.all(this.working), isLate]);
    for (const { slot, record } of this.entries.all) if (slot !== undefined) this.entries.drop(record.command.id);
    await this.releaseUnused();
    this.isLeaving = false;
  }

  dispose(): void {
    this.isLeaving = true;
    this.timer?.dispose();
    this.entries.dispose();
  }

  private async start(command: IssueCommand, options: SendOptions = {}): Promise<OutboxOutcome> {
    const { account, id } = command;
    const outcome = this.outcomeOf(id);
    // What the user saw can be old if GitLab couldn't be reached.
    const { first, ...rest } = options;
    const isPaused = this.pauses.errorOf(account) !== undefined;
    await this.inTurn(() => this.add(command, isPaused || !first ? rest : { ...rest, first }));
    this.pauses.wake(account, timeToTryAgain);
    this.proceed();
    return outcome;
  }

  private outcomeOf(id: string): Promise<OutboxOutcome> {
    return new Promise((resolve) => this.callers.set(id, resolve));
  }

  private answer(id: string, outcome: OutboxOutcome): void {
    this.callers.get(id)?.(outcome);
    this.callers.delete(id);
    // By the time of the next attempt, the issue can be another one than the user saw.
    if (outcome.how !== 'refused' && outcome.how !== 'conflict') this.show(id);
  }

  private show(id: string): void {
    if (this.entries.find(id)?.isNew) this.entries.patch(id, { isNew: false, first: undefined });
  }

  private async add(command: IssueCommand, { after, first, uploads = [] }: SendOptions): Promise<void> {
    const { id } = command;
    this.lastOrder = Math.max(this.lastOrder + 1, this.parts.clock.now());
    const record: OutboxRecord = {
      command,
      state: { is: 'ready' },
      order: this.lastOrder,
      attempts: 0,
      ...(after === undefined ? {} : { after }),
      ...(uploads.length === 0
        ? {}
        : { uploads: uploads.map(({ placeholder, fileName }) => ({ placeholder, fileName })) }),
    };
    this.entries.add([{ ...entryOf(record), isBusy: true, isNew: true, first }]);
    try {
      const slot = await this.slots.findOwn();
      for (const [index, { bytes }] of uploads.entries()) await this.records.saveUpload(slot, id, index, bytes);
      await this.records.save(slot, record);
      this.entries.patch(id, { slot });
    } catch {
      this.parts.log.warn('Failed to store a change. It stays in memory until it is sent.');
      // Its files would be nowhere.
      if (uploads.length > 0) {
        this.entries.drop(id);
        this.answer(id, { how: 'refused', error: new GitLabError('storage', { detail: 'change' }) });
      }
    }
    this.entries.patch(id, { isBusy: false });
  }

  private adopted(slot: string, record: OutboxRecord): OutboxEntry {
    const { clock } = this.parts;
    this.lastOrder = Math.max(this.lastOrder, record.order);
    // A clock that was set back doesn't show the age.
    const isOld = Math.abs(clock.now() - record.command.createdAt) > old;
    const isAsked = isOld && record.state.is === 'ready';
    const known: OutboxRecord = isAsked ? { ...record, state: { is: 'question', why: 'old' } } : record;
    return { ...entryOf(known, slot), isOld, sentAt: clock.elapsed() };
  }

  /** Continues with every command whose turn it is. */
  private proceed(): void {
    this.timer?.dispose();
    if (this.isLeaving) return;
    const now = this.parts.clock.elapsed();
    /** Whether the first command of each issue waits. The others have to wait for it. */
    const lines = new Map<string, boolean>();
    let next = Number.POSITIVE_INFINITY;
    for (const { record, isBusy, dueAt } of this.entries.all) {
      const { command, state, after } = record;
      const { id, account, project, iid } = command;
      const line = `${account} ${project.id} ${iid ?? 'new'}`;
      // GitLab might have it or get it, and the later ones were made after it. New issues have no order.
      if (state.is === 'question' && iid !== undefined) lines.set(line, true);
      if (state.is !== 'ready' && state.is !== 'sending') continue;
      const first = after === undefined ? undefined : this.entries.find(after);
      const pause = this.pauses.errorOf(account);
      if (first || lines.has(line)) {
        const isHeldUp = first?.isBusy === false || lines.get(line) === true;
        if (isHeldUp) this.answer(id, pause ? { how: 'waiting', error: pause } : { how: 'queued' });
        continue;
      }
      const at = Math.max(dueAt, this.pauses.until(account));
      lines.set(line, !isBusy && at > now);
      if (isBusy) continue;
      if (at > now) {
        next = Math.min(next, at);
        if (pause) this.answer(id, { how: 'waiting', error: pause });
      } else if (this.countBusy(account) < mostAtOnce) this.work(id);
    }
    if (next === Number.POSITIVE_INFINITY) return;
    this.timer = this.parts.clock.after(next - now, () => {
      this.proceed();
    });
  }

  private countBusy(account: string): number {
    return this.entries.all.filter(({ isBusy, record }) => isBusy && record.command.account === account).length;
  }

  private work(id: string): void {
    this.entries.patch(id, { isBusy: true });
    const work = this.delivery.proceed(id).then(async (outcome) => {
      this.entries.patch(id, { isBusy: false });
      if (outcome) this.answer(id, outcome);
      await this.releaseUnused();
      this.working.delete(work);
      this.proceed();
    });
    this.working.add(work);
  }

  /** Holding a lock costs a sign of life every few seconds. */
  private releaseUnused(): Promise<void> {
    return this.inTurn(() => this.slots.releaseUnless((slot) => this.entries.all.some((entry) => entry.slot === slot)));
  }
}
