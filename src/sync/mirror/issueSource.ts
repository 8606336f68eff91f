import type { CreationRange, IssueListRequest, IssuePage } from '../../model/issueGateway.ts';
import type { Issue } from '../../model/issue.ts';

/** A page that a server of GitLab's gives at most. */
export const perPage = 100;
/** GitLab gives no pages beyond this (`offset_pagination_limit`: 50,000 rows). */
export const deepestPage = 500;

/** Full pages in a row that bring nothing new, as when rows are made faster than they are read; with more it would be asked for ever. */
export const mostRepeats = 3;

/** Clocks of the servers of one instance may differ by this, in milliseconds: what they stamped before, all have. */
export const clockSkew = 60_000;

/** One tracker's issues on the server, and what of them is held: what the readings of this room work on. */
export interface IssueSource {
  list(request: IssueListRequest): Promise<IssuePage>;
  /** Open issues created in a span. */
  count(range: CreationRange): Promise<number>;
  /** Takes in issues, open and closed. */
  apply(issues: readonly Issue[]): void;
  /** Takes in a complete list of what was held, or would have been; see `IssueStore.reconcile`. */
  reconcile(before: readonly Issue[], listed: readonly Issue[]): void;
  /** The open ones, newest first. */
  held(): readonly Issue[];
}
