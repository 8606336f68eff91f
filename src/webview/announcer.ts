/** Something that the page says: to a screen reader, and, if it is a problem, to the eye too. */
export interface Saying {
  readonly text: string;
  readonly isProblem: boolean;
}

/** What the page says in its live region. */
export class Announcer {
  private listener: ((saying: Saying | undefined) => void) | undefined;

  /** There is one region. */
  listen(listener: (saying: Saying | undefined) => void): void {
    this.listener = listener;
  }

  /** Politely: after what is being read. */
  say(text: string): void {
    this.listener?.({ text, isProblem: false });
  }

  /** Also shown until the user dismisses it. */
  sayProblem(text: string): void {
    this.listener?.({ text, isProblem: true });
  }
}
