import { type Disposable, Emitter } from '../../model/event.ts';

/** Something that the user did, and how to undo it. */
export interface UndoableAct {
  /** What was done, such as `Closed 6 issues.` */
  readonly label: () => string;
  /** The keys of the accounts that did it. After signing out of one of them, it can't be undone. */
  readonly accounts: readonly string[];
  /** Whether everything that can be undone has been. */
  readonly isOver: () => boolean;
  /** Undoes what is left of it, and reports the result. Undefined if it can't be undone. */
  readonly undo: (() => Promise<unknown>) | undefined;
}

const mostActs = 10;

/** The last acts of the user in this window, to undo them one by one, each at most once. */
export class UndoHistory implements Disposable {
  private acts: readonly UndoableAct[] = [];
  private readonly changed = new Emitter<undefined>();

  readonly onDidChange = this.changed.event;

  /** Whether anything can be undone. */
  get canUndo(): boolean {
    return this.open.some(({ undo }) => undo);
  }

  /** The last act, even if it can't be undone. */
  get last(): UndoableAct | undefined {
    return this.open.at(-1);
  }

  /** The last act that can be undone. */
  get lastUndoable(): UndoableAct | undefined {
    return this.open.findLast(({ undo }) => undo);
  }

  /** @param before an earlier version of the act, which it replaces. */
  add(act: UndoableAct, before?: UndoableAct): void {
    this.set([...this.open.filter((other) => other !== before), act].slice(-mostActs));
  }

  /** Undoes an act, unless it's already undone or being undone. What can't be undone stays. */
  async undo(act: UndoableAct): Promise<void> {
    const at = this.open.indexOf(act);
    if (at < 0) return;
    const before = this.open.slice(0, at);
    this.set(this.open.filter((other) => other !== act));
    try {
      await act.undo?.();
    } finally {
      const later = this.open.filter((other) => !before.includes(other));
      if (!act.isOver()) this.set([...before, act, ...later]);
    }
  }

  /** Removes the acts of accounts that are signed out. The user may sign in as another one. */
  keepOnly(isSignedIn: (account: string) => boolean): void {
    const kept = this.acts.filter(({ accounts }) => accounts.every(isSignedIn));
    if (kept.length < this.acts.length) this.set(kept);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get open(): readonly UndoableAct[] {
    return this.acts.filter((act) => !act.isOver());
  }

  private set(acts: readonly UndoableAct[]): void {
    this.acts = acts;
    this.changed.fire(undefined);
  }
}
