import { type Disposable, Emitter } from '../../model/event.ts';
import { isDraftTombstone } from '../../model/page/draftTombstone.ts';
import type { HostMessage, SendOutcome } from '../../model/page/pageMessages.ts';
import type { PageDraft, SendUnderWay } from '../../model/page/pageState.ts';
import { isSentText } from '../../model/page/sentText.ts';
import { type DraftPlace, type Drafts, type DraftsOfIssue, laterOf } from './drafts.ts';

/** The result of an action, for a page that may be hidden or closed. */
export type ComposerResult = HostMessage & { readonly type: 'sent' | 'uploaded' };

/**
 * Holds the texts in the boxes of one issue's page, the sends and uploads in progress, and their results. It outlives
 * the page, because VS Code discards hidden pages and the user can close a page during a request.
 */
export class ComposerDrafts implements Disposable {
  private typed: DraftsOfIssue = {};
  private readonly sent = new Map<string, SendUnderWay>();
  private readonly uploads = new Set<number>();
  /** The last result of each box and of each upload, to replay to a restarted page. */
  private readonly ended = new Map<string, ComposerResult>();
  /** The Markdown of each finished upload, by placeholder. */
  private readonly uploaded = new Map<string, string>();
  private readonly ending = new Emitter<ComposerResult>();

  readonly onDidEnd = this.ending.event;

  constructor(
    private readonly place: DraftPlace,
    private readonly stored: Drafts,
  ) {}

  get drafts(): DraftsOfIssue {
    return this.typed;
  }

  /** The sends in progress, by box. */
  get sending(): Readonly<Record<string, SendUnderWay>> {
    return Object.fromEntries(this.sent);
  }

  /** The tickets of uploads in progress. */
  get uploading(): readonly number[] {
    return [...this.uploads];
  }

  get results(): readonly ComposerResult[] {
    return [...this.ended.values()];
  }

  get isBusy(): boolean {
    return this.sent.size + this.uploads.size > 0;
  }

  /** Reads the saved drafts, including those of other windows. Never rejects. */
  async load(): Promise<void> {
    this.typed = laterOf(await this.stored.read(this.place), this.typed);
  }

  /** Saves the text that the user typed into a box. Undefined clears it after the text was sent or emptied. */
  keep(box: string, draft: PageDraft | undefined): void {
    const before = this.typed[box];
    if (!draft) {
      this.clear(box);
      return;
    }
    const { mayBeSent } = before ?? {};
    const typed = { ...this.withUploads(draft), ...(mayBeSent === true ? { mayBeSent } : {}) };
    if (!before || !isSame(before, typed)) this.set(box, this.stored.put(this.place, box, typed, before));
    // A page repeats its draft, for example before it sends it. Another window may have a newer one.
    else if ((typed.typedAt ?? 0) > (before.typedAt ?? 0))
      this.set(box, this.stored.amend(this.place, box, typed, true));
  }

  /**
   * Sends the text of a box. On success, removes the draft unless the user has changed it. Until the outcome is known,
   * the draft on disk is marked as possibly sent, so a crash doesn't lead to a second send.
   */
  async sendDraft(box: string, underWay: SendUnderWay, work: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const { act, ticket } = underWay;
    this.sent.set(box, underWay);
    this.setMayBeSent(box, true);
    await this.stored.flushAll();
    const outcome = await work();
    this.sent.delete(box);
    const draft = this.typed[box];
    if (outcome.how === 'done' && draft && isSentText(act, draft.text)) this.clear(box);
    else if (outcome.how !== 'unknown') this.setMayBeSent(box, false);
    void this.stored.flushAll();
    this.end(box, { type: 'sent', ticket, outcome });
    return outcome;
  }

  /** Uploads a file, then replaces its placeholder with the Markdown in the box that contains it. */
  async upload(
    { ticket, placeholder, fileName }: { ticket: number; placeholder: string; fileName: string },
    work: Promise<{ readonly markdown: string } | { readonly message: string }>,
  ): Promise<void> {
    this.uploads.add(ticket);
    const answer = await work;
    this.uploads.delete(ticket);
    this.uploaded.set(placeholder, 'markdown' in answer ? answer.markdown : '');
    for (const [box, draft] of Object.entries(this.typed))
      if (draft.text.includes(placeholder)) this.set(box, this.stored.amend(this.place, box, this.withUploads(draft)));
    this.end(`upload:${ticket}`, { type: 'uploaded', ticket, fileName, ...answer });
  }

  dispose(): void {
    this.ending.dispose();
  }

  private set(box: string, draft: PageDraft): void {
    this.typed = { ...this.typed, [box]: draft };
  }

  /** Clears the draft that this window has. A text that another window saved since then stays. */
  private clear(box: string): void {
    const draft = this.typed[box];
    if (draft && !isDraftTombstone(draft)) this.set(box, this.stored.clear(this.place, box, draft));
  }

  private setMayBeSent(box: string, mayBeSent: boolean): void {
    const draft = this.typed[box];
    if (draft) this.set(box, this.stored.amend(this.place, box, { ...draft, mayBeSent }, true));
  }

  /**
   * Inserts finished uploads into a draft. The page may have saved text that still has the placeholder, and may close
   * before it replaces the placeholder itself.
   */
  private withUploads(draft: PageDraft): PageDraft {
    const text = [...this.uploaded].reduce(
      (now, [placeholder, markdown]) => now.replaceAll(placeholder, () => markdown),
      draft.text,
    );
    return text === draft.text ? draft : { ...draft, text };
  }

  private end(what: string, result: ComposerResult): void {
    this.ended.set(what, result);
    this.ending.fire(result);
  }
}

function isSame(one: PageDraft, other: PageDraft): boolean {
  return one.text === other.text && one.base === other.base && one.internal === other.internal;
}
