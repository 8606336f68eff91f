import { GitLabError } from '../../model/error/gitLabError.ts';
import { mayWorkLater } from '../../model/error/mayWorkLater.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';
import type { Log } from '../../model/ports.ts';
import type { Clock } from '../../model/time/clock.ts';
import type { AccountPauses } from './accountPauses.ts';
import type { CommandSender, SendMark, SendOutcome } from './commandSender.ts';
import type { OutboxEntries } from './outboxEntries.ts';
import type { OutboxRecord, OutboxRecords, OutboxState } from './outboxRecords.ts';
import type { OutboxSlots } from './outboxSlots.ts';

export interface OutboxDeliveryParts {
  readonly entries: OutboxEntries;
  readonly records: OutboxRecords;
  readonly slots: OutboxSlots;
  readonly pauses: AccountPauses;
  readonly sender: CommandSender;
  readonly clock: Clock;
  readonly log: Log;
}

/** The time between a request without a response and the first look for its result. */
const timeToLook = 5_000;
/**
 * GitLab ends a request after a minute, so one that isn't found after this time won't be.
 * https://docs.gitlab.com/administration/operations/puma/#change-the-worker-timeout
 */
const timeToEnd = 65_000;
/** After this many requests without a response, the user decides. */
const mostAttempts = 3;

/** Takes a command one step further: sends it, or looks on GitLab for one that had no response. */
export class OutboxDelivery {
  constructor(private readonly parts: OutboxDeliveryParts) {}

  /**
   * Sends a command, or looks for it. Its state on disk shows in each moment what another window has to do.
   * @returns the outcome of a request, or that of a look if GitLab has the command. Never rejects.
   */
  async proceed(id: string): Promise<SendOutcome | undefined> {
    try {
      const lost = await this.whyLost(id);
      if (lost) return { how: 'waiting', error: lost };
      const { state } = this.recordOf(id);
      return await (state.is === 'sending' ? this.look(id, state.mark) : this.send(id));
    } catch (thrown) {
      const error = GitLabError.from(thrown, {}, this.parts.log);
      this.pause(id, error);
      return { how: 'waiting', error };
    }
  }

  /** Saves a state. A record that can't be saved has it in memory only. Other windows then recover from an earlier one. */
  async store(id: string, state: OutboxState, change: Partial<OutboxRecord> = {}): Promise<void> {
    const { entries, records, log } = this.parts;
    const { slot, record } = entries.find(id) ?? {};
    if (!record) return;
    const stored = { ...record, ...change, state };
    entries.patch(id, { record: stored });
    if (slot === undefined || !(await this.isOwn(slot, id))) return;
    await records.save(slot, stored).catch(() => {
      log.warn('Failed to store the state of a change.');
    });
  }

  /** Why this window no longer has the command, which it then forgets. */
  private async whyLost(id: string): Promise<GitLabError | undefined> {
    const { entries, records, slots } = this.parts;
    const slot = entries.find(id)?.slot;
    if (slot === undefined) return undefined;
    if (!(await slots.isHeld(slot))) {
      for (const { record, slot: its } of entries.all) if (its === slot) entries.drop(record.command.id);
      await slots.release(slot);
      return new GitLabError('storage', { detail: 'changeElsewhere' });
    }
    if (await records.has(slot, id)) return undefined;
    // The user signed out in another window, and discarded it.
    entries.drop(id);
    return new GitLabError('canceled');
  }

  private async send(id: string): Promise<SendOutcome> {
    const failure = await this.uploadFiles(id);
    const { attempts } = this.recordOf(id);
    const command = withUploads(this.recordOf(id));
    const { first } = this.parts.entries.find(id) ?? {};
    this.parts.entries.patch(id, { first: undefined });
    const beforeRequest = (mark: SendMark) => this.noteRequest(id, mark);
    const options = { beforeRequest, issue: first?.issue };
    const outcome = failure ?? (await this.parts.sender.send(first?.command ?? command, options));
    if (outcome.how !== 'waiting' && outcome.how !== 'unknown') this.parts.pauses.end(command.account);
    if (outcome.how === 'done') await this.finish(id);
    else if (outcome.how === 'conflict') {
      const { theirs, error } = outcome;
      await this.store(id, { is: 'conflict', theirs, message: error.message });
    } else if (outcome.how === 'refused') await this.store(id, { is: 'refused', message: outcome.error.message });
    else if (outcome.how === 'unknown') {
      this.parts.entries.patch(id, { looks: 0, dueAt: this.parts.clock.elapsed() + timeToLook });
    } else {
      this.pause(id, outcome.error);
      await this.store(id, { is: 'ready' }, { attempts });
    }
    return outcome;
  }

  /** Uploads the files that aren't uploaded yet. One without a response might be uploaded again. */
  private async uploadFiles(id: string): Promise<SendOutcome | undefined> {
    const { entries, records, sender, log } = this.parts;
    const slot = entries.find(id)?.slot;
    const { command, uploads = [] } = this.recordOf(id);
    for (const [index, { markdown, fileName }] of uploads.entries()) {
      if (markdown !== undefined || slot === undefined) continue;
      try {
        const uploaded = await sender.upload(command, fileName, await records.readUpload(slot, id, index));
        const now = this.recordOf(id).uploads ?? [];
        const all = now.map((each, at) => (at === index ? { ...each, markdown: uploaded } : each));
        await this.store(id, { is: 'ready' }, { uploads: all });
      } catch (thrown) {
        const error = GitLabError.from(thrown, {}, log);
        if (!mayWorkLater(error)) return { how: 'refused', error };
        // A file that GitLab fails on would hold up everything else.
        const attempts = this.recordOf(id).attempts + 1;
        if (error.facts.outcome !== 'unconfirmed') return { how: 'waiting', error };
        await this.store(id, { is: 'ready' }, { attempts });
        return attempts < mostAttempts ? { how: 'waiting', error } : { how: 'refused', error };
      }
    }
    return undefined;
  }

  /** Resolves when the record on disk shows that the command might have been sent. */
  private async noteRequest(id: string, mark: SendMark): Promise<void> {
    const { entries, records, slots, clock } = this.parts;
    const record = this.recordOf(id);
    const sending: OutboxRecord = { ...record, state: { is: 'sending', mark }, attempts: record.attempts + 1 };
    const slot = entries.find(id)?.slot;
    if (slot !== undefined) {
      if (!(await this.isOwn(slot, id))) throw new GitLabError('storage', { detail: 'changeElsewhere' });
      await records.save(slot, sending).catch(() => {
        throw new GitLabError('storage', { detail: 'change' });
      });
      if (!(await slots.isHeld(slot))) throw new GitLabError('storage', { detail: 'changeElsewhere' });
    }
    entries.patch(id, { record: sending, sentAt: clock.elapsed() });
  }

  private async look(id: string, mark: SendMark): Promise<SendOutcome | undefined> {
    const { entries, pauses, sender, clock } = this.parts;
    const found = await sender.look(withUploads(this.recordOf(id)), mark);
    const entry = entries.find(id);
    if (!entry) return undefined;
    const { attempts, command } = entry.record;
    const looks = entry.looks + 1;
    const now = clock.elapsed();
    if (found.how === 'unsure') {
      // GitLab doesn't show some changes.
      const { outcome } = found.error.facts;
      const isReadLater = outcome === undefined && mayWorkLater(found.error);
      if (isReadLater) this.pause(id, found.error);
      else await this.store(id, { is: 'question', why: 'unconfirmed', message: found.error.message });
      return undefined;
    }
    pauses.end(command.account);
    if (found.how === 'done') {
      await this.finish(id);
      return { ...found, changed: true, messages: [] };
    }
    if (found.how === 'several')
      await this.store(id, { is: 'question', why: 'several', candidates: [...found.candidates] });
    else if (looks < 2 || now < entry.sentAt + timeToEnd)
      entries.patch(id, { looks, dueAt: Math.max(now + timeToLook, entry.sentAt + timeToEnd) });
    else if (entry.isOld) await this.store(id, { is: 'question', why: 'old' });
    else if (attempts >= mostAttempts) await this.store(id, { is: 'question', why: 'unconfirmed' });
    else await this.store(id, { is: 'ready' });
    return undefined;
  }

  /** GitLab has the command. If its file can't be removed, the next window looks for the command on GitLab. */
  private async finish(id: string): Promise<void> {
    const { entries, records, log } = this.parts;
    const { slot, record } = entries.find(id) ?? {};
    if (record && slot !== undefined && (await this.isOwn(slot, id)))
      await records.remove(slot, record).catch(() => {
        log.warn('Failed to remove a change that was sent.');
      });
    entries.drop(id);
  }

  /** Whether this window may still write the record. Another one may have sent and removed it since. */
  private async isOwn(slot: string, id: string): Promise<boolean> {
    const { records, slots } = this.parts;
    return (await slots.isHeld(slot)) && (await records.has(slot, id).catch(() => false));
  }

  private pause(id: string, error: GitLabError): void {
    const account = this.parts.entries.find(id)?.record.command.account;
    if (account !== undefined) this.parts.pauses.note(account, error);
  }

  /** Rejects with `canceled` if it was discarded since. */
  private recordOf(id: string): OutboxRecord {
    const record = this.parts.entries.find(id)?.record;
    if (!record) throw new GitLabError('canceled');
    return record;
  }
}

/** The command with the Markdown of its files. */
function withUploads({ command, uploads = [] }: OutboxRecord): IssueCommand {
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string')
      return uploads.reduce(
        (text, { placeholder, markdown = '' }) => text.replaceAll(placeholder, () => markdown),
        value,
      );
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each)]));
  };
  return uploads.length === 0 ? command : { ...command, act: replaced(command.act) as IssueCommand['act'] };
}
