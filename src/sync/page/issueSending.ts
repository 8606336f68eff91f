import * as l10n from '@vscode/l10n';
import pLimit from 'p-limit';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueChange } from '../../model/issueChange.ts';
import type { Discussion, Note } from '../../model/issueDetails.ts';
import type { IssueAddress, SentNote } from '../../model/gateway/issueDetailsGateway.ts';
import type { IssueGateway } from '../../model/gateway/issueGateway.ts';
import { mayBeDone } from '../../model/error/mayBeDone.ts';
import { mergedText } from '../../model/text/mergedText.ts';
import type { PageAct, SendOutcome } from '../../model/page/pageMessages.ts';
import { tickedTask } from '../../model/taskList.ts';
import type { PagedReading } from './pagedReading.ts';
import type { OpenIssueParts, OpenIssueState } from './openIssueParts.ts';
import type { ProjectAccess } from '../../model/projectAccess.ts';

export interface IssueSendingParts extends Pick<OpenIssueParts, 'source' | 'request' | 'onDidRead' | 'userId' | 'log'> {
  readonly address: IssueAddress;
  readonly thread: PagedReading<Discussion>;
  readonly shown: () => OpenIssueState;
  /** Called when GitLab has confirmed a change, before `readChanged`. */
  readonly onDidConfirm: () => void;
  /** Reloads the issue after a change, even if a load is in progress. Never rejects. */
  readonly readChanged: (act: PageAct) => Promise<void>;
}

/** Sends one change. Rejects with a `GitLabError`. */
type Write = () => Promise<SendOutcome>;

const done: SendOutcome = { how: 'done' };

/**
 * Sends the changes from an issue's page. Sends continue after the page is closed. Nothing is sent twice: if a request
 * gets no response, the server is checked for the change.
 */
export class IssueSending {
  private readonly inTurn = pLimit(1);

  constructor(private readonly parts: IssueSendingParts) {}

  /**
   * Sends a change after the previous ones, because many changes depend on the server's state. Never rejects. The
   * outcome describes success or failure. The caller keeps the text if it was not sent.
   */
  async sendAct(act: PageAct): Promise<SendOutcome> {
    const outcome = await this.inTurn(() => this.sendNow(act));
    if (outcome.how === 'done') this.parts.onDidConfirm();
    if (outcome.how === 'done' || outcome.how === 'unknown') await this.parts.readChanged(act);
    return outcome;
  }

  private async sendNow(act: PageAct): Promise<SendOutcome> {
    try {
      return await this.parts.request(async (source) => {
        const newest = await this.newestBefore(act, source.gateway);
        const write = await this.prepare(source, act);
        return typeof write === 'function' ? this.write(act, newest, write) : write;
      });
    } catch (thrown) {
      return { how: 'failed', message: GitLabError.from(thrown, {}, this.parts.log).message };
    }
  }

  private async write(act: PageAct, newest: number, write: Write): Promise<SendOutcome> {
    try {
      return await write();
    } catch (thrown) {
      const error = GitLabError.from(thrown, {}, this.parts.log);
      if (mayBeDone(error)) return this.outcomeUnknown(act, newest, error);
      throw error;
    }
  }

  /**
   * Loads the data that the change depends on. Returns a function that sends the change, or the reason not to send it.
   */
  private async prepare({ gateway, project }: ProjectAccess, act: PageAct): Promise<Write | SendOutcome> {
    const { details } = gateway;
    const { address } = this.parts;
    switch (act.kind) {
      case 'comment':
        // Never send an internal note as a thread, because everyone could read it.
        return act.thread && !act.internal
          ? () => details.startThread(address, act.body).then(withMessages)
          : () => gateway.actions.comment(address, act.body, act.internal).then(withMessages);
      case 'reply':
        return () => details.reply(address, act.discussion, act.body).then(withMessages);
      case 'editNote': {
        const theirs = await this.noteNow(act.discussion, act.note);
        if (theirs !== act.base && theirs !== act.body) return conflict(act.body, act.base, theirs);
        return () => details.editNote(address, act.discussion, act.note, act.body).then(() => done);
      }
      case 'deleteNote':
        return () => details.deleteNote(address, act.discussion, act.note).then(() => done);
      case 'resolve':
        return () => details.resolve(address, act.discussion, act.resolved).then(() => done);
      case 'unlink':
        return () => details.removeLink(address, act.link).then(() => done);
      case 'react': {
        const userId = this.parts.userId();
        if (userId === undefined) throw new GitLabError('invalid', { detail: 'notSignedIn' });
        return () => details.react(address, act.note, act.emoji, act.on, userId).then(() => done);
      }
      case 'title': {
        const { issue } = await details.findFacts(project, address.iid);
        if (issue.title !== act.base && issue.title !== act.title) return { how: 'conflict', theirs: issue.title };
        return () => this.change(gateway, issue, { title: act.title });
      }
      case 'description': {
        const { issue, description } = await details.findFacts(project, address.iid);
        if (description !== act.base && description !== act.body) return conflict(act.body, act.base, description);
        return () => this.change(gateway, issue, { description: act.body });
      }
      case 'task':
        return this.ticked({ gateway, project }, act);
    }
  }

  /** Changes only the task's line, based on the server's current text. */
  private async ticked(source: ProjectAccess, act: PageAct & { kind: 'task' }): Promise<Write | SendOutcome> {
    const { gateway, project } = source;
    const { address } = this.parts;
    const { line, source: was, checked, discussion, note } = act;
    const gone = l10n.t('Someone else changed this list since you opened it. Refresh and try again.');
    if (discussion !== undefined && note !== undefined) {
      const text = tickedTask(await this.noteNow(discussion, note), line, was, checked);
      if (text === undefined) return { how: 'failed', message: gone };
      return () => gateway.details.editNote(address, discussion, note, text).then(() => done);
    }
    const { issue, description } = await gateway.details.findFacts(project, address.iid);
    const text = tickedTask(description, line, was, checked);
    if (text === undefined) return { how: 'failed', message: gone };
    return () => this.change(gateway, issue, { description: text });
  }

  private async change(gateway: IssueGateway, issue: Issue, change: IssueChange): Promise<SendOutcome> {
    this.parts.onDidRead(await gateway.updateIssue(issue, change), { isOwn: true });
    return done;
  }

  /** The current text of a note on the server. */
  private async noteNow(discussion: string, note: number): Promise<string> {
    await this.parts.thread.read();
    const found = this.parts.thread.items.find(({ id }) => id === discussion)?.notes.find(({ id }) => id === note);
    if (!found) throw new GitLabError('notFound', { detail: 'note' });
    return found.body;
  }

  /** For a new comment or reply, returns the time of the newest existing note by the server's clock. */
  private async newestBefore({ kind }: PageAct, gateway: IssueGateway): Promise<number> {
    if (kind !== 'comment' && kind !== 'reply') return 0;
    const { details } = this.parts.shown();
    if (details?.discussions && !details.hasMoreDiscussions)
      return notesOf(details.discussions).reduce((newest, { createdAt }) => Math.max(newest, createdAt), 0);
    return (await gateway.newestNote(this.parts.address))?.createdAt ?? 0;
  }

  /** A write without a response may have succeeded. Checks the server before the user can send it again. */
  private async outcomeUnknown(act: PageAct, newest: number, error: GitLabError): Promise<SendOutcome> {
    const isDone = await this.isFound(act, newest).catch(() => false);
    return isDone ? done : { how: 'unknown', message: error.message };
  }

  /** Whether the server has the change. Rejects if the server can't be read. */
  private async isFound(act: PageAct, newest: number): Promise<boolean> {
    const { thread, address } = this.parts;
    switch (act.kind) {
      case 'comment':
      case 'reply': {
        const userId = this.parts.userId();
        const isIt = ({ createdAt, author, body, isInternal }: Note) =>
          createdAt > newest &&
          author?.id === userId &&
          isSame(body, act.body) &&
          (act.kind === 'reply' || isInternal === act.internal);
        await thread.readAll();
        return thread.items.some(({ id, notes }) =>
          act.kind === 'reply' ? id === act.discussion && notes.some(isIt) : notes.slice(0, 1).some(isIt),
        );
      }
      case 'editNote':
        return isSame(await this.noteNow(act.discussion, act.note), act.body);
      case 'title':
      case 'description': {
        const { gateway, project } = await this.parts.source();
        const { issue, description } = await gateway.details.findFacts(project, address.iid);
        return act.kind === 'title' ? issue.title === act.title : isSame(description, act.body);
      }
      default:
        // The page already shows the result of a click.
        return false;
    }
  }
}

/** Whether the server's text equals the sent one. GitLab trims texts. */
function isSame(body: string, sent: string): boolean {
  return body.replaceAll('\r', '').trim() === sent.replaceAll('\r', '').trim();
}

function notesOf(discussions: readonly Discussion[]): readonly Note[] {
  return discussions.flatMap(({ notes }) => notes);
}

function withMessages({ messages: sentences }: SentNote): SendOutcome {
  return sentences.length > 0 ? { how: 'done', messages: sentences } : done;
}

/** Describes a conflict. It includes the merged text if no line was changed on both sides. */
function conflict(mine: string, base: string, theirs: string): SendOutcome {
  const merged = mergedText(mine, base, theirs);
  return { how: 'conflict', theirs, ...(merged === undefined ? {} : { merged }) };
}
