/** An announcement of the page, for screen readers. A problem is also shown. */
export interface Saying {
  readonly text: string;
  readonly isProblem: boolean;
}

/** Passes announcements to the page's live region. */
export class Announcer {
  private listener: ((saying: Saying | undefined) => void) | undefined;

  /** Sets the only listener, because the page has one live region. */
  listen(listener: (saying: Saying | undefined) => void): void {
    this.listener = listener;
  }

  /** Announces a text after the screen reader finishes its current sentence. */
  say(text: string): void {
    this.listener?.({ text, isProblem: false });
  }

  /** Announces a problem, and shows it until the user dismisses it. */
  sayProblem(text: string): void {
    this.listener?.({ text, isProblem: true });
  }
}
