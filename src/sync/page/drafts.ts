import pLimit from 'p-limit';
import * as v from 'valibot';
import type { Clock } from '../../model/time/clock.ts';
import type { Disposable } from '../../model/event.ts';
import { draftTime } from '../../model/page/draftTime.ts';
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

/** A draft that isn't on disk yet. */
interface Unsaved {
  readonly folder: string;
  readonly box: string;
  readonly draft: PageDraft;
  /** The user typed it, so it replaces the text on disk, regardless of their times. */
  readonly isTyped: boolean;
}

const storedDraft = v.object({
  text: v.string(),
  base: v.optional(v.string()),
  internal: v.optional(v.boolean()),
  typedAt: v.optional(v.pipe(v.unknown(), v.transform(draftTime))),
  mayBeSent: v.optional(v.boolean()),
});
const storedBox = v.object({ box: v.string(), ...storedDraft.entries });
/** Version 0.1 stored all boxes of an issue in one file. */
const storedIssue = v.record(v.string(), v.unknown());

/** The maximum delay between a keystroke and the write to disk, in milliseconds, even while the user keeps typing. */
const longestWait = 250;
/** The pause after a failed write, in milliseconds. It doubles with each failure. */
const shortestRetry = 1_000;
const longestRetry = 30_000;
/** How long to remember a cleared draft, in milliseconds, in case VS Code restores a page with older state. */
const memoryOfGone = 30 * 24 * 3_600_000;
/** How much later typed text is dated than the text that it replaces. Changes other than typing use a smaller step. */
const clearance = 1_000;

/**
 * Stores unsent texts in one file per box, so they survive a closed tab, a crash, and an invalid token, and windows
 * never overwrite each other's boxes. They stay after the user signs out, unless the user discards them. If two windows
 * edit the same box, the text that was typed later wins. A stored time isn't compared with the clock, which may have
 * been wrong. A typed text just gets a later time than the one that it replaces.
 */
export class Drafts implements Disposable {
  /** By file. */
  private readonly unsaved = new Map<string, Unsaved>();
  private readonly timers = new Map<string, Disposable>();
  /** The time of this window's newest draft, by file. */
  private readonly times = new Map<string, number>();
  /** Failed writes in a row. */
  private failures = 0;
  /**
   * Accounts for which the user discarded the drafts. Requests that end later write no drafts for them. Opening a page
   * of the account removes it from the set.
   */
  private readonly unwanted = new Set<string>();
  private readonly inTurn = pLimit(1);
  private tidied: Promise<void> | undefined;

  constructor(
    private readonly files: CacheFiles,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Reads the drafts of an issue. Never rejects. Drafts that can't be read are missing. */
  async read(place: DraftPlace): Promise<DraftsOfIssue> {
    this.unwanted.delete(place.account);
    const folder = folderOf(place);
    const drafts = await this.inTurn(() => this.loadAll(folder));
    this.tidied ??= this.inTurn(() => this.removeOld());
    const unsaved = [...this.unsaved.values()].filter((each) => each.folder === folder);
    const newer = unsaved.filter((each) => isNewer(each, drafts[each.box]));
    return { ...drafts, ...Object.fromEntries(newer.map(({ box, draft }) => [box, draft])) };
  }

  /**
   * Saves what the user typed into a box.
   * @param replaced the draft that was in the box.
   * @returns the draft, with its time.
   */
  put(place: DraftPlace, box: string, draft: PageDraft, replaced?: PageDraft): PageDraft {
    const before = Math.max(this.times.get(pathOf(folderOf(place), box)) ?? 0, replaced?.typedAt ?? 0);
    const typedAt = Math.max(draft.typedAt ?? this.clock.now(), before + 1);
    return this.keep(place, box, { ...draft, typedAt }, true);
  }

  /**
   * Saves a change of a draft that the user didn't type. It leaves a text that another window saved since then.
   * @param draft its earlier version, with the change.
   * @param isSameText whether the change only marks it.
   */
  amend(place: DraftPlace, box: string, draft: PageDraft, isSameText = false): PageDraft {
    const before = Math.max(draft.typedAt ?? 0, this.times.get(pathOf(folderOf(place), box)) ?? 0);
    return this.keep(place, box, { ...draft, typedAt: isSameText ? before : before + 1 }, false);
  }

  /** Clears a box, after its draft was sent or emptied. */
  clear(place: DraftPlace, box: string, draft: PageDraft | undefined): PageDraft {
    return this.amend(place, box, { text: '', typedAt: draft?.typedAt ?? 0 });
  }

  /** Counts the issues of an account that have drafts. */
  async count(account: string): Promise<number> {
    await this.flushAll();
    const folder = `${fileName(account)}/`;
    const files = await this.files.list(fileName(account)).catch(() => []);
    const paths = files.map(({ path }) => path).filter((path) => path.endsWith('.json'));
    // An unreadable file may contain a draft.
    const have = await Promise.all(paths.map((path) => this.load(path).then(hasText, () => true)));
    const issues = paths.filter((_, index) => have[index]).map((path) => path.slice(folder.length).split(/[/.]/)[0]);
    return new Set(issues).size;
  }

  /** Removes all drafts of an account. Requests in progress write no new ones. */
  async discard(account: string): Promise<void> {
    await this.flushAll();
    this.unwanted.add(account);
    const folder = fileName(account);
    for (const path of this.unsaved.keys()) if (path.startsWith(`${folder}/`)) this.unsaved.delete(path);
    await this.files.remove(folder).catch(() => {
      this.log.warn('Failed to remove drafts.');
    });
  }

  /** Writes all pending drafts, for example when the window closes. */
  async flushAll(): Promise<void> {
    await Promise.all([...this.unsaved.keys()].map((path) => this.flush(path)));
  }

  dispose(): void {
    void this.flushAll();
  }

  private keep(place: DraftPlace, box: string, draft: PageDraft, isTyped: boolean): PageDraft {
    if (this.unwanted.has(place.account)) return draft;
    const folder = folderOf(place);
    const path = pathOf(folder, box);
    this.times.set(path, draft.typedAt ?? 0);
    this.unsaved.set(path, { folder, box, draft, isTyped: isTyped || this.unsaved.get(path)?.isTyped === true });
    if (!this.timers.has(path)) this.flushAfter(longestWait, path);
    return draft;
  }

  private flushAfter(wait: number, path: string): void {
    this.timers.set(
      path,
      this.clock.after(wait, () => void this.flush(path)),
    );
  }

  private flush(path: string): Promise<void> {
    this.timers.get(path)?.dispose();
    this.timers.delete(path);
    return this.inTurn(() => this.save(path));
  }

  private async save(path: string): Promise<void> {
    if (!this.unsaved.has(path)) return;
    try {
      const before = await this.load(path);
      const unsaved = this.raised(path, before);
      if (!unsaved) return;
      const { box, draft } = unsaved;
      if (isNewer(unsaved, before[box])) await this.files.write(path, JSON.stringify({ box, ...draft }));
      this.failures = 0;
      if (this.unsaved.get(path) === unsaved) this.unsaved.delete(path);
    } catch {
      if (this.failures === 0) this.log.warn('Failed to save a draft. It stays in memory until it can be saved.');
      if (!this.timers.has(path)) this.flushAfter(Math.min(shortestRetry * 2 ** this.failures, longestRetry), path);
      this.failures += 1;
    }
  }

  /** The unsaved draft of a file. If the user typed it, it becomes later than the one on disk. */
  private raised(path: string, onDisk: DraftsOfIssue): Unsaved | undefined {
    const unsaved = this.unsaved.get(path);
    if (!unsaved?.isTyped) return unsaved;
    const before = onDisk[unsaved.box]?.typedAt ?? Number.NEGATIVE_INFINITY;
    const time = unsaved.draft.typedAt ?? 0;
    const typedAt = time > before ? time : before + clearance;
    const raised = { ...unsaved, draft: { ...unsaved.draft, typedAt }, isTyped: false };
    this.times.set(path, typedAt);
    this.unsaved.set(path, raised);
    return raised;
  }

  private async loadAll(folder: string): Promise<DraftsOfIssue> {
    const files = await this.files.list(folder).catch(() => []);
    const paths = files.map(({ path }) => path).filter((path) => path.endsWith('.json'));
    const loaded = await Promise.all(
      [...paths, `${folder}.json`].map((path) => this.load(path).catch(() => undefined)),
    );
    if (loaded.includes(undefined)) this.log.warn('Failed to read a draft.');
    const drafts = loaded.map((each) => each ?? {}).reduce(laterOf, {});
    const old = loaded.at(-1) ?? {};
    if (Object.keys(old).length > 0) await this.split(folder, drafts).catch(() => undefined);
    return drafts;
  }

  /** Replaces the file of an earlier version by a file for each box. */
  private async split(folder: string, drafts: DraftsOfIssue): Promise<void> {
    for (const [box, draft] of Object.entries(drafts))
      await this.files.write(pathOf(folder, box), JSON.stringify({ box, ...draft }));
    await this.files.remove(`${folder}.json`);
  }

  /** Removes the files of drafts that were cleared long ago. Never rejects. */
  private async removeOld(): Promise<void> {
    const old = (await this.files.list().catch(() => [])).filter(
      ({ path, usedAt }) => path.endsWith('.json') && this.clock.now() - usedAt > memoryOfGone,
    );
    for (const { path } of old) {
      const drafts = await this.load(path).catch(() => ({}));
      if (Object.keys(drafts).length > 0 && !hasText(drafts)) await this.files.remove(path).catch(() => undefined);
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

/** Whether to save a draft instead of the one on disk. */
function isNewer({ draft, isTyped }: Unsaved, onDisk: PageDraft | undefined): boolean {
  const lead = (draft.typedAt ?? 0) - (onDisk?.typedAt ?? 0);
  return !onDisk || isTyped || lead > 0 || (lead === 0 && draft.text === onDisk.text);
}

function hasText(drafts: DraftsOfIssue): boolean {
  return Object.values(drafts).some((draft) => !isDraftTombstone(draft));
}

function draftsIn(text: string): DraftsOfIssue {
  try {
    const json: unknown = JSON.parse(text);
    const one = v.safeParse(storedBox, json);
    if (one.success) {
      const { box, ...draft } = one.output;
      return { [box]: draft as PageDraft };
    }
    const drafts = Object.entries(v.parse(storedIssue, json)).flatMap(([box, value]) => {
      const read = v.safeParse(storedDraft, value);
      return read.success ? [[box, read.output as PageDraft] as const] : [];
    });
    return Object.fromEntries(drafts);
  } catch {
    return {};
  }
}

function folderOf({ account, projectId, iid }: DraftPlace): string {
  return `${fileName(account)}/${projectId}-${iid}`;
}

function pathOf(folder: string, box: string): string {
  return `${folder}/${fileName(box)}.json`;
}
