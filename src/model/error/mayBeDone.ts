import type { GitLabErrorReason } from './errorReason.ts';
import type { GitLabError } from './gitLabError.ts';

/** Whether a failure without a status means that nothing was sent or changed. A new reason has to be decided here. */
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
 * Whether a write that ended so may have been done nevertheless: it reached a server, and what came back does not refuse it.
 * Whatever comes in the place of a success is no refusal.
 */
export function mayBeDone({ reason, facts: { status, outcome } }: GitLabError): boolean {
  if (outcome === 'unconfirmed') return true;
  return status === undefined ? !isNothingDone[reason] : status < 300;
}
