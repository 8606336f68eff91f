import * as v from 'valibot';
import type { Memory } from '../../host/memory.ts';
import { type Account, daysLeft } from '../../model/account.ts';
import type { Clock } from '../../model/clock.ts';
import { type Disposable, Emitter } from '../../model/event.ts';

const memoryKey = 'expiryReminders';
/** From so many days before a token dies the view says so, so that it does not do so as a surprise. */
const remindedDays = 14;
/** With so many days left, or fewer, it says so all the time. */
const lastDays = 1;
/** So long in front of a person's eyes counts as seen. */
const timeToSee = 60_000;
/** So long it stays after that, if the view stays. */
const timeToAct = 9 * 60_000;

/** By account key the day on which the person saw it. */
const remembered = v.record(v.string(), v.string());

interface Showing {
  readonly key: string;
  readonly day: string;
  readonly isSeen: boolean;
  readonly timer?: Disposable;
}

/**
 * Once a day for each account, in UTC as tokens expire: decides whether the view shows that a token expires soon. It is
 * shown until it was visible for a minute in any window, and then for as long as the view stays
 * open there, ten minutes at most.
 */
export class ExpiryReminder implements Disposable {
  private showing: Showing | undefined;
  private readonly ended = new Emitter<void>();

  /** A reminder is over. */
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
   * @param account the one that the view tells of now, if it tells of one.
   * @param isVisible whether the view is there, in whatever window.
   * @param isWatched whether the user may be looking: the window has the focus, too.
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
