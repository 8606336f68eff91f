import * as l10n from '@vscode/l10n';
import type { Clock } from '../model/clock.ts';
import { type Disposable, Emitter } from '../model/event.ts';
import { GitLabError } from '../model/gitLabError.ts';
import type { Issue } from '../model/issue.ts';
import type { Discussion, IssueDetails, Note } from '../model/issueDetails.ts';
import type { IssueAddress, SentNote } from '../model/issueDetailsGateway.ts';
import type { IssueGateway } from '../model/issueGateway.ts';
import { mergedText } from '../model/mergedText.ts';
import type { PageAct, SendOutcome } from '../model/page/pageMessages.ts';
import type { Log } from '../model/ports.ts';
import type { Project } from '../model/project.ts';
import { tickedTask } from '../model/taskList.ts';
import { DiscussionReading } from './discussionReading.ts';

export interface OpenIssueParts {
  /** Asked at each look: a renewed token brings another gateway. Rejects where nobody is signed in. */
  readonly source: () => Promise<{ gateway: IssueGateway; project: Project }>;
  /** What the mirror holds of the issue; undefined for one that is not open, or unknown. */
  readonly held: () => Issue | undefined;
  /** The mirror takes what was read: its row is as fresh as the page. */
  readonly took: (issue: Issue) => void;
  /** The user whose notes and reactions the account writes. */
  readonly userId: () => number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** How an opened issue stands. */
export interface OpenIssueState {
  readonly details?: IssueDetails;
  readonly isLoading: boolean;
  readonly error?: GitLabError;
  /** Deleted, moved out of sight, or access lost. What was read stays. */
  readonly isGone: boolean;
  /** When it was last as the server has it, milliseconds since 1970. */
  readonly asOf?: number;
}

/**
 * An issue that somebody opened: what the mirror does not hold of it, read when asked for and again when the mirror
 * hears that it changed, and the changes that are made on its page. Nothing that it sends is ever repeated.
 */
export class OpenIssue implements Disposable {
  private current: OpenIssueState = { isLoading: false, isGone: false };
  private readonly changed = new Emitter<undefined>();
  private readonly abort = new AbortController();
  private readonly thread: DiscussionReading;
  private reading: Promise<void> | undefined;
  private again = false;

  readonly onDidChange = this.changed.event;

  /** @param address where it is; @param parts what it asks. */
  constructor(
    private readonly address: IssueAddress,
    private readonly parts: OpenIssueParts,
  ) {
    this.thread = new DiscussionReading(address, async () => (await parts.source()).gateway.details);
  }

  get state(): OpenIssueState {
    return this.current;
  }

  /** The mirror may know more than was read: then it is read. */
  follow(): void {
    const { details } = this.current;
    const held = this.parts.held();
    if (!details || !held) return;
    if (held.updatedAt > details.issue.updatedAt) {
      this.set({ details: { ...details, issue: held } });
      void this.read();
    }
  }

  /** Reads it, or, where a reading is under way, once more after it. Never rejects: the state says why it failed. */
  read(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.readOnce().finally(() => {
      this.reading = undefined;
      if (!this.again || this.abort.signal.aborted) return;
      this.again = false;
      void this.read();
    });
    return this.reading;
  }

  /** The next page of discussions. Never rejects. */
  async more(): Promise<void> {
    await this.attempt(async () => {
      await this.thread.more(this.abort.signal);
      this.show({});
    });
  }

  /** Sends what was typed or clicked. Never rejects: how it ended is the answer, and a text that was not sent is kept by who sent it. */
  async send(act: PageAct): Promise<SendOutcome> {
    try {
      const { gateway, project } = await this.parts.source();
      const outcome = await this.sendTo(gateway, project, act);
      if (outcome.how === 'done') await this.read();
      return outcome;
    } catch (thrown) {
      const error = GitLabError.from(thrown, {}, this.parts.log);
      if (error.facts.detail === 'unconfirmed') return this.outcomeUnknown(act, error);
      return { how: 'failed', message: error.message };
    }
  }

  async unlink(link: number): Promise<SendOutcome> {
    try {
      const { gateway } = await this.parts.source();
      await gateway.details.removeLink(this.address, link);
      await this.read();
      return { how: 'done' };
    } catch (thrown) {
      return { how: 'failed', message: GitLabError.from(thrown, {}, this.parts.log).message };
    }
  }

  dispose(): void {
    this.abort.abort();
    this.changed.dispose();
  }

  private async readOnce(): Promise<void> {
    const { signal } = this.abort;
    await this.attempt(async () => {
      const { gateway, project } = await this.parts.source();
      const [facts] = await Promise.all([
        gateway.details.findFacts(project, this.address.iid, signal),
        this.thread.read(signal),
      ]);
      if (signal.aborted) return;
      this.parts.took(facts.issue);
      const before = this.current.details;
      this.set({
        details: { ...before, ...facts, discussions: this.thread.discussions, hasMoreDiscussions: this.thread.hasMore },
        isGone: false,
      });
      await Promise.all([
        gateway.details.findExtras(project, this.address.iid, signal).then((extras) => {
          if (extras) this.show(extras);
        }),
        gateway.details.listParticipants(this.address, signal).then((participants) => {
          this.show({ participants });
        }),
        gateway.details.listMergeRequests(this.address, signal).then((mergeRequests) => {
          this.show({ mergeRequests });
        }),
        gateway.details.listLinks(project, this.address.iid, signal).then((links) => {
          this.show({ links });
        }),
      ]);
    });
  }

  private async sendTo(gateway: IssueGateway, project: Project, act: PageAct): Promise<SendOutcome> {
    const { details } = gateway;
    const { address } = this;
    switch (act.kind) {
      case 'comment':
        return said(
          await (act.thread
            ? details.startThread(address, act.body)
            : details.addNote(address, act.body, act.internal)),
        );
      case 'reply':
        return said(await details.reply(address, act.discussion, act.body));
      case 'editNote': {
        const theirs = await this.noteNow(act.discussion, act.note);
        if (theirs !== act.base && theirs !== act.body) return conflict(act.body, act.base, theirs);
        await details.editNote(address, act.discussion, act.note, act.body);
        return { how: 'done' };
      }
      case 'deleteNote':
        await details.deleteNote(address, act.discussion, act.note);
        return { how: 'done' };
      case 'resolve':
        await details.resolve(address, act.discussion, act.resolved);
        return { how: 'done' };
      case 'react': {
        const userId = this.parts.userId();
        if (userId === undefined) throw new GitLabError('invalid', { detail: 'notSignedIn' });
        await details.react(address, act.note, act.emoji, act.on, userId);
        return { how: 'done' };
      }
      case 'title': {
        const { issue } = await details.findFacts(project, address.iid);
        if (issue.title !== act.base && issue.title !== act.title) return { how: 'conflict', theirs: issue.title };
        this.parts.took(await gateway.updateIssue(issue, { title: act.title }));
        return { how: 'done' };
      }
      case 'description': {
        const { issue, description } = await details.findFacts(project, address.iid);
        if (description !== act.base && description !== act.body) return conflict(act.body, act.base, description);
        this.parts.took(await gateway.updateIssue(issue, { description: act.body }));
        return { how: 'done' };
      }
      case 'task':
        return this.tick(gateway, project, act);
    }
  }

  /** Only the line of the task changes, on top of what the text is now. */
  private async tick(gateway: IssueGateway, project: Project, act: PageAct & { kind: 'task' }): Promise<SendOutcome> {
    const gone = l10n.t('The task is not there any more: somebody changed the list.');
    const { line, source, checked } = act;
    if (act.discussion !== undefined && act.note !== undefined) {
      const text = tickedTask(await this.noteNow(act.discussion, act.note), line, source, checked);
      if (text === undefined) return { how: 'failed', message: gone };
      await gateway.details.editNote(this.address, act.discussion, act.note, text);
      return { how: 'done' };
    }
    const { issue, description } = await gateway.details.findFacts(project, this.address.iid);
    const text = tickedTask(description, line, source, checked);
    if (text === undefined) return { how: 'failed', message: gone };
    this.parts.took(await gateway.updateIssue(issue, { description: text }));
    return { how: 'done' };
  }

  /** What a note reads as on the server now. */
  private async noteNow(discussion: string, note: number): Promise<string> {
    await this.thread.read(this.abort.signal);
    const found = this.thread.discussions.find(({ id }) => id === discussion)?.notes.find(({ id }) => id === note);
    if (!found) throw new GitLabError('notFound', { detail: 'note' });
    return found.body;
  }

  /** Nobody answered a write: it may have been done. The truth is read before anybody sends it again. */
  private async outcomeUnknown(act: PageAct, error: GitLabError): Promise<SendOutcome> {
    const known = new Set(notesOf(this.current.details?.discussions ?? []).map(({ id }) => id));
    const unknown: SendOutcome = { how: 'unknown', message: error.message };
    try {
      await this.thread.readAll(this.abort.signal);
    } catch {
      return unknown;
    }
    if (this.abort.signal.aborted) return unknown;
    await this.read();
    const { details, error: failure } = this.current;
    if (!details || failure) return unknown;
    switch (act.kind) {
      case 'comment':
      case 'reply': {
        const userId = this.parts.userId();
        const isIt = ({ id, author, body }: Note) =>
          !known.has(id) && author?.id === userId && body.trim() === act.body.replaceAll('\r', '').trim();
        return notesOf(this.thread.discussions).some(isIt) ? { how: 'done' } : unknown;
      }
      case 'title':
        return details.issue.title === act.title ? { how: 'done' } : unknown;
      case 'description':
        return details.description.trim() === act.body.trim() ? { how: 'done' } : unknown;
      case 'editNote':
        return notesOf(this.thread.discussions).some(
          ({ id, body }) => id === act.note && body.trim() === act.body.trim(),
        )
          ? { how: 'done' }
          : unknown;
      default:
        // What was clicked shows by itself how it is.
        return unknown;
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.set({ isLoading: true });
    try {
      await work();
      this.set({ isLoading: false, error: undefined, asOf: this.parts.clock.now() });
    } catch (thrown) {
      const error = GitLabError.from(thrown, {}, this.parts.log);
      if (error.reason === 'cancelled') return;
      this.set({ isLoading: false, error, isGone: error.reason === 'notFound' || this.current.isGone });
    }
  }

  private show(change: Partial<IssueDetails>): void {
    const { details } = this.current;
    if (!details) return;
    const { discussions, hasMore } = this.thread;
    this.set({ details: { ...details, discussions, hasMoreDiscussions: hasMore, ...change } });
  }

  private set(change: Partial<{ [K in keyof OpenIssueState]: OpenIssueState[K] | undefined }>): void {
    if (this.abort.signal.aborted) return;
    this.current = { ...this.current, ...change } as OpenIssueState;
    this.changed.fire(undefined);
  }
}

function notesOf(discussions: readonly Discussion[]): readonly Note[] {
  return discussions.flatMap(({ notes }) => notes);
}

function said({ said: sentences }: SentNote): SendOutcome {
  return sentences.length > 0 ? { how: 'done', said: sentences } : { how: 'done' };
}

/** Both texts are shown; where no line was changed by both, also what they make together. */
function conflict(mine: string, base: string, theirs: string): SendOutcome {
  const merged = mergedText(mine, base, theirs);
  return { how: 'conflict', theirs, ...(merged === undefined ? {} : { merged }) };
}
