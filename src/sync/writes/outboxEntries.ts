import { type Disposable, Emitter } from '../../model/event.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';
import type { OutboxRecord } from './outboxRecords.ts';

/** A command of this window that GitLab doesn't have yet, as far as is known. */
export interface OutboxEntry {
  readonly record: OutboxRecord;
  /** Undefined if it couldn't be stored. Then it's lost when the window closes. */
  readonly slot: string | undefined;
  /** Whether it is being stored, sent, or looked for. */
  readonly isBusy: boolean;
  /** Whether the first attempt to send it isn't over. The user hears of it then. */
  readonly isNew: boolean;
  /** Whether a window that closed left it, and it's more than an hour old. */
  readonly isOld: boolean;
  /** When it was sent, as far as this window knows, and when to continue with it. By {@link Clock.elapsed}. */
  readonly sentAt: number;
  readonly dueAt: number;
  /** How often GitLab was checked for it since then. */
  readonly looks: number;
  /** For the first attempt, while the issue is as the user saw it. */
  readonly first?: FirstAttempt | undefined;
}

export interface FirstAttempt {
  /** The same command, but without a check for what has changed since, which takes a request. */
  readonly command: IssueCommand;
  /** See {@link SendOptions.issue}. */
  readonly issue?: Issue | undefined;
}

/** An entry that is neither sent nor looked for. */
export function entryOf(record: OutboxRecord, slot?: string): OutboxEntry {
  return { record, slot, isBusy: false, isNew: false, isOld: false, sentAt: 0, dueAt: 0, looks: 0 };
}

/** The commands of this window, in the order in which they are sent. */
export class OutboxEntries implements Disposable {
  private entries: readonly OutboxEntry[] = [];
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  get all(): readonly OutboxEntry[] {
    return this.entries;
  }

  find(id: string): OutboxEntry | undefined {
    return this.entries.find(({ record }) => record.command.id === id);
  }

  add(entries: readonly OutboxEntry[]): void {
    this.replace([...this.entries, ...entries].sort((one, other) => one.record.order - other.record.order));
  }

  /** Changes an entry if it's still there. */
  patch(id: string, change: Partial<OutboxEntry>): void {
    this.replace(this.entries.map((entry) => (entry.record.command.id === id ? { ...entry, ...change } : entry)));
  }

  drop(id: string): void {
    this.replace(this.entries.filter(({ record }) => record.command.id !== id));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private replace(entries: readonly OutboxEntry[]): void {
    this.entries = entries;
    this.changed.fire(undefined);
  }
}
