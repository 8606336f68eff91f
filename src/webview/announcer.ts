/** An announcement of the page, for screen readers. A problem is also shown. */
export interface Saying {
  readonly text: string;
  readonly isProblem: boolean;
}

/** The announcements in the page's live region. */
export class Announcer {
  private listener: ((saying: Saying | undefined) => void) | undefined;

  /** There is one region. */
  listen(listener: (saying: Saying | undefined) => void): void {
    this.listener = listener;
  }

  /** Announces politely, after what is being read. */
  say(text: string): void {
    this.listener?.({ text, isProblem: false });
  }

  /** Also shown until the user dismisses it. */
  sayProblem(text: string): void {
    this.listener?.({ text, isProblem: true });
  }
}
