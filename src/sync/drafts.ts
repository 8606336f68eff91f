import * as v from 'valibot';
import type { Clock } from '../model/clock.ts';
import type { Disposable } from '../model/event.ts';
import type { PageDraft } from '../model/page/pageState.ts';
import type { CacheFiles, Log } from '../model/ports.ts';
import { fileName } from './fileName.ts';

/** Whose, and of which issue. */
export interface DraftPlace {
  /** {@link Account.key} */
  readonly account: string;
  readonly projectId: number;
  readonly iid: number;
}

/** What somebody typed into one issue's page, by box. */
export type DraftsOfIssue = Readonly<Record<string, PageDraft>>;

const stored = v.record(
  v.string(),
  v.object({
    text: v.string(),
    base: v.optional(v.string()),
    internal: v.optional(v.boolean()),
    typedAt: v.optional(v.number()),
  }),
);

/** So long after a key it is on disk, also while somebody types on. */
const longestWait = 250;

/**
 * What was typed and not sent, in a file for each issue, so that a closed tab, a crash or a lost token loses none of it.
 * It outlives signing out, unless the person wants it gone. Two windows on one issue: who typed last counts, box by box.
 */
export class Drafts implements Disposable {
  /** By file, the boxes that were typed into and are not on disk yet; undefined for one that was sent or emptied. */
  private readonly typed = new Map<string, ReadonlyMap<string, PageDraft | undefined>>();
  private readonly waiting = new Map<string, Disposable>();
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: CacheFiles,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Those of an issue. Never rejects: where they cannot be read there are none. */
  async read(place: DraftPlace): Promise<DraftsOfIssue> {
    const path = pathOf(place);
    await this.work;
    return withTyped(await this.load(path), this.typed.get(path));
  }

  /** Keeps what is in a box; nothing for one that was sent or emptied. */
  put(place: DraftPlace, box: string, draft: PageDraft | undefined): void {
    const path = pathOf(place);
    const kept = draft === undefined || draft.text === '' ? undefined : draft;
    this.typed.set(path, new Map([...(this.typed.get(path) ?? []), [box, kept]]));
    if (this.waiting.has(path)) return;
    this.waiting.set(
      path,
      this.clock.after(longestWait, () => void this.flush(path)),
    );
  }

  /** How many issues of an account have drafts. */
  async count(account: string): Promise<number> {
    await this.flushAll();
    const folder = `${fileName(account)}/`;
    const files = await this.files.list().catch(() => []);
    return files.filter(({ path }) => path.startsWith(folder) && path.endsWith('.json')).length;
  }

  /** All of an account go. */
  async discard(account: string): Promise<void> {
    await this.flushAll();
    const folder = fileName(account);
    await this.files.remove(folder).catch(() => {
      this.log.warn('Drafts could not be removed.');
    });
  }

  /** Writes what waits, as when the window closes. */
  async flushAll(): Promise<void> {
    await Promise.all([...this.waiting.keys()].map((path) => this.flush(path)));
    await this.work;
  }

  dispose(): void {
    void this.flushAll();
  }

  private flush(path: string): Promise<unknown> {
    this.waiting.get(path)?.dispose();
    this.waiting.delete(path);
    this.work = this.work.then(() => this.save(path));
    return this.work;
  }

  private async save(path: string): Promise<void> {
    const typed = this.typed.get(path);
    if (!typed) return;
    // Another window may have written other boxes: they stay.
    const drafts = withTyped(await this.load(path), typed);
    try {
      if (Object.keys(drafts).length > 0) await this.files.write(path, JSON.stringify(drafts));
      else await this.files.remove(path);
      if (this.typed.get(path) === typed) this.typed.delete(path);
    } catch {
      this.log.warn('A draft could not be written to disk; it stays in memory.');
    }
  }

  private async load(path: string): Promise<DraftsOfIssue> {
    try {
      const size = await this.files.size(path);
      if (size === undefined) return {};
      const text = new TextDecoder().decode(await this.files.readPart(path, 0, size));
      return v.parse(stored, JSON.parse(text)) as DraftsOfIssue;
    } catch {
      this.log.warn('A draft could not be read.');
      return {};
    }
  }
}

function withTyped(
  drafts: DraftsOfIssue,
  typed: ReadonlyMap<string, PageDraft | undefined> = new Map(),
): DraftsOfIssue {
  const all = { ...drafts, ...Object.fromEntries(typed) };
  return Object.fromEntries(Object.entries(all).flatMap(([box, draft]) => (draft ? [[box, draft]] : [])));
}

function pathOf({ account, projectId, iid }: DraftPlace): string {
  return `${fileName(account)}/${projectId}-${iid}.json`;
}
