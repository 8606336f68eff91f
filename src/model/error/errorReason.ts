import type { IgnoredPart } from '../ignoredPart.ts';

/**
 * Why something failed. Code branches on this reason, never on a message.
 *
 * - `auth`: the server rejected the token (unknown, expired, or revoked).
 * - `scope`: the token is valid, but its scopes don't allow the request.
 * - `forbidden`: the user doesn't have permission.
 * - `notFound`: it doesn't exist, or the token can't access it.
 * - `invalid`: the input is wrong.
 * - `conflict`: the server rejected the change because of the current state.
 * - `rateLimited`: wait until {@link GitLabErrorFacts.until}.
 * - `offline`, `tls`, `proxy`, `timeout`: network errors.
 * - `redirected`: the server redirected to another address, and the client didn't follow.
 * - `notGitLab`: something else responded, such as a sign-in page or a proxy.
 * - `badData`: the response couldn't be read.
 * - `server`: status 5xx.
 * - `storage`: VS Code couldn't update its secret storage or, with the detail `settings`, the settings. With `token`, it
 *   couldn't read the secret storage. With `lock`, the extension couldn't use its storage folder to exclude other windows,
 *   and with `claim`, the secret storage. With `otherWindow`, another window might be doing the same. With `change`, it
 *   couldn't store or remove a change that waits to be sent. With `changeElsewhere`, another window sends the change.
 * - `canceled`: the extension or the user canceled the request.
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

/** The specific causes of each reason. errorText.ts has a message for each. */
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
    | 'noQuery'
    | 'noTitle'
    | 'noDraft'
    | 'draft'
    | 'unsavedDraft'
    | 'discardedDraft'
    | 'notWaiting'
    | 'closedUnread'
    | 'severalTitles'
    | 'noLinks'
    | 'noBlocking'
    | 'noEditor'
    | 'captcha'
    | 'spam'
    | 'noTodo'
    | 'noProblem'
    | 'emptyClipboard'
    | 'noFailedTest'
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
    | 'namesakes'
    | 'notAdded'
    | 'unknownProject'
    | 'noUsableToken'
    | 'noTokenForInstance';
  /** The part that GitLab left out of a change, or what someone else changed. */
  conflict: IgnoredPart | 'oneAssignee' | 'newTitle' | 'changedText' | 'task' | 'changedSince';
  rateLimited: 'endpoint';
  offline: never;
  tls: 'expired' | 'wrongName';
  proxy: never;
  timeout: never;
  redirected: never;
  notGitLab: 'https' | 'elsewhere' | 'signInPage';
  badData: 'tooLarge';
  server: 'maintenance';
  storage: 'settings' | 'token' | 'lock' | 'claim' | 'otherWindow' | 'change' | 'changeElsewhere';
  canceled: 'signIn';
}

/** Details of a failure. They contain no secrets: no headers or tokens, and only one short sentence of a body. */
export interface FailureFacts {
  /** The instance without its scheme, e.g. `example.com/gitlab`. */
  readonly host?: string;
  readonly status?: number;
  readonly method?: string;
  /** The API path with ids and names left out, e.g. `projects/:id/issues`. */
  readonly path?: string;
  readonly requestId?: string;
  /** With `rateLimited`, if the server returned a time: send no request before it. Milliseconds since 1970, to show. */
  readonly until?: number;
  /** The same moment by {@link Clock.elapsed}, to wait for. */
  readonly resumeAt?: number;
  /** The network error code, e.g. `ENOTFOUND` or `CERT_HAS_EXPIRED`. */
  readonly code?: string;
  /** GitLab's message, at most 200 characters, without markup. */
  readonly serverMessage?: string;
  /** The name that the caller or the user gave, such as a username or a project. It might not match {@link actual}. */
  readonly named?: string;
  readonly actual?: string;
  /** The scopes of a token that lacks one. */
  readonly scopes?: readonly string[];
  /** The scopes that the request requires. */
  readonly neededScopes?: readonly string[];
  /** The web page where the user can do what GitLab rejected from here. */
  readonly page?: string;
  /** A sentence of this extension that explains the failure. */
  readonly explanation?: string;
  /** The outcome of a write, regardless of the reason. */
  readonly outcome?: FailureOutcome;
}

/** Each outcome has its own message, which replaces the message of the reason. */
export type FailureOutcome = 'unconfirmed' | 'renewalUnanswered' | 'renewalUnknown' | 'someFailed';

/** The details of a failure with this reason. */
export interface GitLabErrorFacts<R extends GitLabErrorReason = GitLabErrorReason> extends FailureFacts {
  readonly detail?: ErrorDetails[R] | undefined;
}
