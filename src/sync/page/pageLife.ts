import type { Clock } from '../../model/clock.ts';
import type { Disposable } from '../../model/event.ts';
import type { DraftPlace } from './drafts.ts';
import type { PageDeaths } from './pageDeaths.ts';

/** How long a page may take to respond to one question, in milliseconds. It dies after two without a response. */
const longestSilence = 5_000;
/** Milliseconds between a response and the next question. */
const betweenQuestions = 30_000;

export interface PageLifeParts {
  readonly place: DraftPlace;
  readonly deaths: PageDeaths;
  readonly clock: Clock;
  /**
   * Asks the page to respond when it has drawn everything. Resolves when the window has sent the question. On a remote
   * computer, the window may be asleep or disconnected.
   */
  readonly ask: (ticket: number) => Promise<void>;
  readonly onDidDie: () => void;
}

/**
 * Watches whether an issue page responds, because VS Code doesn't report a page that hangs or dies. The page is asked
 * only while the user can see it. A computer that sleeps misses at most one question.
 */
export class PageLife implements Disposable {
  private timer: Disposable | undefined;
  /** The last question, and the last one with a response. */
  private ticket = 0;
  private answered = 0;
  /** How many questions in a row had no response in time. */
  private unanswered = 0;
  /** The first question after which a response shows that the page has drawn all texts. */
  private settledFrom = Number.POSITIVE_INFINITY;
  private texts: readonly unknown[] = [];
  private isVisible = true;
  private isFocused = true;
  private isOver = false;

  constructor(private readonly parts: PageLifeParts) {}

  /** The page is loading. Its HTML was set. */
  begin(): void {
    void this.parts.deaths.expose(this.parts.place);
    this.askAnew();
  }

  /** A page that was hidden loads again when it is shown. */
  see(isVisible: boolean, isFocused: boolean): void {
    if (isVisible === this.isVisible && isFocused === this.isFocused) return;
    const wasVisible = this.isVisible;
    this.isVisible = isVisible;
    this.isFocused = isFocused;
    if (wasVisible && !isVisible) {
      this.texts = [];
      this.settledFrom = Number.POSITIVE_INFINITY;
      void this.parts.deaths.withdraw(this.parts.place);
    } else if (!wasVisible && isVisible) void this.parts.deaths.expose(this.parts.place);
    this.askAnew();
  }

  /**
   * The page was sent texts to draw.
   * @param isWhole whether these are all the texts, as far as they could be loaded.
   */
  draw(texts: readonly unknown[], isWhole: boolean): void {
    if (!isWhole || !this.isVisible || this.isSame(texts)) return;
    this.texts = texts;
    this.settledFrom = this.ticket + 1;
    void this.parts.deaths.expose(this.parts.place);
    this.askAnew();
  }

  /** @param ticket the question. Undefined for a page that has started. */
  answer(ticket = this.ticket): void {
    if (this.isOver) return;
    if (ticket >= this.settledFrom) {
      this.settledFrom = Number.POSITIVE_INFINITY;
      void this.parts.deaths.survive(this.parts.place);
    }
    this.answered = Math.max(this.answered, ticket);
    this.stop();
    if (!this.isWatched) return;
    if (ticket < this.ticket) this.wait();
    else this.timer = this.parts.clock.after(betweenQuestions, () => void this.ask());
  }

  dispose(): void {
    this.isOver = true;
    this.stop();
    void this.parts.deaths.withdraw(this.parts.place);
  }

  private get isWatched(): boolean {
    return this.isVisible && this.isFocused && !this.isOver;
  }

  private isSame(texts: readonly unknown[]): boolean {
    return texts.length === this.texts.length && texts.every((text, at) => Object.is(text, this.texts[at]));
  }

  private askAnew(): void {
    this.stop();
    if (this.isWatched) void this.ask();
  }

  private async ask(): Promise<void> {
    this.ticket += 1;
    const { ticket } = this;
    await this.parts.ask(ticket);
    if (ticket === this.ticket && this.answered < ticket && this.isWatched) this.wait();
  }

  private wait(): void {
    this.timer?.dispose();
    this.timer = this.parts.clock.after(longestSilence, () => {
      this.unanswered += 1;
      if (this.unanswered < 2) void this.ask();
      else this.die();
    });
  }

  private stop(): void {
    this.timer?.dispose();
    this.timer = undefined;
    this.unanswered = 0;
  }

  private die(): void {
    this.isOver = true;
    void this.parts.deaths.die(this.parts.place);
    this.parts.onDidDie();
  }
}
