import type { IgnoredPart } from '../ignoredPart.ts';

/**
 * Why something failed, as one of a closed set: code decides by it, never by a message.
 *
 * - `auth`: the token is not accepted (unknown, expired, revoked). `scope`: it is, but may not do this.
 * - `forbidden`: the person may not. `notFound`: not there, or hidden from this token.
 * - `invalid`: refused as wrong input. `conflict`: refused because of the state things are in.
 * - `rateLimited`: wait until {@link GitLabErrorFacts.until}.
 * - `offline`, `tls`, `proxy`, `timeout`: the network. `redirected`: sent elsewhere, which is not followed.
 * - `notGitLab`: something else answered (a sign-in page, a proxy). `badData`: it could not be read. `server`: 5xx.
 * - `storage`: VS Code's secret storage did not do what it was asked.
 * - `canceled`: by us.
 */
export type GitLabErrorReason =
  | 'auth'
  | 'scope'
  | 'forbidden'
  | 'notFound'
  | 'invalid'
  | 'conflict'
  | 'rateLimited'
  | 'offline'
  | 'tls'
  | 'proxy'
  | 'timeout'
  | 'redirected'
  | 'notGitLab'
  | 'badData'
  | 'server'
  | 'storage'
  | 'canceled';

/** The finer causes within each reason, each with a message of its own in errorText.ts. */
export interface ErrorDetails extends Record<GitLabErrorReason, string> {
  auth: 'expired' | 'revoked' | 'renewalLost' | 'malformed' | 'proofRequired' | 'restricted';
  scope: 'asked' | 'fineGrained' | 'fineGrainedUnsupported';
  forbidden: 'account' | 'readOnlyInstance';
  notFound: 'project' | 'group' | 'issue' | 'note' | 'file' | 'oldUploads' | 'moved' | 'route';
  invalid:
    | 'instanceUrl'
    | 'plainHttp'
    | 'noToken'
    | 'arguments'
    | 'notConfirmed'
    | 'expiry'
    | 'notRenewable'
    | 'username'
    | 'notMe'
    | 'notMember'
    | 'noSuchUser'
    | 'otherInstance'
    | 'otherProject'
    | 'otherGroup'
    | 'notSignedIn'
    | 'notInWindow'
    | 'notSent'
    | 'query'
    | 'unknownQuery'
    | 'queryName'
    | 'noTitle'
    | 'closedUnread'
    | 'severalTitles'
    | 'noEditor'
    | 'noProjectToMoveTo'
    | 'sameProject'
    | 'deletionNotConfirmed'
    | 'noText'
    | 'timeAmount'
    | 'issueName'
    | 'goneLabel'
    | 'severalProjects'
    | 'unknownMe'
    | 'unknownMember'
    | 'unknownMilestone'
    | 'trackerNotConfirmed'
    | 'tracker'
    | 'unknownFolder'
    | 'notAdded'
    | 'unknownProject';
  /** The part that GitLab left out of a change. */
  conflict: IgnoredPart;
  rateLimited: never;
  offline: never;
  tls: 'expired' | 'wrongName';
  proxy: never;
  timeout: never;
  redirected: never;
  notGitLab: 'https' | 'elsewhere' | 'signInPage';
  badData: 'tooLarge';
  server: 'maintenance';
  storage: 'settings';
  canceled: 'signIn';
}

/** What more is known of a failure. None of it is secret: no header, no token, no body beyond a short sentence. */
export interface FailureFacts {
  /** The instance without its scheme, e.g. `example.com/gitlab`. */
  readonly host?: string;
  readonly status?: number;
  readonly method?: string;
  /** The API path with ids and names left out, e.g. `projects/:id/issues`. */
  readonly path?: string;
  readonly requestId?: string;
  /** For `rateLimited`, and where the server named a time: no request before it. Milliseconds since 1970. */
  readonly until?: number;
  /** The network's own word, e.g. `ENOTFOUND` or `CERT_HAS_EXPIRED`. */
  readonly code?: string;
  /** GitLab's message, at most 200 characters, without markup. */
  readonly serverMessage?: string;
  /** What was asked for by name, by the caller or the person, where it does not go with {@link actual}. */
  readonly named?: string;
  readonly actual?: string;
  /** For a token with too little: the scopes it has. */
  readonly scopes?: readonly string[];
  /** For a token with too little: the scopes that are needed. */
  readonly neededScopes?: readonly string[];
  /** Where a message of ours explains it: the sentence. */
  readonly explanation?: string;
  /** What became of a request, whatever went wrong with it. */
  readonly outcome?: FailureOutcome;
}

/** Each with a message of its own, whatever the reason. */
export type FailureOutcome = 'unconfirmed' | 'renewalUnanswered' | 'renewalUnknown' | 'someFailed';

/** All that is known of a failure with this reason. */
export interface GitLabErrorFacts<R extends GitLabErrorReason = GitLabErrorReason> extends FailureFacts {
  readonly detail?: ErrorDetails[R] | undefined;
}
