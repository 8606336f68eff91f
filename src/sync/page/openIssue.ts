import { type Disposable, Emitter } from '../../model/event.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Discussion, IssueDetails, Reaction } from '../../model/issueDetails.ts';
import { discussionsPerPage, type IssueAddress, type SealedFacts } from '../../model/gateway/issueDetailsGateway.ts';
import type { PageAct, SendOutcome } from '../../model/page/pageMessages.ts';
import { EventReading } from './eventReading.ts';
import { ExtrasReading } from './extrasReading.ts';
import { NoteReactionReading } from './noteReactionReading.ts';
import { PagedReading } from './pagedReading.ts';
import type { OpenIssueParts, OpenIssueState } from './openIssueParts.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';
import type { SendOutcome as CommandOutcome } from '../writes/commandSender.ts';

/** One load of the issue. Neither promise rejects. */
interface Reading {
  /** Resolves when the issue and its discussions have loaded or failed. */
  readonly thread: Promise<void>;
  /** Resolves when the sidebar details have also loaded or failed. */
  readonly all: Promise<void>;
}

/**
 * An open issue page. It loads the details that the mirror doesn't hold, reloads them when the mirror changes, and
 * sends the user's changes. It never sends a change twice.
 */
export class OpenIssue implements Disposable {
  private current: OpenIssueState = { isLoading: false, isGone: false };
  private readonly changed = new Emitter<undefined>();
  private readonly abort = new AbortController();
  private readonly thread: PagedReading<Discussion>;
  private readonly events: EventReading;
  private readonly extras: ExtrasReading;
  private readonly noteReactions: NoteReactionReading;
  /** Aborts the current load. */
  private load = new AbortController();
  private reading: Reading = { thread: Promise.resolve(), all: Promise.resolve() };
  /** The next load. It starts when the thread of the current one has loaded. */
  private next: Promise<Reading> | undefined;
  private readings = 0;
  /** The load that the events belong to. */
  private eventsTurn: number | undefined;
  /** Changes in progress. */
  private sends = 0;
  /** Whether the mirror received a change during a send and nothing has been loaded after that. */
  private hasNews = false;
  /** Whether a change was sent since the last load. */
  private isChanged = false;
  /** The change was a comment, so the next load must reach the end of the thread. */
  private isLastWanted = false;
  /** The ETag of the issue itself at the last load. */
  private etag: string | undefined;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly address: IssueAddress,
    private readonly parts: OpenIssueParts,
  ) {
    const gateway = async () => (await parts.source()).gateway.details;
    this.thread = new PagedReading(async (page, etag, signal) => {
      const { discussions, ...found } = await (await gateway()).listDiscussions(address, page, etag, signal);
      return { ...found, ...(discussions ? { items: discussions } : {}) };
    }, discussionsPerPage);
    this.events = new EventReading(address, { gateway, kinds: parts.eventKinds, log: parts.log });
    this.extras = new ExtrasReading(
      async (after, signal) => {
        const { gateway, project } = await this.parts.source();
        return gateway.details.findExtras(project, address.iid, after, signal);
      },
      () => this.thread.items,
    );
    this.noteReactions = new NoteReactionReading(
      async (note) => {
        const { gateway } = await this.parts.source();
        return gateway.at('rest', this.abort.signal).details.listNoteReactions(address, note, this.abort.signal);
      },
      () => this.thread.items,
      (note) => this.extras.extras.noteReactions?.has(note) === true,
      parts.clock,
    );
  }

  get state(): OpenIssueState {
    return this.current;
  }

  /**
   * Reads the issue again if the mirror has a newer version or doesn't hold it, or if GitLab didn't find it last time.
   * Never rejects.
   */
  async follow(): Promise<void> {
    const { details, isGone } = this.current;
    const held = this.parts.held();
    if (!details) return;
    if (!held || isGone) return this.recheck();
    if (held.updatedAt <= details.issue.updatedAt) return;
    this.set({ details: { ...details, issue: held } });
    this.reached();
    // A change in progress triggers a load when it succeeds.
    if (this.sends > 0) this.hasNews = true;
    else await this.read();
  }

  /**
   * Call this when the mirror is online again. Reloads after an error. Checks the issue again if the mirror doesn't
   * hold it, or if GitLab didn't find it last time, because access can be restored. Never rejects.
   */
  async catchUp(): Promise<void> {
    const { error, isGone } = this.current;
    if (error && !isGone) return this.read();
    if (!this.parts.held() || isGone) await this.recheck();
  }

  /** Loads the current version, after any load in progress. Never rejects. Errors end up in the state. */
  async read(): Promise<void> {
    await (
      await this.nextReading()
    ).all;
  }

  private nextReading(): Promise<Reading> {
    this.next ??= this.reading.thread.then(() => {
      this.next = undefined;
      this.readings += 1;
      if (!this.abort.signal.aborted) this.reading = this.readOnce(this.readings);
      return this.reading;
    });
    return this.next;
  }

  /** Loads the next page of discussions. Never rejects. */
  async more(): Promise<void> {
    await this.attempt(async () => {
      await this.thread.more(this.abort.signal);
      this.show({});
    });
    // Don't make `readTo` wait for the rest.
    this.loadRest();
  }

  /** Loads what the user's arrangement of the activity needs and isn't loaded yet. Never rejects. */
  async rearrange(): Promise<void> {
    await this.reading.thread;
    if (!this.current.details || this.abort.signal.aborted) return;
    if (this.isNewestFirst && this.thread.hasMore) {
      await this.attempt(async () => {
        await this.thread.moreWhile(() => true, this.abort.signal);
        this.show({});
      });
      this.loadRest();
    } else if (this.isHistoryShown && this.eventsTurn !== this.readings) {
      void this.loadSidebarPart(this.readings, this.loadEvents(this.readings));
    }
  }

  /** Loads pages until the thread contains the note, or until its end. Never rejects. */
  async readTo(note: number): Promise<void> {
    const isThere = () => this.thread.items.some(({ notes }) => notes.some(({ id }) => id === note));
    if (!this.current.details) await this.read();
    while (!isThere() && this.thread.hasMore && !this.current.error && !this.abort.signal.aborted) await this.more();
  }

  /**
   * Sends a change, and then reloads the issue, even if a load is in progress. The outcome describes success or
   * failure. The caller keeps the text if it was not sent. Rejects when signed out.
   */
  async sendAct(act: PageAct): Promise<SendOutcome> {
    this.sends += 1;
    this.isLastWanted ||= act.kind === 'comment';
    const outcome = await this.sendAndRead(act).finally(() => (this.sends -= 1));
    if (this.hasNews && this.sends === 0) void this.read();
    else if (outcome.how === 'failed' || outcome.how === 'conflict') void this.follow();
    return outcome;
  }

  private async sendAndRead(act: PageAct): Promise<SendOutcome> {
    const sent = await this.parts.send(act);
    if (sent.how === 'done') this.reached();
    if (sent.how === 'done' || sent.how === 'unknown') {
      this.isChanged = true;
      const { thread, all } = await this.nextReading();
      // Most changes don't wait for the sidebar details.
      await (act.kind === 'react' || act.kind === 'unlink' ? all : thread);
    }
    return pageOutcome(sent);
  }

  dispose(): void {
    this.abort.abort();
    this.changed.dispose();
  }

  /**
   * Sends one request to check whether the issue has changed since it was loaded, or exists again. If so, reloads
   * everything.
   */
  private async recheck(): Promise<void> {
    const { details, isGone, isLoading } = this.current;
    if (isLoading || (!details && !isGone)) return;
    const { readings } = this;
    try {
      const { facts, etag } = await this.factsSince(await this.parts.source());
      if (readings !== this.readings || (!facts && !isGone)) return;
      if (facts && details) this.absorb({ ...details, ...facts }, etag, false);
      await this.read();
    } catch (thrown) {
      const error = GitLabError.from(thrown, {}, this.parts.log);
      // The mirror reports all other errors.
      if (error.reason === 'notFound') this.set({ error, isGone: true });
    }
  }

  /** Loads the issue itself. The result has no facts if the issue is unchanged since the last load. */
  private factsSince({ gateway, project }: ProjectAccess): Promise<SealedFacts> {
    const known = this.current.details ? this.etag : undefined;
    return gateway.details.findFactsSince(project, this.address.iid, known, this.abort.signal);
  }

  /**
   * GitLab has confirmed a request, and a load follows. Ends the load in progress, which may still wait for a response
   * or for another attempt.
   */
  private reached(): void {
    const { error, isGone } = this.current;
    if (!error || isGone) return;
    this.load.abort();
    this.set({ error: undefined });
  }

  private absorb(details: IssueDetails, etag: string | undefined, isOwn: boolean): void {
    if (this.abort.signal.aborted) return;
    const { issue, description } = details;
    const isNew = issue !== this.current.details?.issue;
    this.etag = etag;
    this.set({ details, isGone: false });
    if (isNew) this.parts.onDidRead(issue, { description, isOwn });
  }

  private readOnce(turn: number): Reading {
    this.load = new AbortController();
    const signal = AbortSignal.any([this.abort.signal, this.load.signal]);
    // The page shows the labels of the mirror before it has loaded the issue.
    void this.parts.loadLabels().then(() => {
      this.set({});
    });
    const thread = this.attempt(async () => {
      const isOwn = this.isChanged;
      const isLastWanted = isOwn && this.isLastWanted;
      this.hasNews = false;
      this.isChanged = false;
      if (isOwn) this.isLastWanted = false;
      const source = await this.parts.source();
      const [{ facts = this.current.details, etag }] = await Promise.all([
        this.factsSince(source),
        isLastWanted || this.isNewestFirst ? this.thread.readAll(signal) : this.thread.read(signal),
      ]);
      if (!facts) throw new GitLabError('badData');
      const { items: discussions, hasMore: hasMoreDiscussions } = this.thread;
      this.absorb({ ...this.current.details, ...facts, discussions, hasMoreDiscussions }, etag, isOwn);
    });
    return { thread, all: thread.then(() => this.loadSidebar(turn)) };
  }

  /** Loads each sidebar detail independently. If one fails, its previous value stays. Never rejects. */
  private async loadSidebar(turn: number): Promise<void> {
    const source = this.current.error ? undefined : await this.parts.source().catch(() => undefined);
    if (!source || this.abort.signal.aborted) return;
    const { address } = this;
    const { project } = source;
    const { details, references } = source.gateway;
    const { isMoved = false, isDuplicate = false } = this.current.details ?? {};
    const { signal } = this.abort;
    const parts = [
      ...(this.isHistoryShown ? [this.loadEvents(turn)] : []),
      this.extras.read(signal).then(() => this.loadedExtras),
      details.listParticipants(address, signal).then((participants) => ({ participants })),
      details.listMergeRequests(address, signal).then((mergeRequests) => ({ mergeRequests })),
      details.listLinks(project, address.iid, signal).then((links) => ({ links })),
      ...(isMoved || isDuplicate
        ? [references.findSuccessors(project, address.iid, signal).then((successors) => ({ successors }))]
        : []),
    ];
    await Promise.all(parts.map((part) => this.loadSidebarPart(turn, part)));
  }

  /** Loads the details that belong to newly loaded pages of the thread. */
  private loadRest(): void {
    const { signal } = this.abort;
    void this.loadSidebarPart(
      this.readings,
      this.extras.more(signal).then(() => this.loadedExtras),
    );
    if (this.isHistoryShown) void this.loadSidebarPart(this.readings, this.loadEvents(this.readings));
  }

  /** Starts to load the reactions to comments that they lack, one by one. */
  private get loadedExtras(): Partial<IssueDetails> {
    const { extras } = this.extras;
    if (!extras.reactions) return extras;
    const show = () => {
      this.show({ noteReactions: this.allNoteReactions });
    };
    void this.noteReactions.more(this.abort.signal, show);
    return { ...extras, noteReactions: this.allNoteReactions };
  }

  private get allNoteReactions(): ReadonlyMap<number, readonly Reaction[]> {
    return new Map([...this.noteReactions.reactions, ...(this.extras.extras.noteReactions ?? [])]);
  }

  /** Loads the events again, or only the missing ones if this load of the issue already has some. */
  private async loadEvents(turn: number): Promise<Pick<IssueDetails, 'events' | 'missingEvents'>> {
    const { signal } = this.abort;
    const isLoaded = this.eventsTurn === turn;
    this.eventsTurn = turn;
    await (isLoaded ? this.events.more(this.threadEnd, signal) : this.events.read(this.threadEnd, signal));
    return this.events.details;
  }

  /** The time of the last loaded comment. Infinite if the whole thread is loaded. */
  private get threadEnd(): number {
    return this.thread.hasMore ? (this.thread.items.at(-1)?.notes[0]?.createdAt ?? 0) : Infinity;
  }

  private get isHistoryShown(): boolean {
    return this.parts.activity().show !== 'comments';
  }

  private get isNewestFirst(): boolean {
    return this.parts.activity().order === 'newest';
  }

  private async loadSidebarPart(turn: number, part: Promise<Partial<IssueDetails>>): Promise<void> {
    try {
      const read = await part;
      // A newer load replaces this data.
      if (turn === this.readings) this.show(read);
    } catch (thrown) {
      GitLabError.from(thrown, {}, this.parts.log);
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.set({ isLoading: true });
    try {
      await work();
      this.set({ isLoading: false, error: undefined, asOf: this.parts.clock.now() });
    } catch (thrown) {
      const error = GitLabError.from(thrown, {}, this.parts.log);
      if (error.reason === 'canceled') return;
      this.set({ isLoading: false, error, isGone: error.reason === 'notFound' || this.current.isGone });
    }
  }

  private show(change: Partial<IssueDetails>): void {
    const { details } = this.current;
    if (!details) return;
    const { items: discussions, hasMore } = this.thread;
    this.set({ details: { ...details, discussions, hasMoreDiscussions: hasMore, ...change } });
  }

  private set(change: Partial<{ [K in keyof OpenIssueState]: OpenIssueState[K] | undefined }>): void {
    if (this.abort.signal.aborted) return;
    this.current = { ...this.current, ...change } as OpenIssueState;
    this.changed.fire(undefined);
  }
}

/** The outcome as the page shows it. */
function pageOutcome(sent: CommandOutcome): SendOutcome {
  switch (sent.how) {
    case 'done':
      return sent.messages.length > 0 ? { how: 'done', messages: sent.messages } : { how: 'done' };
    case 'conflict':
      return { how: 'conflict', theirs: sent.theirs, ...(sent.merged === undefined ? {} : { merged: sent.merged }) };
    case 'unknown':
      return { how: 'unknown', message: sent.error.message };
    case 'refused':
    case 'waiting':
      return { how: 'failed', message: sent.error.message };
  }
}
