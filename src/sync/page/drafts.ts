import pLimit from 'p-limit';
import * as v from 'valibot';
import type { Clock } from '../../model/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { isDraftTombstone } from '../../model/page/draftTombstone.ts';
import type { PageDraft } from '../../model/page/pageState.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { fileName } from '../cache/fileName.ts';

/** Identifies the issue that a draft belongs to. */
export interface DraftPlace {
  /** {@link Account.key} */
  readonly account: string;
  readonly projectId: number;
  readonly iid: number;
}

/** The drafts on the page of one issue, by box. An empty text marks a cleared draft. */
export type DraftsOfIssue = Readonly<Record<string, PageDraft>>;

const stored = v.record(v.string(), v.unknown());
const storedDraft = v.object({
  text: v.string(),
  base: v.optional(v.string()),
  internal: v.optional(v.boolean()),
  typedAt: v.optional(v.number()),
  mayBeSent: v.optional(v.boolean()),
});

/** The maximum delay between a keystroke and the write to disk, in milliseconds, even while the user keeps typing. */
const longestWait = 250;
/** How long to remember a cleared draft, in milliseconds, in case VS Code restores a page with older state. */
const memoryOfGone = 30 * 24 * 3_600_000;

/**
 * Stores unsent texts in one file per issue, so they survive a closed tab, a crash, and an invalid token. They stay
 * after the user signs out, unless the user discards them. If two windows edit the same box, the newer text wins.
 */
export class Drafts implements Disposable {
  /** Changed boxes that are not on disk yet, by file. */
  private readonly typed = new Map<string, DraftsOfIssue>();
  private readonly waiting = new Map<string, Disposable>();
  /**
   * Accounts for which the user discarded the drafts. Requests that end later write no drafts for them. Opening a page
   * of the account removes it from the set.
   */
  private readonly unwanted = new Set<string>();
  private readonly inTurn = pLimit(1);

  constructor(
    private readonly files: CacheFiles,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Reads the drafts of an issue. Never rejects. If the file can't be read, returns only the drafts that aren't on disk
   * yet.
   */
  async read(place: DraftPlace): Promise<DraftsOfIssue> {
    const path = pathOf(place);
    this.unwanted.delete(place.account);
    const onDisk = await this.inTurn(() => this.load(path)).catch(() => {
      this.log.warn('Failed to read a draft.');
      return {};
    });
    return laterOf(onDisk, this.typed.get(path) ?? {});
  }

  /**
   * Saves the text of a box. Undefined clears it after the text was sent or emptied.
   * @returns the saved draft.
   */
  put(place: DraftPlace, box: string, typed: PageDraft | undefined): PageDraft {
    const draft = typed ?? { text: '', typedAt: this.clock.now() };
    if (this.unwanted.has(place.account)) return draft;
    const path = pathOf(place);
    this.typed.set(path, { ...this.typed.get(path), [box]: draft });
    if (!this.waiting.has(path)) {
      this.waiting.set(
        path,
        this.clock.after(longestWait, () => void this.flush(path)),
      );
    }
    return draft;
  }

  /** Counts the issues of an account that have drafts. */
  async count(account: string): Promise<number> {
    await this.flushAll();
    const folder = `${fileName(account)}/`;
    const files = await this.files.list().catch(() => []);
    const paths = files.map(({ path }) => path).filter((path) => path.startsWith(folder) && path.endsWith('.json'));
    // An unreadable file may contain a draft.
    const have = await Promise.all(paths.map((path) => this.load(path).then(hasText, () => true)));
    return have.filter(Boolean).length;
  }

  /** Removes all drafts of an account. Requests in progress write no new ones. */
  async discard(account: string): Promise<void> {
    await this.flushAll();
    this.unwanted.add(account);
    const folder = fileName(account);
    await this.files.remove(folder).catch(() => {
      this.log.warn('Failed to remove drafts.');
    });
  }

  /** Writes all pending drafts, for example when the window closes. */
  async flushAll(): Promise<void> {
    await Promise.all([...this.typed.keys()].map((path) => this.flush(path)));
  }

  dispose(): void {
    void this.flushAll();
  }

  private flush(path: string): Promise<void> {
    this.waiting.get(path)?.dispose();
    this.waiting.delete(path);
    return this.inTurn(() => this.save(path));
  }

  private async save(path: string): Promise<void> {
    const typed = this.typed.get(path);
    if (!typed) return;
    try {
      // Keep the boxes that another window wrote.
      const now = this.clock.now();
      const drafts = Object.entries(laterOf(await this.load(path), typed)).filter(
        ([, draft]) => !isDraftTombstone(draft) || now - (draft.typedAt ?? 0) < memoryOfGone,
      );
      if (drafts.length > 0) await this.files.write(path, JSON.stringify(Object.fromEntries(drafts)));
      else await this.files.remove(path);
      if (this.typed.get(path) === typed) this.typed.delete(path);
    } catch {
      this.log.warn('Failed to save a draft. It stays in memory.');
    }
  }

  /** Rejects on a disk error. Treats an invalid file as empty. */
  private async load(path: string): Promise<DraftsOfIssue> {
    const size = await this.files.size(path);
    if (size === undefined) return {};
    const text = new TextDecoder().decode(await this.files.readPart(path, 0, size));
    return draftsIn(text);
  }
}

/** Merges two sets of drafts, keeping the newer text of each box. The second set wins a tie. */
export function laterOf(one: DraftsOfIssue, other: DraftsOfIssue): DraftsOfIssue {
  const later = Object.entries(other).filter(([box, draft]) => (draft.typedAt ?? 0) >= (one[box]?.typedAt ?? 0));
  return { ...one, ...Object.fromEntries(later) };
}

function hasText(drafts: DraftsOfIssue): boolean {
  return Object.values(drafts).some((draft) => !isDraftTombstone(draft));
}

function draftsIn(text: string): DraftsOfIssue {
  try {
    const found = Object.entries(v.parse(stored, JSON.parse(text)));
    const drafts = found.flatMap(([box, value]) => {
      const read = v.safeParse(storedDraft, value);
      return read.success ? [[box, read.output as PageDraft] as const] : [];
    });
    return Object.fromEntries(drafts);
  } catch {
    return {};
  }
}

function pathOf({ account, projectId, iid }: DraftPlace): string {
  return `${fileName(account)}/${projectId}-${iid}.json`;
}
