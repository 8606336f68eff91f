import * as v from 'valibot';
import type { Memory } from '../../host/memory.ts';
import { type Account, daysLeft } from '../../model/account.ts';
import type { Clock } from '../../model/time/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';

const memoryKey = 'expiryReminders';
/** The view reminds the user this many days before a token expires. */
const remindedDays = 14;
/** With this many days left, or fewer, the reminder stays. */
const lastDays = 1;
/** After this long in view, the reminder counts as seen. */
const timeToSee = 60_000;
/** How long it stays after that, while the view is open. */
const timeToAct = 9 * 60_000;

/** The day on which the user saw it, by account key. */
const remembered = v.record(v.string(), v.string());

interface Showing {
  readonly key: string;
  readonly day: string;
  readonly isSeen: boolean;
  readonly timer?: Disposable;
}

/**
 * Decides whether the view shows that a token expires soon. It does so once a day for each account, in UTC, like the
 * expiry. It shows the reminder until it was visible for a minute in any window, and then while the view stays open
 * there, for ten minutes at most in all.
 */
export class ExpiryReminder implements Disposable {
  private showing: Showing | undefined;
  private readonly ended = new Emitter<void>();

  /** A reminder has ended. */
  readonly onDidEnd = this.ended.event;

  constructor(
    private readonly memory: Pick<Memory, 'read' | 'write'>,
    private readonly clock: Clock,
  ) {}

  readonly isDue = (account: Account): boolean => {
    const left = daysLeft(account, this.clock.now());
    if (left === undefined || left > remindedDays) return false;
    if (left <= lastDays) return true;
    const isOurs = this.showing?.key === account.key && this.showing.day === this.today && this.showing.isSeen;
    return isOurs || this.seen[account.key] !== this.today;
  };

  /**
   * @param account the account in the view's reminder, if there is one.
   * @param isVisible whether the view is visible, in any window.
   * @param isWatched whether the user may be looking, because the window also has the focus.
   */
  show(account: Account | undefined, isVisible: boolean, isWatched: boolean): void {
    const { showing, today } = this;
    if (showing && (showing.key !== account?.key || showing.day !== today || !isVisible)) this.end();
    if (!account || !isVisible) return;
    const isNew = !this.showing;
    this.showing ??= { key: account.key, day: today, isSeen: false };
    if (this.showing.isSeen) return;
    if (!isWatched) {
      this.showing.timer?.dispose();
      this.showing = { key: account.key, day: today, isSeen: false };
    } else if (isNew || !this.showing.timer) {
      const timer = this.clock.after(timeToSee, () => {
        this.noteSeen();
      });
      this.showing = { ...this.showing, timer };
    }
  }

  dispose(): void {
    this.showing?.timer?.dispose();
    this.ended.dispose();
  }

  private noteSeen(): void {
    if (!this.showing) return;
    const { key, day } = this.showing;
    const others = Object.entries(this.seen).filter(([, other]) => other >= day);
    this.memory.write(memoryKey, Object.fromEntries([...others, [key, day]]));
    const timer = this.clock.after(timeToAct, () => {
      this.end();
    });
    this.showing = { key, day, isSeen: true, timer };
  }

  private end(): void {
    this.showing?.timer?.dispose();
    const wasSeen = this.showing?.isSeen === true;
    this.showing = undefined;
    if (wasSeen) this.ended.fire();
  }

  private get seen(): Readonly<Record<string, string>> {
    const found = v.safeParse(remembered, this.memory.read(memoryKey));
    return found.success ? found.output : {};
  }

  private get today(): string {
    return new Date(this.clock.now()).toISOString().slice(0, 10);
  }
}
