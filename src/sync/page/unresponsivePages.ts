import pLimit from 'p-limit';
import * as v from 'valibot';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { fileName } from '../cache/fileName.ts';
import type { DraftPlace } from './drafts.ts';

const stored = v.object({
  /** How often in a row the page stopped responding. */
  times: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** The session of the window that is loading the page, by a random ID. */
  session: v.optional(v.string()),
});
type Stored = v.InferOutput<typeof stored>;

/** After this many times in a row, a page opens only when the user asks for it. */
const mostTimes = 2;

/**
 * Counts how often in a row the page of an issue stopped responding in a window. Where VS Code runs in a browser, such a
 * page can end the whole window. Therefore a file contains a mark while the page is loading. A mark of an earlier session
 * of the same window counts. The storage of VS Code isn't used, because the window writes it late.
 */
export class UnresponsivePages {
  private readonly session = crypto.randomUUID();
  private readonly inTurn = pLimit(1);
  private readonly loading = new Map<string, DraftPlace>();

  /**
   * @param window identifies the window over its sessions. The folder or workspace does, because VS Code opens it in one
   *   window only.
   */
  constructor(
    private readonly files: CacheFiles,
    private readonly window: string,
    private readonly log: Log,
  ) {}

  /** Whether the page must wait for the user. Never rejects. */
  async isBlocked(place: DraftPlace): Promise<boolean> {
    return this.inTurn(async () => (await this.timesOf(place)) >= mostTimes);
  }

  /** The page is loading, or gets new texts. */
  async markLoading(place: DraftPlace): Promise<void> {
    if (this.loading.has(this.pathOf(place))) return;
    this.loading.set(this.pathOf(place), place);
    await this.write(place, async () => ({ times: await this.timesOf(place), session: this.session }));
  }

  /** The page has drawn its texts. */
  async markDrawn(place: DraftPlace): Promise<void> {
    this.loading.delete(this.pathOf(place));
    await this.write(place, () => undefined);
  }

  /** The page was hidden or closed before it could draw its texts. */
  async unmark(place: DraftPlace): Promise<void> {
    if (!this.loading.delete(this.pathOf(place))) return;
    await this.write(place, async () => {
      const { times, session } = await this.load(place);
      // After a crash of the window, its next session marks the page before this process ends.
      if (session !== this.session) return { times, session };
      return times > 0 ? { times } : undefined;
    });
  }

  /** Removes the marks of all pages, for example when the window closes. */
  async unmarkAll(): Promise<void> {
    await Promise.all([...this.loading.values()].map((place) => this.unmark(place)));
  }

  /** The page stopped responding in this session. */
  async markUnresponsive(place: DraftPlace): Promise<void> {
    this.loading.delete(this.pathOf(place));
    await this.write(place, async () => ({ times: (await this.timesOf(place)) + 1 }));
  }

  private async timesOf(place: DraftPlace): Promise<number> {
    const { times, session } = await this.load(place);
    return session === undefined || session === this.session ? times : times + 1;
  }

  /** @param next returns the new content. Undefined removes the file. */
  private async write(place: DraftPlace, next: () => Promise<Stored | undefined> | undefined): Promise<void> {
    await this.inTurn(async () => {
      try {
        const content = await next();
        if (content) await this.files.write(this.pathOf(place), JSON.stringify(content));
        else await this.files.remove(this.pathOf(place));
      } catch {
        this.log.debug('Failed to record whether an issue page responds.');
      }
    });
  }

  /** Treats a missing or unreadable file as a page that always responded. */
  private async load(place: DraftPlace): Promise<Stored> {
    const path = this.pathOf(place);
    try {
      const size = await this.files.size(path);
      if (size === undefined) return { times: 0 };
      return v.parse(stored, JSON.parse(new TextDecoder().decode(await this.files.readPart(path, 0, size))));
    } catch {
      return { times: 0 };
    }
  }

  private pathOf({ account, projectId, iid }: DraftPlace): string {
    return `${fileName(account)}/${fileName(this.window)}/${projectId}-${iid}.json`;
  }
}
