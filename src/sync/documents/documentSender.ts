import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueCommand } from '../../model/issueCommand.ts';
import type { CommandSender, SendMark } from '../writes/commandSender.ts';
import type { DocumentPlace, IssueDocuments } from './issueDocuments.ts';

/** What GitLab has of a document that was sent before. */
export type SentBefore =
  /** The issue that is to be created. */
  | { readonly how: 'same'; readonly issue: Issue }
  /** An issue with what the document was at that time. */
  | { readonly how: 'created'; readonly iid: number; readonly webUrl: string }
  /** GitLab doesn't show whether it has the issue. */
  | { readonly how: 'unconfirmed' };

/** Sends documents. What became of a request stays with the document, so that none creates two issues by mistake. */
export class DocumentSender {
  constructor(
    private readonly documents: IssueDocuments,
    private readonly sender: Pick<CommandSender, 'send' | 'look'>,
  ) {}

  /**
   * Checks whether GitLab has an issue from this document, which may have another text by now. Undefined if it has none.
   * Rejects with a `GitLabError` if it can't be checked.
   */
  async before(place: DocumentPlace, { act }: IssueCommand): Promise<SentBefore | undefined> {
    const last = await this.documents.lastSending(place);
    if (!last) return undefined;
    if ('iid' in last) return { how: 'created', iid: last.iid, webUrl: last.webUrl };
    const found = await this.sender.look(last.command, last.mark);
    if (found.how === 'notDone') return undefined;
    if (found.how === 'unsure' && found.error.facts.outcome !== 'unconfirmed') throw found.error;
    if (found.how !== 'done' || !found.issue) return { how: 'unconfirmed' };
    await this.keepCreated(place, found.issue);
    const isSame = JSON.stringify(act) === JSON.stringify(last.command.act);
    const { iid, webUrl } = found.issue;
    return isSame ? { how: 'same', issue: found.issue } : { how: 'created', iid, webUrl };
  }

  /** Creates the issue of a document. Rejects with a `GitLabError` unless GitLab has confirmed it. */
  async send(place: DocumentPlace, command: IssueCommand): Promise<Issue> {
    const last = await this.documents.lastSending(place);
    const beforeRequest = (mark: SendMark) => this.documents.keepSending(place, { command, mark });
    const outcome = await this.sender.send(command, { beforeRequest });
    if (outcome.how === 'done' && outcome.issue) {
      await this.keepCreated(place, outcome.issue);
      return outcome.issue;
    }
    if (outcome.how === 'done') throw new GitLabError('badData');
    if (outcome.how !== 'unknown') await this.documents.keepSending(place, last);
    throw outcome.error;
  }

  private keepCreated(place: DocumentPlace, { iid, webUrl }: Issue): Promise<void> {
    return this.documents.keepSending(place, { iid, webUrl });
  }
}
