import type { Clock } from '../../model/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueNote } from '../../model/issueNote.ts';

/** Questions that one look at GitLab may bring. */
const mostAsked = 5;
/** No two looks of one account are closer. */
const oneLook = 25_000;
/** A note and the issue that it moves are written one after the other. */
const leeway = 5_000;

/** Whose a change was; `unknown`: not to be found out now. */
export type ChangeAuthor = 'me' | 'somebodyElse' | 'unknown';

/** Finds out for one account whether the last change of an issue was the person's own, made elsewhere: five times a look at most. */
export class ChangeAuthors {
  private since = Number.NEGATIVE_INFINITY;
  private asked = 0;

  constructor(
    private readonly newestNote: (issue: Issue) => Promise<IssueNote | undefined>,
    private readonly isMe: (username: string | undefined) => boolean,
    private readonly clock: Clock,
  ) {}

  async of(issue: Issue): Promise<ChangeAuthor> {
    const isNew = issue.updatedAt - issue.createdAt <= leeway;
    if (isNew && issue.commentCount === 0) return this.named(issue.author?.username);
    if (!this.mayAsk()) return 'unknown';
    try {
      const note = await this.newestNote(issue);
      // Labels, milestones and states leave no note: an older one says nothing of this change.
      const tells = note && note.createdAt >= issue.updatedAt - leeway;
      return tells ? this.named(note.author?.username) : 'somebodyElse';
    } catch (error) {
      return GitLabError.is(error, 'forbidden', 'notFound', 'badData', 'invalid') ? 'somebodyElse' : 'unknown';
    }
  }

  private named(username: string | undefined): ChangeAuthor {
    return this.isMe(username) ? 'me' : 'somebodyElse';
  }

  private mayAsk(): boolean {
    const now = this.clock.now();
    if (now - this.since >= oneLook || now < this.since) {
      this.since = now;
      this.asked = 0;
    }
    if (this.asked >= mostAsked) return false;
    this.asked += 1;
    return true;
  }
}
