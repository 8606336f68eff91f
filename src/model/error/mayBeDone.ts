import type { GitLabErrorReason } from './errorReason.ts';
import type { GitLabError } from './gitLabError.ts';

/** Whether a failure without a status means that nothing was sent or changed. Add every new reason here. */
const isNothingDone: Readonly<Record<GitLabErrorReason, boolean>> = {
  auth: true,
  scope: true,
  forbidden: true,
  notFound: true,
  invalid: true,
  conflict: true,
  rateLimited: true,
  offline: true,
  tls: true,
  proxy: true,
  redirected: true,
  storage: true,
  timeout: false,
  notGitLab: false,
  badData: false,
  server: false,
  canceled: false,
};

/**
 * Whether a failed write might have succeeded: it reached a server, and the response doesn't reject it. An unreadable
 * success response (status below 300) isn't a rejection.
 */
export function mayBeDone({ reason, facts: { status, outcome } }: GitLabError): boolean {
  if (outcome === 'unconfirmed') return true;
  return status === undefined ? !isNothingDone[reason] : status < 300;
}
