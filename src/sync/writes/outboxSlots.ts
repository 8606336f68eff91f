import { GitLabError } from '../../model/error/gitLabError.ts';
import type { HeldLock, OwnerLocks } from '../../model/ports.ts';
import type { OutboxRecord, OutboxRecords } from './outboxRecords.ts';

/** A slot with damaged files isn't the only one. If several can't be used, none can, for example on a full disk. */
const mostFailures = 3;
/** A window needs one. Those of crashed windows stay taken for a while. */
const mostSlots = 1_000;

/**
 * The slots of the outbox that this window has. A slot is a folder of records, with a number as its name. Only the window
 * that holds the lock of a slot sends its records. If that window closes or crashes, another one takes the slot over.
 */
export class OutboxSlots {
  private readonly held = new Map<string, HeldLock>();

  /** @param onDidTake receives the records of a slot that this window has just taken. */
  constructor(
    private readonly records: OutboxRecords,
    private readonly locks: OwnerLocks,
    private readonly onDidTake: (slot: string, records: readonly OutboxRecord[]) => void,
  ) {}

  /** Returns a slot for new records. Rejects if the storage can't be used. */
  async findOwn(): Promise<string> {
    const [own] = this.held.keys();
    if (own !== undefined) return own;
    let failures = 0;
    for (let slot = 1; slot <= mostSlots; slot += 1) {
      try {
        if (await this.take(`${slot}`, false)) return `${slot}`;
      } catch (error) {
        failures += 1;
        if (failures === mostFailures) throw error;
      }
    }
    throw new GitLabError('storage', { detail: 'change' });
  }

  /** Takes over the records of windows that closed or crashed. Rejects if the storage can't be used. */
  async adopt(): Promise<void> {
    const slots = (await this.records.slots()).filter((slot) => !this.held.has(slot));
    await Promise.all(slots.map((slot) => this.take(slot, true)));
  }

  /** Whether this window may still use the slot. It may not if another one took it while this one was suspended. */
  async isHeld(slot: string): Promise<boolean> {
    return (await this.held.get(slot)?.isHeld()) === true;
  }

  async release(slot: string): Promise<void> {
    const lock = this.held.get(slot);
    this.held.delete(slot);
    await lock?.release();
  }

  /** @param isUsed whether this window needs a slot. */
  async releaseUnless(isUsed: (slot: string) => boolean): Promise<void> {
    await Promise.all([...this.held.keys()].filter((slot) => !isUsed(slot)).map((slot) => this.release(slot)));
  }

  private async take(slot: string, waits: boolean): Promise<boolean> {
    const lock = await this.locks.tryTake(`outbox ${slot}`, waits);
    if (!lock) return false;
    try {
      const records = await this.records.load(slot);
      this.held.set(slot, lock);
      this.onDidTake(slot, records);
      return true;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }
}
