import * as l10n from '@vscode/l10n';
import { GitLabError } from '../model/gitLabError.ts';
import type { Discussion, Note } from '../model/issueDetails.ts';
import type { IssueAddress, SentNote } from '../model/issueDetailsGateway.ts';
import type { IssueGateway } from '../model/issueGateway.ts';
import { mergedText } from '../model/mergedText.ts';
import type { PageAct, SendOutcome } from '../model/page/pageMessages.ts';
import type { Project } from '../model/project.ts';
import { tickedTask } from '../model/taskList.ts';
import type { DiscussionReading } from './discussionReading.ts';
import type { OpenIssueParts, OpenIssueState } from './openIssueParts.ts';

export interface IssueSendingParts extends Pick<OpenIssueParts, 'source' | 'send' | 'took' | 'userId' | 'log'> {
  readonly address: IssueAddress;
  readonly thread: DiscussionReading;
  readonly shown: () => OpenIssueState;
  /** Reads the issue as it is after a change, also where it is being read. Never rejects. */
  readonly readChanged: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** The changes that are made on an issue's page. Nothing is ever sent twice; what nobody answered is looked for. */
export class IssueSending {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: IssueSendingParts) {}

  /**
   * Sends what was typed or clicked, after what was sent before it: many changes are made on top of what the server has.
   * Never rejects: how it ended is the answer, and a text that was not sent is kept by who sent it.
   */
  async send(act: PageAct): Promise<SendOutcome> {
    const sent = this.last.then(() => this.sendNow(act));
    this.last = sent;
    const outcome = await sent;
    if (outcome.how === 'done' || outcome.how === 'unknown') await this.parts.readChanged();
    return outcome;
  }

  private async sendNow(act: PageAct): Promise<SendOutcome> {
    let newest = 0;
    try {
      return await this.parts.send(async ({ gateway, project }) => {
        newest = await this.newestBefore(act, gateway);
        return this.sendTo(gateway, project, act);
      });
    } catch (thrown) {
      const error = GitLabError.from(thrown, {}, this.parts.log);
      // An answer that cannot be read came after GitLab did something.
      const isSent = error.facts.detail === 'unconfirmed' || (error.reason === 'badData' && adds(act));
      if (isSent) return this.outcomeUnknown(act, newest, error);
      return { how: 'failed', message: error.message };
    }
  }

  private async sendTo(gateway: IssueGateway, project: Project, act: PageAct): Promise<SendOutcome> {
    const { details } = gateway;
    const { address } = this.parts;
    switch (act.kind) {
      case 'comment':
        return said(
          // An internal note is never sent as a thread, which everybody could read.
          await (act.thread && !act.internal
            ? details.startThread(address, act.body)
            : gateway.actions.comment(address, act.body, act.internal)),
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
      case 'unlink':
        await details.removeLink(address, act.link);
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
        this.parts.took(await gateway.updateIssue(issue, { title: act.title }), { isOwn: true });
        return { how: 'done' };
      }
      case 'description': {
        const { issue, description } = await details.findFacts(project, address.iid);
        if (description !== act.base && description !== act.body) return conflict(act.body, act.base, description);
        this.parts.took(await gateway.updateIssue(issue, { description: act.body }), { isOwn: true });
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
      await gateway.details.editNote(this.parts.address, act.discussion, act.note, text);
      return { how: 'done' };
    }
    const { issue, description } = await gateway.details.findFacts(project, this.parts.address.iid);
    const text = tickedTask(description, line, source, checked);
    if (text === undefined) return { how: 'failed', message: gone };
    this.parts.took(await gateway.updateIssue(issue, { description: text }), { isOwn: true });
    return { how: 'done' };
  }

  /** What a note reads as on the server now. */
  private async noteNow(discussion: string, note: number): Promise<string> {
    await this.parts.thread.read(this.parts.signal);
    const found = this.parts.thread.discussions
      .find(({ id }) => id === discussion)
      ?.notes.find(({ id }) => id === note);
    if (!found) throw new GitLabError('notFound', { detail: 'note' });
    return found.body;
  }

  /** Of a text that is added to the thread: when the newest note before it was written, by the server's clock. Older ones are not it, whatever they say. */
  private async newestBefore({ kind }: PageAct, gateway: IssueGateway): Promise<number> {
    if (kind !== 'comment' && kind !== 'reply') return 0;
    const { details } = this.parts.shown();
    if (details?.discussions && !details.hasMoreDiscussions)
      return Math.max(0, ...notesOf(details.discussions).map(({ createdAt }) => createdAt));
    return (await gateway.newestNote(this.parts.address))?.createdAt ?? 0;
  }

  /** Nobody answered a write: it may have been done. The truth is read before anybody sends it again. */
  private async outcomeUnknown(act: PageAct, newest: number, error: GitLabError): Promise<SendOutcome> {
    const isDone = await this.isFound(act, newest).catch(() => false);
    return isDone ? { how: 'done' } : { how: 'unknown', message: error.message };
  }

  /** Whether what was sent is there. Rejects where that cannot be read. */
  private async isFound(act: PageAct, newest: number): Promise<boolean> {
    const { thread, signal, address } = this.parts;
    switch (act.kind) {
      case 'comment':
      case 'reply': {
        const userId = this.parts.userId();
        const isIt = ({ createdAt, author, body, isInternal }: Note) =>
          createdAt > newest &&
          author?.id === userId &&
          isSame(body, act.body) &&
          (act.kind === 'reply' || isInternal === act.internal);
        await thread.readAll(signal);
        return thread.discussions.some(({ id, notes }) =>
          act.kind === 'reply' ? id === act.discussion && notes.some(isIt) : notes.slice(0, 1).some(isIt),
        );
      }
      case 'editNote':
        return isSame(await this.noteNow(act.discussion, act.note), act.body);
      case 'title':
      case 'description': {
        const { gateway, project } = await this.parts.source();
        const { issue, description } = await gateway.details.findFacts(project, address.iid, signal);
        return act.kind === 'title' ? issue.title === act.title : isSame(description, act.body);
      }
      default:
        // What was clicked shows by itself how it is.
        return false;
    }
  }
}

/** Whether a text is what was sent: GitLab takes off what is around it. */
function isSame(body: string, sent: string): boolean {
  return body.replaceAll('\r', '').trim() === sent.replaceAll('\r', '').trim();
}

/** Whether it would be there twice if it were sent twice. */
function adds({ kind }: PageAct): boolean {
  return kind === 'comment' || kind === 'reply';
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
