import { type Clock, systemClock } from '../model/time/clock.ts';
import { draftTime } from '../model/page/draftTime.ts';
import { isDraftTombstone } from '../model/page/draftTombstone.ts';
import type { PageAct, PageMessage, SendOutcome } from '../model/page/pageMessages.ts';
import type { PageBox, PageDraft, SendUnderWay } from '../model/page/pageState.ts';
import { isSentText } from '../model/page/sentText.ts';
import * as l10n from '@vscode/l10n';

/** The part of the page's connection to the extension that the drafts use. See `HostLink`. */
export interface DraftLink {
  post(message: PageMessage): void;
  send(act: PageAct, box: PageBox, onTicket: (ticket: number) => void): Promise<SendOutcome>;
  answerTo(ticket: number): Promise<SendOutcome>;
}

/** The state of one text box, including whether it is being sent. */
export interface BoxState {
  readonly text: string;
  /** The original text of an edit. */
  readonly base?: string;
  readonly internal?: boolean;
  /** See {@link PageDraft.typedAt}. */
  readonly typedAt?: number;
  readonly isOpen: boolean;
  readonly isPreview: boolean;
  /** The ticket of a request that has no response yet. */
  readonly sending?: number;
  readonly outcome?: Exclude<SendOutcome, { how: 'done' }>;
  /** The last request, for Retry. */
  readonly act?: PageAct;
}

type Drafts = Readonly<Record<string, PageDraft>>;
type Sending = Readonly<Record<string, SendUnderWay>>;
type Change = { readonly [K in keyof BoxState]?: BoxState[K] | undefined };

const closed: BoxState = { text: '', isOpen: false, isPreview: false };
/**
 * Milliseconds between drafts that the page sends to the extension while the user types. After a pause,
 * it sends a draft at the first keystroke. It also sends one immediately when the user leaves the box.
 */
const betweenKeys = 150;

/**
 * The texts in the page's boxes. They belong to the user, so no state from the extension changes them. A box is
 * cleared only when the extension confirms that its text was sent, or when the user discards it.
 */
export class PageDrafts {
  private states: ReadonlyMap<PageBox, BoxState>;
  private readonly unposted = new Set<PageBox>();
  /** Whether a draft was sent less than {@link betweenKeys} ago. */
  private isPausing = false;
  private readonly listeners = new Map<PageBox, Set<() => void>>();
  private readonly justOpened = new Set<PageBox>();
  /** The time of the newest draft of each box that this page has seen. */
  private readonly times = new Map<PageBox, number>();
  /** The boxes that the user changed since the page was loaded. */
  private readonly changed = new Set<PageBox>();
  /** The texts that were discarded or sent since the page was loaded, until the first state arrives. */
  private readonly cleared = new Map<PageBox, BoxState>();
  /** The tickets of the requests that were in progress before a reload. */
  private readonly ticketsBefore: ReadonlySet<number>;
  private isFirstShow = true;

  /**
   * @param kept the state that this page saved before a reload.
   * @param drafts, sending the state from the extension.
   * @param onChange saves {@link all}. While the user types, it isn't called for every key.
   */
  constructor(
    private readonly link: DraftLink,
    kept: unknown,
    { drafts, sending = {} }: { readonly drafts: Drafts; readonly sending?: Sending },
    private readonly onChange: () => void,
    private readonly clock: Clock = systemClock,
  ) {
    const typed = fromDrafts(drafts).filter(([, draft]) => !isDraftTombstone(draft));
    this.states = new Map([...typed, ...fromKept(kept)]);
    this.noteTimes(drafts);
    this.noteTimes(this.all);
    const before = [...this.states].flatMap(([box, { sending }]) => (sending === undefined ? [] : [{ box, sending }]));
    this.ticketsBefore = new Set(before.map(({ sending: ticket }) => ticket));
    for (const { box, sending: ticket } of before) void this.awaitAnswer(box, ticket);
    for (const [box, underWay] of Object.entries(sending)) this.goOnSending(box as PageBox, underWay);
  }

  /** The state for VS Code to save. */
  get all(): Readonly<Record<string, BoxState>> {
    return Object.fromEntries(this.states);
  }

  get(box: PageBox): BoxState {
    return this.states.get(box) ?? closed;
  }

  /** Calls the listener whenever the box changes. The returned function removes the listener. */
  listen(box: PageBox, listener: () => void): () => void {
    const listeners = this.listeners.get(box) ?? new Set();
    this.listeners.set(box, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * Applies the extension's drafts, on the first call only, to boxes that this page doesn't have or that have an
   * older text. A request from before a reload is either still in progress, or has a response. If VS Code restarted,
   * the extension has no record of the request, and the draft determines the outcome.
   * @returns whether this was the first call.
   */
  takeDrafts(drafts: Drafts, sending: Sending = {}): boolean {
    this.noteTimes(drafts);
    if (!this.isFirstShow) return false;
    this.isFirstShow = false;
    for (const [box, draft] of fromDrafts(drafts)) {
      const known = this.states.get(box);
      // The user typed before this state arrived. Of two other drafts, the later one wins. After a crash, the state that
      // VS Code saved may be a minute old.
      if (this.changed.has(box)) this.put(box, { typedAt: this.nextTime(box) });
      else if (this.isCleared(box, draft)) this.postDraft(box);
      else if (!known || (draft.typedAt ?? 0) > (known.typedAt ?? 0))
        this.replace(box, isDraftTombstone(draft) ? undefined : draft);
    }
    for (const [box, state] of this.states) {
      const draft = drafts[box];
      if (sending[box]) this.goOnSending(box, sending[box]);
      else if (state.sending !== undefined) {
        // A request that this page sent since then may be newer than these drafts, and still gets a response.
        if (this.ticketsBefore.has(state.sending)) this.settleForgotten(box, draft);
      } else if (draft ? (state.typedAt ?? 0) > (draft.typedAt ?? 0) : !isEmpty(state)) this.postDraft(box);
    }
    this.onChange();
    return true;
  }

  /** Starts an edit, or continues an unfinished one. */
  open(box: PageBox, base?: string): void {
    const state = this.get(box);
    const hasText = this.states.has(box) && (state.base !== undefined || state.text !== '');
    const fresh = base === undefined ? {} : { base, text: base };
    this.justOpened.add(box);
    this.set(box, { ...(hasText ? {} : fresh), isOpen: true, isPreview: false });
  }

  /** Whether the user has just opened the box. True only once, and false when a hidden page shows again. */
  takeFocus(box: PageBox): boolean {
    return this.justOpened.delete(box);
  }

  /** Closes a box, and keeps its text. */
  leave(box: PageBox): void {
    const state = this.get(box);
    if (isEmpty(state)) this.clear(box);
    else this.set(box, { isOpen: false });
    this.flush();
  }

  /** Discards the text of a box. */
  clear(box: PageBox): void {
    const before = this.get(box);
    // The extension counts a cleared draft, too.
    this.times.set(box, (this.times.get(box) ?? 0) + 1);
    this.replace(box, undefined);
    // Until the first state arrives, the extension may have a later text, which must stay.
    if (!this.isFirstShow || this.changed.has(box)) this.postDraft(box);
    else if (!isEmpty(before)) this.cleared.set(box, before);
  }

  type(box: PageBox, text: string): void {
    this.put(box, { text, typedAt: this.nextTime(box) });
    this.unposted.add(box);
    this.flushSoon();
  }

  setInternal(box: PageBox, internal: boolean): void {
    this.set(box, { internal, typedAt: this.nextTime(box) });
    this.postDraft(box);
  }

  setPreview(box: PageBox, isPreview: boolean): void {
    this.set(box, { isPreview });
  }

  /** Resolves a conflict: replaces the text, and makes the other user's version the base of the edit. */
  settle(box: PageBox, text: string, base: string): void {
    this.set(box, { text, base, outcome: undefined, isPreview: false, typedAt: this.nextTime(box) });
    this.postDraft(box);
  }

  /** Dismisses the message beside a box. */
  dismiss(box: PageBox): void {
    this.set(box, { outcome: undefined });
  }

  /** Sends a box. Its text stays until the extension confirms that it was sent. */
  async submit(box: PageBox, act: PageAct): Promise<SendOutcome> {
    this.postDraft(box);
    const answer = this.link.send(act, box, (sending) => {
      this.set(box, { sending, act, outcome: undefined });
    });
    return this.settleAnswer(box, await answer);
  }

  /** Sends the drafts that are still waiting to the extension, which saves them. */
  flush(): void {
    if (this.unposted.size === 0) return;
    for (const box of [...this.unposted]) this.postDraft(box);
    this.onChange();
  }

  /** The time of a change that the user makes now, later than all earlier ones even if the clock was set back. */
  private nextTime(box: PageBox): number {
    const time = Math.max(this.clock.now(), (this.times.get(box) ?? 0) + 1);
    this.times.set(box, time);
    this.changed.add(box);
    return time;
  }

  /** Whether a draft of the first state is the text that was cleared before, or an earlier one. */
  private isCleared(box: PageBox, draft: PageDraft): boolean {
    const cleared = this.cleared.get(box);
    return cleared !== undefined && (draft.text === cleared.text || (draft.typedAt ?? 0) <= (cleared.typedAt ?? 0));
  }

  private noteTimes(drafts: Readonly<Record<string, Pick<PageDraft, 'typedAt'>>>): void {
    for (const [box, { typedAt = 0 }] of Object.entries(drafts) as [PageBox, Pick<PageDraft, 'typedAt'>][])
      this.times.set(box, Math.max(this.times.get(box) ?? 0, typedAt));
  }

  private flushSoon(): void {
    if (this.isPausing || this.unposted.size === 0) return;
    this.flush();
    this.isPausing = true;
    this.clock.after(betweenKeys, () => {
      this.isPausing = false;
      this.flushSoon();
    });
  }

  private goOnSending(box: PageBox, { ticket, act }: SendUnderWay): void {
    if (this.get(box).sending === ticket) return;
    this.put(box, { sending: ticket, act, outcome: undefined });
    void this.awaitAnswer(box, ticket);
  }

  /** Determines the outcome of a request from before VS Code restarted. */
  private settleForgotten(box: PageBox, draft: PageDraft | undefined): void {
    if (!draft || isDraftTombstone(draft)) this.settleAnswer(box, { how: 'done' });
    else if (draft.mayBeSent === true) this.settleAnswer(box, unknown());
    else this.settleAnswer(box, { how: 'failed', message: l10n.t("This wasn't sent.") });
  }

  private async awaitAnswer(box: PageBox, ticket: number): Promise<void> {
    const outcome = await this.link.answerTo(ticket);
    const { sending, outcome: before } = this.get(box);
    if (sending === ticket || before?.how === 'unknown') this.settleAnswer(box, outcome);
  }

  private settleAnswer(box: PageBox, outcome: SendOutcome): SendOutcome {
    if (outcome.how === 'done') this.settleSent(box);
    else this.set(box, { sending: undefined, outcome });
    return outcome;
  }

  /** Clears a box after it was sent. If the user has typed since, keeps the text, as an edit of the sent version. */
  private settleSent(box: PageBox): void {
    const { act, text, base } = this.get(box);
    if (!act || isSentText(act, text)) {
      this.clear(box);
      return;
    }
    const sent = 'body' in act ? act.body : act.kind === 'title' ? act.title : undefined;
    const change = { sending: undefined, outcome: undefined, act: undefined };
    this.set(box, { ...change, ...(base === undefined ? {} : { base: sent }) });
    this.postDraft(box);
  }

  private postDraft(box: PageBox): void {
    this.unposted.delete(box);
    const state = this.states.get(box);
    if (!state || isEmpty(state)) {
      this.link.post({ type: 'draft', box });
      return;
    }
    const { text, base, internal, typedAt } = state;
    this.link.post({
      type: 'draft',
      box,
      draft: {
        text,
        ...(base === undefined ? {} : { base }),
        ...(internal === undefined ? {} : { internal }),
        ...(typedAt === undefined ? {} : { typedAt }),
      },
    });
  }

  private set(box: PageBox, change: Change): void {
    this.put(box, change);
    this.onChange();
  }

  private put(box: PageBox, change: Change): void {
    const present = Object.entries({ ...this.get(box), ...change }).filter(([, value]) => value !== undefined);
    this.states = new Map([...this.states, [box, Object.fromEntries(present) as unknown as BoxState]]);
    this.tell(box);
  }

  private replace(box: PageBox, state: BoxState | undefined): void {
    const others = [...this.states].filter(([other]) => other !== box);
    this.states = new Map(state ? [...others, [box, state]] : others);
    this.tell(box);
    this.onChange();
  }

  private tell(box: PageBox): void {
    for (const listener of [...(this.listeners.get(box) ?? [])]) listener();
  }
}

/** Whether the box contains nothing that the user could lose. */
export function isEmpty({ text, base }: BoxState): boolean {
  return base === undefined ? text === '' : text === base;
}

function fromDrafts(drafts: Drafts): (readonly [PageBox, BoxState])[] {
  return Object.entries(drafts).map(([box, { mayBeSent, ...draft }]) => [
    box as PageBox,
    { ...draft, isOpen: true, isPreview: false, ...(mayBeSent === true ? { outcome: unknown() } : {}) },
  ]);
}

function unknown() {
  return {
    how: 'unknown',
    message: l10n.t("Couldn't confirm that this was sent. Check the activity before you send it again."),
  } as const;
}

/** Reads the state that this script saved, possibly in an earlier version. */
function fromKept(kept: unknown): (readonly [PageBox, BoxState])[] {
  if (typeof kept !== 'object' || kept === null) return [];
  return Object.entries(kept).flatMap(([box, value]) => {
    const state = value as Partial<BoxState> | null;
    if (typeof state?.text !== 'string') return [];
    const typedAt = draftTime(state.typedAt);
    const entry: readonly [PageBox, BoxState] = [box as PageBox, { ...closed, ...state, text: state.text, typedAt }];
    return [entry];
  });
}
