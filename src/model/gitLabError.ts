import type { GitLabErrorFacts, GitLabErrorReason } from './errorReason.ts';
import { errorText } from './errorText.ts';

/** The one error of this extension. Its message is a sentence for people: the cause and the next step. */
export class GitLabError extends Error {
  override readonly name = 'GitLabError';

  constructor(
    readonly reason: GitLabErrorReason,
    readonly facts: GitLabErrorFacts = {},
  ) {
    super(errorText(reason, facts));
  }

  static is(error: unknown, ...reasons: GitLabErrorReason[]): error is GitLabError {
    return error instanceof GitLabError && (reasons.length === 0 || reasons.includes(error.reason));
  }

  /** The error itself, or for anything else that was thrown a `badData` that says nothing of it: it may hold a token. */
  static from(error: unknown, facts: GitLabErrorFacts = {}): GitLabError {
    return error instanceof GitLabError ? error : new GitLabError('badData', { ...facts, detail: 'unexpected' });
  }
}
