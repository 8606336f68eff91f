import type { GitLabErrorReason } from './errorReason.ts';
import type { GitLabError } from './gitLabError.ts';

/** With these, the same request would be rejected again. */
const refusals: ReadonlySet<GitLabErrorReason> = new Set(['scope', 'forbidden', 'notFound', 'invalid', 'conflict']);

/** Whether the same request can succeed later, for example when the server can be reached or the user has signed in. */
export function mayWorkLater({ reason, facts: { detail } }: GitLabError): boolean {
  return !refusals.has(reason) || detail === 'notSignedIn' || detail === 'notSent' || detail === 'readOnlyInstance';
}
