import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Discussion, Note, Reaction } from '../../model/issueDetails.ts';

/** The requests that are sent without a pause, as for the visible comments. */
const atOnce = 20;
/** The pause before each further request. Half of the 120 requests a minute that GitLab allows by default if limited. */
const pause = 1_000;

/**
 * Reads the reactions to loaded comments one by one: of those that the server didn't return together. Keeps what it has
 * read, and requests the reactions to a comment again only after the comment has changed. GitLab counts a reaction as a
 * change of the comment.
 */
export class NoteReactionReading {
  /** By note ID. */
  private readonly read = new Map<number, { readonly updatedAt: number; readonly reactions: readonly Reaction[] }>();
  private isReading = false;

  constructor(
    private readonly find: (note: number) => Promise<readonly Reaction[]>,
    private readonly thread: () => readonly Discussion[],
    /** Whether the reactions to a comment were returned together with others. */
    private readonly isKnown: (note: number) => boolean,
    private readonly clock: Clock,
  ) {}

  /** By note ID. */
  get reactions(): ReadonlyMap<number, readonly Reaction[]> {
    return new Map([...this.read].map(([id, { reactions }]) => [id, reactions]));
  }

  /**
   * Reads what is missing, and calls `onRead` after each comment. Does nothing while an earlier call reads. Stops at a
   * failure that isn't about the comment, and the next call continues. Never rejects.
   */
  async more(signal: AbortSignal, onRead: () => void): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    try {
      let asked = 0;
      for (let note = this.next; note; note = this.next) {
        if (asked >= atOnce) await new Promise<void>((resolve) => this.clock.after(pause, resolve));
        if (signal.aborted || !(await this.readOne(note))) break;
        asked += 1;
        onRead();
      }
    } finally {
      this.isReading = false;
    }
  }

  private get next(): Note | undefined {
    return this.thread()
      .flatMap(({ notes }) => notes)
      .find(({ id, updatedAt, isSystem }) => {
        return !isSystem && !this.isKnown(id) && this.read.get(id)?.updatedAt !== updatedAt;
      });
  }

  private async readOne({ id, updatedAt }: Note): Promise<boolean> {
    try {
      this.read.set(id, { updatedAt, reactions: await this.find(id) });
    } catch (thrown) {
      if (!GitLabError.is(thrown, 'notFound', 'forbidden', 'badData', 'server')) return false;
      this.read.set(id, { updatedAt, reactions: this.read.get(id)?.reactions ?? [] });
    }
    return true;
  }
}
