import type { FailureFacts, GitLabErrorFacts, GitLabErrorReason } from './errorReason.ts';
import { errorText } from './errorText.ts';
import type { Log } from '../ports.ts';

/** The only error class of this extension. Its message is shown to the user: the cause and the next step. */
export class GitLabError<R extends GitLabErrorReason = GitLabErrorReason> extends Error {
  override readonly name = 'GitLabError';

  constructor(
    readonly reason: R,
    readonly facts: GitLabErrorFacts<R> = {},
  ) {
    super(errorText(reason, facts));
  }

  static is<R extends GitLabErrorReason = GitLabErrorReason>(error: unknown, ...reasons: R[]): error is GitLabError<R> {
    return error instanceof GitLabError && (reasons.length === 0 || reasons.includes(error.reason as R));
  }

  /**
   * Returns a `GitLabError` unchanged. Replaces any other error with `badData`, without its text, which might contain
   * a token.
   * @param log receives the other error, because it's a bug in this extension or in a library.
   */
  static from(error: unknown, facts: FailureFacts = {}, log?: Log): GitLabError {
    if (GitLabError.is(error)) return error;
    log?.warn(`Unexpected: ${error instanceof Error ? (error.stack ?? error.message) : typeof error}`);
    return new GitLabError('badData', facts);
  }
}
