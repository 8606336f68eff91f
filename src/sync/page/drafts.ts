import pLimit from 'p-limit';
import * as v from 'valibot';
import type { Clock } from '../../model/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { isDraftTombstone } from '../../model/page/draftTombstone.ts';
import type { PageDraft } from '../../model/page/pageState.ts';
import type { CacheFiles, Log } from '../../model/ports.ts';
import { fileName } from '../cache/fileName.ts';

/** Whose, and of which issue. */
export interface DraftPlace {
  /** {@link Account.key} */
  readonly account: string;
  readonly projectId: number;
  readonly iid: number;
}

/** The drafts of one issue's page, by box. An empty text records when a draft was cleared. */
export type DraftsOfIssue = Readonly<Record<string, PageDraft>>;

const stored = v.record(v.string(), v.unknown());
const storedDraft = v.object({
  text: v.string(),
  base: v.optional(v.string()),
  internal: v.optional(v.boolean()),
  typedAt: v.optional(v.number()),
  mayBeSent: v.optional(v.boolean()),
});

/** How long after a key a draft is on disk, also while the user types on. */
const longestWait = 250;
/** So long it is remembered that something went, for a page of which VS Code kept what was there before. */
const memoryOfGone = 30 * 24 * 3_600_000;

/**
 * What was typed and not sent, in a file for each issue, so that a closed tab, a crash or a lost token loses none of it.
 * It outlives signing out, unless the person wants it gone. Two windows on one issue: who typed last counts, box by box.
 */
export class Drafts implements Disposable {
  /** By file, the boxes that were typed into and are not on disk yet. */
  private readonly typed = new Map<string, DraftsOfIssue>();
  private readonly waiting = new Map<string, Disposable>();
  /** Accounts whose drafts were discarded, until a page of one opens again. A send that ends later writes no draft. */
  private readonly unwanted = new Set<string>();
  private readonly inTurn = pLimit(1);

  constructor(
    private readonly files: CacheFiles,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Those of an issue. Never rejects: where they cannot be read there are none but those that wait to be written. */
  async read(place: DraftPlace): Promise<DraftsOfIssue> {
    const path = pathOf(place);
    this.unwanted.delete(place.account);
    const onDisk = await this.inTurn(() => this.load(path)).catch(() => {
      this.log.warn('A draft could not be read.');
      return {};
    });
    return laterOf(onDisk, this.typed.get(path) ?? {});
  }

  /** Keeps what is in a box; nothing for one that was sent or emptied. @returns what is kept. */
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

  /** How many issues of an account have drafts. */
  async count(account: string): Promise<number> {
    await this.flushAll();
    const folder = `${fileName(account)}/`;
    const files = await this.files.list().catch(() => []);
    const paths = files.map(({ path }) => path).filter((path) => path.startsWith(folder) && path.endsWith('.json'));
    // What cannot be read may well be something.
    const have = await Promise.all(paths.map((path) => this.load(path).then(hasText, () => true)));
    return have.filter(Boolean).length;
  }

  /** All of an account go. */
  async discard(account: string): Promise<void> {
    await this.flushAll();
    this.unwanted.add(account);
    const folder = fileName(account);
    await this.files.remove(folder).catch(() => {
      this.log.warn('Drafts could not be removed.');
    });
  }

  /** Writes what waits, as when the window closes. */
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
      // Another window may have written other boxes: they stay.
      const now = this.clock.now();
      const drafts = Object.entries(laterOf(await this.load(path), typed)).filter(
        ([, draft]) => !isDraftTombstone(draft) || now - (draft.typedAt ?? 0) < memoryOfGone,
      );
      if (drafts.length > 0) await this.files.write(path, JSON.stringify(Object.fromEntries(drafts)));
      else await this.files.remove(path);
      if (this.typed.get(path) === typed) this.typed.delete(path);
    } catch {
      this.log.warn('A draft could not be written to disk; it stays in memory.');
    }
  }

  /** Rejects where the disk refuses. What is no draft counts as none. */
  private async load(path: string): Promise<DraftsOfIssue> {
    const size = await this.files.size(path);
    if (size === undefined) return {};
    const text = new TextDecoder().decode(await this.files.readPart(path, 0, size));
    return draftsIn(text);
  }
}

/** Box by box what was typed later; of two at one time the second. */
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
