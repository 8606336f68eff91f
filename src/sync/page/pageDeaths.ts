import pLimit from 'p-limit';
import * as v from 'valibot';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { fileName } from '../cache/fileName.ts';
import type { DraftPlace } from './drafts.ts';

const stored = v.object({
  /** How often the page died in a row. */
  deaths: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** The window in which it is at risk, by a random ID. */
  window: v.optional(v.string()),
});
type Stored = v.InferOutput<typeof stored>;

/** After this many deaths in a row, a page opens only when the user asks for it. */
const mostDeaths = 2;

/**
 * Counts how often the page of an issue died in a row. Where VS Code runs in a browser, a page that dies can end the
 * whole window, so a mark in a file shows that a page is at risk. A mark of an earlier window is a death. The storage
 * of VS Code isn't used, because the window writes it late.
 */
export class PageDeaths {
  private readonly window = crypto.randomUUID();
  private readonly inTurn = pLimit(1);
  private readonly atRisk = new Map<string, DraftPlace>();

  constructor(
    private readonly files: CacheFiles,
    private readonly log: Log,
  ) {}

  /** Whether the page must wait for the user. Never rejects. */
  async isWary(place: DraftPlace): Promise<boolean> {
    return this.inTurn(async () => (await this.deathsOf(place)) >= mostDeaths);
  }

  /** The page gets new texts, and may die of them. */
  async expose(place: DraftPlace): Promise<void> {
    if (this.atRisk.has(pathOf(place))) return;
    this.atRisk.set(pathOf(place), place);
    await this.write(place, async () => ({ deaths: await this.deathsOf(place), window: this.window }));
  }

  /** The page has shown its texts. */
  async survive(place: DraftPlace): Promise<void> {
    this.atRisk.delete(pathOf(place));
    await this.write(place, () => undefined);
  }

  /** The page was hidden or closed before it could show its texts. */
  async withdraw(place: DraftPlace): Promise<void> {
    if (!this.atRisk.delete(pathOf(place))) return;
    await this.write(place, async () => {
      const { deaths, window } = await this.load(place);
      // After a crash of the window, its successor marks the page before this process ends.
      if (window !== this.window) return { deaths, window };
      return deaths > 0 ? { deaths } : undefined;
    });
  }

  /** Withdraws every page, for example when the window closes. */
  async withdrawAll(): Promise<void> {
    await Promise.all([...this.atRisk.values()].map((place) => this.withdraw(place)));
  }

  /** The page stopped responding in this window. */
  async die(place: DraftPlace): Promise<void> {
    this.atRisk.delete(pathOf(place));
    await this.write(place, async () => ({ deaths: (await this.deathsOf(place)) + 1 }));
  }

  private async deathsOf(place: DraftPlace): Promise<number> {
    const { deaths, window } = await this.load(place);
    return window === undefined || window === this.window ? deaths : deaths + 1;
  }

  /** @param next returns the new content. Undefined removes the file. */
  private async write(place: DraftPlace, next: () => Promise<Stored | undefined> | undefined): Promise<void> {
    await this.inTurn(async () => {
      try {
        const content = await next();
        if (content) await this.files.write(pathOf(place), JSON.stringify(content));
        else await this.files.remove(pathOf(place));
      } catch {
        this.log.debug('Failed to record whether an issue page responds.');
      }
    });
  }

  /** Treats a missing or unreadable file as no deaths. */
  private async load(place: DraftPlace): Promise<Stored> {
    const path = pathOf(place);
    try {
      const size = await this.files.size(path);
      if (size === undefined) return { deaths: 0 };
      return v.parse(stored, JSON.parse(new TextDecoder().decode(await this.files.readPart(path, 0, size))));
    } catch {
      return { deaths: 0 };
    }
  }
}

function pathOf({ account, projectId, iid }: DraftPlace): string {
  return `${fileName(account)}/${projectId}-${iid}.json`;
}
