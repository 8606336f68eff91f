import type { FailureFacts, GitLabErrorFacts, GitLabErrorReason } from './errorReason.ts';
import { errorText } from './errorText.ts';
import type { Log } from '../ports.ts';

/** The one error of this extension. Its message is a sentence for people: the cause and the next step. */
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
   * The error itself, or for anything else that was thrown a `badData` without its text, which may contain a token.
   * @param log hears of it instead: whatever is not a `GitLabError` is a mistake of ours, or of a library.
   */
  static from(error: unknown, facts: FailureFacts = {}, log?: Log): GitLabError {
    if (GitLabError.is(error)) return error;
    log?.warn(`Unexpected: ${error instanceof Error ? (error.stack ?? error.message) : typeof error}`);
    return new GitLabError('badData', facts);
  }
}
