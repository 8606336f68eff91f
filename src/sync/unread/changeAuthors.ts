import type { Clock } from '../../model/time/clock.ts';
import { GitLabError } from '../../model/error/gitLabError.ts';
import type { Issue } from '../../model/issue.ts';
import type { IssueNote } from '../../model/issueNote.ts';

/** The maximum number of requests per poll. */
const mostAsked = 5;
/** The minimum time between two polls of one account. */
const oneLook = 25_000;
/** A note and the update of its issue are saved one after the other. */
const leeway = 5_000;

/** The author of a change. `unknown` means that it can't be determined now. */
export type ChangeAuthor = 'me' | 'somebodyElse' | 'unknown';

/**
 * Determines whether the user made the last change of an issue elsewhere, for one account. Sends up to five requests
 * per poll.
 */
export class ChangeAuthors {
  private since = Number.NEGATIVE_INFINITY;
  private requested = 0;

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
      // Changes of labels, milestones, and states leave no note, and an older note does not apply to this change.
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
    const now = this.clock.elapsed();
    if (now - this.since >= oneLook) {
      this.since = now;
      this.requested = 0;
    }
    if (this.requested >= mostAsked) return false;
    this.requested += 1;
    return true;
  }
}
