import { type Disposable, Emitter } from '../../model/event.ts';
import type { HostMessage, SendOutcome } from '../../model/page/pageMessages.ts';
import type { PageDraft, SendUnderWay } from '../../model/page/pageState.ts';
import { isSentText } from '../../model/page/sentText.ts';
import { type DraftPlace, type Drafts, type DraftsOfIssue, laterOf } from './drafts.ts';

/** How something ended that a page had asked for, which may be hidden or closed by then. */
export type ComposerResult = HostMessage & { readonly type: 'sent' | 'uploaded' };

/**
 * What is typed into the boxes of one issue's page, what of it is being sent or uploaded, and how that ended. It outlives the
 * page: VS Code throws a hidden page away, and a person closes one while it sends.
 */
export class ComposerDrafts implements Disposable {
  private typed: DraftsOfIssue = {};
  private readonly sent = new Map<string, SendUnderWay>();
  private readonly uploads = new Set<number>();
  /** The last result of each box, and of all uploads. A page that starts again receives them. */
  private readonly ended = new Map<string, ComposerResult>();
  /** What stands for each placeholder whose upload has ended. */
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

  /** What is being sent, by its box. */
  get sending(): Readonly<Record<string, SendUnderWay>> {
    return Object.fromEntries(this.sent);
  }

  /** The tickets of files that are being uploaded. */
  get uploading(): readonly number[] {
    return [...this.uploads];
  }

  get results(): readonly ComposerResult[] {
    return [...this.ended.values()];
  }

  get isBusy(): boolean {
    return this.sent.size + this.uploads.size > 0;
  }

  /** Reads what was typed before, and in other windows. Never rejects. */
  async load(): Promise<void> {
    this.typed = laterOf(await this.stored.read(this.place), this.typed);
  }

  /** Keeps what is in a box; nothing for one that was sent or emptied. */
  keep(box: string, draft: PageDraft | undefined): void {
    const mayBeSent = draft && this.typed[box]?.mayBeSent;
    this.put(box, draft && { ...draft, ...(mayBeSent === true ? { mayBeSent } : {}) });
  }

  /**
   * Sends what is in a box. The draft goes when it was sent, unless it is another by then. Until it is known what became of it
   * the draft on disk is marked as possibly sent, so that it is not sent twice after a crash.
   */
  async sendDraft(box: string, underWay: SendUnderWay, work: () => Promise<SendOutcome>): Promise<SendOutcome> {
    const { act, ticket } = underWay;
    this.sent.set(box, underWay);
    this.setMayBeSent(box, true);
    await this.stored.flushAll();
    const outcome = await work();
    this.sent.delete(box);
    const draft = this.typed[box];
    if (outcome.how === 'done' && draft && isSentText(act, draft.text)) this.put(box, undefined);
    else if (outcome.how !== 'unknown') this.setMayBeSent(box, false);
    void this.stored.flushAll();
    this.end(box, { type: 'sent', ticket, outcome });
    return outcome;
  }

  /** Uploads a file into whichever box holds its placeholder when it ends. */
  async upload(
    { ticket, placeholder, fileName }: { ticket: number; placeholder: string; fileName: string },
    work: Promise<{ readonly markdown: string } | { readonly message: string }>,
  ): Promise<void> {
    this.uploads.add(ticket);
    const answer = await work;
    this.uploads.delete(ticket);
    this.uploaded.set(placeholder, 'markdown' in answer ? answer.markdown : '');
    for (const [box, draft] of Object.entries(this.typed)) if (draft.text.includes(placeholder)) this.keep(box, draft);
    this.end(`upload:${ticket}`, { type: 'uploaded', ticket, fileName, ...answer });
  }

  dispose(): void {
    this.ending.dispose();
  }

  private put(box: string, draft: PageDraft | undefined): void {
    const kept = this.stored.put(this.place, box, draft && this.withUploads(draft));
    this.typed = { ...this.typed, [box]: kept };
  }

  private setMayBeSent(box: string, mayBeSent: boolean): void {
    const draft = this.typed[box];
    if (draft) this.put(box, { ...draft, mayBeSent });
  }

  /** The page may have typed on before it heard that a file is there, and be closed before it does. */
  private withUploads(draft: PageDraft): PageDraft {
    const text = [...this.uploaded].reduce(
      (now, [placeholder, markdown]) => now.replaceAll(placeholder, () => markdown),
      draft.text,
    );
    // Later than what the page has kept.
    return text === draft.text ? draft : { ...draft, text, typedAt: (draft.typedAt ?? 0) + 1 };
  }

  private end(what: string, result: ComposerResult): void {
    this.ended.set(what, result);
    this.ending.fire(result);
  }
}
