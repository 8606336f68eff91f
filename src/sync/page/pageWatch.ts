import type { Clock } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import type { PageMessage } from '../../model/page/pageMessages.ts';
import type { DraftPlace } from './drafts.ts';
import type { UnresponsivePages } from './unresponsivePages.ts';

/** Milliseconds without a message after a question. A page is unresponsive after two such silences in a row. */
const longestSilence = 5_000;
/** Milliseconds between a message and the next question, while the page draws and afterwards. */
const untilQuestion = { drawing: 5_000, drawn: 30_000 };

export interface PageWatchParts {
  readonly place: DraftPlace;
  readonly marks: UnresponsivePages;
  readonly clock: Clock;
  /**
   * Asks the page to respond at once, and again when it has drawn everything. Resolves when the window has sent the
   * question. On a remote computer, the window may be asleep or disconnected.
   */
  readonly ask: (ticket: number) => Promise<void>;
  readonly onDidStopResponding: () => void;
}

/**
 * Watches whether an issue page responds, because VS Code doesn't report a page that hangs or ends. Every message from
 * the page is a response, however slowly it draws. The mark that it is loading is removed only when it has drawn all
 * texts. Only silence while the user can see the page counts. A computer that sleeps misses at most one question.
 */
export class PageWatch implements Disposable {
  /** Until the next question, or the end of the silence after the last one. */
  private timer: Disposable | undefined;
  private silences = 0;
  /** The last question. */
  private ticket = 0;
  /** The first question that the page answers after it received all texts. Infinite if there's nothing to wait for. */
  private drawnFrom = Number.POSITIVE_INFINITY;
  private texts: readonly unknown[] = [];
  private isVisible = false;
  private isFocused = false;
  private isOver = false;

  constructor(private readonly parts: PageWatchParts) {}

  /** The page was shown or hidden. A page loads whenever it is shown. */
  see(isVisible: boolean, isFocused: boolean): void {
    if (isVisible === this.isVisible && isFocused === this.isFocused) return;
    if (isVisible !== this.isVisible) {
      this.texts = [];
      this.drawnFrom = Number.POSITIVE_INFINITY;
      const { marks, place } = this.parts;
      void (isVisible ? marks.markLoading(place) : marks.unmark(place));
    }
    this.isVisible = isVisible;
    this.isFocused = isFocused;
    this.askAnew();
  }

  /**
   * The page was sent texts to draw.
   * @param isWhole whether these are all the texts, as far as they could be loaded.
   */
  draw(texts: readonly unknown[], isWhole: boolean): void {
    if (!isWhole || !this.isVisible || this.isSame(texts)) return;
    this.texts = texts;
    this.drawnFrom = this.ticket + 1;
    void this.parts.marks.markLoading(this.parts.place);
    this.askAnew();
  }

  /** The page sent a message. */
  heard(message: PageMessage): void {
    if (this.isOver) return;
    if (message.type === 'drawn' && message.ticket >= this.drawnFrom) {
      this.drawnFrom = Number.POSITIVE_INFINITY;
      void this.parts.marks.markDrawn(this.parts.place);
    }
    this.stop();
    if (!this.isWatched) return;
    const isDrawing = this.drawnFrom <= this.ticket;
    this.after(untilQuestion[isDrawing ? 'drawing' : 'drawn'], () => void this.ask());
  }

  dispose(): void {
    this.isOver = true;
    this.stop();
    void this.parts.marks.unmark(this.parts.place);
  }

  private get isWatched(): boolean {
    return this.isVisible && this.isFocused && !this.isOver;
  }

  private isSame(texts: readonly unknown[]): boolean {
    return texts.length === this.texts.length && texts.every((text, at) => Object.is(text, this.texts[at]));
  }

  private askAnew(): void {
    this.stop();
    if (this.isVisible && !this.isOver) void this.ask();
  }

  private async ask(): Promise<void> {
    this.ticket += 1;
    const { ticket } = this;
    await this.parts.ask(ticket);
    // A message that arrived since then has set the timer.
    if (ticket !== this.ticket || this.timer !== undefined || !this.isWatched) return;
    this.after(longestSilence, () => {
      this.silences += 1;
      if (this.silences < 2) void this.ask();
      else this.giveUp();
    });
  }

  private after(ms: number, act: () => void): void {
    this.timer = this.parts.clock.after(ms, () => {
      this.timer = undefined;
      act();
    });
  }

  private stop(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.silences = 0;
  }

  private giveUp(): void {
    this.isOver = true;
    void this.parts.marks.markUnresponsive(this.parts.place);
    this.parts.onDidStopResponding();
  }
}
