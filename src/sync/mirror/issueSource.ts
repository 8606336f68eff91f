import type { CreationRange, IssueListRequest, IssuePage } from '../../model/gateway/issueGateway.ts';
import type { Issue } from '../../model/issue.ts';

/** The largest page that GitLab returns. */
export const perPage = 100;
/** GitLab returns no pages beyond this (`offset_pagination_limit`: 50,000 rows). */
export const deepestPage = 500;

/**
 * The maximum number of consecutive full pages without a new row. Such pages occur when rows are created faster than
 * they are read.
 */
export const mostRepeats = 3;

/**
 * The clocks of an instance's servers can differ by this much, in milliseconds. Every server has seen the changes
 * before that.
 */
export const clockSkew = 60_000;

/** A time isn't trusted if it's later than now by more than this, in milliseconds. An import can date issues in the future. */
export const mostAhead = 24 * 60 * 60_000;

/** The issues of one tracker on the server, and the held ones. All reads in this folder work on it. */
export interface IssueSource {
  /** The time of this computer. See {@link Clock.now}. */
  localTime(): number;
  /** @param lifetime if it's aborted before the request is sent, rejects with `canceled`. */
  list(request: IssueListRequest, lifetime?: AbortSignal): Promise<IssuePage>;
  /** The number of open issues created in a range. */
  count(range: CreationRange): Promise<number>;
  /** Adds or updates issues, open and closed. */
  apply(issues: readonly Issue[]): void;
  /** Applies a complete list of issues. See `IssueStore.reconcile`. */
  reconcile(before: readonly Issue[], listed: readonly Issue[]): void;
  /** The open ones, newest first. */
  held(): readonly Issue[];
}
